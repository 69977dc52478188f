"""What is there: every document without its text, with what the whole of a store is worked out from.

An inventory is one state of the store. Taken again, only documents that somebody has
touched since are read, so that a write costs those who ask next its own size and not the store's.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Connection, func, select, update

from corpus.model import Document, Reference
from corpus.relations.duplicates import DuplicatePair
from corpus.relations.validity import ACTS
from corpus.storage import mappers, queries
from corpus.storage.schema import assignees, documents, references

# Documents asked for at a time: SQLite takes 32,766 values in a question, and asks no quicker for more.
_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A document, its references by which documents change one another's force, and the duties that each agency holds.

    `touched` is another word whenever anything that the document owns was written.
    """

    document: Document
    touched: str
    acts: tuple[Reference, ...] = ()
    agencies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inventory:
    """The entries of all documents by their ids, in order of id, and every pair of copies."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    twins: tuple[DuplicatePair, ...] = ()


def take(connection: Connection, before: Inventory | None = None) -> Inventory:
    """What is there now; `before` itself where nothing has changed since it was taken."""
    before = before or Inventory()
    now = {row.id: row.touched for row in connection.execute(select(documents.c.id, documents.c.touched))}
    twins = tuple(queries.twins(connection))
    changed = {
        doc for doc, touched in now.items() if doc not in before.entries or before.entries[doc].touched != touched
    }
    if not changed and len(now) == len(before.entries) and twins == before.twins:
        return before
    fresh = _read(connection, changed, now)
    return Inventory({doc: fresh.get(doc) or before.entries[doc] for doc in sorted(now)}, twins)


def touch(connection: Connection, docs: Iterable[str]) -> None:
    """Note that something of these documents was written; whoever writes calls it, in the same transaction."""
    mark = token()
    for some in _batches(docs):
        connection.execute(update(documents).where(documents.c.id.in_(some)).values(touched=mark))


def token() -> str:
    """A word that no document has been touched with."""
    return uuid.uuid4().hex


def _read(connection: Connection, docs: Collection[str], touched: Mapping[str, str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for some in _batches(docs):
        acts: dict[str, list[Reference]] = defaultdict(list)
        of_these = (references.c.doc.in_(some), references.c.relation.in_([str(relation) for relation in ACTS]))
        order = (references.c.doc, references.c.position)
        for row in connection.execute(select(references).where(*of_these).order_by(*order)):
            acts[row.doc].append(mappers.reference_of(row._asdict()))
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        named = (assignees.c.doc.in_(some), assignees.c.agency_id.is_not(None))
        number = func.count(assignees.c.obligation.distinct())
        by = (assignees.c.doc, assignees.c.agency_id)
        for doc, agency_id, duties in connection.execute(select(*by, number).where(*named).group_by(*by)):
            counts[doc][agency_id] = duties
        for doc, document in queries.documents_with(connection, some).items():
            found[doc] = Entry(document, touched[doc], tuple(acts[doc]), counts[doc])
    return found


def _batches(docs: Iterable[str]) -> Iterator[list[str]]:
    left = iter(sorted(docs))
    while some := list(islice(left, _TOGETHER)):
        yield some
