"""Documents tell when something of them was written."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Mark what is there; the column stands before the text, which SQLite would have to walk through to reach it."""
    marked = sa.Column("touched", sa.Text(), nullable=False, server_default=uuid.uuid4().hex)
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("documents", recreate="always") as table:
            table.add_column(marked, insert_before="text")
    else:
        op.add_column("documents", marked)
    with op.batch_alter_table("documents") as table:
        table.alter_column("touched", server_default=None)
