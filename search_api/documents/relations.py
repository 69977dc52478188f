"""The documents around a document over time: its relations, whether it is in force, its copies, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.model import Document, Reference, Relation
from corpus.relations.relation_graph import STRUCTURAL_RELATIONS, DocumentGraph, ExternalDocument, RelatedDocument
from corpus.relations.validity import ACTS, AmendingAct, Validity, standing, validities_on
from search_api import clock
from search_api.labels import cited
from search_api.schemas.records import STRICT

if TYPE_CHECKING:
    from corpus.store import Store

DEFAULT_DEPTH, MAX_DEPTH = 2, 5
# From what binds most to what is said in passing.
_BINDING = {relation: position for position, relation in enumerate(Relation)}


@dataclass(frozen=True, slots=True)
class ActRow:
    """What another document does to one: `quote` at `path` of that document says so, from day `since` on."""

    __pydantic_config__ = STRICT

    doc: str
    number: str
    type: str
    title: str
    relation: str
    partial: bool
    since: str
    path: str
    cited: str
    quote: str
    target_path: str | None


@dataclass(frozen=True, slots=True)
class ValidityView:
    """Whether a document is in force on the day `as_of`; the first of `acts` decides; `reason` is in Vietnamese."""

    __pydantic_config__ = STRICT

    as_of: str
    status: str
    since: str
    acts: tuple[ActRow, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A document reached from another: the one word for it, wherever documents around one are shown.

    `direction` is ``cites`` or ``cited_by``, and says which way every step of the walk
    goes; `depth` counts the steps; the last of them is said at `path` of the document
    `said_in` in the words `quote`. `doc` is null where the knowledge base does not hold it.
    """

    __pydantic_config__ = STRICT

    direction: str
    depth: int
    relation: str
    partial: bool
    doc: str | None
    number: str
    type: str
    issuer: str
    date: str
    title: str
    said_in: str
    path: str
    cited: str
    quote: str
    times: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class CopyRow:
    """Another file that holds the same document; `original` where it stands for all of them."""

    __pydantic_config__ = STRICT

    doc: str
    source: str
    original: bool
    reason: str


@dataclass(frozen=True, slots=True)
class RelationsView:
    """A document's standing on a day, its copies, and the documents around it."""

    __pydantic_config__ = STRICT

    doc: str
    standing: ValidityView
    duplicate_of: str | None
    copies: tuple[CopyRow, ...]
    relations: tuple[RelationRow, ...]


@dataclass(frozen=True, slots=True)
class CitingDocument:
    """A document of the knowledge base that cites one it does not hold, and how often."""

    __pydantic_config__ = STRICT

    doc: str
    number: str
    type: str
    title: str
    source: str
    times: int


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A document that is cited but not held; `name` is how it is cited where it has no number."""

    __pydantic_config__ = STRICT

    number: str
    type: str
    issuer: str
    date: str
    name: str
    documents: int
    times: int
    cited_by: tuple[CitingDocument, ...]


def today() -> str:
    """The day it is, as an ISO date."""
    return clock.today().isoformat()


def relations_view(store: Store, doc: str, *, as_of: str = "", depth: int = DEFAULT_DEPTH) -> RelationsView:
    """The view of the document with id `doc` as of a day (today where none is given)."""
    return relations_in(around(store, doc, depth), store, doc, as_of=as_of, depth=depth)


def relations_in(
    kinship: DocumentGraph, store: Store, doc: str, *, as_of: str = "", depth: int = DEFAULT_DEPTH
) -> RelationsView:
    """The view of a document in the graph `around` it."""
    day = as_of or today()
    return RelationsView(
        doc=doc,
        standing=validity_view(kinship, standing(kinship, doc, day), day),
        duplicate_of=kinship.copies.get(doc),
        copies=_copies(store, kinship, doc),
        relations=tuple(_relation(kinship, kin) for kin in kinship.kin(kinship.node(doc), depth)),
    )


def direct_relations(kinship: DocumentGraph, doc: str) -> tuple[tuple[RelationRow, ...], tuple[RelationRow, ...]]:
    """The documents that a document cites and those that cite it, one row each, also where only in passing.

    A row is under the relation that binds most, those that bind most first; `times` counts all citations.
    """
    node = kinship.node(doc)
    cites = (RelatedDocument(link.cited, 1, link, inverse=False) for link in kinship.cites(node))
    cited_by = (RelatedDocument(link.doc, 1, link, inverse=True) for link in kinship.cited_by(node))
    return _by_document(kinship, cites), _by_document(kinship, cited_by)


def _by_document(kinship: DocumentGraph, found: Iterable[RelatedDocument]) -> tuple[RelationRow, ...]:
    groups: dict[str, list[RelatedDocument]] = {}
    for kin in found:
        groups.setdefault(kin.node, []).append(kin)
    rows = []
    for group in groups.values():
        first = min(group, key=lambda kin: _BINDING[kin.link.relation])
        rows.append(replace(_relation(kinship, first), times=sum(kin.link.times for kin in group)))
    return tuple(sorted(rows, key=lambda row: (_BINDING[Relation(row.relation)], row.date)))


def around(store: Store, doc: str, depth: int) -> DocumentGraph:
    """The part of the graph within `depth` steps of a document."""
    copies = store.copies()
    members: dict[str, list[str]] = {}
    for copy, original in copies.items():
        members.setdefault(original, [original]).append(copy)
    found: dict[tuple[str, Reference], None] = {}
    for up in (True, False):
        seen: set[str] = set()
        level = {copies.get(doc, doc)}
        for _ in range(depth):
            seen |= level
            following = set()
            of_these = [member for node in sorted(level) for member in members.get(node, [node])]
            for at, reference in store.references(docs=of_these) if up else store.references(targets=of_these):
                found[at, reference] = None
                other = reference.target if up else at
                if other and reference.relation in STRUCTURAL_RELATIONS:
                    following.add(copies.get(other, other))
            level = following - seen
    ids = {doc, copies.get(doc, doc)}
    ids |= {i for at, r in found for i in (at, copies.get(at, at), r.target, copies.get(r.target or "")) if i}
    return DocumentGraph(store.documents_with(ids).values(), found, copies)


def whole(store: Store) -> DocumentGraph:
    """The graph of the whole store."""
    return DocumentGraph(store.documents(), store.references(), store.copies())


def validities(store: Store, day: str) -> dict[str, Validity]:
    """The standing of every document on `day` (ISO), by id; reads only what changes a document's force."""
    return validities_on(whole_force(store, store.documents(), store.copies()), day)


