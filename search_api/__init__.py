"""Passages and records to people: command line, HTTP API and web pages."""

from __future__ import annotations


def version() -> str:
    """The version of the installed program."""
    from importlib.metadata import version as installed

    return installed("nhiemvu")
