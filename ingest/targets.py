"""Finds the targets a document sets: what is measured, the value to reach, its unit, by when, who follows it.

bullet   "- Tỷ lệ phủ sóng 5G trên địa bàn đạt 100% dân số." under "Mục tiêu đến năm 2030"
row      a line of a table whose heading is "Chỉ tiêu", with a column of who follows it

They are read from the text and its clauses whenever they are asked for; nothing of them is stored.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.model import FRAME_KINDS, Clause, ClauseKind, Span
from corpus.normalized_text import NormalizedText, normalize_span
from corpus.vietnamese import fold
from corpus.vocabulary import load, pattern
from ingest.deadlines import find_deadlines
from ingest.obligations.context.clause_context import Topic, topic_of

# "1. Mục tiêu tổng quát", "6. Chỉ tiêu chủ yếu đến năm 2030", "a) Các chỉ tiêu"
_GOALS = re.compile(r"[\W\d]*(?:[ivx]+\W+|[a-zđ]\)\s*)?(?:các\ |một\ số\ )?(?:mục\ tiêu|chỉ\ tiêu)\b")
# "08 - 09", "46.200", "48,3", "5"
_NUMBER = re.compile(
    r"(?<![\w/.,-])(?<!năm\s)(?P<low>\d+(?:\.\d{3})*(?:,\d+)?)(?:\s?[%]?\s?(?:-|–|đến)\s?(?P<high>\d+(?:\.\d{3})*(?:,\d+)?))?"
    r"(?![\d/]|[.,]\d)"
)
# Words before a number that say that it is a mark to reach: "đạt trên 46.200", "tối thiểu có 01", "≥".
_BOUND = re.compile(
    r"""
    (?:^|\W) (?:
        (?P<at_least> tối\ thiểu | ít\ nhất | trên | hơn | không\ (?:dưới|thấp\ hơn) | từ | [≥>] )
      | (?P<at_most> tối\ đa | dưới | không\ (?:quá|vượt\ quá) | giảm\ (?:còn|xuống) | [≤<] )
      | (?P<exactly> đạt | chiếm | khoảng | gấp | có | bằng | đủ )
    ) (?:\s (?:có|đạt|là|khoảng) )? \s* $
    """,
    re.VERBOSE,
)
# "tăng trên 03%", "giảm 10 - 15%", but "giảm còn 5%" names what is left.
_CHANGE = re.compile(r"\b(?:(?P<increase>tăng)|(?P<decrease>giảm(?! còn| xuống)))\b(?:\s[^\W\d]+){0,4}\s*$")
# So far before a number the words stand that say how it binds.
_REACH = 60
# "b) Đến năm 2030 - 100% …", "Giai đoạn 2025-2027", "trong giai đoạn 2026 - 2030"
_UNTIL = re.compile(
    r"\b(?:(?:[đĐ]ến|[tT]rong)\s(?:hết\s)?năm|(?:[tT]rong\s)?[gG]iai\sđoạn\s(?:19|20)\d\d\s?[-–]?)\s?(?P<year>(?:19|20)\d\d)\b"
)
# "tăng bình quân hàng năm 10%" says how much a year, not by when.
_ON_AVERAGE = re.compile(r"bình quân\s*$")
# "(16 mục tiêu)" counts the targets themselves.
_IN_BRACKET = re.compile(r"\(\s*$")
_ENDS = re.compile(r";|\.(?=\s|$)|:(?=\s)")
# What is left over at the ends of the words that say what is measured: "Phấn đấu", "… đạt tối thiểu".
_FILLER = re.compile(
    r"""
    ^(?: [\W\d] | (?: phấn\ đấu | thu\ hút\ thêm | hoàn\ thành | bảo\ đảm | đảm\ bảo | có ) \b (?=\W*$) )+
    | (?: [\s,:;≥≤] | \b (?: phấn\ đấu | dự\ kiến | đạt | chiếm | tối\ thiểu | ít\ nhất | trên | khoảng | là | có | từ
        | hơn | dưới | tối\ đa | bảo\ đảm | đảm\ bảo | và ) )+ $
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "b) ", "- ", "2.1. " before the first words
_LABEL = re.compile(r"^[\W\d]*(?:[a-zđ]\))?\W*$")
# A cell that is a value and nothing else: "100%", "≥ 95 %"
_ALONE = re.compile(r"(?P<mark>[≥>])?\s*(?P<value>\d+(?:\.\d{3})*(?:,\d+)?)\s*(?P<unit>%)")
_MEASURE_HEADING = re.compile(r"(?:chỉ|mục) tiêu")
_HOLDER_HEADING = re.compile(r"chủ trì|theo dõi|(?:cơ quan|đơn vị) (?:thực hiện|chịu trách nhiệm|phụ trách)|phụ trách")


