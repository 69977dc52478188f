"""The tables of the store, the same on SQLite and PostgreSQL.

Every table but `documents`, `removed` and `verdicts` hangs on a document and goes with it. Lists keep their
order in `position`; columns that end in ``_key`` hold a comparable form of their
neighbour and are what is looked up. Spans count characters of `documents.text`.
A change here goes with a migration (`corpus/migrations`) and a new `SCHEMA_VERSION`;
a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

# The revision of the newest migration. Revisions are four digits that count up, so
# that a store from a newer program can be told from a damaged one.
SCHEMA_VERSION = "0009"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _words(name: str) -> Column[str]:
    """A column of text that is empty, never null, where there is nothing to say."""
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _owner(*, key: bool = True) -> Column[str]:
    """The document a row belongs to."""
    return Column("doc", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=key, nullable=False)


def _position(name: str = "position") -> Column[int]:
    """A place in a list, from 0."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    _words("source"),
    Column("sha256", Text, nullable=False, unique=True),
    _words("kind"),
    _words("type"),
    Column("type_key", Text, nullable=False, index=True),
    _words("number"),
    Column("number_key", Text, nullable=False, index=True),
    _words("issuer"),
    Column("issuer_id", Text, index=True),
    _words("issued"),
    _words("title"),
    _words("province"),
    Column("province_key", Text, nullable=False, index=True),
    _words("signer"),
    _words("signing"),
    _words("effective"),
    Column("recipients", JSON, nullable=False),
    Column("about", JSON, nullable=False),
    _words("status"),
    _number("pages"),
    Column("warnings", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("doubts", JSON, nullable=False),  # [{field, read, reason, candidates, page}, ...]
    _number("analyser"),
    # What the index is derived from, and all that was put, as hashes (corpus.storage.mappers).
    _words("revision"),
    _words("digest"),
    # Another word whenever the row, or one that hangs on it, was written (corpus.storage.catalogue).
    _words("touched"),
    # Last, so that SQLite reads the other columns without walking through it.
    _words("text"),
)

# The same bytes may lie under several names; each name leads to one document.
sources = Table(
    "sources",
    metadata,
    Column("source_path", Text, primary_key=True),
    Column("doc", Text, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name_key", Text, nullable=False, index=True),  # the file name
    Column("stem_key", Text, nullable=False, index=True),  # without its suffix
)

pages = Table(
    "pages",
    metadata,
    _owner(),
    _position(),
    _number("number"),
    _number("start"),
    _number("end"),
    _words("how"),
    Column("quality", Double, nullable=False),
    Column("width", Double, nullable=False),
    Column("height", Double, nullable=False),
    Column("confidence", Double, nullable=False),
)

clauses = Table(
    "clauses",
    metadata,
    _owner(),
    _position(),
    _words("path"),
    Column("parent", Text),
    _words("kind"),
    _words("label"),
    _number("start"),
    _number("end"),
    _number("head_end"),
    Column("page", Integer),
    Column("cells", JSON, nullable=False),  # [[start, end], ...]
    UniqueConstraint("doc", "path"),
)

references = Table(
    "references",
    metadata,
    _owner(),
    _position(),
    _words("path"),
    _number("start"),
    _number("end"),
    _words("quote"),
    _words("number"),
    Column("number_key", Text, nullable=False, index=True),
    _words("type"),
    _words("issuer"),
    _words("date"),
    Column("relation", Text, nullable=False, index=True),
    Column("target", Text, ForeignKey("documents.id", ondelete="SET NULL"), index=True),
    Column("target_path", Text),
    _words("reason"),
    Column("partial", Boolean, nullable=False, server_default=false()),
    # The name it is cited by where it has no number (corpus.relations.cited_names).
    Column("name_key", Text, nullable=False, server_default=text("''"), index=True),
)

# The names by which a document may be cited without its number.
names = Table("names", metadata, _owner(), _position(), Column("name_key", Text, nullable=False, index=True))

obligations = Table(
    "obligations",
    metadata,
    _owner(),
    _position(),
    _words("id"),
    _words("path"),
    _number("start"),
    _number("end"),
    _words("quote"),
    _words("action"),
    Column("kind", Text, nullable=False, index=True),
    _words("modality"),
    Column("explicit", Boolean, nullable=False),
    # All null where there is no deadline.
    Column("deadline_text", Text),
    Column("deadline_kind", Text),
    Column("deadline_due", Text),
    Column("deadline_recurrence", Text),
    Column("deadline_trigger", Text),
    _words("product"),
    Column("confidence", Double, nullable=False),
    _words("reason"),
    # [[start, end], ...] as JSON.
    _words("basis"),
    UniqueConstraint("doc", "id"),
)


def _of_an_obligation(name: str, *columns: Column[str] | Column[bool]) -> Table:
    """A list that each obligation carries; `obligation` is its position in the document."""
    return Table(
        name,
        metadata,
        Column("doc", Text, primary_key=True),
        _position("obligation"),
        _position(),
        _words("name"),
        Column("agency_id", Text),
        *columns,
        ForeignKeyConstraint(["doc", "obligation"], ["obligations.doc", "obligations.position"], ondelete="CASCADE"),
        Index(None, "agency_id", "doc", "obligation"),
    )


assignees = _of_an_obligation("assignees", _words("role"), _words("scope"), Column("derived", Boolean, nullable=False))
report_to = _of_an_obligation("report_to")

# Thousands of small rectangles a document, always read together: one blob each (JSON,
# zlib). Measured on 4,003 words of five pages: 13 bytes a place, 93 as rows.
places = Table("places", metadata, _owner(), Column("data", LargeBinary, nullable=False))

# What copies of one document are recognised by (corpus.relations.minhash), and those recognised.
sketches = Table("sketches", metadata, _owner(), _number("size"), Column("data", LargeBinary, nullable=False))
sketch_keys = Table("sketch_keys", metadata, _owner(), _position(), Column("hash", Integer, nullable=False, index=True))
twins = Table(
    "twins",
    metadata,
    _owner(),
    Column("twin", Text, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("likeness", Double, nullable=False),
    _words("reason"),
)

# Files that could not be taken in; `kept` where the original is kept under its hash.
set_aside = Table(
    "set_aside",
    metadata,
    Column("source_path", Text, primary_key=True),
    _words("sha256"),
    _words("reason"),
    Column("kept", Boolean, nullable=False),
)

# Documents that somebody removed, by the paths that led to them; the original stays under its hash until they are
# swept. `name` is what they are called by, `at` when it was (ISO, UTC).
removed = Table(
    "removed",
    metadata,
    Column("source_path", Text, primary_key=True),
    Column("doc", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False, index=True),
    _words("name"),
    _words("title"),
    _words("at"),
)

# What people decided about crosswalks (corpus.relations.review_decisions). No foreign keys: a verdict outlives the
# reading it was made on. `clause_mark` is empty where the verdict is about the task alone.
verdicts = Table(
    "verdicts",
    metadata,
    *(Column(name, Text, primary_key=True) for name in ("parent", "child", "task_mark", "clause_mark")),
    Column("parent_sha256", Text, nullable=False, index=True),
    _words("child_sha256"),
    _words("task_path"),
    _words("task_quote"),
    _words("clause_path"),
    _words("clause_quote"),
    _words("decision"),
    _words("coverage"),
    _words("note"),
    _words("author"),
    _words("at"),
)

# `analyser`: the newest analyser that has written here.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), _words("value"))

# What a document owns and a new analysis replaces, in the order foreign keys ask for.
OWNED = (pages, clauses, references, obligations, assignees, report_to, places, names, sketches, sketch_keys)
