"""Empty knowledge bases on each database that the store runs on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from corpus.settings import Settings
from corpus.storage.schema import metadata
from corpus.store import Store
from tests.postgres import Postgres, postgres

__all__ = ["postgres"]

# Gives the settings of a new knowledge base on "sqlite" or "postgresql".
NewSettings = Callable[[str], Settings]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite store at the newest schema, to copy: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("empty") / "store.sqlite"
    Store.open(Settings(data=file.parent, database_url=f"sqlite:///{file}")).close()
    return file


@pytest.fixture(scope="session")
def idle_databases() -> list[str]:
    """The PostgreSQL databases, empty and at the newest schema, that no test is using."""
    return []


@pytest.fixture
def new_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewSettings]:
    idle: list[str] = request.getfixturevalue("idle_databases")
    used: list[str] = []

    def make(database: str) -> Settings:
        data = tmp_path / f"kho-{len(list(tmp_path.iterdir()))}"
        data.mkdir()
        if database == "sqlite":
            shutil.copy(request.getfixturevalue("empty_store"), data)
            return Settings(data=data, database_url=f"sqlite:///{data / 'store.sqlite'}")
        server: Postgres = request.getfixturevalue("postgres")
        url = idle.pop() if idle else server.database()
        used.append(url)
        settings = Settings(data=data, database_url=url)
        Store.open(settings).close()
        return settings

    yield make
    for url in used:
        _empty(url)
        idle.append(url)


@pytest.fixture
def settings(database: str, new_settings: NewSettings) -> Settings:
    """The settings of a new knowledge base on the database under test."""
    return new_settings(database)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with Store.open(settings) as opened:
        yield opened


def _empty(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {names}"))
    engine.dispose()
