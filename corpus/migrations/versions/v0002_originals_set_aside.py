"""Files set aside keep their originals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Say of each file set aside whether its original is kept; of those before this, none is."""
    with op.batch_alter_table("set_aside") as table:
        table.add_column(sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("set_aside") as table:
        table.alter_column("kept", server_default=None)
