"""Tables that the file itself marks as such, and those a converter wrote with bars, as blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.model import ClauseKind, Span
from corpus.vietnamese import fold
from ingest.readers.extracted_text import ExtractedText, TableReading
from ingest.structure.block import Block
from ingest.structure.phrases import matches
from ingest.structure.tables.flat_tables import FlatTable
from ingest.structure.tables.table_columns import column_kinds, is_row_number

# "|---|---|", the line below the headings of a table written with bars
_RULE = re.compile(r"^[ \t]*\|(?:\s*:?-{2,}:?\s*\|)+[ \t]*$", re.MULTILINE)
_BARS = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
# Of a letterhead or a signature block set as a table.
_LAYOUT_PARTS = ("motto", "recipients", "address")


def data_tables(reading: ExtractedText) -> tuple[TableReading, ...]:
    """The tables of a reading that hold data; those that only set out letterhead and signatures are left out."""
    tables = reading.tables or _barred_tables(reading.text)
    return tuple(table for table in tables if not _is_layout(table, reading.text))


def table_block(tables: Sequence[TableReading], text: str, noise: Sequence[Span] = ()) -> Block:
    """One table as a block with its rows; `tables` are its pieces where pages cut it, `noise` what stands inside."""
    first = tables[0]
    headings = _header_rows(first, text)
    rows = [row for table in tables for row in table.rows[_header_rows(table, text) :] if _filled(row)]
    if not rows:
        rows, headings = [row for row in first.rows if _filled(row)], 0
    starts = [min(cell.start for cell in row if cell.start < cell.end) for row in rows]
    ends = [_row_end(row, end, noise) for row, end in zip(rows, [*starts[1:], tables[-1].span.end], strict=True)]
    start = _first_word(text, first.span.start)
    block = Block(start, _last_word(text, start, starts[0]), "", "", kind=ClauseKind.TABLE)
    block.cells = _headings(first.rows[:headings])
    for row, a, b in zip(rows, starts, ends, strict=True):
        own = Block(a, _last_word(text, a, b), "", "", kind=ClauseKind.ROW, label=_label(row, text))
        own.cells = _within(row, a, own.end)
        block.rows.append(own)
    return block


def _row_end(row: Sequence[Span], end: int, noise: Sequence[Span]) -> int:
    """Where a row's own words end: at the next row, or at the noise between them."""
    last = max(cell.end for cell in row)
    return min([end, *(span.start for span in noise if span.start >= last)])


def noise_inside(tables: Sequence[TableReading], text: str, noise: Sequence[Span]) -> list[Span]:
    """The noise inside a table: page headers and footers, and its headings again at the top of a page."""
    found = [span for span in noise if tables[0].span.start <= span.start and span.end <= tables[-1].span.end]
    for table in tables[1:]:
        cells = [cell for row in table.rows[: _header_rows(table, text)] for cell in row if cell.start < cell.end]
        if cells:
            found.append(Span(min(cell.start for cell in cells), max(cell.end for cell in cells)))
    return sorted(found, key=lambda span: span.start)


def flat_table_block(table: FlatTable) -> Block:
    """A flattened table as a block with its rows."""
    headings = table.headings
    block = Block(headings[0].start, headings[-1].end, "", "", kind=ClauseKind.TABLE)
    block.cells = tuple(line.span for line in headings)
    for row in table.rows:
        own = Block(row.lines[0].start, row.lines[-1].end, "", "", kind=ClauseKind.ROW, label=row.label)
        own.cells = row.cells
        block.rows.append(own)
    return block


def goes_on(table: TableReading, following: TableReading, text: str) -> bool:
    """Whether `following` is the rest of `table` on the next page: as many columns, no headings or the same."""
    if len(table.rows[0]) != len(following.rows[0]):
        return False
    headings = _header_rows(following, text)
    return not headings or _words(following.rows[:headings], text) == _words(table.rows[:headings], text)


def _is_layout(table: TableReading, text: str) -> bool:
    if not table.rows or not any(_filled(row) for row in table.rows) or len(table.rows[0]) < 2:
        return True
    words = fold(table.span.of(text))
    lines = [line.strip(" |*_\t") for line in re.split(r"[\n\t|]", words)]
    return any(matches(part, line) for part in _LAYOUT_PARTS for line in lines)


def _header_rows(table: TableReading, text: str) -> int:
    """How many rows are headings: as the reader says, else one where at least two cells are known headings."""
    if table.header_rows or not table.rows:
        return min(table.header_rows, len(table.rows) - 1)
    known = [kind for kind in column_kinds(_words(table.rows[:1], text)) if kind]
    return 1 if len(known) >= 2 and len(table.rows) > 1 else 0


def _headings(rows: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """The heading of each column: the lowest that is filled, for headings over several columns stand above."""
    if not rows:
        return ()
    lowest = list(rows[0])
    for row in rows[1:]:
        lowest = [cell if cell.start < cell.end else above for cell, above in zip(row, lowest, strict=False)]
    return tuple(lowest)


def _words(rows: Sequence[Sequence[Span]], text: str) -> list[str]:
    return [" ".join(fold(cell.of(text)).split()) for row in rows for cell in row]


def _label(row: Sequence[Span], text: str) -> str:
    words = row[0].of(text).strip(" *_|")
    return words if is_row_number(words) else ""


def _within(row: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The row's cells, empty ones moved to where the row's own words are."""
    cells, at = [], start
    for cell in row:
        if cell.start < cell.end:
            at = cell.end
            cells.append(cell)
        else:
            cells.append(Span(min(at, end), min(at, end)))
    return tuple(cells)


def _filled(row: Sequence[Span]) -> bool:
    return any(cell.start < cell.end for cell in row)


def _first_word(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _last_word(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


# --- tables written with bars -----------------------------------------------


def _barred_tables(text: str) -> tuple[TableReading, ...]:
    """Tables in plain text: ``| TT | Nội dung |`` over ``|---|---|``."""
    lines = [Span(m.start(), m.end()) for m in _BARS.finditer(text)]
    found, run = [], lines[:1]
    for before, line in pairwise(lines):
        if text[before.end : line.start].strip() or text.count("\n", before.end, line.start) > 1:
            found.append(run)
            run = []
        run.append(line)
    found.append(run)
    return tuple(
        _barred(run, text) for run in found if len(run) > 2 and any(_RULE.match(line.of(text)) for line in run)
    )


def _barred(run: Sequence[Span], text: str) -> TableReading:
    rule = next(n for n, line in enumerate(run) if _RULE.match(line.of(text)))
    rows = tuple(_bar_cells(line, text) for n, line in enumerate(run) if n != rule)
    return TableReading(Span(run[0].start, run[-1].end), rows, header_rows=rule)


def _bar_cells(line: Span, text: str) -> tuple[Span, ...]:
    bars = [line.start + m.start() for m in re.finditer(r"\|", line.of(text))]
    cells = []
    for a, b in pairwise(bars):
        start = _first_word(text[:b], a + 1)
        cells.append(Span(min(start, b), max(min(start, b), _last_word(text, a + 1, b))))
    return tuple(cells)
