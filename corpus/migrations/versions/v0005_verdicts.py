"""What people decided about crosswalks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_WORDS = (
    "parent_sha256",
    "child_sha256",
    "task_path",
    "task_quote",
    "clause_path",
    "clause_quote",
    "decision",
    "coverage",
    "note",
    "author",
    "at",
)


def upgrade() -> None:
    """Build the table of verdicts."""
    op.create_table(
        "verdicts",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("parent", "child", "task_mark", "clause_mark")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _WORDS),
        sa.PrimaryKeyConstraint("parent", "child", "task_mark", "clause_mark", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_parent_sha256"), "verdicts", ["parent_sha256"], unique=False)
