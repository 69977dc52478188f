"""The tables of version 0.1."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Build every table."""
    op.create_table(
        "documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("type_key", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("issuer_id", sa.Text(), nullable=True),
        sa.Column("issued", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("province_key", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("signing", sa.Text(), nullable=False),
        sa.Column("effective", sa.Text(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("analyser", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("sha256", name=op.f("uq_documents_sha256")),
    )
    op.create_index(op.f("ix_documents_issuer_id"), "documents", ["issuer_id"], unique=False)
    op.create_index(op.f("ix_documents_number_key"), "documents", ["number_key"], unique=False)
    op.create_index(op.f("ix_documents_province_key"), "documents", ["province_key"], unique=False)
    op.create_index(op.f("ix_documents_type_key"), "documents", ["type_key"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "set_aside",
        sa.Column("source_path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source_path", name=op.f("pk_set_aside")),
    )
    op.create_table(
        "clauses",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("head_end", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_clauses_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "position", name=op.f("pk_clauses")),
        sa.UniqueConstraint("doc", "path", name=op.f("uq_clauses_doc_path")),
    )
    op.create_table(
        "obligations",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("explicit", sa.Boolean(), nullable=False),
        sa.Column("deadline_text", sa.Text(), nullable=True),
        sa.Column("deadline_kind", sa.Text(), nullable=True),
        sa.Column("deadline_due", sa.Text(), nullable=True),
        sa.Column("deadline_recurrence", sa.Text(), nullable=True),
        sa.Column("deadline_trigger", sa.Text(), nullable=True),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_obligations_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "position", name=op.f("pk_obligations")),
        sa.UniqueConstraint("doc", "id", name=op.f("uq_obligations_doc_id")),
    )
    op.create_index(op.f("ix_obligations_kind"), "obligations", ["kind"], unique=False)
    op.create_table(
        "pages",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("quality", sa.Double(), nullable=False),
        sa.Column("width", sa.Double(), nullable=False),
        sa.Column("height", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_pages_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", "position", name=op.f("pk_pages")),
    )
    op.create_table(
        "places",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_places_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doc", name=op.f("pk_places")),
    )
    op.create_table(
        "references",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("target_path", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_references_doc"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target"], ["documents.id"], name=op.f("fk_references_target"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("doc", "position", name=op.f("pk_references")),
    )
    op.create_index(op.f("ix_references_number_key"), "references", ["number_key"], unique=False)
    op.create_index(op.f("ix_references_target"), "references", ["target"], unique=False)
    op.create_table(
        "sources",
        sa.Column("source_path", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("stem_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["doc"], ["documents.id"], name=op.f("fk_sources_doc"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_path", name=op.f("pk_sources")),
    )
    op.create_index(op.f("ix_sources_doc"), "sources", ["doc"], unique=False)
    op.create_index(op.f("ix_sources_name_key"), "sources", ["name_key"], unique=False)
    op.create_index(op.f("ix_sources_stem_key"), "sources", ["stem_key"], unique=False)
    op.create_table(
        "assignees",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("obligation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("derived", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["doc", "obligation"],
            ["obligations.doc", "obligations.position"],
            name=op.f("fk_assignees_doc_obligation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("doc", "obligation", "position", name=op.f("pk_assignees")),
    )
    op.create_index(
        op.f("ix_assignees_agency_id_doc_obligation"), "assignees", ["agency_id", "doc", "obligation"], unique=False
    )
    op.create_table(
        "report_to",
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("obligation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["doc", "obligation"],
            ["obligations.doc", "obligations.position"],
            name=op.f("fk_report_to_doc_obligation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("doc", "obligation", "position", name=op.f("pk_report_to")),
    )
    op.create_index(
        op.f("ix_report_to_agency_id_doc_obligation"), "report_to", ["agency_id", "doc", "obligation"], unique=False
    )
