"""An agency's tasks: everything it must do, under its own name, an old one, or through a class that includes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Document, Role
from search_api.agency_scope import Via, answers_to
from search_api.errors import UnknownAgency
from search_api.exporting import agency_row
from search_api.labels import cited
from search_api.views import STRICT, AgencyRow, DocumentRow, ObligationRow

if TYPE_CHECKING:
    from search_api.knowledge_base import KnowledgeBase

TASKS_PER_PAGE = 50

# What a list of tasks can be narrowed to: by the kind of deadline, or to those without one.
NO_DEADLINE = "none"

_ORDER = {Via.OWN: 0, Via.BRANCH: 1, Via.PREDECESSOR: 2, Via.CLASS: 3}
_ROLE_ORDER = {Role.LEAD.value: 0, Role.DIRECT.value: 1, Role.SUPPORT.value: 2}


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

    `via` is `own`, `branch` (its body in one province), `predecessor` (an old name) or `class`.
    """

    __pydantic_config__ = STRICT

    roles: tuple[str, ...]
    via: str
    named: NamedAgency
    cited: str
    obligation: ObligationRow
    document: DocumentRow


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What the tasks shown are narrowed to; ``""`` narrows nothing. `order` is ``via`` or ``due``."""

    role: str = ""
    doc: str = ""
    deadline: str = ""
    via: str = ""
    order: str = "via"
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return any((self.role, self.doc, self.deadline, self.via))


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency with its tasks, a page at a time.

    `total` counts the tasks that pass the filter; `roles`, `deadlines`, `vias` and
    `documents` count all its tasks, whatever the filter.
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


def agency_view(kb: KnowledgeBase, agency_id: str, wanted: TaskFilter) -> AgencyView:
    """The view of one agency; raises `UnknownAgency` where neither the list nor the store knows the id."""
    counts = kb.store.agency_counts()
    try:
        kb.agencies.get(agency_id)
    except KeyError:
        if agency_id not in counts:
            raise UnknownAgency(f"Không có cơ quan nào mang mã “{agency_id}”.") from None
    reach = answers_to(agency_id, kb.agencies, counts)
    tasks = _tasks(kb, reach)
    passing = sorted((t for t in tasks if _passes(t, wanted)), key=_by_due if wanted.order == "due" else _by_via)
    pages = max(1, -(-len(passing) // TASKS_PER_PAGE))
    page = min(max(1, wanted.page), pages)
    own = Counter(role for t in tasks if t.via == Via.OWN for role in t.roles)
    own["all"] = sum(t.via == Via.OWN for t in tasks)
    documents = {t.document.doc: t.document for t in tasks}
    return AgencyView(
        agency=agency_row(kb, agency_id, agency_id, own),
        predecessors=_named(kb, (i for i, via in reach.items() if via is Via.PREDECESSOR)),
        classes=_named(kb, (i for i, via in reach.items() if via is Via.CLASS)),
        roles=dict(Counter(role for t in tasks for role in t.roles)),
        deadlines=dict(Counter(_deadline(t) for t in tasks)),
        vias=dict(Counter(t.via for t in tasks)),
        documents=tuple(sorted(documents.values(), key=lambda d: (d.issued, d.source), reverse=True)),
        tasks=tuple(passing[(page - 1) * TASKS_PER_PAGE : page * TASKS_PER_PAGE]),
        total=len(passing),
        page=page,
        pages=pages,
    )


def _tasks(kb: KnowledgeBase, reach: dict[str, Via]) -> list[AgencyTask]:
    if not reach:
        return []
    documents: dict[str, Document] = {d.id: d for d in kb.store.documents()}
    tasks = []
    for doc, obligation in kb.store.obligations(agencies=tuple(reach)):
        held = [a for a in obligation.assignees if a.agency_id in reach]
        # Named twice, by its own name and through a class: its own name counts.
        nearest = min((a.agency_id or "" for a in held), key=lambda i: _ORDER[reach[i]])
        roles = {a.role.value for a in held if a.agency_id and reach[a.agency_id] is reach[nearest]}
        document = documents[doc]
        tasks.append(
            AgencyTask(
                roles=tuple(sorted(roles, key=_ROLE_ORDER.__getitem__)),
                via=reach[nearest].value,
                named=_named(kb, [nearest])[0],
                cited=cited(obligation.path),
                obligation=ObligationRow.of(obligation, document),
                document=DocumentRow.of(document),
            )
        )
    return tasks


def _named(kb: KnowledgeBase, ids: Iterable[str]) -> tuple[NamedAgency, ...]:
    return tuple(NamedAgency(i, *kb.agencies.describe(i)) for i in ids)


def _deadline(task: AgencyTask) -> str:
    return task.obligation.deadline.kind if task.obligation.deadline else NO_DEADLINE


def _passes(task: AgencyTask, wanted: TaskFilter) -> bool:
    return (
        (not wanted.role or wanted.role in task.roles)
        and (not wanted.doc or wanted.doc == task.document.doc)
        and (not wanted.deadline or wanted.deadline == _deadline(task))
        and (not wanted.via or wanted.via == task.via)
    )


def _by_via(task: AgencyTask) -> tuple[object, ...]:
    newest_first = tuple(-ord(c) for c in task.document.issued)
    undated = not task.document.issued
    return (_ORDER[Via(task.via)], undated, newest_first, task.document.doc, task.obligation.start)


def _by_due(task: AgencyTask) -> tuple[object, ...]:
    due = task.obligation.deadline.due if task.obligation.deadline else ""
    return (not due, due, task.document.doc, task.obligation.start)
