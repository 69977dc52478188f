"""Passages in the index and their ranking."""
