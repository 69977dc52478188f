"""A connection to SQLite or PostgreSQL that behaves the same on both: snapshots, one writer, clear errors."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

from corpus.errors import StoreError, StoreVersionError, said_by_system
from corpus.storage.schema import SCHEMA_VERSION

# How long a writer waits for another one, in seconds. Measured: a document of 6,000
# clauses and 3,000 obligations is put in 1 s on SQLite and 6.5 s on PostgreSQL. Only a
# backup or restore of hundreds of documents holds the store for longer; that is for the
# user to wait for, and the message says so.
WRITER_PATIENCE = 30.0

# Any number will do, as long as every writer of this program asks for the same one.
_WRITER_LOCK = 0x6E68_6965

# Web threads read side by side; 40 is the most a FastAPI threadpool runs at once.
_CONNECTIONS = 40

# The release of PostgreSQL that says which transactions a snapshot holds.
_SNAPSHOTS_SINCE = (13,)

_BUSY = "Kho đang được một chương trình khác ghi. Hãy đợi chương trình đó xong rồi thử lại."
_FULL = "Ổ đĩa chứa kho đã đầy. Hãy giải phóng dung lượng rồi thử lại."
_DAMAGED = (
    "Tệp kho bị hỏng hoặc không phải là kho dữ liệu. Hãy phục hồi từ bản sao lưu, "
    "hoặc dựng lại kho từ bản gốc: nhiemvu recover"
)
_CLOSED = "Không mở được kho: không có quyền đọc, ghi hoặc đường dẫn không đúng."

# What the two databases call it (SQLite's error name, PostgreSQL's SQLSTATE) and what
# the user is told.
_REASONS = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "55P03": _BUSY,
    "SQLITE_FULL": _FULL,
    "53100": _FULL,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CANTOPEN": _CLOSED,
    "SQLITE_READONLY": _CLOSED,
    "SQLITE_PERM": _CLOSED,
}


class Database:
    """The engine behind a store, at the newest schema; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._watching = threading.Lock()
        self._watch: Connection | None = None
        self._fresh = count()
        self._opened = 0

    @classmethod
    def open(cls, address: str) -> Database:
        """The database at an SQLAlchemy URL, created or migrated where that is needed.

        Raises `StoreVersionError` where a newer program has written it, `StoreError`
        where it cannot be opened.
        """
        database = cls(_engine(_url(address)))
        try:
            with database.reading() as connection:
                current = schema_version(connection)
            if current != SCHEMA_VERSION:
                with database.writing(rebuilds=True) as connection:
                    # Asked again: another process may have come first.
                    if schema_version(connection) != SCHEMA_VERSION:
                        migrate(connection)
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store for as long as it is open."""
        with _told_plainly(self._engine.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, rebuilds: bool = False) -> Iterator[Connection]:
        """The one write transaction: all of what is done in it is kept, or none.

        Waits `WRITER_PATIENCE` for another writer, in this process or any other, then
        raises `StoreError`. Where tables themselves are rebuilt (`rebuilds`), SQLite
        checks foreign keys at the end: on the way, replacing a table would delete the
        rows of others that hang on it.
        """
        options: dict[str, Any] = {"writes": True, "rebuilds": rebuilds}
        served = self._engine.dialect.name == "postgresql"
        if served:
            # A snapshot taken while waiting for the lock would not show what the other writer did.
            options["isolation_level"] = "READ COMMITTED"
        with (
            _told_plainly(self._engine.url),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            if served:
                connection.execute(text(f"SET LOCAL lock_timeout = '{WRITER_PATIENCE * 1000:.0f}ms'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
            yield connection
            if rebuilds and not served and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise StoreError("Dữ liệu trong kho không nhất quán sau khi nâng cấp; kho được giữ nguyên như cũ.")

    def state(self) -> str:
        """A token that differs whenever anybody, in any process, has committed a change since the last one.

        It may differ without a change. It compares only with others that this object gave.
        """
        if self._engine.dialect.name != "postgresql":
            with self._watching, _told_plainly(self._engine.url):
                return self._sqlite_state()
        with self.reading() as connection:
            if (connection.dialect.server_version_info or (0,)) < _SNAPSHOTS_SINCE:
                return f"?{next(self._fresh)}"
            # Which transactions are visible; two that see the same ones see the same rows.
            return str(connection.scalar(text("SELECT CAST(pg_current_snapshot() AS text)")))

    def _sqlite_state(self) -> str:
        # SQLite counts, for each connection, the commits of all others: one that never writes sees every one.
        if self._watch is None:
            self._watch = self._engine.connect()
            self._watch.detach()
            self._opened = next(self._fresh)
        try:
            version = self._watch.exec_driver_sql("PRAGMA data_version").scalar()
            self._watch.rollback()
        except BaseException:
            self._watch.close()
            self._watch = None  # another begins to count anew, under another number
            raise
        return f"{self._opened}.{version}"

    def damage(self) -> list[str]:
        """Returns what SQLite finds damaged in its file; nothing is known of another database's."""
        url = self._engine.url
        return damage_of(Path(str(url.database))) if url.drivername.startswith("sqlite") else []

    def close(self) -> None:
        """Let go of every connection."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._engine.dispose()


def damage_of(file: Path) -> list[str]:
    """Returns what SQLite finds damaged in a database file, in its own words; raises `StoreError` where it cannot look.

    A file in use, or one that may not be opened, is not damaged.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute(f"PRAGMA busy_timeout = {WRITER_PATIENCE * 1000:.0f}")
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    except UnicodeDecodeError as error:
        return [str(error)]  # the driver cannot read the names in a damaged schema
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return [str(error)]
        raise StoreError(
            next((told for start, told in _REASONS.items() if name.startswith(start)), str(error))
        ) from error
    return [] if found == ["ok"] else found


