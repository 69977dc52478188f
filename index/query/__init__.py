"""Parses queries: filters, dates, document numbers, diacritics, expansion."""
