"""Writes the pages of a PDF as one text: reading order, paragraphs, tables, and what is noise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from corpus.model import Page, Place, Span
from ingest.readers.extracted_text import Doubt, ExtractedText
from ingest.readers.pdf.glyph_layout import Line
from ingest.readers.pdf.page_columns import Block, in_reading_order
from ingest.readers.pdf.page_notes import Note
from ingest.readers.pdf.paragraphs import Margins, begins_paragraph, is_centred, margins_of
from ingest.readers.pdf.ruled_tables import Cell, Row, RuledTable
from ingest.readers.pdf.running_headers import PageLines, running_lines
from ingest.readers.pdf.split_tables import TablePiece, join
from ingest.readers.text_builder import TextBuilder


@dataclass(frozen=True, slots=True)
class PageReading:
    """What stands on a page: its lines outside tables, from top to bottom, and its tables.

    `how` and `quality` are as in `corpus.model.Page`; `confidence` is the OCR's, 1 for a text layer;
    `sideways` how many characters do not stand upright and were left out. `notes` are
    its footnotes, which are written after the last page, `hidden` counts characters that
    are not shown and were left out.
    """

    number: int
    width: float
    height: float
    how: str
    quality: float
    confidence: float
    sideways: int
    lines: tuple[Line, ...]
    tables: tuple[RuledTable, ...]
    notes: tuple[Note, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class _Running:
    """A line that is not the document's own."""

    line: Line


_NOWHERE = Span(0, 0)

# What stands on a page from top to bottom.
_Part = _Running | tuple[Line, ...] | TablePiece


def write_pages(pages: Sequence[PageReading], *, warnings: Iterable[str] = ()) -> ExtractedText:
    """The reading of a PDF whose pages were read one by one."""
    running = running_lines([PageLines(page.lines, page.height) for page in pages])
    parts = [_parts(page, running_here) for page, running_here in zip(pages, running, strict=True)]
    for above, below in pairwise(parts):
        _join_over_page(above, below)
    writer = _Writer()
    writer.composition.warnings.extend(warnings)
    for page, page_parts in zip(pages, parts, strict=True):
        writer.write_page(page, page_parts)
    writer.end_table()
    for page in pages:
        for note in page.notes:
            writer.write_note(note, page.number)
    doubts = tuple(doubt for page in pages for doubt in page.doubts)
    return replace(writer.composition.reading("application/pdf"), doubts=doubts)


def _parts(page: PageReading, running: Collection[int]) -> list[_Part]:
    singles: list[tuple[float, _Running | Line | TablePiece]] = [
        (line.top, _Running(line) if i in running else line) for i, line in enumerate(page.lines)
    ]
    singles += [(table.box[1], TablePiece(table, page.number, table)) for table in page.tables]
    singles.sort(key=lambda single: single[0])
    parts: list[_Part] = []
    for is_text, group in groupby((part for _, part in singles), key=lambda part: isinstance(part, Line)):
        if is_text:
            parts.append(tuple(part for part in group if isinstance(part, Line)))
        else:
            parts.extend(part for part in group if not isinstance(part, Line))
    return parts


def _join_over_page(above: Sequence[_Part], below: Sequence[_Part]) -> None:
    last = next((part for part in reversed(above) if not isinstance(part, _Running)), None)
    first = next((part for part in below if not isinstance(part, _Running)), None)
    if isinstance(last, TablePiece) and isinstance(first, TablePiece):
        join(last, first)


