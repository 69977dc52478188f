"""Which rows an export holds: documents, clauses, obligations, targets, references or agencies, narrowed as asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from corpus.model import Document, Status
from corpus.relations.validity import is_effective_by
from search_api.agencies.assignments import AssignmentResolver
from search_api.agencies.directory import AgencyDirectory
from search_api.agencies.lookup import AssignmentBasis
from search_api.documents.catalogue import document_rows, named_documents
from search_api.schemas.records import AgencyRow, AssigneeRow, ClauseRow, ObligationRow, ReferenceRow, ViaRow
from search_api.schemas.targets import target_rows

if TYPE_CHECKING:
    from corpus.store import Store
    from search_api.resources import Resources


class RecordType(StrEnum):
    """What can be exported."""

    DOCUMENTS = "documents"
    CLAUSES = "clauses"
    OBLIGATIONS = "obligations"
    TARGETS = "targets"
    REFERENCES = "references"
    AGENCIES = "agencies"


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents an export is about and, where it is about one agency, its duties in them.

    `held` are those duties by document and obligation id, each with how it reaches the
    agency; `agency` is the agency's id and `as_of` the ISO day, where they were asked for.
    `undated` are documents taken in although the day they were issued is not known, for
    they cite nothing later; `ended` those left out because replaced or repealed by that day;
    `unsure` counts duties left out because it is not known which heir of an old body they
    went to.
    """

    documents: tuple[Document, ...]
    held: Mapping[tuple[str, str], ViaRow] | None = None
    agency: str = ""
    as_of: str = ""
    undated: tuple[Document, ...] = ()
    ended: tuple[Document, ...] = ()
    unsure: int = 0
    expand: bool = False


def select(
    resources: Resources,
    *,
    doc: str = "",
    agency: str = "",
    as_of: str = "",
    named_only: bool = False,
    possible: bool = False,
    expand: bool = False,
) -> Selection:
    """The selection for a document (id, number or file name), an agency (id or name) and an ISO day.

    With a day: only documents issued by then (those without a date, such as news: that
    cite nothing later) and not replaced or repealed by then through another document of
    the knowledge base. With an agency: only documents
    with a duty for it, under its own name, an old one or a class that includes it, and
    with both, duties that are its on that day. `named_only` leaves out those of classes,
    `possible` takes in those that may have gone to another heir of an old body. `expand`
    adds to each duty's assignees the bodies that the classes among them include.
    """
    documents = named_documents(resources.store, [doc] if doc else [])
    held: dict[tuple[str, str], ViaRow] | None = None
    agency_id, unsure = "", 0
    if agency:
        agency_id = AgencyDirectory.of(resources).find(agency)
        found = [(of, o.id, via) for of, o, via in AssignmentResolver(resources, as_of).for_agency(agency_id)]
        among = {d.id for d in documents}
        unsure = sum(via.how == AssignmentBasis.POSSIBLE and of in among for of, _, via in found)
        held = {
            (of, duty): via
            for of, duty, via in found
            if not (named_only and via.derived) and (possible or via.how != AssignmentBasis.POSSIBLE)
        }
        copies = resources.snapshot.copies if not doc else {}
        concerned = {of for of, _ in held} - copies.keys()  # what stands in two files is one duty
        documents = [d for d in documents if d.id in concerned]
    undated: list[Document] = []
    ended: list[Document] = []
    if as_of:
        over = {doc for doc, found in resources.snapshot.validities(as_of).items() if found.status in _ENDED}
        dates = {d.id: d.issued for d in resources.store.documents()}
        begun = [d for d in documents if is_effective_by(d.issued or _latest_cited(resources.store, d, dates), as_of)]
        ended = [d for d in begun if d.id in over]
        documents = [d for d in begun if d.id not in over]
        undated = [d for d in documents if not d.issued]
    left_out = 0 if possible else unsure
    return Selection(tuple(documents), held, agency_id, as_of, tuple(undated), tuple(ended), left_out, expand)


_ENDED = frozenset({Status.REPLACED, Status.REPEALED})


def rows(resources: Resources, what: RecordType, selection: Selection) -> Iterator[Any]:
    """The rows of `what` in the selected documents, document by document and in text order."""
    match what:
        case RecordType.DOCUMENTS:
            yield from document_rows(resources.snapshot, selection.documents, as_of=selection.as_of)
        case RecordType.CLAUSES:
            yield from _clauses(resources, selection)
        case RecordType.OBLIGATIONS:
            yield from obligations(resources, selection)
        case RecordType.TARGETS:
            for document in selection.documents:
                yield from target_rows(resources.store.record(document.id))
        case RecordType.REFERENCES:
            for document in selection.documents:
                yield from (ReferenceRow.of(r, document) for _, r in resources.store.references(document.id))
        case RecordType.AGENCIES:
            yield from agencies(resources, selection)


