"""Reads Word files (.docx)."""
