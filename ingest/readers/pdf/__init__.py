"""Reads PDF files page by page."""
