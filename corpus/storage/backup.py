"""The whole knowledge base in one file, whichever database it comes from and goes to.

The file is a ZIP: ``rows/<table>.jsonl`` with the rows of each table, ``originals/<sha256>``
with the files as received, and ``manifest.json`` with the schema they follow and the
SHA-256 of each part. The search index is not in it: it is derived and built again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, MetaData, Table, insert, select

from corpus.errors import StoreError, said_by_system
from corpus.settings import Settings
from corpus.storage import queries, source_names
from corpus.storage.database import Database, check_version, migrate
from corpus.storage.identity import keep_id, pair, store_id
from corpus.storage.originals import Originals, whole_file
from corpus.storage.schema import SCHEMA_VERSION, documents, metadata, set_aside

_FORMAT = "nhiemvu-backup"
_FORMAT_VERSION = 1
_MANIFEST = "manifest.json"

# Rows written to the database at a time, and bytes read from the file at a time.
_ROWS = 500
_BYTES = 1 << 20

# What reading a ZIP raises over files with bytes changed in them (seen in 12,000 tries),
# and what a manifest of the wrong shape would.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)

Manifest = dict[str, Any]


def backup(settings: Settings, file: Path) -> None:
    """Write all of the knowledge base to `file`, which is there whole or not at all.

    Reading goes on meanwhile; writers wait. An earlier backup at `file` is replaced,
    any other file is not. Raises `StoreError` where there is nothing to back up, where
    an original is missing or damaged, or where `file` cannot be written.
    """
    _make_way(file)
    database = Database.open(settings.database_url)
    try:
        with database.writing() as connection, _disk_errors(file):
            if _is_empty(connection):
                raise StoreError(f"Kho ở {settings.data} chưa có văn bản nào, không có gì để sao lưu.")
            with whole_file(file) as output, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
                _write(archive, connection, Originals(settings.originals))
    finally:
        database.close()


def restore(settings: Settings, file: Path) -> None:
    """Fill an empty knowledge base with all that `file` holds, or leave it as it was.

    The file is checked to the last byte before anything is written. The search index
    is to be rebuilt afterwards. Raises `StoreError` where the knowledge base already
    holds something or the file is damaged, `StoreVersionError` where a newer version
    of the program has written it.
    """
    with _disk_errors(file), _archive(file) as archive:
        with _damage_told(file):
            manifest = _verified(archive)
        database, originals = Database.open(settings.database_url), Originals(settings.originals)
        try:
            pair(database, originals)
            with database.writing(rebuilds=True) as connection:
                if not _is_empty(connection):
                    raise StoreError(
                        f"Kho ở {settings.data} đã có dữ liệu nên không phục hồi đè lên. "
                        "Hãy chọn một thư mục kho trống (--data) rồi thử lại."
                    )
                _keep_originals(archive, originals)
                _fill(archive, manifest, connection)
                source_names.write_anew(originals, source_names.stored(connection))
        finally:
            database.close()


# --- writing -----------------------------------------------------------------


def _make_way(file: Path) -> None:
    if not file.parent.is_dir():
        raise StoreError(f"Không có thư mục {file.parent} để ghi bản sao lưu.")
    if not file.exists():
        return
    try:
        with _disk_errors(file), _archive(file) as archive, _damage_told(file):
            _manifest(archive)
    except StoreError as error:
        raise StoreError(f"{file} đã có và không phải bản sao lưu; hãy chọn tên tệp khác.") from error


def _is_empty(connection: Connection) -> bool:
    return all(connection.execute(select(table).limit(1)).first() is None for table in (documents, set_aside))


def _write(archive: zipfile.ZipFile, connection: Connection, originals: Originals) -> None:
    parts = {}
    for table in metadata.sorted_tables:
        parts[_part(table.name)] = _write_lines(archive, _part(table.name), _lines(connection, table))
    hashes = queries.originals(connection)
    for sha256 in hashes:
        archive.writestr(f"originals/{sha256}", originals.read(sha256))
    manifest = {
        "format": _FORMAT,
        "version": _FORMAT_VERSION,
        "schema": SCHEMA_VERSION,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": [table.name for table in metadata.sorted_tables],
        "parts": parts,
        "originals": hashes,
    }
    archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    rows = connection.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": _ROWS})
    for row in rows:
        written = json.dumps(row._asdict(), default=_as_base64, ensure_ascii=False, separators=(",", ":"))
        yield written.encode("utf-8") + b"\n"


def _as_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _write_lines(archive: zipfile.ZipFile, name: str, lines: Iterable[bytes]) -> str:
    """Write `lines` as one part of the archive; gives the SHA-256 of it."""
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as part:
        for line in lines:
            part.write(line)
            digest.update(line)
    return digest.hexdigest()


# --- reading -----------------------------------------------------------------


def _archive(file: Path) -> zipfile.ZipFile:
    with _damage_told(file):
        return zipfile.ZipFile(file)


@contextmanager
def _damage_told(file: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        raise  # not what is in the file
    except _DAMAGE as error:
        raise StoreError(
            f"{file} bị hỏng hoặc không phải bản sao lưu của chương trình này; kho không bị thay đổi."
        ) from error


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    manifest: Manifest = json.loads(archive.read(_MANIFEST))
    if manifest["format"] != _FORMAT:
        raise ValueError("not a backup")
    return manifest


def _verified(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, once every part has been found to be what it says."""
    manifest = _manifest(archive)
    check_version(manifest["schema"])
    if manifest["version"] != _FORMAT_VERSION:
        raise StoreError("Bản sao lưu có định dạng mới hơn chương trình này. Hãy cập nhật chương trình rồi thử lại.")
    parts = manifest["parts"] | {f"originals/{sha256}": sha256 for sha256 in manifest["originals"]}
    if set(parts) | {_MANIFEST} != set(archive.namelist()):
        raise ValueError("parts missing or left over")
    for name, sha256 in parts.items():
        digest = hashlib.sha256()
        with archive.open(name) as part:
            while data := part.read(_BYTES):
                digest.update(data)
        if digest.hexdigest() != sha256:
            raise ValueError(f"{name} has changed")
    return manifest


def _keep_originals(archive: zipfile.ZipFile, originals: Originals) -> None:
    for name in archive.namelist():
        if name.startswith("originals/"):
            originals.keep(archive.read(name))


def _fill(archive: zipfile.ZipFile, manifest: Manifest, connection: Connection) -> None:
    """Build the tables as they were when the backup was made, fill them, and bring them up to date."""
    own = store_id(connection)
    metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE alembic_version")
    migrate(connection, manifest["schema"])
    as_then = MetaData()
    as_then.reflect(connection)
    for name in manifest["tables"]:
        table = as_then.tables[name]
        with archive.open(_part(name)) as lines:
            rows = (_row(table, line) for line in lines)
            while some := list(islice(rows, _ROWS)):
                connection.execute(insert(table), some)
    migrate(connection)
    keep_id(connection, own)


def _row(table: Table, line: bytes) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(line)
    for column in table.columns:
        if isinstance(column.type, LargeBinary):
            row[column.name] = base64.b64decode(row[column.name], validate=True)
    return row


def _part(table: str) -> str:
    return f"rows/{table}.jsonl"


@contextmanager
def _disk_errors(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"Không đọc hoặc ghi được {file}: {said_by_system(error)}.") from error
