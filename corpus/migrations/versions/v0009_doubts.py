"""Documents list the fields that are not certain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Documents read before this have no list until they are read again; the text stays the last column of SQLite."""
    listed = sa.Column("doubts", sa.JSON(), nullable=False, server_default="[]")
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("documents", recreate="always") as table:
            table.add_column(listed, insert_before="analyser")
    else:
        op.add_column("documents", listed)
    with op.batch_alter_table("documents") as table:
        table.alter_column("doubts", server_default=None)
