"""The list of where each original came from, kept beside the originals so that it outlives the store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from corpus.errors import StoreError, said_by_system
from corpus.storage.originals import Originals, whole_file
from corpus.storage.schema import documents, removed, set_aside, sources

# An original's hash and a path that it came from.
SourceName = tuple[str, str]


def note(originals: Originals, sha256: str, source_path: str) -> None:
    """Adds to the list that the original with this hash came from `source_path`; raises `StoreError`."""
    try:
        originals.folder.mkdir(parents=True, exist_ok=True)
        with _list(originals).open("ab") as file:
            file.write(_line(sha256, source_path))
    except OSError as error:
        raise StoreError(f"Không ghi được tệp gốc vào {originals.folder}: {said_by_system(error)}.") from error


def write_anew(originals: Originals, names: Iterable[SourceName]) -> None:
    """Replaces the list by `names`; raises `StoreError`."""
    try:
        originals.folder.mkdir(parents=True, exist_ok=True)
        with whole_file(_list(originals)) as file:
            file.writelines(_line(*name) for name in names)
    except OSError as error:
        raise StoreError(f"Không ghi được tệp gốc vào {originals.folder}: {said_by_system(error)}.") from error


def noted(originals: Originals) -> list[SourceName]:
    """Returns the list, the oldest first; lines that a crash or the disk has damaged are left out."""
    try:
        lines = _list(originals).read_bytes().splitlines()
    except OSError:
        return []  # as of a base of before there was a list: what has no name is told by who asked
    return [name for line in lines if (name := _parsed(line))]


def stored(connection: Connection) -> list[SourceName]:
    """Returns the names of all originals that the store claims: of documents, removed ones too, and files set aside."""
    of_documents = select(documents.c.sha256, sources.c.source_path).join_from(sources, documents)
    aside = select(set_aside.c.sha256, set_aside.c.source_path).where(set_aside.c.kept)
    gone = select(removed.c.sha256, removed.c.source_path)
    return [(sha256, path) for query in (gone, of_documents, aside) for sha256, path in connection.execute(query)]


def _list(originals: Originals) -> Path:
    return originals.folder / "sources.jsonl"


def _line(sha256: str, source_path: str) -> bytes:
    row = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "sha256": sha256, "source_path": source_path}
    # A line that a crash cut short must not swallow this one.
    return b"\n" + json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n"


def _parsed(line: bytes) -> SourceName | None:
    try:
        row = json.loads(line)
        sha256, path = row["sha256"], row["source_path"]
    except (ValueError, KeyError, TypeError):
        return None
    return (sha256, path) if isinstance(sha256, str) and isinstance(path, str) and path else None