class _Writer:
    """Keeps what one page leaves open for the next: a paragraph, or a table."""

    def __init__(self) -> None:
        self.composition = TextBuilder()
        self._page = 0
        self._margins: Margins | None = None
        self._last: tuple[Line, int] | None = None
        self._bold: list[Span] = []  # bold lines of the paragraph that is being written
        self._table: RuledTable | None = None
        self._rows: list[tuple[Span, ...]] = []
        self._held: list[tuple[Span, ...]] = []
        self._spans: dict[Cell, Span] = {}  # of the cells of the open table

    def write_page(self, page: PageReading, parts: Sequence[_Part]) -> None:
        """Append a page."""
        start = self.composition.end
        self._page = page.number
        own = [line for part in parts if isinstance(part, tuple) for line in part]
        self._margins = margins_of(own, self._margins)
        for part in parts:
            if isinstance(part, _Running):
                self._write_running(part.line)
            elif isinstance(part, TablePiece):
                self._write_piece(part)
            else:
                self.end_table()
                for block in in_reading_order(part):
                    self._write_block(block)
        end = self.composition.end
        confidence = round(page.confidence, 3)
        self.composition.pages.append(
            Page(page.number, start, end, page.how, page.quality, page.width, page.height, confidence)
        )

    def write_note(self, note: Note, page: int) -> None:
        """Append a footnote of page `page` as a paragraph: "[1] …"."""
        self.composition.new_paragraph()
        self.composition.write(f"[{note.number}]")
        for line in note.lines:
            self.composition.separate(" ")
            self._write_words(line, page)

    def end_table(self) -> None:
        """Record the table that is open; nothing more belongs to it."""
        if self._table is not None:
            self.composition.record_table(self._rows, self._table.header_rows, self._held)
            self.composition.new_paragraph()
            self._table = None

    def _write_running(self, line: Line) -> None:
        self.composition.new_line()
        self.composition.noise.append(self._write_words(line))
        self.composition.new_line()

    def _write_block(self, block: Block) -> None:
        if block.column:
            self.composition.new_paragraph()
            for line in block.lines:
                self.composition.new_line()
                self._write_words(line)
            self.composition.new_paragraph()
            self._last = None
        elif block.narrow:
            page, self._margins, self._last = self._margins, margins_of(block.lines), None
            for line in block.lines:
                self._write_line(line)
            self._margins, self._last = page, None
        else:
            for line in block.lines:
                self._write_line(line)

    def _write_line(self, line: Line) -> None:
        if self._last is None or self._begins_paragraph(*self._last, line):
            self.composition.new_paragraph()
            self._bold.clear()
        else:
            self.composition.new_line()
        span = self._write_words(line)
        self._bold = [*self._bold, span] if line.bold else []
        if line.bold and self._margins and is_centred(line, self._margins):
            # The lines above it in its paragraph are as much of the heading, however long.
            self.composition.headings.extend(self._bold)
            self._bold.clear()
        self._last = (line, self._page)

    def _begins_paragraph(self, above: Line, on_page: int, line: Line) -> bool:
        assert self._margins is not None  # set for the page before its lines are written
        return begins_paragraph(above, line, self._margins, same_page=on_page == self._page)

    def _write_piece(self, piece: TablePiece) -> None:
        if piece.first is not self._table:
            self.end_table()
            self.composition.new_paragraph()
            self._table, self._rows, self._held, self._spans = piece.first, [], [], {}
        rows = piece.table.rows
        for number, row in enumerate(rows):
            if number == piece.skipped or not any(cell and cell.lines for cell in row):
                continue
            spans = self._write_row(row, piece.rest if number == len(rows) - 1 else ())
            if number < piece.repeated:
                self.composition.noise.append(Span(min(s.start for s in spans), max(s.end for s in spans)))
            else:
                self._held.append(self._held_in(piece, number))
                self._rows.append(spans)
        self._last = None

    def _held_in(self, piece: TablePiece, row: int) -> tuple[Span, ...]:
        """The spans of the merged cells that cover places of a row from above."""
        table = piece.table
        if row == piece.repeated and piece.first is not table and self._rows:
            self._carry_over_page(table, row)
        covering = [table.covering(row, column) for column in range(len(table.rows[row]))]
        held = [
            self._carried(cell) if above is None else self._spans.get(above, _NOWHERE)
            for cell, above in zip(table.rows[row], covering, strict=True)
        ]
        return tuple(held)

    def _carry_over_page(self, table: RuledTable, row: int) -> None:
        """Let empty cells over several rows at the top of a page hold the values that the page before ends with."""
        for column, cell in enumerate(table.rows[row]):
            if cell and not cell.lines and row + 1 < len(table.rows) and table.covering(row + 1, column) is cell:
                own, held = self._rows[-1][column], self._held[-1][column]
                self._spans[cell] = own if own.start < own.end else held

    def _carried(self, cell: Cell | None) -> Span:
        """The value of the page before that an empty cell goes on with."""
        return self._spans.get(cell, _NOWHERE) if cell and not cell.lines else _NOWHERE

    def _write_row(self, row: Row, rest: Row) -> tuple[Span, ...]:
        """Write one row; `rest` holds the lines of its cells that stand on the next page."""
        self.composition.start_row()
        spans = []
        for column, cell in enumerate(row):
            self.composition.start_cell(column + 1)
            start = self.composition.end
            over = rest[column] if rest else None
            for line in cell.lines if cell else ():
                self._write_words(line)
                self.composition.new_line()
            for line in over.lines if over else ():
                self._write_words(line, self._page + 1)
                self.composition.new_line()
            spans.append(Span(start, self.composition.end))
            if cell:
                self._spans[cell] = spans[-1]
        self.composition.new_line()
        return tuple(spans)

    def _write_words(self, line: Line, page: int | None = None) -> Span:
        spans = []
        for n, word in enumerate(line.words):
            if n:
                self.composition.separate(" ")
            span = self.composition.write(word.text)
            self.composition.places.append(Place(*span, page=page or self._page, box=word.box, was=word.was))
            spans.append(span)
        return Span(spans[0].start, spans[-1].end)
