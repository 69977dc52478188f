"""Rows as files: JSONL, CSV, Excel, Word, calendars."""
