"""Documents as people meet them: reader, relations, validity, overview."""
