"""An agency's tasks: everything it must do, under its own name, an old one, or through a class that includes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus.model import Document, Obligation
from search_api.agencies.assignments import AssignmentResolver
from search_api.agencies.directory import AgencyDirectory
from search_api.agencies.lookup import AssignmentBasis
from search_api.errors import UnknownAgency
from search_api.labels import cited
from search_api.records.selection import agency_row, select
from search_api.schemas.records import STRICT, AgencyRow, DocumentRow, ObligationRow, StepRow, ViaRow

if TYPE_CHECKING:
    from search_api.resources import Resources

TASKS_PER_PAGE = 50

# What a list of tasks can be narrowed to: by the kind of deadline, or to those without one.
NO_DEADLINE = "none"

_ORDER = {
    AssignmentBasis.OWN: 0,
    AssignmentBasis.BRANCH: 1,
    AssignmentBasis.PREDECESSOR: 2,
    AssignmentBasis.CLASS: 3,
    AssignmentBasis.POSSIBLE: 4,
}


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """An agency by id and display name."""

    __pydantic_config__ = STRICT

    agency_id: str
    name: str
    province: str


@dataclass(frozen=True, slots=True)
class AgencyTask:
    """A duty as it concerns one agency: in which roles, under which name, and how that name reaches it.

    `via` is `own`, `branch` (its body in one province), `predecessor` (an old name), `class`
    or `possible` (an old name, and the words do not say which heir); `reason` says why in Vietnamese.
    """

    __pydantic_config__ = STRICT

    roles: tuple[str, ...]
    via: str
    named: NamedAgency
    cited: str
    obligation: ObligationRow
    document: DocumentRow
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What the tasks shown are narrowed to; ``""`` narrows nothing. `order` is ``via`` or ``due``.

    `as_of` is the ISO day on which the agency holds them, `named_only` leaves out those of classes.
    """

    role: str = ""
    doc: str = ""
    deadline: str = ""
    via: str = ""
    order: str = "via"
    page: int = 1
    as_of: str = ""
    named_only: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return any((self.role, self.doc, self.deadline, self.via, self.as_of, self.named_only))


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency with its tasks, a page at a time.

    `total` counts the tasks that pass the filter; `roles`, `deadlines`, `vias` and
    `documents` count all its tasks (on the day asked for), whatever the filter.
    `until` is the day the agency ended, `heirs` who took over from it.
    """

    __pydantic_config__ = STRICT

    agency: AgencyRow
    predecessors: tuple[NamedAgency, ...]
    classes: tuple[NamedAgency, ...]
    roles: dict[str, int]
    deadlines: dict[str, int]
    vias: dict[str, int]
    documents: tuple[DocumentRow, ...]
    tasks: tuple[AgencyTask, ...]
    total: int
    page: int
    pages: int
    since: str = ""
    until: str = ""
    heirs: tuple[StepRow, ...] = ()
    source: str = ""
    as_of: str = ""


def agency_view(resources: Resources, agency_id: str, wanted: TaskFilter) -> AgencyView:
    """The view of one agency; raises `UnknownAgency` where neither the list nor the store knows the id."""
    counts = resources.snapshot.agency_counts
    try:
        resources.agencies.get(agency_id)
    except KeyError:
        if agency_id not in counts:
            raise UnknownAgency(f"Không có cơ quan nào mang mã “{agency_id}”.") from None
    directory = AgencyDirectory.of(resources)
    tasks = _tasks(resources, agency_id, wanted.as_of)
    ends = resources.agencies.ends_of(agency_id)
    order = _by_due if wanted.order == "due" else _by_via
    passing = sorted((t for t in tasks if _passes(t, wanted)), key=order)
    pages = max(1, -(-len(passing) // TASKS_PER_PAGE))
    page = min(max(1, wanted.page), pages)
    own = Counter(role for t in tasks if t.via == AssignmentBasis.OWN for role in t.roles)
    own["all"] = sum(t.via == AssignmentBasis.OWN for t in tasks)
    documents = {t.document.doc: t.document for t in tasks}
    return AgencyView(
        agency=agency_row(resources, agency_id, agency_id, own),
        predecessors=_named(directory, _named_through(tasks, AssignmentBasis.PREDECESSOR)),
        classes=_named(directory, _named_through(tasks, AssignmentBasis.CLASS)),
        roles=dict(Counter(role for t in tasks for role in t.roles)),
        deadlines=dict(Counter(_deadline(t) for t in tasks)),
        vias=dict(Counter(t.via for t in tasks)),
        documents=tuple(sorted(documents.values(), key=lambda d: (d.issued, d.source), reverse=True)),
        tasks=tuple(passing[(page - 1) * TASKS_PER_PAGE : page * TASKS_PER_PAGE]),
        total=len(passing),
        page=page,
        pages=pages,
        since=ends.since,
        until=ends.until,
        heirs=tuple(AssignmentResolver(resources).step(step) for step in ends.heirs),
        source=ends.source,
        as_of=wanted.as_of,
    )


def all_tasks(resources: Resources, agency_id: str, wanted: TaskFilter) -> list[AgencyTask]:
    """All tasks of an agency that pass a filter, in its order, whatever the page."""
    order = _by_due if wanted.order == "due" else _by_via
    return sorted((t for t in _tasks(resources, agency_id, wanted.as_of) if _passes(t, wanted)), key=order)


def _tasks(resources: Resources, agency_id: str, day: str) -> list[AgencyTask]:
    documents = resources.snapshot.by_id
    in_force = {d.id for d in select(resources, as_of=day).documents} if day else documents.keys()
    doubled = resources.snapshot.copies  # their duties are those of the document that they are copies of
    return [
        _task(resources, documents[doc], obligation, via, day)
        for doc, obligation, via in AssignmentResolver(resources, day).for_agency(agency_id)
        if doc in documents and doc in in_force and doc not in doubled
    ]


def _task(resources: Resources, document: Document, obligation: Obligation, via: ViaRow, day: str) -> AgencyTask:
    today = date.fromisoformat(day) if day else None
    return AgencyTask(
        roles=via.roles,
        via=via.how,
        named=_named(AgencyDirectory.of(resources), [via.named])[0],
        cited=cited(obligation.path),
        obligation=ObligationRow.of(obligation, document, (via,), today),
        document=DocumentRow.of(document),
        reason=via.reason,
    )


def _named_through(tasks: Iterable[AgencyTask], via: AssignmentBasis) -> list[str]:
    """The ids that tasks reach an agency through, those with most tasks first."""
    return [i for i, _ in Counter(t.named.agency_id for t in tasks if t.via == via).most_common()]


def _named(directory: AgencyDirectory, ids: Iterable[str]) -> tuple[NamedAgency, ...]:
    return tuple(NamedAgency(i, *directory.describe(i)) for i in ids)


def _deadline(task: AgencyTask) -> str:
    return task.obligation.deadline.kind if task.obligation.deadline else NO_DEADLINE


def _passes(task: AgencyTask, wanted: TaskFilter) -> bool:
    return (
        (not wanted.role or wanted.role in task.roles)
        and (not wanted.doc or wanted.doc == task.document.doc)
        and (not wanted.deadline or wanted.deadline == _deadline(task))
        and (not wanted.via or wanted.via == task.via)
        and not (wanted.named_only and task.via == AssignmentBasis.CLASS)
    )


def _by_via(task: AgencyTask) -> tuple[object, ...]:
    newest_first = tuple(-ord(c) for c in task.document.issued)
    undated = not task.document.issued
    return (_ORDER[AssignmentBasis(task.via)], undated, newest_first, task.document.doc, task.obligation.start)


def _by_due(task: AgencyTask) -> tuple[object, ...]:
    deadline = task.obligation.deadline
    due = (deadline.next_due or deadline.due) if deadline else ""
    return (not due, due, task.document.doc, task.obligation.start)
