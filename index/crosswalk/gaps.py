"""What is wrong between a parent's tasks and a child, by type: a gap for each, with both places and why.

Not every task without a counterpart is a gap: general requirements ask for a manner, the
enacting clause for obedience, and a duty of a central body is not for a province to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.agencies import authority_list
from corpus.model import Assignee, Deadline, DeadlineKind, Document, Record, Role
from corpus.vietnamese import fold, syllables
from index.crosswalk.amendments import Amendment, Place
from index.crosswalk.entities import Core, fields, same_field
from index.crosswalk.requirements import Demand
from index.crosswalk.task_selection import Above, enacts, is_beyond, issues_plan
from index.crosswalk.units import Unit

# Up to this similarity with its nearest task a duty that the child gives to a body by name is its
# own. In the samples the planted additions have .12, .21 and .30, duties that follow the parent .42
# and more.
OWN_DUTY = 0.35
# Syllables a duty of the child's own has at least: shorter ones are the ends of broken sentences.
OWN_WORDS = 8
# So much of a task's words must be carried for a changed lead or time to be those of the same work.
SAME_WORK = 0.45

# Carrying out, watching over and paying for a plan itself: every plan has these of its own.
_UPKEEP = re.compile(
    r"""
    (?<!\w)(?:kế\ hoạch\ này|(?:thực\ hiện|triển\ khai)\ (?:nghiêm\ )?(?:chỉ\ thị|kế\ hoạch|quyết\ định)
      |đôn\ đốc|sơ\ kết|tổng\ kết|báo\ cáo|dự\ toán|kinh\ phí|vướng\ mắc)(?!\w)
    """,
    re.VERBOSE,
)
# "trước ngày 15/12 hằng năm"
_DAY_OF_YEAR = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])", re.VERBOSE)


class GapType(StrEnum):
    """What is wrong between a parent and a child."""

    NOT_CARRIED_OUT = "not_carried_out"
    LEAD_CHANGED = "lead_changed"
    DEADLINE_LATER = "deadline_later"
    REPORTING_DROPPED = "reporting_dropped"
    ADDED_LOCALLY = "added_locally"
    PARENT_AMENDED = "parent_amended_since"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap, where it stands in parent and child (None where it does not), and why, in Vietnamese.

    `amended_by` is the place in the document that amended the parent.
    """

    type: GapType
    parent: Place | None
    child: Place | None
    note: str
    amended_by: Place | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A task with the units of the child that carry it, nearest first, and how much of its words they do."""

    task: Unit
    demand: Demand
    units: tuple[Unit, ...]
    share: float


def gaps(
    parent: Record,
    child: Record,
    rows: Sequence[Carried],
    own: Sequence[Sequence[Unit]],
    amendments: Sequence[Amendment] = (),
) -> tuple[Gap, ...]:
    """The gaps between `parent` and `child`: those of tasks in the parent's order, then the child's own duties.

    `own` are the sentences of the child, in their parts, that no task comes near; `amendments` what other
    documents changed in the parent.
    """
    above = Above(parent)
    later = [a for a in amendments if _after(a.document, child.document)]
    heeded = [a for a in amendments if a not in later]
    found: list[Gap] = []
    for row in rows:
        if above.is_manner(row.task) or enacts(row.task):
            continue
        changed = next((a for a in later if a.concerns(row.task)), None)
        heeds = [a for a in heeded if a.concerns(row.task)]
        found.extend(_of_task(parent, child, row, above, changed, heeds))
    found.extend(_once(_replaced(parent, child, rows, later, found)))
    found.extend(_unheard(later))
    above = Above(child)
    found.extend(_own(child, parts[0]) for parts in own if _is_own(parts, heeded) and not above.is_manner(parts[0]))
    return tuple(_once(found))


def _of_task(
    parent: Record, child: Record, row: Carried, above: Above, changed: Amendment | None, heeded: Sequence[Amendment]
) -> Iterator[Gap]:
    here = place(parent, row.task)
    beyond = is_beyond(row.task, above, child.document)
    # What is only the centre's to do may be taken from it without concerning the child.
    if changed and not (beyond and (changed.repeals or not row.units)):
        below = place(child, row.units[0]) if row.units else None
        note = f"Văn bản cấp trên đã được sửa đổi sau ngày ban hành văn bản triển khai: {changed.said}."
        yield Gap(GapType.PARENT_AMENDED, here, below, note, changed.place)
        return
    if beyond:
        return
    if not row.units:
        if issues_plan(row.task):
            return  # the child is that plan
        if row.demand.report:
            yield Gap(GapType.REPORTING_DROPPED, here, None, f"Không giao cơ quan nào {row.demand.report}.")
        else:
            yield Gap(GapType.NOT_CARRIED_OUT, here, None, "Không có nội dung nào triển khai nhiệm vụ này.")
        return
    nearest = row.units[0]
    # A task to issue a plan is carried out by the child itself, not by the plans that it asks for in turn.
    if row.share >= SAME_WORK and not heeded and not issues_plan(row.task):
        if note := _lead_changed(row.task, nearest):
            yield Gap(GapType.LEAD_CHANGED, here, place(child, nearest), note)
        if note := _later(row.task, nearest):
            yield Gap(GapType.DEADLINE_LATER, here, place(child, nearest), note)
    if row.demand.report and not any(_reports(unit) for unit in row.units):
        note = f"Có triển khai nhưng không giao cơ quan nào {row.demand.report}."
        yield Gap(GapType.REPORTING_DROPPED, here, place(child, nearest), note)


def place(record: Record, unit: Unit) -> Place:
    """Where `unit` stands in `record`."""
    return Place(record.document.id, unit.path, unit.start, unit.end, unit.quote(record.text))


def _once(found: Iterable[Gap]) -> list[Gap]:
    """Gaps of one type and one reason once: parts of a sentence share what is wrong with it."""
    seen: dict[tuple[object, ...], Gap] = {}
    for gap in found:
        amended = gap.amended_by and (gap.amended_by, gap.parent and gap.parent.path)
        path = (gap.parent and gap.parent.path, gap.child and gap.child.path)
        alike = gap.type in {GapType.LEAD_CHANGED, GapType.DEADLINE_LATER}
        seen.setdefault((gap.type, amended or ((path, gap.note) if alike else (gap.parent, gap.child))), gap)
    return list(seen.values())


# --- who, when, to whom ------------------------------------------------------------


def _lead_changed(task: Unit, unit: Unit) -> str:
    """Why another body leads than the parent says; ``""`` where none does."""
    wanted, leads = _leads(task), _leads(unit)
    if not wanted or not leads:
        return ""
    same = any(_same(a, b) for a in wanted for b in leads)
    supports = [a for o in unit.obligations for a in o.assignees if a.role is Role.SUPPORT]
    demoted = [a for a in wanted if any(_same(a, b) for b in supports)]
    if same or not demoted:
        return ""
    return (
        f"Văn bản cấp trên giao {_names(wanted)} chủ trì; văn bản triển khai giao {_names(leads)} chủ trì, "
        f"{_names(demoted)} phối hợp."
    )


def _leads(unit: Unit) -> list[Assignee]:
    """Single bodies that lead a unit by its own words."""
    known = authority_list()
    return [
        a
        for o in unit.obligations
        for a in o.assignees
        if a.role is Role.LEAD and not a.derived and a.agency_id and not known.get(a.agency_id).is_class
    ]


def _same(one: Assignee, other: Assignee) -> bool:
    """Whether two bodies are of one field, or one took over from the other; a common ancestor is not enough."""
    ours: Sequence[Core] = fields(one)
    theirs: Sequence[Core] = fields(other)
    return one.agency_id == other.agency_id or any(
        same_field(a, b) for first, second in ((ours, theirs), (theirs, ours)) for a in first[:1] for b in second
    )


def _names(bodies: Sequence[Assignee]) -> str:
    return ", ".join(dict.fromkeys(body.name for body in bodies))


def _later(task: Unit, unit: Unit) -> str:
    """Why the child's time is later than the parent's; ``""`` where it is not."""
    wanted, given = _times(task), _times(unit)
    if not wanted or not given:
        return ""
    ours, theirs = min(wanted, key=_end), min(given, key=_end)
    if not _end(ours) or not _end(theirs) or (ours.kind is not theirs.kind) or _end(theirs) <= _end(ours):
        return ""
    return f"Văn bản cấp trên: “{ours.text}”; văn bản triển khai: “{theirs.text}”."


def _times(unit: Unit) -> list[Deadline]:
    kinds = {DeadlineKind.FIXED, DeadlineKind.RECURRING}
    return [o.deadline for o in unit.obligations if o.deadline and o.deadline.kind in kinds and _end(o.deadline)]


def _end(deadline: Deadline) -> str:
    """The last day a deadline can mean, comparable among those of one kind; ``""`` where no day is named."""
    if deadline.kind is DeadlineKind.FIXED:
        return deadline.due + "-99" * (2 - deadline.due.count("-")) if deadline.due else ""
    days = _DAY_OF_YEAR.findall(deadline.text)
    return f"{int(days[0][1]):02}-{int(days[0][0]):02}" if len(days) == 1 else ""


def _reports(unit: Unit) -> bool:
    return "báo cáo" in fold(unit.words)


# --- what was amended since ----------------------------------------------------------


def _replaced(
    parent: Record, child: Record, rows: Sequence[Carried], later: Sequence[Amendment], found: Sequence[Gap]
) -> Iterator[Gap]:
    """Words of the parent that were replaced since, where the child repeats them."""
    listed = {gap.parent.path for gap in found if gap.parent and gap.type is GapType.PARENT_AMENDED}
    for amendment in later:
        for old in amendment.replaced:
            for row in rows:
                below = next((u for u in row.units[:1] if _says(u, old)), None)
                if below and _says(row.task, old) and row.task.path not in listed:
                    note = f"Cụm từ “{old}” trong văn bản cấp trên đã được thay thế; văn bản triển khai còn dùng."
                    here = place(parent, row.task)
                    yield Gap(GapType.PARENT_AMENDED, here, place(child, below), note, amendment.place)


def _says(unit: Unit, words: str) -> bool:
    return fold(words) in fold(" ".join(unit.words.split()))


def _unheard(later: Sequence[Amendment]) -> Iterator[Gap]:
    for amendment in later:
        if amendment.adds:
            note = f"Văn bản cấp trên đã được bổ sung sau ngày ban hành văn bản triển khai: {amendment.said}."
            yield Gap(GapType.PARENT_AMENDED, None, None, note, amendment.place)


def _after(one: Document, other: Document) -> bool:
    """Whether `one` was issued after `other`; unknown days are none."""
    return bool(one.issued and other.issued) and one.issued > other.issued


# --- what the child does of its own ---------------------------------------------------


def _is_own(parts: Sequence[Unit], heeded: Sequence[Amendment]) -> bool:
    if not any(_leads(part) for part in parts):
        return False
    words = fold(" ".join(part.words for part in parts))
    if _UPKEEP.search(words) or any(a.is_followed_by(words) for a in heeded):
        return False
    return len(syllables(words)) >= OWN_WORDS


def _own(child: Record, unit: Unit) -> Gap:
    note = "Việc do địa phương thêm, không có trong văn bản cấp trên (không phải sai sót, để biết)."
    return Gap(GapType.ADDED_LOCALLY, None, place(child, unit), note)
