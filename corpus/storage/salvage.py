"""Making room for a new store where the old one is lost or unreadable, and carrying over what can still be read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, make_url, select

from corpus.errors import StoreError, said_by_system
from corpus.settings import Settings
from corpus.storage import identity, source_names
from corpus.storage.database import Database, damage_of
from corpus.storage.originals import Originals, whole_file
from corpus.storage.schema import removed, verdicts
from corpus.storage.source_names import SourceName

# The files that SQLite keeps one database in; the main one last, for it says whether the others have been moved.
_SQLITE_FILES = ("-wal", "-shm", "")

_NAMES = """
    SELECT documents.sha256, sources.source_path FROM sources JOIN documents ON documents.id = sources.doc
    UNION ALL SELECT sha256, source_path FROM set_aside WHERE kept
"""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What could still be read of the old store; `unread` names (in Vietnamese) the parts that could not.

    `damaged` is where the old store now lies, None where there was none.
    """

    damaged: Path | None = None
    names: list[SourceName] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    unread: tuple[str, ...] = ()


def begin(settings: Settings) -> Salvaged:
    """Moves an unreadable store out of the way and makes an empty one that belongs to the folder of originals.

    Nothing is deleted, and a recovery that was cut short is gone on with. Raises `StoreError` where there is no
    original, and where the store can be read and holds documents: then there is nothing to recover.
    """
    originals = Originals(settings.originals)
    if next(originals.kept(), None) is None:
        raise StoreError(f"Trong {originals.folder} không có bản gốc nào để dựng lại kho.")
    file = _sqlite_file(settings)
    if not _marker(originals).exists():
        is_damaged = file is not None and file.exists() and bool(damage_of(file))
        if not is_damaged:
            _ensure_lost(settings)
        name = f"{file.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}" if file and is_damaged else ""
        with whole_file(_marker(originals)) as marker:
            marker.write(name.encode("utf-8"))
    damaged = _move_away(file, _marker(originals).read_text("utf-8")) if file else None
    found = _read(damaged) if damaged else Salvaged(unread=("quyết định của người đối chiếu", "danh sách đã bỏ"))
    _adopt(settings, originals, found)
    return found


def finish(settings: Settings, found: Salvaged) -> None:
    """Puts people's decisions back and ends the recovery."""
    database = Database.open(settings.database_url)
    try:
        _insert_new(database, verdicts, found.verdicts)
    finally:
        database.close()
    _marker(Originals(settings.originals)).unlink(missing_ok=True)


def _marker(originals: Originals) -> Path:
    """The file that says that a recovery is under way, and what the unreadable store is called now."""
    return originals.folder / "RECOVERY"


def _sqlite_file(settings: Settings) -> Path | None:
    url = make_url(settings.database_url)
    return Path(url.database) if url.drivername.startswith("sqlite") and url.database else None


def _ensure_lost(settings: Settings) -> None:
    database = Database.open(settings.database_url)
    try:
        with database.reading() as connection:
            if identity.is_empty(connection):
                return
    finally:
        database.close()
    raise StoreError(
        "Cơ sở dữ liệu đang mở đọc được và có văn bản, nên không dựng lại. Hãy kiểm tra bằng nhiemvu check; "
        "nếu thư mục bản gốc là của một kho khác, hãy kiểm tra NHIEMVU_DATA và NHIEMVU_DATABASE_URL."
    )


def _move_away(file: Path, name: str) -> Path | None:
    if not name:
        return None
    damaged = file.with_name(name)
    try:
        if not damaged.exists():
            for suffix in _SQLITE_FILES:
                part = file.with_name(file.name + suffix)
                if part.exists():
                    part.replace(damaged.with_name(damaged.name + suffix))
    except OSError as error:
        raise StoreError(f"Không chuyển được {file}: {said_by_system(error)}.") from error
    return damaged


def _read(damaged: Path) -> Salvaged:
    names, names_whole = _rows(damaged, _NAMES)
    decided, decided_whole = _rows(damaged, _select(verdicts))
    gone, gone_whole = _rows(damaged, _select(removed))
    parts = (
        ("một số tên tệp", names_whole),
        ("một số quyết định của người đối chiếu", decided_whole),
        ("một phần danh sách đã bỏ", gone_whole),
    )
    return Salvaged(
        damaged=damaged,
        names=[(sha256, path) for sha256, path in names],
        verdicts=[dict(zip(verdicts.c.keys(), row, strict=True)) for row in decided],
        removed=[dict(zip(removed.c.keys(), row, strict=True)) for row in gone],
        unread=tuple(part for part, whole in parts if not whole),
    )


def _select(table: Table) -> str:
    return f"SELECT {', '.join(table.c.keys())} FROM {table.name}"  # noqa: S608 our own schema's names


def _rows(damaged: Path, query: str) -> tuple[list[tuple[str, ...]], bool]:
    """Returns the rows up to the first that cannot be read, and whether those were all."""
    found: list[tuple[str, ...]] = []
    try:
        with closing(sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            # Each of these columns is text: anything else is damage.
            found.extend(row for row in connection.execute(query) if all(isinstance(value, str) for value in row))
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return found, False
    return found, True


def _adopt(settings: Settings, originals: Originals, found: Salvaged) -> None:
    database = Database.open(settings.database_url)
    try:
        identity.adopt(database, originals)
        kept = set(originals.kept())
        _insert_new(database, removed, [row for row in found.removed if row["sha256"] in kept])
        for name in found.names:
            source_names.note(originals, *name)
    finally:
        database.close()


def _insert_new(database: Database, table: Table, rows: list[dict[str, Any]]) -> None:
    """Adds the rows whose key is not there yet."""
    keys = tuple(table.primary_key.columns.keys())
    with database.writing() as connection:
        there = {tuple(row) for row in connection.execute(select(*table.primary_key.columns))}
        fresh = {key: row for row in rows if (key := tuple(row[name] for name in keys)) not in there}
        if fresh:
            connection.execute(insert(table), list(fresh.values()))
