"""Builds a document's text piece by piece, and remembers where everything in it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.model import Page, Place, Span
from corpus.vietnamese import clean
from ingest.readers.extracted_text import ExtractedText, TableReading

# A place in a table: its row and column, counted from 0.
TablePlace = tuple[int, int]


class TextBuilder:
    """The text of a `ExtractedText` while it grows.

    Pieces are cleaned as they are written. A piece that is not the first of its line
    must be written with its separator before it, so that no combining mark of one
    piece can join the letter before it: `text` is then clean as a whole.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._breaks = 0
        self._separator = ""
        self.pages: list[Page] = []
        self.places: list[Place] = []
        self.tables: list[TableReading] = []
        self.headings: list[Span] = []
        self.noise: list[Span] = []
        self.warnings: list[str] = []

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._pieces)

    @property
    def end(self) -> int:
        """Where the next piece would stand if nothing were put between."""
        return self._length

    def separate(self, separator: str) -> None:
        """Put a space or tab before the next piece, unless a line end comes there."""
        self._separator += separator

    def new_line(self) -> None:
        """End the line, if anything stands on it."""
        self._breaks = max(self._breaks, 1)

    def new_paragraph(self) -> None:
        """Leave one blank line before the next piece."""
        self._breaks = 2

    def write(self, piece: str) -> Span:
        """Append `piece` and return where it stands; a piece without text is an empty span there."""
        piece = clean(piece)
        if piece:
            self._put_separators()
            self._append(piece)
        return Span(self._length - len(piece), self._length)

    def write_line(self, text: str, *, part: str = "", heading: bool = False, noise: bool = False) -> Span:
        """Append `text` as a line of its own, with the name of its part of the original."""
        self.new_line()
        span = self.write(clean(text).strip())
        if span.start == span.end:
            return span
        if part:
            self.places.append(Place(*span, part=part))
        if heading:
            self.headings.append(span)
        if noise:
            self.noise.append(span)
        self.new_line()
        return span

    def write_table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        part: str = "",
        header_rows: int = 0,
        covered: Mapping[TablePlace, TablePlace] | None = None,
        first_row: int = 1,
    ) -> None:
        """Append a table; each cell is placed as ``<part>/r<row>/c<column>``, counted from 1.

        `covered` leads from places that a merged cell covers from above to where it
        begins. `first_row` is the number of the first row in its part.
        """
        self.new_paragraph()
        written: dict[int, tuple[Span, ...]] = {}
        for r, cells in enumerate(rows):
            row = [clean(cell).strip() for cell in cells]
            if any(row):
                self.start_row()
                row_part = f"{part}/r{r + first_row}" if part else ""
                written[r] = tuple(self._write_cell(c, cell, row_part) for c, cell in enumerate(row, 1))
        self.record_table([*written.values()], header_rows, _held(written, covered or {}))
        self.new_paragraph()

    def _write_cell(self, column: int, cell: str, row_part: str) -> Span:
        self.start_cell(column)
        span = self.write(cell)
        if row_part and span.start < span.end:
            self.places.append(Place(*span, part=f"{row_part}/c{column}"))
        return span

    def start_row(self) -> None:
        """Begin a row of a table on a line of its own."""
        self.new_line()
        self._put_separators()

    def start_cell(self, column: int) -> None:
        """Begin the cell in `column`, counted from 1: a tab stands before each but the first."""
        self._breaks, self._separator = 0, ""
        if column > 1:
            self._append("\t")

    def record_table(
        self, rows: Sequence[tuple[Span, ...]], header_rows: int = 0, held: Sequence[tuple[Span, ...]] = ()
    ) -> None:
        """Note that `rows`, the cells of rows already written, are one table; `held` as in `TableReading`."""
        if rows:
            span = Span(min(cell.start for cell in rows[0]), max(cell.end for row in rows for cell in row))
            told = tuple(held) if any(cell.start < cell.end for row in held for cell in row) else ()
            self.tables.append(TableReading(span, tuple(rows), min(header_rows, len(rows)), told))

    def embed(self, reading: ExtractedText, *, part: str, as_pages: bool = False) -> None:
        """Append the text of another reading, with its tables and headings; its places lie in `part`.

        Its pages become pages of this text where `as_pages` is set; they have no size,
        for nobody can be shown them.
        """
        self.new_paragraph()
        self._put_separators()
        start = self._length
        self._append(reading.text)
        self.places += [_moved_place(place, start, part) for place in reading.places]
        self.tables += [_moved_table(table, start) for table in reading.tables]
        self.headings += [_moved(span, start) for span in reading.headings]
        self.noise += [_moved(span, start) for span in reading.noise]
        for page in reading.pages if as_pages else ():
            span = _moved(Span(page.start, page.end), start)
            number = len(self.pages) + 1
            self.pages.append(replace(page, number=number, start=span.start, end=span.end, width=0.0, height=0.0))
        self.new_paragraph()

    def reading(self, media_type: str) -> ExtractedText:
        """The finished reading."""
        return ExtractedText(
            text=self.text,
            media_type=media_type,
            pages=tuple(self.pages),
            places=tuple(self.places),
            tables=tuple(self.tables),
            headings=tuple(self.headings),
            noise=tuple(self.noise),
            warnings=tuple(dict.fromkeys(self.warnings)),
        )

    def _put_separators(self) -> None:
        if self._breaks and self._length:
            self._append("\n" * self._breaks)
        elif self._separator and self._length:
            self._append(self._separator)
        self._breaks = 0
        self._separator = ""

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)


def _held(written: Mapping[int, tuple[Span, ...]], covered: Mapping[TablePlace, TablePlace]) -> list[tuple[Span, ...]]:
    """For each row that was written, the spans of the merged cells that cover its places from above."""
    held = []
    for r, row in written.items():
        origins = [covered.get((r, c)) for c in range(len(row))]
        held.append(tuple(written[o[0]][o[1]] if o and o[0] in written else Span(0, 0) for o in origins))
    return held


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _moved_table(table: TableReading, by: int) -> TableReading:
    return replace(
        table,
        span=_moved(table.span, by),
        rows=tuple(tuple(_moved(cell, by) for cell in row) for row in table.rows),
        held=tuple(tuple(_moved(cell, by) for cell in row) for row in table.held),
    )


def _moved_place(place: Place, by: int, part: str) -> Place:
    own = place.part or (f"p{place.page}" if place.page else "")
    return Place(place.start + by, place.end + by, part=f"{part}/{own}" if own else part, was=place.was)
