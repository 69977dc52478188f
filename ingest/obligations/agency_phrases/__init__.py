"""The noun phrases that name bodies: grammar, canonical names, links to the authority list."""
