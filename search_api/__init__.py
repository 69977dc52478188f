"""Passages and records to people: command line, HTTP API and web pages."""