@dataclass(frozen=True, slots=True)
class Target:
    """A value to be reached: span and words of the text, the `measure`, the number and its unit.

    `high` is the upper end of a range; `bound` is ``exactly``, ``at_least`` or ``at_most``, `change` is
    ``increase`` or ``decrease`` where the value is a difference. `due` are the words that fix
    the time, of the target's own or of the headings above it; `holder` who follows it, as printed.
    """

    path: str
    start: int
    end: int
    quote: str
    measure: str
    value: float
    unit: str
    high: float | None = None
    bound: str = "exactly"
    change: str = ""
    due: str = ""
    due_date: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class _Value:
    """A number with its unit in a flow: offsets of both; `names` is where words begin that may be its measure."""

    start: int
    end: int
    names: int
    low: float
    high: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class _Time:
    """Words that fix a time, where they stand, and the day they come to."""

    start: int
    end: int
    words: str
    day: str


def find_targets(text: str, clauses: Sequence[Clause]) -> tuple[Target, ...]:
    """Returns the targets of a document in the order they stand in."""
    due: dict[str, _Time | None] = {}  # of the clauses that stand under goals
    columns: dict[str, tuple[int, int | None]] = {}  # of tables of targets: measure, holder
    periods: dict[str, _Time] = {}  # of tables: the time that a row over several names
    found: list[Target] = []
    for clause in clauses:
        if clause.kind in FRAME_KINDS:
            continue
        running = normalize_span(text, clause.start, clause.head_end)
        if clause.kind is ClauseKind.TABLE:
            headings = [fold(text[c.start : c.end]) for c in clause.cells]
            if (measure := _column(_MEASURE_HEADING, headings)) is not None:
                columns[clause.path] = measure, _column(_HOLDER_HEADING, headings)
        elif clause.kind is ClauseKind.ROW:
            table = clause.parent or ""
            if table in columns:
                rows = list(_of_row(text, clause, *columns[table], periods.get(table)))
                times = [] if rows else _times(running.text)
                periods |= {table: times[-1]} if times else {}
                found += rows
        elif clause.parent in due or _is_goals(running.folded):
            above = due.get(clause.parent or "")
            mine = list(_values(running))
            ahead = [time for time in _times(running.text) if not mine or time.start < mine[0].start]
            due[clause.path] = ahead[-1] if ahead else above
            found += _in(text, running, clause.path, mine, above)
    return tuple(found)


def _is_goals(folded: str) -> bool:
    return topic_of(folded[:200]) is Topic.GOALS or _GOALS.match(folded) is not None


def _column(heading: re.Pattern[str], headings: Sequence[str]) -> int | None:
    return next((i for i, words in enumerate(headings) if heading.search(words)), None)


def _of_row(text: str, row: Clause, measure: int, holder: int | None, above: _Time | None) -> Iterator[Target]:
    """The targets of a row of a table of targets; the number stands with the measure, or in a cell of its own."""
    if measure >= len(row.cells):
        return
    cell = row.cells[measure]
    running = normalize_span(text, cell.start, cell.end)
    if values := list(_values(running)):
        held = row.cells[holder] if holder is not None and holder < len(row.cells) else Span(cell.end, cell.end)
        yield from _in(text, running, row.path, values, above, _printed(text, held))
        return
    for at in range(measure + 1, len(row.cells)):
        m = _ALONE.fullmatch(_printed(text, row.cells[at]))
        if m and running.text.strip():
            behind = row.cells[at + 1] if at + 1 < len(row.cells) else Span(cell.end, cell.end)
            end = row.cells[at].end
            yield Target(
                row.path,
                cell.start,
                end,
                text[cell.start : end],
                running.text.strip(" .;"),
                _number(m["value"]),
                m["unit"],
                bound="at_least" if m["mark"] else "exactly",
                due=above.words if above else "",
                due_date=above.day if above else "",
                holder=_printed(text, row.cells[holder] if holder is not None and holder < len(row.cells) else behind),
            )
            return


