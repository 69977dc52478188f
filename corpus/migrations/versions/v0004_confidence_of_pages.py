"""Pages say how sure the OCR was of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Pages read before this are taken for sure until they are read again."""
    with op.batch_alter_table("pages") as table:
        table.add_column(sa.Column("confidence", sa.Double(), nullable=False, server_default="1"))
    with op.batch_alter_table("pages") as table:
        table.alter_column("confidence", server_default=None)
