"""Documents that somebody removed and may want back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Build the table of removed documents."""
    op.create_table(
        "removed",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("source_path", "doc", "sha256", "name", "title", "at")),
        sa.PrimaryKeyConstraint("source_path", name=op.f("pk_removed")),
    )
    op.create_index(op.f("ix_removed_doc"), "removed", ["doc"], unique=False)
    op.create_index(op.f("ix_removed_sha256"), "removed", ["sha256"], unique=False)
