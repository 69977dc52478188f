"""From a duty as it was read to the record that is kept of it."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.agencies import authority_list
from corpus.model import Addressee, AgencyLevel, Assignee, Document, Modality, Obligation, ObligationKind, Role
from ingest.deadlines import find_deadlines, join_deadlines
from ingest.obligations.mentions import Mention
from ingest.obligations.settings import Origin
from ingest.obligations.tables import Row
from ingest.obligations.walk import Stated


def obligation(text: str, stated: Stated, document: Document, id: str) -> Obligation:
    """The record of a duty."""
    found, setting = stated.found, stated.setting
    span = stated.flow.span(found.start, found.end)
    own = bool(found.doers)
    doers = found.doers or setting.doers
    people: list[tuple[Mention, Role, bool]] = []
    if found.roles.acts or not found.roles.directed or setting.directors:
        people += [(m, Role.LEAD, not own) for m in doers]
    if found.roles.directed:
        people += [(m, Role.DIRECT, not own) for m in doers]
    if not own:
        people += [(m, Role.DIRECT, True) for m in setting.directors]
    people += [(m, Role.LEAD, False) for m in found.roles.directed]
    people += [(m, Role.SUPPORT, False) for m in found.roles.supports]
    if not own:
        people += [(m, Role.SUPPORT, True) for m in setting.supports]
    assignees = _assignees(people, document)
    deadline = join_deadlines(find_deadlines(stated.flow.text[found.start : found.end]))
    quote = text[span.start : span.end]
    return Obligation(
        id=id,
        path=stated.clause.path,
        start=span.start,
        end=span.end,
        quote=quote,
        action=stated.flow.text[found.start : found.end],
        kind=ObligationKind.LEADERSHIP,
        modality=Modality.MUST,
        explicit=bool(assignees) and (own or setting.origin in {Origin.HEADING, Origin.SUBJECT}),
        assignees=assignees,
        deadline=deadline,
        report_to=tuple(Addressee(m.name) for m in found.roles.reports),
    )


def row_obligation(text: str, row: Row, document: Document, id: str) -> Obligation:
    """The record of a row of a table of tasks; it spans the row from its task on."""
    start = row.task.span(0, len(row.task.text)).start
    end = row.clause.head_end
    while end > start and text[end - 1].isspace():
        end -= 1
    people = [(m, Role.LEAD, False) for m in row.leads] + [(m, Role.SUPPORT, False) for m in row.supports]
    return Obligation(
        id=id,
        path=row.clause.path,
        start=start,
        end=end,
        quote=text[start:end],
        action=row.task.text.strip(),
        kind=ObligationKind.LEADERSHIP,
        modality=Modality.MUST,
        explicit=bool(row.leads),
        assignees=_assignees(people, document),
        deadline=row.deadline,
        product=row.product,
    )


def _assignees(people: Iterable[tuple[Mention, Role, bool]], document: Document) -> tuple[Assignee, ...]:
    found: dict[tuple[str, Role, str], Assignee] = {}
    known = authority_list()
    for mention, role, derived in people:
        agency = known.find(mention.name, province=document.province, date=document.issued)
        scope = mention.scope
        if not scope and document.province and agency and agency.level is not AgencyLevel.CENTRAL:
            scope = document.province
        agency_id = known.provincial(agency, scope) if agency else None
        found.setdefault((mention.name, role, scope), Assignee(mention.name, role, agency_id, scope, derived))
    return tuple(found.values())
