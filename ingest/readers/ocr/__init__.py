"""Reads pictures of pages by optical character recognition."""
