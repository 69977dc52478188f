"""The schema that migrations build, and what becomes of stores of other versions."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from corpus import migrations
from corpus.errors import StoreError, StoreVersionError
from corpus.migrations import configuration
from corpus.model import Record
from corpus.settings import Settings
from corpus.soundness import record_fault
from corpus.storage import database as database_module
from corpus.storage.backup import backup, restore
from corpus.storage.database import Database
from corpus.storage.schema import SCHEMA_VERSION, metadata
from corpus.store import Store
from tests.corpus.conftest import NewSettings
from tests.corpus.records import record_of
from tests.postgres import Postgres


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """The database of a knowledge base, to change behind the store's back."""
    opened = create_engine(settings.database_url)
    yield opened
    with opened.begin() as connection:  # PostgreSQL's go back to others
        connection.execute(text("DROP TABLE IF EXISTS them"))
        if "alembic_version" in inspect(connection).get_table_names():
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{SCHEMA_VERSION}'"))
    opened.dispose()


def test_migrations_build_what_the_schema_says(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_a_difference_would_be_found(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE them (id INTEGER PRIMARY KEY)"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) != []


def test_the_schema_version_is_that_of_the_newest_migration() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    assert scripts.get_heads() == [SCHEMA_VERSION]
    revisions = sorted(script.revision for script in scripts.walk_revisions())
    assert revisions == [f"{n:04}" for n in range(1, len(revisions) + 1)]


def test_a_new_store_is_built_in_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    folder = tmp_path / "100%" / "kho"
    fresh = Settings(data=folder, database_url=f"sqlite:///{folder / 'store.sqlite'}")
    with Store.open(fresh) as store:
        assert store.documents() == []


def test_a_store_at_the_newest_schema_opens_without_alembic(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "alembic"]:
        monkeypatch.delitem(sys.modules, name)
    Store.open(settings).close()
    assert "alembic" not in sys.modules


def test_a_store_of_a_newer_program_is_refused_and_left_alone(settings: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreVersionError, match=r"phiên bản mới hơn .*9999.* Hãy cập nhật"):
        Store.open(settings)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_database_of_another_program_is_refused(settings: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ae1027a6acf'"))
    with pytest.raises(StoreError, match="chương trình khác"):
        Store.open(settings)


def test_an_unfinished_schema_is_refused_and_left_alone(settings: Settings, engine: Engine) -> None:
    """Tables of our names that no migration of ours has made."""
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE alembic_version RENAME TO them"))
    with pytest.raises(StoreError):
        Store.open(settings)
    with engine.begin() as connection:
        assert "alembic_version" not in inspect(connection).get_table_names()
        connection.execute(text("ALTER TABLE them RENAME TO alembic_version"))


# --- the next version -------------------------------------------------------------------

NEXT = f"{int(SCHEMA_VERSION) + 1:04}"
NEXT_STEP = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{SCHEMA_VERSION}"

def upgrade():
    with op.batch_alter_table("documents") as batch:
        batch.add_column(sa.Column("them", sa.Text, nullable=False, server_default="mới"))
        batch.alter_column("signing", nullable=True)  # SQLite rebuilds the table for this
"""


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], None]:
    """Makes this program one that knows a next version of the schema."""

    def configured(connection: Connection | None = None) -> Config:
        config = configuration(connection)
        versions = Path(migrations.__file__).parent / "versions"
        config.set_main_option("version_locations", os.pathsep.join([str(versions), str(tmp_path)]))
        return config

    def become() -> None:
        (tmp_path / f"v{NEXT}_next.py").write_text(NEXT_STEP, "utf-8")
        monkeypatch.setattr(migrations, "configuration", configured)
        monkeypatch.setattr(database_module, "SCHEMA_VERSION", NEXT)

    return become


def added_columns(settings: Settings) -> list[str]:
    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            return list(connection.scalars(text("SELECT them FROM documents")))
    finally:
        engine.dispose()


def test_an_older_store_is_brought_up_to_date_with_all_it_holds(
    fresh_settings: Settings, next_version: Callable[[], None]
) -> None:
    kept = put_one(fresh_settings)
    next_version()
    with Store.open(fresh_settings) as store:
        assert store.record(kept.document.id) == kept
    assert added_columns(fresh_settings) == ["mới"]


def test_an_older_backup_is_brought_up_to_date_with_all_it_holds(
    fresh_settings: Settings, new_settings: NewSettings, next_version: Callable[[], None], tmp_path: Path
) -> None:
    origin = new_settings("sqlite")
    kept = put_one(origin)
    backup(origin, tmp_path / "sao-luu.zip")
    next_version()
    restore(fresh_settings, tmp_path / "sao-luu.zip")
    with Store.open(fresh_settings) as store:
        assert store.record(kept.document.id) == kept
    assert added_columns(fresh_settings) == ["mới"]


def put_one(settings: Settings) -> Record:
    kept = record_of(b"mot")
    with Store.open(settings) as store:
        store.put(kept, source_path="/1", original=b"mot", analyser=1)
    return kept


@pytest.fixture
def fresh_settings(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """A knowledge base whose database no other test uses afterwards."""
    if database == "sqlite":
        return Settings(data=tmp_path / "moi", database_url=f"sqlite:///{tmp_path / 'moi' / 'store.sqlite'}")
    server: Postgres = request.getfixturevalue("postgres")
    return Settings(data=tmp_path / "moi", database_url=server.database())


def test_documents_of_the_schema_before_they_were_marked_are_marked(fresh_settings: Settings) -> None:
    """0007: what is there is kept and marked, and the text stays the last column, where SQLite reads past it."""
    kept = put_one(fresh_settings)
    engine = create_engine(fresh_settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE removed"))
        connection.execute(text("ALTER TABLE documents DROP COLUMN touched"))
        connection.execute(text("ALTER TABLE documents DROP COLUMN doubts"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0006'"))
    with Store.open(fresh_settings) as store:
        assert store.record(kept.document.id) == kept
        [entry] = store.inventory().entries.values()
        assert (entry.document, bool(entry.touched)) == (kept.document, True)
        assert store.inventory(before := store.inventory()) is before
    with engine.connect() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("documents")]
        assert columns[-1] == "text" or engine.dialect.name == "postgresql"
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_documents_of_the_schema_before_they_listed_doubts_have_none_and_are_sound(fresh_settings: Settings) -> None:
    """0009: what is there is kept, its revision holds, and the text stays the last column of SQLite."""
    kept = put_one(fresh_settings)
    engine = create_engine(fresh_settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE documents DROP COLUMN doubts"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))
    with Store.open(fresh_settings) as store:
        assert store.record(kept.document.id) == kept
        assert kept.document.doubts == ()
        assert record_fault(store, kept.document.id) is None
    with engine.connect() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("documents")]
        assert columns[-1] == "text" or engine.dialect.name == "postgresql"
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_rebuilding_a_table_keeps_what_hangs_on_it(new_settings: NewSettings) -> None:
    """SQLite cannot alter most of a table: Alembic copies, drops and renames it."""
    settings = new_settings("sqlite")
    kept = put_one(settings)
    opened = Database.open(settings.database_url)
    with opened.writing(rebuilds=True) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("documents", recreate="always") as batch:
            batch.alter_column("signing", new_column_name="signing")
    opened.close()
    with Store.open(settings) as store:
        assert store.record(kept.document.id) == kept
        store.remove(kept.document.id)
        assert list(store.clauses()) == [], "foreign keys are on again"
