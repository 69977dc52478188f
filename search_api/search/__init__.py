"""Search for passages and obligations: interpretation, filters, facets."""
