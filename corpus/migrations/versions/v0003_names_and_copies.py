"""What unnumbered citations are resolved by, partial citations, and copies of one document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns to `references` and the tables of names, sketches and twins; a new analysis fills them."""
    op.add_column("references", sa.Column("partial", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("references", sa.Column("name_key", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_index(op.f("ix_references_name_key"), "references", ["name_key"], unique=False)
    op.create_index(op.f("ix_references_relation"), "references", ["relation"], unique=False)
    op.create_table(
        "names",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_names_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "position", name=op.f("pk_names")),
    )
    op.create_index(op.f("ix_names_name_key"), "names", ["name_key"], unique=False)
    op.create_table(
        "sketches",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_sketches_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", name=op.f("pk_sketches")),
    )
    op.create_table(
        "sketch_keys",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_sketch_keys_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "position", name=op.f("pk_sketch_keys")),
    )
    op.create_index(op.f("ix_sketch_keys_hash"), "sketch_keys", ["hash"], unique=False)
    op.create_table(
        "twins",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("twin", sa.Text(), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_twins_doc"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["twin"], ["documents.id"], name=op.f("fk_twins_twin"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "twin", name=op.f("pk_twins")),
    )
    op.create_index(op.f("ix_twins_twin"), "twins", ["twin"], unique=False)
