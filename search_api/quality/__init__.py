"""Checks of what documents leave open."""