def _clauses(resources: Resources, selection: Selection) -> Iterator[ClauseRow]:
    for document in selection.documents:
        text = resources.store.text(document.id)
        wanted = None
        if selection.held is not None:
            wanted = {
                o.path for _, o in resources.store.obligations(document.id) if (document.id, o.id) in selection.held
            }
        for _, clause in resources.store.clauses(document.id):
            if wanted is None or clause.path in wanted:
                yield ClauseRow.of(clause, document, text)


def obligations(resources: Resources, selection: Selection) -> Iterator[ObligationRow]:
    """The duties in the selected documents, of the selected agency where there is one, and who holds them."""
    for row in _narrowed(resources, selection):
        yield _expanded(resources, row, selection.as_of) if selection.expand else row


def _narrowed(resources: Resources, selection: Selection) -> Iterator[ObligationRow]:
    holdings = AssignmentResolver(resources, selection.as_of)
    today = date.fromisoformat(selection.as_of) if selection.as_of else None
    for document in selection.documents:
        for _, obligation in resources.store.obligations(document.id):
            via: tuple[ViaRow, ...] = ()
            if selection.held is not None:
                if (document.id, obligation.id) not in selection.held:
                    continue
                via = (selection.held[document.id, obligation.id],)
            elif selection.as_of:
                via = holdings.for_obligation(document, obligation)
            yield ObligationRow.of(obligation, document, via, today)


def _expanded(resources: Resources, row: ObligationRow, day: str) -> ObligationRow:
    """`row` with the bodies that its classes include among its assignees, marked derived, after those it names."""
    named = {(a.agency_id, a.role) for a in row.assignees}
    found: dict[tuple[str, str], AssigneeRow] = {}
    for a in row.assignees:
        for member in resources.agencies.members_of(a.agency_id, day) if a.agency_id else ():
            if (member, a.role) not in named:
                name, scope = AgencyDirectory.of(resources).describe(member)
                made = AssigneeRow(name, member, scope, a.role, derived=True, of_class=a.agency_id or "")
                found.setdefault((member, a.role), made)
    return replace(row, assignees=(*row.assignees, *found.values()))


def agencies(resources: Resources, selection: Selection) -> Iterator[AgencyRow]:
    """The agencies with duties in the selected documents, those with most first.

    A name that is not on the authority list has a row of its own, without an id.
    """
    counts: dict[tuple[str | None, str], Counter[str]] = defaultdict(Counter)
    concerned: set[str] = set()
    doubled = resources.snapshot.copies
    for row in obligations(resources, selection):
        if row.doc in doubled:
            continue
        concerned.update(via.named for via in row.via)
        held = {(a.agency_id, "" if a.agency_id else a.name, a.role) for a in row.assignees}
        for agency_id, name in {(agency_id, name) for agency_id, name, _ in held}:
            counts[agency_id, name]["all"] += 1
        for agency_id, name, role in held:
            counts[agency_id, name][role] += 1
    for (agency_id, name), by_role in sorted(counts.items(), key=lambda kv: (-kv[1]["all"], kv[0][0] or "", kv[0][1])):
        if selection.held is None or agency_id in concerned:
            yield agency_row(resources, agency_id, name, by_role)


def agency_row(resources: Resources, agency_id: str | None, name: str, counts: Counter[str]) -> AgencyRow:
    """The row of one agency; `name` is used where the authority list does not know it."""
    numbers = (counts["all"], counts["lead"], counts["support"], counts["direct"])
    if agency_id is None:
        return AgencyRow(None, name, "", "", False, *numbers)
    display, province = AgencyDirectory.of(resources).describe(agency_id)
    try:
        entry = resources.agencies.get(agency_id)
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
        predecessors=tuple(resources.agencies.predecessors(agency_id)),
        classes=tuple(resources.agencies.classes_of(agency_id)),
    )


def _latest_cited(store: Store, document: Document, issued: Mapping[str, str]) -> str:
    """The latest date of a document that `document` cites: it was not written before that."""
    cited = [reference for _, reference in store.references(document.id)]
    return max((day for r in cited for day in (r.date, issued.get(r.target or "", ""))), default="")
