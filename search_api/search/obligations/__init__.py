"""Duties as results: every duty of the store in columns, narrowed, counted, found by its words and explained."""