def whole_force(store: Store, documents: Iterable[Document], copies: Mapping[str, str]) -> DocumentGraph:
    """The graph of what changes the force of documents; `documents` and `copies` are all those of the store."""
    return DocumentGraph(documents, store.references(relations=ACTS), copies)


def validity_view(kinship: DocumentGraph, found: Validity, day: str) -> ValidityView:
    """`found` on `day` with the words that say so."""
    acts = tuple(_act(kinship, act) for act in found.acts)
    return ValidityView(day, found.status.value, found.since, acts, found.reason)


def missing(store: Store) -> tuple[MissingRow, ...]:
    """The documents that are cited but not held, those that most documents cite first."""
    kinship = whole(store)
    return tuple(_missing(kinship, stub) for stub in kinship.missing())


def _act(kinship: DocumentGraph, act: AmendingAct) -> ActRow:
    source, reference = kinship.documents[act.link.doc], act.link.reference
    return ActRow(
        doc=source.id,
        number=source.number,
        type=source.type,
        title=source.title,
        relation=act.link.relation.value,
        partial=act.link.partial,
        since=act.since,
        path=reference.path,
        cited=cited(reference.path) if reference.path else "",
        quote=reference.quote,
        target_path=reference.target_path,
    )


def _relation(kinship: DocumentGraph, kin: RelatedDocument) -> RelationRow:
    link = kin.link
    held = kinship.documents.get(kin.node)
    number, kind, issuer, issued, title = _described(held) if held else _described_stub(kinship.stub(kin.node))
    return RelationRow(
        direction="cited_by" if kin.inverse else "cites",
        depth=kin.depth,
        relation=link.relation.value,
        partial=link.partial,
        doc=held.id if held else None,
        number=number,
        type=kind,
        issuer=issuer,
        date=issued,
        title=title,
        said_in=link.doc,
        path=link.reference.path,
        cited=cited(link.reference.path) if link.reference.path else "",
        quote=link.reference.quote,
        times=link.times,
        source=held.source if held else "",
    )


def _described(document: Document) -> tuple[str, str, str, str, str]:
    return document.number, document.type, document.issuer, document.issued, document.title


def _described_stub(stub: ExternalDocument) -> tuple[str, str, str, str, str]:
    return stub.number, stub.type, stub.issuer, stub.date, stub.name


def _copies(store: Store, kinship: DocumentGraph, doc: str) -> tuple[CopyRow, ...]:
    node = kinship.node(doc)
    reasons = {frozenset((t.doc, t.twin)): t.reason for t in store.twins()}
    group = {node, *(copy for copy, original in kinship.copies.items() if original == node)} - {doc}
    sources = store.documents_with(group)
    return tuple(CopyRow(i, sources[i].source, i == node, reasons.get(frozenset((i, doc)), "")) for i in sorted(group))


def _missing(kinship: DocumentGraph, stub: ExternalDocument) -> MissingRow:
    return MissingRow(
        number=stub.number,
        type=stub.type,
        issuer=stub.issuer,
        date=stub.date,
        name=stub.name,
        documents=len(stub.cited_by),
        times=stub.times,
        cited_by=tuple(_citing(kinship, stub.cited_by.items())),
    )


def _citing(kinship: DocumentGraph, times: Iterable[tuple[str, int]]) -> Iterable[CitingDocument]:
    for doc, number in sorted(times, key=lambda item: (-item[1], item[0])):
        d = kinship.documents[doc]
        yield CitingDocument(doc, d.number, d.type, d.title, d.source, number)
