"""Documents in relation to one another: graph, validity, duplicates, cited names, review decisions."""
