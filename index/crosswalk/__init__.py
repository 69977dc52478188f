"""Holds a parent document's tasks against the clauses of its children: links, coverage, gaps, matrices."""
