"""Tables that a copy has flattened into one cell a line, put back into rows.

A table is known by its column headings ("TT / Nội dung / Cơ quan chủ trì / …") and
by the numbers of its rows on lines of their own. Which of the bare numbers are row
numbers ("4") and which are cells ("4 triệu đồng") is weighed over the whole table:
rows should number on and have as many cells as there are columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Span
from ingest.markers import BULLETS, FORMAL, Style, read_markers
from ingest.structure.lines import Line
from ingest.structure.tables.table_columns import align, column_kinds, is_index_heading, is_row_number, row_number

_MOST_COLUMNS = 14
_LONGEST_HEADING = 260


# A step of the weighing: what a row costs that has too few or too many cells, or a
# number that does not follow. On the four flattened annexes seen (12 tables, 190
# rows) any ratio near these gives the same rows.
_MISSING_CELL = 0.3
_SHORT_ROW = 0.4
_EXTRA_CELL = 0.6
_LONG_ROW = 0.8
_GROUP_ROW = 0.3
_SKIPPED_NUMBER = 1.0
_REPEATED_NUMBER = 1.0
_TURNED_NUMBER = 2.0
_BEAM = 16
# The heading of the last column is short ("Ghi chú"); a group's title is a sentence.
_LONGEST_LAST_HEADING = 30
# How much better a row must fit without its last line for that to be a title.
_TITLE_GAIN = 0.4


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its lines from its number on, and its cells in column order, () where they cannot be told apart."""

    lines: tuple[Line, ...]
    label: str
    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table found in lines ``[first, after)``: its column headings and its rows."""

    first: int
    after: int
    headings: tuple[Line, ...]
    rows: tuple[Row, ...]
    repeated: tuple[Line, ...] = ()  # the headings again, at the top of a page


@dataclass(frozen=True, slots=True)
class _Weighed:
    cost: float
    starts: tuple[int, ...]
    last: dict[str, int]


def find_flat_tables(lines: Sequence[Line]) -> list[FlatTable]:
    """The flattened tables among `lines`, in order."""
    tables = []
    i = 0
    while i < len(lines):
        after = _headings_end(lines, i)
        if not after:
            i += 1
            continue
        end = _table_end(lines, i, after)
        tables.append(_table(lines, i, after, end))
        i = end
    return tables


def _headings_end(lines: Sequence[Line], i: int) -> int:
    """The line after the column headings that begin at line `i`; 0 where none do."""
    if not is_index_heading(lines[i].low):
        return 0
    limit = min(len(lines), i + _MOST_COLUMNS)
    for j in range(i + 1, limit):
        if is_row_number(lines[j].words):
            return j if j - i >= 2 else 0
        if len(lines[j].words) > _LONGEST_HEADING or any(m.style in BULLETS for m in read_markers(lines[j].words)):
            return 0
    return 0


def _table_end(lines: Sequence[Line], first: int, start: int) -> int:
    """The line after the table: its text ends before a numbered heading that no row follows, or with the lines."""
    for j in range(start + 1, len(lines)):
        if _headings_end(lines, j):
            if _titles_next_table(lines[j - 1]):
                return j - 1
            if not _same_headings(lines, first, start, j):
                return j
        if _is_heading(lines[j]) and not _rows_after(lines, j):
            return j
    return len(lines)


def _same_headings(lines: Sequence[Line], first: int, start: int, j: int) -> bool:
    size = start - first
    return [line.low for line in lines[first : first + size]] == [line.low for line in lines[j : j + size]]


def _titles_next_table(line: Line) -> bool:
    return not is_row_number(line.words) and any(m.style not in BULLETS for m in read_markers(line.words))


def _is_heading(line: Line) -> bool:
    formal = {*FORMAL, Style.ROMAN, Style.CAPITAL}
    return any(m.style in formal and m.size < len(line.words) for m in read_markers(line.words))


def _rows_after(lines: Sequence[Line], j: int) -> bool:
    return any(is_row_number(line.words) for line in lines[j + 1 : j + 12])


def _table(lines: Sequence[Line], first: int, start: int, end: int) -> FlatTable:
    width = start - first
    repeats = [j for j in range(start, end - width) if _same_headings(lines, first, start, j)]
    repeated = [lines[k] for j in repeats for k in range(j, j + width)]
    body = [line for line in lines[start:end] if line not in repeated]
    best = _weigh(body, width)
    # A line above the first number may be the title of a group of rows, not a heading.
    titled = width > 3 and (len(lines[start - 1].words) > _LONGEST_LAST_HEADING or _is_heading(lines[start - 1]))
    fewer = _weigh(body, width - 1) if titled else None
    # "I. NÂNG CAO NHẬN THỨC": no heading of a column is numbered.
    numbered = _is_heading(lines[start - 1])
    group = fewer is not None and (numbered or fewer.cost + _GROUP_ROW < best.cost)
    if group and fewer is not None:
        best, width = fewer, width - 1
    headings = tuple(lines[first : first + width])
    kinds = column_kinds([line.low for line in headings])
    title = lines[start - 1] if group else None
    pieces = [body[a:b] for a, b in zip(best.starts, [*best.starts[1:], len(body)], strict=True)]
    return FlatTable(first, end, headings, tuple(_rows(pieces, kinds, title)), tuple(repeated))


def _rows(pieces: Sequence[Sequence[Line]], kinds: Sequence[str], title: Line | None) -> list[Row]:
    """The rows that `pieces` of lines hold, the titles of groups of rows among them."""
    ends = [_ends_in_title(lines, kinds) for lines in pieces[:-1]]
    openings = {_opening(lines[-1]) for lines, ends_in in zip(pieces, ends, strict=False) if ends_in}
    openings |= {_opening(title)} if title else set()
    rows = [Row((title,), "", (title.span,))] if title else []
    for n, lines in enumerate(pieces):
        titled = n < len(ends) and len(lines) > 2 and (ends[n] or _opening(lines[-1]) in openings)
        own = lines[:-1] if titled else lines
        rows.append(_row(own, kinds))
        if titled:
            rows.append(Row((lines[-1],), "", (lines[-1].span,)))
    return rows


def _row(lines: Sequence[Line], kinds: Sequence[str]) -> Row:
    label = lines[0].words
    if len(lines) <= 2:
        # A number and a title over all the columns.
        return Row(tuple(lines), label, tuple(line.span for line in lines))
    _, cells = align(lines[1:], kinds[1:])
    return Row(tuple(lines), label, (lines[0].span, *cells) if cells else ())


def _ends_in_title(lines: Sequence[Line], kinds: Sequence[str]) -> bool:
    """Whether the last line of a row is the title of the next group: without it the row fits its columns better."""
    last = lines[-1]
    if len(lines) >= 4 and _is_heading(last):
        return True
    if len(lines) < 4 or len(last.words) <= _LONGEST_LAST_HEADING or read_markers(last.words):
        return False
    return align(lines[1:-1], kinds[1:])[0] > align(lines[1:], kinds[1:])[0] + _TITLE_GAIN


def _opening(line: Line) -> str:
    return " ".join(line.low.split()[:3])


# --- which numbers are row numbers ------------------------------------------


def _weigh(lines: Sequence[Line], width: int) -> _Weighed:
    """The cheapest choice of row starts in `lines` for a table of `width` columns."""
    beam = [_Weighed(0.0, (0,), row_number(lines[0].words))]
    for k in range(1, len(lines)):
        number = row_number(lines[k].words)
        if not number:
            continue
        taken = []
        for choice in beam:
            step = _following_cost(choice.last, number)
            cost = choice.cost + step + _row_cost(lines[choice.starts[-1] : k], width)
            taken.append(_Weighed(cost, (*choice.starts, k), _last_numbers(choice.last, number)))
        beam = _cheapest([*beam, *taken], lines[: k + 1], width)
    closed = [_Weighed(c.cost + _row_cost(lines[c.starts[-1] :], width), c.starts, c.last) for c in beam]
    return min(closed, key=lambda c: c.cost)


def _cheapest(beam: Sequence[_Weighed], lines: Sequence[Line], width: int) -> list[_Weighed]:
    return sorted(beam, key=lambda c: c.cost + _row_cost(lines[c.starts[-1] :], width, open_end=True))[:_BEAM]


def _last_numbers(last: dict[str, int], number: dict[str, int]) -> dict[str, int]:
    """The last number of each kind; under a new roman number or capital the plain ones may begin anew."""
    fresh = {"fresh": 1} if "roman" in number or "capital" in number else {}
    return {**{kind: value for kind, value in last.items() if kind != "fresh"}, **number, **fresh}


def _following_cost(last: dict[str, int], number: dict[str, int]) -> float:
    (kind, value), *_ = number.items()
    before = last.get(kind)
    if before is None:
        return 0.0 if value == 1 or kind == "capital" else _SKIPPED_NUMBER
    if value == before + 1 or (value == 1 and "fresh" in last):
        return 0.0
    if value == 1 and kind == "dotted":
        return 0.0
    if value == 1:
        return _SKIPPED_NUMBER
    if value == before:
        return _REPEATED_NUMBER
    return _SKIPPED_NUMBER if value > before else _TURNED_NUMBER


def _row_cost(row: Sequence[Line], width: int, *, open_end: bool = False) -> float:
    cells = 0
    in_list = False
    for line in row:
        item = (
            any(m.style in BULLETS or m.style is Style.DECIMAL for m in read_markers(line.words))
            and len(line.words) > 4
        )
        cells += not (item and in_list)
        in_list = item
    if cells == width or (open_end and cells < width):
        return 0.0
    if cells > width:
        return _LONG_ROW + _EXTRA_CELL * (cells - width - 1)
    if cells <= 2:
        return _GROUP_ROW
    return _MISSING_CELL if cells == width - 1 else _SHORT_ROW + _MISSING_CELL * (width - cells)
