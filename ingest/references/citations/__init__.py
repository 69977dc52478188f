"""Finds citations: numbers, issuers, dates, and documents cited by name."""
