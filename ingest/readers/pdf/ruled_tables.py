"""Ruled tables of PDF pages: from rulings to cells, and from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.header_rows import header_rows
from ingest.readers.pdf.glyph_layout import Line, Word, lines_of
from ingest.readers.pdf.pdf_page import Ruling

# Rulings and cell edges within this many points of one another are the same; Word
# draws a border as several bars up to 0.7 points apart.
_SNAP = 3.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's box and the lines in it."""

    box: Box
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines of the cell, one after the other."""
        return "\n".join(line.text for line in self.lines)


Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table on one page; a row holds None where a cell is covered by a merged one."""

    box: Box
    rows: tuple[Row, ...]
    edges: tuple[float, ...]

    def covering(self, row: int, column: int) -> Cell | None:
        """The merged cell that covers a place without a cell of its own from a row above."""
        if self.rows[row][column] is not None:
            return None
        top = self._top(row)
        for above in reversed(self.rows[:row]):
            if (cell := above[column]) is not None:
                return cell if cell.box[3] > top + _SNAP else None
        return None

    def _top(self, row: int) -> float:
        return next((cell.box[1] for cell in self.rows[row] if cell is not None), self.box[3])

    @property
    def texts(self) -> list[list[str]]:
        """The text of each cell."""
        return [[cell.text if cell else "" for cell in row] for row in self.rows]

    @property
    def header_rows(self) -> int:
        """How many rows at the top are headings."""
        return header_rows(self.texts)


def find_tables(rulings: Sequence[Ruling], words: Sequence[Word]) -> list[RuledTable]:
    """The ruled tables with their words, from top to bottom; frames with a single cell are none."""
    tables = []
    for cells in _grids(rulings):
        table = _table(cells, words)
        if (
            len(table.edges) > 2
            and sum(cell is not None and bool(cell.lines) for row in table.rows for cell in row) > 1
        ):
            tables.append(table)
    return sorted(tables, key=lambda table: table.box[1])


def words_outside(words: Sequence[Word], tables: Sequence[RuledTable]) -> list[Word]:
    """The words that stand in none of `tables`."""
    return [word for word in words if not any(_inside(word, table.box) for table in tables)]


def _grids(rulings: Sequence[Ruling]) -> list[list[Box]]:
    """The cells of each group of rulings that cross."""
    from pdfplumber import table as pdfplumber_table

    edges = [_edge(ruling) for ruling in (*rulings, *_ends(rulings))]
    if sum(edge["orientation"] == "v" for edge in edges) < 2 or sum(edge["orientation"] == "h" for edge in edges) < 2:
        return []
    merged = pdfplumber_table.merge_edges(
        edges, snap_x_tolerance=_SNAP, snap_y_tolerance=_SNAP, join_x_tolerance=_SNAP, join_y_tolerance=_SNAP
    )
    crossings = pdfplumber_table.edges_to_intersections(merged, _SNAP, _SNAP)
    cells = pdfplumber_table.intersections_to_cells(crossings)
    return [list(group) for group in pdfplumber_table.cells_to_tables(cells)]


def _ends(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Rulings across the ends of columns: where a table runs over a page its last row may be left open."""
    ends = []
    uprights = [ruling for ruling in rulings if ruling.x0 == ruling.x1]
    joined = _joined(uprights)
    for y in sorted({end for upright in joined for end in (upright.top, upright.bottom)}):
        across = [u.x0 for u in joined if min(abs(u.top - y), abs(u.bottom - y)) <= _SNAP]
        if len(across) > 1:
            ends.append(Ruling(min(across), y, max(across), y))
    return ends


def _joined(uprights: Sequence[Ruling]) -> list[Ruling]:
    """Upright rulings with the pieces of one line put together."""
    joined: list[Ruling] = []
    for ruling in sorted(uprights, key=lambda ruling: (round(ruling.x0 / _SNAP), ruling.top)):
        if joined and abs(joined[-1].x0 - ruling.x0) <= _SNAP and ruling.top <= joined[-1].bottom + _SNAP:
            joined[-1] = joined[-1]._replace(bottom=max(joined[-1].bottom, ruling.bottom))
        else:
            joined.append(ruling)
    return joined


def _edge(ruling: Ruling) -> dict[str, float | str]:
    horizontal = ruling.top == ruling.bottom
    return {
        "x0": ruling.x0,
        "x1": ruling.x1,
        "top": ruling.top,
        "bottom": ruling.bottom,
        "width": ruling.x1 - ruling.x0,
        "height": ruling.bottom - ruling.top,
        "orientation": "h" if horizontal else "v",
        "object_type": "line",
    }


def _table(cells: Sequence[Box], words: Sequence[Word]) -> RuledTable:
    lefts = sorted({cell[0] for cell in cells})
    tops = sorted({cell[1] for cell in cells})
    box = (lefts[0], tops[0], max(cell[2] for cell in cells), max(cell[3] for cell in cells))
    inside = [word for word in words if _inside(word, box)]
    by_corner = {(cell[1], cell[0]): cell for cell in cells}
    rows = []
    for top in tops:
        corners = [by_corner.get((top, left)) for left in lefts]
        row = tuple(_cell(corner, inside) if corner else None for corner in corners)
        rows.append(row)
    return RuledTable(box, tuple(rows), (*lefts, box[2]))


def _cell(box: Box, words: Sequence[Word]) -> Cell:
    return Cell(box, tuple(lines_of(word for word in words if _inside(word, box))))


def _inside(word: Word, box: Box) -> bool:
    """Whether the middle of `word` is in `box`."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
