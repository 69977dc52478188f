"""Parses sentences that state obligations: openings, roles, reports, times, denials."""
