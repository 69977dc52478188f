"""What the columns of a task table hold, and which of a row's lines belong to which column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.model import Span
from corpus.vocabulary import load, pattern
from ingest.markers import BULLETS, read_markers, roman_value
from ingest.structure.lines import Line

# How well a line fits a column. The scores only order the ways of laying a row out:
# a time in the column of times outweighs one empty cell, two lines in one cell
# outweigh nothing. A layout counts as certain when no other comes within `_MARGIN`.
_TIME_FITS = 2.0
_AGENCY_FITS = 1.0
_STATUS_FITS = 1.5
_TIME_ASTRAY = -0.6
_AMOUNT_FITS = 1.0
_EMPTY_INSIDE = -0.6
_EMPTY_AT_END = -0.3
_SECOND_LINE = -0.7
_SECOND_ITEM = -0.1
_MARGIN = 0.5


# "4", "4.", "2.1", "IV", "A", "Bước 2": what stands alone in the column of row numbers
_ROW_NUMBER = re.compile(
    r"(?:(?P<decimal>\d{1,3})|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,2})|(?P<roman>[IVX]+)|(?P<capital>[A-ZĐ])"
    r"|Bước (?P<step>\d{1,2}))[.)]?"
)


def is_row_number(words: str) -> bool:
    """Whether words are a row's number and nothing else."""
    return bool(_ROW_NUMBER.fullmatch(words))


def row_number(words: str) -> dict[str, int]:
    """A row's number by its kind, ``{"decimal": 4}``, ``{"roman": 4}``; {} where words are none."""
    m = _ROW_NUMBER.fullmatch(words)
    if not m:
        return {}
    if m["decimal"] or m["step"]:
        return {"decimal": int(m["decimal"] or m["step"])}
    if m["dotted"]:
        return {"dotted": int(m["dotted"].rpartition(".")[2])}
    if m["roman"] and (value := roman_value(m["roman"])):
        return {"roman": value}
    return {"capital": ord(m["capital"])} if m["capital"] else {}


def is_index_heading(low: str) -> bool:
    """Whether folded words head the column of row numbers: "TT", "STT"."""
    return bool(_columns()["index"][0].search(low))


def column_kinds(headings: Sequence[str]) -> tuple[str, ...]:
    """The kind of each column by its folded heading; "" where it is none of the known ones."""
    return tuple(next((key for key, (head, _) in _columns().items() if head.search(low)), "") for low in headings)


def align(lines: Sequence[Line], kinds: Sequence[str]) -> tuple[float, tuple[Span, ...]]:
    """How well a row fits its columns, and its cells: one for each column, () where two layouts are as likely.

    `lines` are the row's lines after its number, `kinds` the columns after that of
    numbers; an empty cell is an empty span.
    """
    groups = _groups(lines)
    if len(groups) == len(kinds):
        fit = sum(_fit(group[:1], kind) for group, kind in zip(groups, kinds, strict=True))
        return fit, tuple(_cell(group) for group in groups)
    best: dict[int, list[tuple[float, tuple[int, ...]]]] = {0: [(0.0, ())]}
    for column, kind in enumerate(kinds):
        empty = 0.0 if kind == "note" else _EMPTY_AT_END if column >= len(kinds) - 2 else _EMPTY_INSIDE
        best = _extended(best, lines, kind, empty_cost=empty)
    layouts = sorted(best.get(len(lines), []), reverse=True)
    if not layouts or (len(layouts) > 1 and layouts[0][0] - layouts[1][0] < _MARGIN):
        return layouts[0][0] if layouts else 0.0, ()
    cells, at = [], 0
    for size in layouts[0][1]:
        end = lines[at - 1].end if at else lines[0].start
        cells.append(_cell(lines[at : at + size]) if size else Span(end, end))
        at += size
    return layouts[0][0], tuple(cells)


def _extended(
    best: dict[int, list[tuple[float, tuple[int, ...]]]], lines: Sequence[Line], kind: str, *, empty_cost: float
) -> dict[int, list[tuple[float, tuple[int, ...]]]]:
    """One more column laid out: for each number of lines used, the two best ways."""
    found: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
    for used, ways in best.items():
        for size in range(len(lines) - used + 1):
            score = empty_cost if size == 0 else _fit(lines[used : used + size], kind)
            found.setdefault(used + size, []).extend((way + score, (*sizes, size)) for way, sizes in ways)
    return {used: sorted(ways, reverse=True)[:2] for used, ways in found.items()}


def _fit(lines: Sequence[Line], kind: str) -> float:
    a_list = _is_item(lines[0]) or lines[0].words.endswith(":")
    score = sum(_SECOND_ITEM if a_list and _is_item(line) else _SECOND_LINE for line in lines[1:])
    low = lines[0].low
    time = looks_like("time", low)
    if kind == "time":
        return score + (_TIME_FITS if time else -_TIME_FITS)
    if kind in {"lead", "support"}:
        return score + (_AGENCY_FITS if looks_like("lead", low) else -_AGENCY_FITS)
    if kind == "status":
        # "Tiến độ" heads a column of states in one table and of times in the next.
        return score + (_STATUS_FITS if looks_like("status", low) or time else -_STATUS_FITS)
    if kind == "amount":
        return score + (_AMOUNT_FITS if looks_like("amount", low) else 0.0)
    return score + (_TIME_ASTRAY if time or looks_like("status", low) else 0.0)


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines as cells where each is one line, the dashes of one list together."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _is_item(line) and (_is_item(groups[-1][-1]) or groups[-1][-1].words.endswith(":")):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_item(line: Line) -> bool:
    return any(m.style in BULLETS for m in read_markers(line.words)) or bool(re.match(r"\d{1,2}\.\s+\S", line.words))


def _cell(lines: Sequence[Line]) -> Span:
    return Span(lines[0].start, lines[-1].end)


def looks_like(key: str, low: str) -> bool:
    """Whether the folded words of a cell look like those of a column of this kind."""
    cell = _columns()[key][1]
    return bool(cell and cell.search(low))


@cache
def _columns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str] | None]]:
    return {
        entry["key"]: (
            pattern(entry),
            re.compile(entry["cell"], re.VERBOSE | re.IGNORECASE) if "cell" in entry else None,
        )
        for entry in load("table_columns")
    }
