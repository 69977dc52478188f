"""Tells how a file is known by the path it is stored under: where it lay, and the name that records give it."""

from __future__ import annotations

from pathlib import PurePath

_ARCHIVE = ".zip"

# What files handed over in the browser are known by in the store begins with this, then some digits of their hash.
UPLOAD_PREFIX = "nap-tu-trang"


def display_path(source_path: str) -> str:
    """Returns where a file lay as who gave it knows it: without what tells files handed over in the browser apart."""
    first, _, rest = source_path.partition("/")
    return rest.partition("/")[2] if first == UPLOAD_PREFIX else source_path


def source_name(source_path: str) -> str:
    """Returns the name of a file in records: its name, or that of the archive it lay in and its name there."""
    parts = PurePath(source_path).parts
    first = next((n for n, part in enumerate(parts[:-1]) if part.lower().endswith(_ARCHIVE)), len(parts) - 1)
    return "/".join(parts[first:])
