"""Tables of a Word file: their grids, and whether they hold data or only lay out the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx.docx_styles import Styles
from ingest.readers.docx.package import W, child, is_on, value
from ingest.readers.frame_words import FRAME_ROWS, frames, has_national_name
from ingest.readers.text_builder import TablePlace

_NO_BORDER = {"nil", "none", None}


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell and the column its left edge is in, from 0; merged cells appear once, where they begin."""

    element: Any
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells row by row, and how many columns they stand in."""

    rows: tuple[tuple[GridCell, ...], ...]
    columns: int
    header_rows: int  # marked to be repeated on every page
    covered: Mapping[TablePlace, TablePlace] = field(default_factory=dict)  # by a merged cell, and where that begins


def grid_of(table: Any) -> Grid:
    """The grid of `table`, rows deleted in tracked changes left out."""
    rows: list[tuple[GridCell, ...]] = []
    columns = 0
    headers = 0
    covered: dict[TablePlace, TablePlace] = {}
    open_cells: dict[int, TablePlace] = {}  # merged cells that may go on in the next row, by their columns
    for row in _rows(table):
        column = _count(child(row, "trPr", "gridBefore"))
        cells = []
        for element in _cells(row):
            merged = child(element, "tcPr", "vMerge")
            if merged is None or value(merged) == "restart":
                cells.append(GridCell(element, column))
                open_cells.pop(column, None)
                if merged is not None:
                    open_cells[column] = (len(rows), column)
            elif column in open_cells:
                covered[len(rows), column] = open_cells[column]
            column += _count(child(element, "tcPr", "gridSpan"), least=1)
        if headers == len(rows) and is_on(child(row, "trPr", "tblHeader")):
            headers += 1
        rows.append(tuple(cells))
        columns = max(columns, column)
    return Grid(tuple(rows), columns, headers, covered)


def is_layout(table: Any, grid: Grid, texts: Sequence[Sequence[str]], styles: Styles) -> bool:
    """Whether `table` only sets its texts side by side: a letterhead, a signature block, or columns without rules."""
    if len(grid.rows) <= FRAME_ROWS and any(frames(text) for row in texts for text in row):
        return True
    if _is_ruled(table, styles):
        return False
    return grid.columns <= 2 or len(grid.rows) == 1


def is_letterhead(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the rows hold the national name: such a table is read column by column."""
    return any(has_national_name(text) for row in texts for text in row)


def _is_ruled(table: Any, styles: Styles) -> bool:
    own = child(table, "tblPr", "tblBorders")
    borders = own if own is not None else styles.table_borders(table)
    if borders is not None and any(value(side) not in _NO_BORDER for side in borders):
        return True
    cells = [child(cell, "tcPr", "tcBorders") for row in _rows(table) for cell in _cells(row)]
    ruled = sum(b is not None and sum(value(side) not in _NO_BORDER for side in b) > 1 for b in cells)
    return ruled * 2 > len(cells)


def _rows(table: Any) -> Iterator[Any]:
    for item in _unwrapped(table, "tr"):
        if child(item, "trPr", "del") is None:
            yield item


def _cells(row: Any) -> Iterator[Any]:
    return _unwrapped(row, "tc")


def _unwrapped(element: Any, name: str) -> Iterator[Any]:
    """Children called `name`, those inside content controls and custom XML included."""
    for item in element:
        if item.tag == W + name:
            yield item
        elif item.tag in {W + "sdt", W + "sdtContent", W + "customXml", W + "ins"}:
            yield from _unwrapped(item, name)


def _count(element: Any, least: int = 0) -> int:
    text = value(element) or ""
    return max(least, int(text)) if text.isdigit() else least
