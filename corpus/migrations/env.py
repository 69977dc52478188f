"""Run by Alembic: migrates over the connection that `corpus.storage.database.migrate` hands it."""

from __future__ import annotations

from alembic import context

from corpus.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most of a table in place; batches copy it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
