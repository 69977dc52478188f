"""The schema's history: one numbered step in ``versions`` for every change of `corpus.storage.schema`.

To change the schema, change `corpus.storage.schema`, raise its `SCHEMA_VERSION` and add
``versions/NNNN_what_changed.py`` with the next number; tests compare what the steps
build with what `corpus.storage.schema` says. A step runs inside the transaction of whoever
opens the store, so a store is never left between two versions.
"""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from sqlalchemy import Connection


def configuration(connection: Connection | None = None) -> Config:
    """The settings Alembic runs these migrations with, over `connection` where one is given."""
    config = Config()
    # Config files treat % as the start of a placeholder.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