def _printed(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def _in(
    text: str, running: NormalizedText, path: str, values: Sequence[_Value], above: _Time | None, holder: str = ""
) -> Iterator[Target]:
    """The targets of one stretch of `text`, whose values are given."""
    if not values:
        return
    times = _times(running.text)
    starts = [time.start for time in times]
    taken = -1  # the end of a value whose measure stands behind it
    for value, (begin, end) in zip(values, _parts(running, values), strict=True):
        first, last = bisect_left(starts, begin), bisect_left(starts, end)
        time = times[first] if first < last else times[first - 1] if first else above
        bound, change = _bound(running.folded[max(begin, value.start - _REACH) : value.start])
        before, behind = _measure(running.text[begin : value.start]), _measure(running.text[value.names : end])
        # "100% các giao dịch có hóa đơn", "03 mô hình trồng rau": what is measured stands behind, and what then
        # stands before the next value is no longer its own.
        is_behind = len(before.split()) < 2 or begin == taken or value.names < value.end
        measure = (behind if is_behind else before) or before
        taken = value.end if is_behind else -1
        span = running.span(begin, end)
        yield Target(
            path=path,
            start=span.start,
            end=span.end,
            quote=text[span.start : span.end],
            measure=measure,
            value=value.low,
            unit=value.unit,
            high=value.high,
            bound=bound,
            change=change,
            due=time.words if time else "",
            due_date=time.day if time else "",
            holder=holder,
        )


def _measure(words: str) -> str:
    """The words that say what is measured, without a time before them and without what leads to the number."""
    ahead = next((time for time in _times(words) if not _LABEL.sub("", words[: time.start])), None)
    return _FILLER.sub("", _FILLER.sub("", words[ahead.end :] if ahead else words)).strip()


def _parts(running: NormalizedText, values: Sequence[_Value]) -> Iterator[tuple[int, int]]:
    """The part of a sentence that each value is about: from the mark or value before it to the mark or value behind."""
    marks = [(m.start(), m.end()) for m in _ENDS.finditer(running.text)]
    ends, before = [end for _, end in marks], 0
    for value, following in zip(values, [*values[1:], None], strict=True):
        at = bisect_right(ends, value.start)
        behind = bisect_left(marks, (value.end, 0))
        stops = (marks[behind][0] if behind < len(marks) else len(running.text), following.start if following else None)
        yield max(ends[at - 1] if at else 0, before), min(stop for stop in stops if stop is not None)
        before = value.end


def _bound(before: str) -> tuple[str, str]:
    m, change = _BOUND.search(before), _CHANGE.search(_BOUND.sub(" ", before))
    return (m.lastgroup or "exactly") if m else "exactly", (change.lastgroup or "") if change else ""


def _values(running: NormalizedText) -> Iterator[_Value]:
    """The numbers with units that are marks to reach; those in times, ages and brackets of counts are none."""
    times = _times(running.text)
    starts = [time.start for time in times]
    for m in _NUMBER.finditer(running.text):
        at = bisect_right(starts, m.start()) - 1
        ahead = running.folded[max(0, m.start() - _REACH) : m.start()]
        if (at >= 0 and m.start() < times[at].end) or _IN_BRACKET.search(ahead):
            continue
        for unit, is_bare, words in _units():
            u = words.match(running.folded, m.end())
            if u is None:
                continue
            if is_bare or _BOUND.search(ahead):
                high = _number(m["high"]) if m["high"] else None
                name = unit or " ".join(running.text[m.end() : u.end()].split())
                names = u.end() if is_bare or unit else m.end()
                yield _Value(m.start(), u.end(), names, _number(m["low"]), high, name)
            break


def _times(text: str) -> list[_Time]:
    """The times of a stretch in their order, those of headings among them."""
    found = {
        t.start: _Time(t.start, t.end, t.deadline.text, t.deadline.due)
        for t in find_deadlines(text)
        if not _ON_AVERAGE.search(text, max(0, t.start - 20), t.start)
    }
    for m in _UNTIL.finditer(text):
        found.setdefault(m.start(), _Time(m.start(), m.end(), m[0], m["year"]))
    out: list[_Time] = []
    for start in sorted(found):
        if not out or start >= out[-1].end:
            out.append(found[start])
    return out


def _number(printed: str) -> float:
    """A number as Vietnamese prints it: "46.200" is forty-six thousand two hundred, "48,3" has a fraction."""
    return float(printed.replace(".", "").replace(",", "."))


@cache
def _units() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    named = {"percent-a-year", "percent-points", "percent", "times"}
    return tuple(
        (e["name"] if e["key"] in named else "", bool(e.get("bare")), pattern(e)) for e in load("target_units")
    )
