"""A document with its surroundings: what it cites, what cites it, its outline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.identifiers import number_key
from corpus.model import Document, Record, Reference, Relation, Status
from search_api.kin import RelationsView, relations_view
from search_api.reading import OutlineEntry, outline
from search_api.views import STRICT, DocumentRow

if TYPE_CHECKING:
    from search_api.knowledge_base import KnowledgeBase

# From what binds most to what is said in passing.
_ORDER = {relation: position for position, relation in enumerate(Relation)}


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A document that this one cites or is cited by; `doc` is null where the knowledge base does not hold it.

    `title` of one not held is how it is cited, where that names no number. `path` is
    the clause that cites it, or of a citing document the clause there; `times` how
    often it does.
    """

    __pydantic_config__ = STRICT

    relation: str
    doc: str | None
    number: str
    type: str
    issuer: str
    date: str
    title: str
    source: str
    path: str
    times: int


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document's description, outline, number of duties, the documents next to it, and those around."""

    __pydantic_config__ = STRICT

    document: DocumentRow
    outline: tuple[OutlineEntry, ...]
    obligations: int
    cites: tuple[LinkedDocument, ...]
    cited_by: tuple[LinkedDocument, ...]
    around: RelationsView


def document_view(kb: KnowledgeBase, record: Record) -> DocumentView:
    """The view of the document in `record`."""
    found = relations_view(kb.store, record.document.id)
    status = Status(found.standing.status)
    return DocumentView(
        document=DocumentRow.of(record.document, status=status, duplicate_of=found.duplicate_of),
        outline=outline(record),
        obligations=len(record.obligations),
        cites=_cites((r for r in record.references if r.target != record.document.id), targets(kb, record)),
        cited_by=_cited_by(kb, record.document.id),
        around=found,
    )


def targets(kb: KnowledgeBase, record: Record) -> dict[str, Document]:
    """The documents of the knowledge base that `record` cites, by id."""
    wanted = {r.target for r in record.references if r.target}
    return {doc: kb.store.document(doc) for doc in sorted(wanted)}


def _cites(references: Iterable[Reference], held: dict[str, Document]) -> tuple[LinkedDocument, ...]:
    """One row for each document cited, under the relation that binds most."""
    by_document: dict[str, list[Reference]] = {}
    for reference in references:
        key = reference.target or number_key(reference.number) or reference.quote.casefold()
        by_document.setdefault(key, []).append(reference)
    found = []
    for group in by_document.values():
        first = min(group, key=lambda r: (_ORDER[r.relation], r.start))
        target = held.get(first.target or "")
        found.append(_linked(first, target, len(group)))
    return tuple(sorted(found, key=lambda link: _ORDER[Relation(link.relation)]))


def _cited_by(kb: KnowledgeBase, doc: str) -> tuple[LinkedDocument, ...]:
    by_document: dict[str, list[Reference]] = {}
    for citing, reference in kb.store.references(target=doc):
        if citing != doc:
            by_document.setdefault(citing, []).append(reference)
    found = []
    for citing, group in by_document.items():
        first = min(group, key=lambda r: (_ORDER[r.relation], r.start))
        found.append(_linked(first, kb.store.document(citing), len(group)))
    return tuple(sorted(found, key=lambda link: (_ORDER[Relation(link.relation)], link.date)))


def _linked(reference: Reference, held: Document | None, times: int) -> LinkedDocument:
    if held is None:
        return LinkedDocument(
            relation=reference.relation.value,
            doc=None,
            number=reference.number,
            type=reference.type,
            issuer=reference.issuer,
            date=reference.date,
            title="" if reference.number else reference.quote,
            source="",
            path=reference.path,
            times=times,
        )
    return LinkedDocument(
        relation=reference.relation.value,
        doc=held.id,
        number=held.number,
        type=held.type,
        issuer=held.issuer,
        date=held.issued,
        title=held.title,
        source=held.source,
        path=reference.path,
        times=times,
    )
