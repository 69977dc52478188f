"""What an agency has to do by when: its tasks with a day, the next first, also as a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from corpus.model import Role
from search_api.agencies.tasks import AgencyTask, TaskFilter, all_tasks
from search_api.documents.line_breaks import unwrapped
from search_api.exports.reports import Cell, Column, Report, ReportFormat, render_report
from search_api.labels import RECURRENCES, ROLES, display_name, vietnamese_date
from search_api.schemas.records import STRICT

if TYPE_CHECKING:
    from search_api.agencies.directory import AgencyDirectory
    from search_api.resources import Resources

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


def due_list(resources: Resources, agency_id: str, day: str, *, named_only: bool = False) -> tuple[DueRow, ...]:
    """The tasks an agency holds on `day` (ISO) for which a day can be worked out, in order of that day."""
    tasks = all_tasks(resources, agency_id, TaskFilter(as_of=day, named_only=named_only))
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


def calendar(directory: AgencyDirectory, agency_id: str, rows: Iterable[DueRow]) -> bytes:
    """The due list as an iCalendar file (RFC 5545): one whole-day event for each task."""
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Nhiem Vu//vi")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Việc đến hạn – {display_name(*directory.describe(agency_id))}")
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


def due_sheet(directory: AgencyDirectory, agency_id: str, rows: Sequence[DueRow], day: str) -> bytes:
    """The due list as a spreadsheet for people: days as days, words for what programs know by codes."""
    over = sum(row.is_over for row in rows)
    return render_report(
        Report(
            title="VIỆC ĐẾN HẠN",
            lines=(
                f"Cơ quan: {display_name(*directory.describe(agency_id))}",
                f"Tính đến ngày {vietnamese_date(day)}: {len(rows)} việc, trong đó {over} việc đã quá hạn.",
            ),
            columns=_COLUMNS,
            rows=tuple(_cells(number, row, day) for number, row in enumerate(rows, 1)),
        ),
        ReportFormat.XLSX,
    )


_COLUMNS = (
    Column("TT", 5),
    Column("Hạn", 12),
    Column("Tình trạng", 14),
    Column("Việc phải làm", 60),
    Column("Vai trò", 12),
    Column("Thời hạn (nguyên văn)", 22),
    Column("Báo cáo cho", 22),
    Column("Sản phẩm", 24),
    Column("Văn bản", 24),
    Column("Vị trí", 20),
    Column("Ghi chú", 36),
)
_OVERDUE_FILL = "F6C7BF"


def _cells(number: int, row: DueRow, day: str) -> tuple[Cell, ...]:
    left = (date.fromisoformat(row.due) - date.fromisoformat(day)).days
    state = f"Quá hạn {-left} ngày" if left < 0 else f"Còn {left} ngày" if left else "Đến hạn hôm nay"
    recurring = f" ({RECURRENCES.get(row.recurrence, row.recurrence)})" if row.recurrence else ""
    return (
        Cell(str(number)),
        Cell(date.fromisoformat(row.due)),
        Cell(state, _OVERDUE_FILL if left < 0 else ""),
        Cell(unwrapped(row.quote)),
        Cell(", ".join(ROLES[Role(role)] for role in row.roles)),
        Cell(f"{row.deadline}{recurring}"),
        Cell("; ".join(row.report_to)),
        Cell(row.product),
        Cell(row.number),
        Cell(row.cited),
        Cell(row.why),
    )


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
