"""Tables of old Word files as antiword prints them: bars between columns, long cells over several lines.

    |TT|Nội dung        |Cơ quan  |
    |1 |Rà soát các văn |Sở Tư    |
    |  |bản             |pháp     |

Which lines make one row shows only where the rows are numbered; other tables stay as
they were printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.model import Span
from ingest.readers.extracted_text import TableReading
from ingest.readers.header_rows import header_rows, is_corner

_BARRED = re.compile(r"\s*\|(?P<cells>.*)\|\s*")
# "1", "2.1", "3.", "IV", "A", "(1)", "a)": what stands in the first column where a row begins
_NUMBERED = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,5}|[A-Za-zđĐ])[.)]?")

_Rows = list[list[str]]


def with_tables(text: str) -> tuple[str, tuple[TableReading, ...]]:
    """`text` with the numbered tables in it put into rows, cells separated by tabs, and those tables."""
    pieces: list[str] = []
    tables: list[TableReading] = []
    at = 0
    for rows, lines in _blocks(text.split("\n")):
        if rows:
            spans, end = _spans(rows, at)
            table = TableReading(Span(at, end), spans, header_rows(rows))
            tables.append(table)
            piece = "\n".join("\t".join(row) for row in rows)
        else:
            piece = "\n".join(lines)
        pieces.append(piece)
        at += len(piece) + 1
    return "\n".join(pieces), tuple(tables)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[_Rows, list[str]]]:
    """Stretches of lines in order, with the rows that they make where they are a numbered table."""
    for columns, group in groupby(lines, key=lambda line: len(_cells(line))):
        stretch = list(group)
        yield (_rows([_cells(line) for line in stretch]) if columns > 1 else []), stretch


def _cells(line: str) -> list[str]:
    m = _BARRED.fullmatch(line)
    return [cell.strip() for cell in m["cells"].split("|")] if m else []


def _rows(lines: Sequence[Sequence[str]]) -> _Rows:
    """The rows that printed lines make, cells over several lines joined; none where nothing numbers them."""
    rows: _Rows = []
    for cells in lines:
        if not rows or _NUMBERED.fullmatch(cells[0]):
            rows.append(list(cells))
        else:
            rows[-1] = [f"{above} {below}".strip() for above, below in zip(rows[-1], cells, strict=True)]
    return rows if len(rows) > 1 and is_corner(rows[0][0]) else []


def _spans(rows: _Rows, at: int) -> tuple[tuple[tuple[Span, ...], ...], int]:
    spans = []
    for row in rows:
        cells = []
        for cell in row:
            cells.append(Span(at, at + len(cell)))
            at += len(cell) + 1  # the tab or the line end after it
        spans.append(tuple(cells))
    return tuple(spans), at - 1
