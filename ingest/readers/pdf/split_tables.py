"""Tables that run over pages: which pieces belong together, and rows that a page break cut in two."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.vietnamese import bare
from ingest.readers.pdf.ruled_tables import Cell, Row, RuledTable

# Edges of columns on the next page may be off by this many points.
_SAME_EDGE = 4.0

# Word keeps text 5.4 points off the sides of its cell, and a blank between words is 3.
_CELL_PADDING = 8.0
_ENDED = (".", ";", ":", "!", "?")


@dataclass(slots=True)
class TablePiece:
    """The part of a table that stands on one page.

    `first` is the piece that the table begins with (itself, unless it goes on from the
    page before), `repeated` how many rows at the top only say again what heads it,
    `rest` what the next page holds of the last row, and `skipped` the row of this
    piece that was such a rest.
    """

    table: RuledTable
    page: int
    first: RuledTable
    repeated: int = 0
    rest: Row = ()
    skipped: int | None = None


def join(above: TablePiece, below: TablePiece) -> None:
    """Make `below`, which begins a page, go on with `above`, which ends the page before, if their columns agree."""
    if not _same_columns(above.table, below.table):
        return
    below.first = above.first
    below.repeated = _repeated_rows(above.first, below.table)
    if below.repeated < len(below.table.rows):
        row = below.table.rows[below.repeated]
        if _goes_on(above.table.rows[-1], row):
            above.rest = row
            below.skipped = below.repeated


def _same_columns(above: RuledTable, below: RuledTable) -> bool:
    if len(above.edges) != len(below.edges):
        return False
    return all(abs(a - b) <= _SAME_EDGE for a, b in zip(above.edges, below.edges, strict=True))


def _repeated_rows(first: RuledTable, below: RuledTable) -> int:
    heads = first.texts[: max(1, first.header_rows)]
    repeated = 0
    for head, row in zip(heads, below.texts, strict=False):
        if [bare(cell).split() for cell in head] != [bare(cell).split() for cell in row]:
            break
        repeated += 1
    return repeated


def _goes_on(last: Row, row: Row) -> bool:
    """Whether `row` is the rest of `last`.

    It is taken for one where it has no number of its own and every text in it goes on
    with a sentence that the page before had no room for.
    """
    if row[0] is not None and row[0].lines:
        return False
    rests = [(a, b) for a, b in zip(last, row, strict=True) if b is not None and b.lines]
    return bool(rests) and all(a is not None and a.lines and _runs_over(a, b) for a, b in rests)


def _runs_over(above: Cell, below: Cell) -> bool:
    """Whether the text of `above` broke off because the first word of `below` did not fit behind it."""
    if above.text.endswith(_ENDED):
        return False
    word = below.lines[0].words[0]
    return above.lines[-1].x1 + (word.x1 - word.x0) > above.box[2] - _CELL_PADDING
