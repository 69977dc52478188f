"""What an agency has to do by when: its tasks with a day, the next first, also as a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from search_api.tasks import AgencyTask, TaskFilter, all_tasks
from search_api.views import STRICT

if TYPE_CHECKING:
    from search_api.knowledge_base import KnowledgeBase

_SUMMARY_LENGTH = 90


@dataclass(frozen=True, slots=True)
class DueRow:
    """A task with the next day on which it is due.

    `due` is an ISO day (the last one of a month or year, where that is all the text names);
    `is_over` says that it is before the day asked for. `why` is how the task reaches the
    agency, in Vietnamese, where it is not named.
    """

    __pydantic_config__ = STRICT

    due: str
    deadline: str
    recurrence: str
    is_over: bool
    action: str
    quote: str
    roles: tuple[str, ...]
    report_to: tuple[str, ...]
    product: str
    doc: str
    number: str
    title: str
    path: str
    cited: str
    named: str
    why: str
    obligation_id: str


def due_list(kb: KnowledgeBase, agency_id: str, day: str, *, named_only: bool = False) -> tuple[DueRow, ...]:
    """The tasks an agency holds on `day` (ISO) for which a day can be worked out, in order of that day."""
    tasks = all_tasks(kb, agency_id, TaskFilter(as_of=day, named_only=named_only))
    rows = (_row(task, day) for task in tasks)
    return tuple(sorted((row for row in rows if row), key=lambda row: (row.due, row.doc, row.path)))


def due_day(task: AgencyTask) -> str:
    """The ISO day on which a task is next due, or was due; ``""`` where none can be worked out."""
    deadline = task.obligation.deadline
    found = (deadline.next_due or deadline.due) if deadline else ""
    return last_day(found) if found else ""


def last_day(partial: str) -> str:
    """The last day of an ISO date, which may be partial: ``2025-06`` gives ``2025-06-30``."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return partial
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return (first_after - timedelta(days=1)).isoformat()


def calendar(kb: KnowledgeBase, agency_id: str, rows: Iterable[DueRow]) -> bytes:
    """The due list as an iCalendar file (RFC 5545): one whole-day event for each task."""
    from icalendar import Calendar, Event

    name, province = kb.describe(agency_id)
    made = Calendar()
    made.add("prodid", "-//Nhiem Vu//vi")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Việc đến hạn – {f'{name} {province}'.strip()}")
    made_at = datetime.now(UTC)
    for row in rows:
        event = Event()
        day = date.fromisoformat(row.due)
        event.add("uid", f"{row.doc}.{row.obligation_id}.{row.due}@nhiem-vu")
        event.add("dtstamp", made_at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", _short(row.action or row.quote))
        event.add("description", _described(row))
        made.add_component(event)
    return bytes(made.to_ical())


def _row(task: AgencyTask, day: str) -> DueRow | None:
    o, document = task.obligation, task.document
    due = due_day(task)
    if not due or o.deadline is None:
        return None
    return DueRow(
        due=due,
        deadline=o.deadline.text,
        recurrence=o.deadline.recurrence,
        is_over=due < day,
        action=o.action,
        quote=o.quote,
        roles=task.roles,
        report_to=tuple(a.name for a in o.report_to),
        product=o.product,
        doc=document.doc,
        number=document.number or document.source,
        title=document.title,
        path=o.path,
        cited=task.cited,
        named=task.named.name,
        why=task.reason,
        obligation_id=o.id,
    )


def _described(row: DueRow) -> str:
    lines = [row.quote, f"Thời hạn: {row.deadline}", f"Theo: {row.cited}, {row.number}"]
    lines += [f"Báo cáo: {'; '.join(row.report_to)}"] if row.report_to else []
    lines += [row.why] if row.why else []
    return "\n".join(lines)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SUMMARY_LENGTH else line[:_SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"
