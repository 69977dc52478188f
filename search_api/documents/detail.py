"""Describes a document with its outline and the documents around it (`search_api.documents.relations`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Document, Record, Status
from search_api.documents.reader import OutlineEntry, outline
from search_api.documents.relations import (
    DEFAULT_DEPTH,
    RelationRow,
    RelationsView,
    around,
    direct_relations,
    relations_in,
)
from search_api.schemas.records import STRICT, DocumentRow

if TYPE_CHECKING:
    from corpus.store import Store


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document's description, outline, number of duties, the documents next to it, and those around.

    `cites` and `cited_by` have one row a document, under the relation that binds most, also where it is cited
    only in passing; `around` has one for each relation and follows them further.
    """

    __pydantic_config__ = STRICT

    document: DocumentRow
    outline: tuple[OutlineEntry, ...]
    obligations: int
    cites: tuple[RelationRow, ...]
    cited_by: tuple[RelationRow, ...]
    around: RelationsView


def document_view(store: Store, record: Record) -> DocumentView:
    """The view of the document in `record`."""
    doc = record.document.id
    kinship = around(store, doc, DEFAULT_DEPTH)
    found = relations_in(kinship, store, doc)
    cites, cited_by = direct_relations(kinship, doc)
    status = Status(found.standing.status)
    return DocumentView(
        document=DocumentRow.of(record.document, status=status, duplicate_of=found.duplicate_of),
        outline=outline(record),
        obligations=len(record.obligations),
        cites=cites,
        cited_by=cited_by,
        around=found,
    )


def targets(store: Store, record: Record) -> dict[str, Document]:
    """The documents of the knowledge base that `record` cites, by id."""
    return store.documents_with({r.target for r in record.references if r.target})
