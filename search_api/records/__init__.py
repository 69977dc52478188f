"""Selections of the records of a knowledge base."""
