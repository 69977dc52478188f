"""Reads web pages, also those saved as one MHT file."""
