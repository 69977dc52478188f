"""Which rows an export holds: documents, clauses, obligations, references or agencies, narrowed as asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from corpus.model import Document, Relation
from search_api.views import AgencyRow, ClauseRow, DocumentRow, ObligationRow, ReferenceRow

if TYPE_CHECKING:
    from search_api.knowledge_base import KnowledgeBase


class Exported(StrEnum):
    """What can be exported."""

    DOCUMENTS = "documents"
    CLAUSES = "clauses"
    OBLIGATIONS = "obligations"
    REFERENCES = "references"
    AGENCIES = "agencies"


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents an export is about and, where it is about one agency, the ids that agency answers to.

    `undated` are documents left out because the day they were issued is not known,
    `ended` those replaced or repealed by the day asked for.
    """

    documents: tuple[Document, ...]
    agencies: tuple[str, ...] | None = None
    undated: tuple[Document, ...] = ()
    ended: tuple[Document, ...] = ()


def select(kb: KnowledgeBase, *, doc: str = "", agency: str = "", as_of: str = "") -> Selection:
    """The selection for a document (id, number or file name), an agency (id or name) and an ISO day.

    With a day: only documents issued by then and not replaced or repealed by then
    through another document of the knowledge base. With an agency: only documents
    with a duty for it, under its own name, an old one or a class that includes it.
    """
    documents = kb.documents([doc] if doc else [])
    ids = kb.agency_ids(agency) if agency else None
    if ids is not None:
        concerned = {of for of, _ in kb.store.obligations(agencies=ids)}
        documents = [d for d in documents if d.id in concerned]
    undated: list[Document] = []
    ended: list[Document] = []
    if as_of:
        undated = [d for d in documents if not d.issued]
        over = _ended_by(kb, as_of)
        issued = [d for d in documents if d.issued and _begun(d, as_of)]
        ended = [d for d in issued if d.id in over]
        documents = [d for d in issued if d.id not in over]
    return Selection(tuple(documents), ids, tuple(undated), tuple(ended))


def rows(kb: KnowledgeBase, what: Exported, selection: Selection) -> Iterator[Any]:
    """The rows of `what` in the selected documents, document by document and in text order."""
    match what:
        case Exported.DOCUMENTS:
            yield from (DocumentRow.of(d) for d in selection.documents)
        case Exported.CLAUSES:
            yield from _clauses(kb, selection)
        case Exported.OBLIGATIONS:
            yield from obligations(kb, selection)
        case Exported.REFERENCES:
            for document in selection.documents:
                yield from (ReferenceRow.of(r, document) for _, r in kb.store.references(document.id))
        case Exported.AGENCIES:
            yield from agencies(kb, selection)


def _clauses(kb: KnowledgeBase, selection: Selection) -> Iterator[ClauseRow]:
    for document in selection.documents:
        text = kb.store.text(document.id)
        wanted = None
        if selection.agencies is not None:
            wanted = {o.path for _, o in kb.store.obligations(document.id, agencies=selection.agencies)}
        for _, clause in kb.store.clauses(document.id):
            if wanted is None or clause.path in wanted:
                yield ClauseRow.of(clause, document, text)


def obligations(kb: KnowledgeBase, selection: Selection) -> Iterator[ObligationRow]:
    """The duties in the selected documents, of the selected agency where there is one."""
    for document in selection.documents:
        for _, obligation in kb.store.obligations(document.id, agencies=selection.agencies or ()):
            yield ObligationRow.of(obligation, document)


def agencies(kb: KnowledgeBase, selection: Selection) -> Iterator[AgencyRow]:
    """The agencies with duties in the selected documents, those with most first.

    A name that is not on the authority list has a row of its own, without an id.
    """
    counts: dict[tuple[str | None, str], Counter[str]] = defaultdict(Counter)
    for row in obligations(kb, selection):
        held = {(a.agency_id, "" if a.agency_id else a.name, a.role) for a in row.assignees}
        for agency_id, name in {(agency_id, name) for agency_id, name, _ in held}:
            counts[agency_id, name]["all"] += 1
        for agency_id, name, role in held:
            counts[agency_id, name][role] += 1
    for (agency_id, name), by_role in sorted(counts.items(), key=lambda kv: (-kv[1]["all"], kv[0][0] or "", kv[0][1])):
        if selection.agencies is None or agency_id in selection.agencies:
            yield agency_row(kb, agency_id, name, by_role)


def agency_row(kb: KnowledgeBase, agency_id: str | None, name: str, counts: Counter[str]) -> AgencyRow:
    """The row of one agency; `name` is used where the authority list does not know it."""
    numbers = (counts["all"], counts["lead"], counts["support"], counts["direct"])
    if agency_id is None:
        return AgencyRow(None, name, "", "", False, *numbers)
    display, province = kb.agencies.describe(agency_id)
    try:
        entry = kb.agencies.get(agency_id)
    except KeyError:  # stored by an earlier authority list
        return AgencyRow(agency_id, display, province, "", False, *numbers)
    return AgencyRow(
        agency_id,
        display,
        province,
        entry.level.value,
        entry.is_class,
        *numbers,
        aliases=entry.aliases,
        predecessors=tuple(kb.agencies.predecessors(agency_id)),
        classes=tuple(kb.agencies.classes_of(agency_id)),
    )


def _begun(document: Document, day: str) -> bool:
    # A partial date is the earliest day it can be: "2025-06" has begun on 2025-06-01.
    return document.issued <= day[: len(document.issued)]


def _ended_by(kb: KnowledgeBase, day: str) -> set[str]:
    """The ids of documents that another one, issued by `day`, replaces or repeals as a whole."""
    by_id = {d.id: d for d in kb.store.documents()}
    return {
        reference.target
        for doc, reference in kb.store.references()
        if reference.relation in {Relation.REPLACES, Relation.REPEALS}
        and reference.target
        and reference.target != doc
        and not reference.target_path
        and by_id[doc].issued
        and _begun(by_id[doc], day)
    }
