"""Reads Word files of before 2007 (.doc)."""
