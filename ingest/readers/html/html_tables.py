"""Tables of web pages: their grids, and whether they hold data or only lay out the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ingest.readers.frame_words import FRAME_ROWS, frames
from ingest.readers.text_builder import TablePlace

# A cell that spans more than this is a mistake, not a table.
_WIDEST_SPAN = 100

# Cells of tasks have up to 600 characters; a cell with more lays out a page.
_LONGEST_CELL = 3_000


def cells_of(table: Any) -> tuple[list[list[Any | None]], dict[TablePlace, TablePlace]]:
    """The cells row by row in column order, None where a merged cell covers the place.

    With them come the places that are covered from a row above, and where their cells begin.
    """
    rows: list[list[Any | None]] = []
    covered: dict[TablePlace, TablePlace] = {}
    for r, row in enumerate(_rows(table)):
        cells: list[Any | None] = []
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            while (r, len(cells)) in covered:
                cells.append(None)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for below in range(1, down):
                for beside in range(across):
                    covered[r + below, len(cells) + beside] = (r, len(cells) + beside)
            cells += [cell] + [None] * (across - 1)
        while (r, len(cells)) in covered:
            cells.append(None)
        rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows], covered


def is_data(table: Any, rows: Sequence[Sequence[Any | None]]) -> bool:
    """Whether `table` holds rows of data; a letterhead, a signature block or a page's frame holds none."""
    if len(rows) < 2 or max(len(row) for row in rows) < 2 or next(table.iterdescendants("table"), None) is not None:
        return False
    cells = [cell for row in rows for cell in row if cell is not None]
    texts = [" ".join(cell.itertext()) for cell in cells]
    if max((len(text) for text in texts), default=0) > _LONGEST_CELL:
        return False
    return len(rows) > FRAME_ROWS or not any(frames(text) for text in texts)


def _rows(table: Any) -> Iterator[Any]:
    for item in table:
        if item.tag == "tr":
            yield item
        elif item.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in item if row.tag == "tr")


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return min(_WIDEST_SPAN, max(1, int(text))) if text.isdigit() else 1
