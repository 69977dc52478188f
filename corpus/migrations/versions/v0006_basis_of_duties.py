"""Duties say what they rest on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Duties read before this rest on nothing until their documents are read again."""
    with op.batch_alter_table("obligations") as table:
        table.add_column(sa.Column("basis", sa.Text(), nullable=False, server_default="[]"))
    with op.batch_alter_table("obligations") as table:
        table.alter_column("basis", server_default=None)
