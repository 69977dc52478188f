"""Writes the sample documents from their sources; nothing else in the project imports it."""
