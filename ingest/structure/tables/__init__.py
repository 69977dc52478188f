"""Tables as blocks: those marked by the file, and those that lost their marks."""
