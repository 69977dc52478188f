"""Reads the head of a document: number, date, issuer, type and subject."""
