"""A real PostgreSQL for one test session: its own folder, its own socket, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.conftest import missing

# Where Debian and its kin put the server's programs, which are not on the path.
_DEBIAN = Path("/usr/lib/postgresql")

# Measured: 1 s to a running server on two busy cores; a machine under load may take far longer.
_PATIENCE_S = 60

# Nothing here needs to outlive a power cut.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")


class Postgres:
    """A running server; `database` gives the address of a new database in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def database(self) -> str:
        """The SQLAlchemy URL of a new, empty database."""
        name = f"kho_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server; skips where none is installed, and fails in CI."""
    programs = _programs()
    if programs is None:
        missing("a PostgreSQL server (Debian: apt install postgresql)")
    else:
        with _served(programs) as server:
            yield server


def _programs() -> Path | None:
    """The folder of `initdb` and `postgres`, of the newest version installed."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = [p for p in _DEBIAN.glob("*/bin") if (p / "initdb").exists()]
    return max(versions, key=lambda p: int(p.parent.name), default=None)


@contextmanager
def _served(programs: Path) -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="kho-"))
    user = _unprivileged()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        _run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], user)
        # No port: the socket in this private folder is the only way in.
        options = [f"-c{option}" for option in (*_FAST, "listen_addresses=", f"unix_socket_directories={folder}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, *options], stdout=log, stderr=log, user=user, cwd=folder
            )
        try:
            _wait_for(server, folder)
            yield Postgres(folder)
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            server.wait(_PATIENCE_S)
    finally:
        shutil.rmtree(folder)


def _unprivileged() -> str | None:
    """Whom to run as: PostgreSQL refuses to run as root."""
    return "postgres" if os.name == "posix" and os.geteuid() == 0 else None


def _run(command: list[str | Path], user: str | None) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, user=user, env=environment, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _wait_for(server: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            assert server.poll() is None and time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.05)
        else:
            return