def schema_version(connection: Connection) -> str:
    """The revision of the schema that is there, ``""`` where there is none.

    Raises `StoreVersionError` where it is newer than this program, `StoreError`
    where it is no revision of ours.
    """
    if not inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    version = str(found or "")
    check_version(version)
    return version


def check_version(version: str) -> None:
    """Raise where `version` is not a revision of the schema that this program knows."""
    if version and not version.isdecimal():
        raise StoreError("Cơ sở dữ liệu này thuộc về một chương trình khác. Hãy chọn cơ sở dữ liệu khác.")
    if version > SCHEMA_VERSION:
        raise StoreVersionError(
            f"Dữ liệu này do phiên bản mới hơn của chương trình ghi (lược đồ {version}; chương trình này "
            f"chỉ biết đến {SCHEMA_VERSION}). Hãy cập nhật chương trình rồi mở lại."
        )


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the schema to revision `to`, or the newest, inside the transaction that `connection` is in."""
    # Alembic takes a quarter of a second to import, and is hardly ever needed.
    from alembic import command

    from corpus.migrations import configuration

    command.upgrade(configuration(connection), to)


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError("Địa chỉ kho (NHIEMVU_DATABASE_URL) không đúng dạng, ví dụ: postgresql://máy/tên.") from error
    kind = url.drivername.partition("+")[0]
    if kind in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise StoreError(f"Kho chỉ dùng SQLite hoặc PostgreSQL, không dùng {kind}.")
    if url.database in {None, "", ":memory:"}:
        raise StoreError("Kho SQLite phải là một tệp, ví dụ: sqlite:////thư-mục/store.sqlite.")
    return url


def _engine(url: URL) -> Engine:
    if url.drivername.startswith("postgresql"):
        return create_engine(
            url, pool_size=5, max_overflow=_CONNECTIONS, pool_pre_ping=True, isolation_level="REPEATABLE READ"
        )
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Không tạo được thư mục {folder}: {said_by_system(error)}.") from error
    engine = create_engine(url, pool_size=5, max_overflow=_CONNECTIONS)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _: object) -> None:
    # The driver's own transactions begin late and leave DDL out; `_begin_sqlite` opens them.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {WRITER_PATIENCE * 1000:.0f}")
    # What was said to be kept survives a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    _log_ahead(connection)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Turn on the write-ahead log, with which readers go on while one process writes."""
    until = time.monotonic() + WRITER_PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite waits for nobody here: two programs that open a new store at once collide.
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if options.get('rebuilds') else 'ON'}")
    # A writer takes the lock at once: one that began by reading could not wait for it.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


@contextmanager
def _told_plainly(url: URL) -> Iterator[None]:
    """What the database says, in words for the person at the keyboard."""
    try:
        yield
    except IntegrityError as error:
        raise StoreError(f"Dữ liệu ghi vào kho không nhất quán: {error.orig}") from error
    except DBAPIError as error:
        raise StoreError(_reason(error, url) or f"Kho {_named(url)} gặp lỗi: {error.orig}") from error
    except UnicodeDecodeError as error:
        raise StoreError(_DAMAGED) from error  # the driver cannot read the names in a damaged schema
    except SQLAlchemyError as error:
        raise StoreError(f"Kho {_named(url)} gặp lỗi: {error}") from error


def _reason(error: DBAPIError, url: URL) -> str | None:
    """The plain reason for a database's error, if it is one the user can do something about."""
    # SQLite's finer names begin like the plain ones: SQLITE_BUSY_SNAPSHOT.
    name = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or ""
    if not name and isinstance(error, OperationalError):
        return f"Không kết nối được với máy chủ cơ sở dữ liệu {_named(url)}. Hãy kiểm tra địa chỉ và máy chủ."
    return next((reason for start, reason in _REASONS.items() if name.startswith(start)), None)


def _named(url: URL) -> str:
    return url.render_as_string(hide_password=True)
