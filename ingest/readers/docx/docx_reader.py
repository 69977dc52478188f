"""Reads Word files (DOCX): paragraphs with the numbers Word prints, tables in place, text boxes, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpus.model import Page
from ingest.errors import EmptyFile
from ingest.readers.detect import Format
from ingest.readers.docx.docx_headers import first_header
from ingest.readers.docx.docx_left_out import left_out
from ingest.readers.docx.docx_objects import Objects
from ingest.readers.docx.docx_styles import Styles
from ingest.readers.docx.docx_tables import Grid, GridCell, grid_of, is_layout, is_letterhead
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.package import MC, DocxPackage, R, W, child, raw_text, value
from ingest.readers.docx.runs import Notes, ParagraphText, is_placeholder, paragraph_text
from ingest.readers.extracted_text import BLANK, ExtractedText
from ingest.readers.header_rows import header_rows
from ingest.readers.legacy_fonts import LegacyFont, detect
from ingest.readers.quality import quality
from ingest.readers.text_builder import TextBuilder

# Tables in tables and boxes in boxes: deeper than this is no document.
_DEEPEST = 8


def read_docx(data: bytes) -> ExtractedText:
    """The text of a Word file as it is printed, tracked changes accepted and hidden text left out.

    Places name parts in the file's order, counted from 1: ``p12`` a paragraph of the
    body, ``t1/r3/c2`` a cell, ``t1/r1/c2/p3`` a paragraph of a cell that only lays
    out the page, ``p12/box1/p1`` one of a text box, ``note1`` a footnote or endnote.
    """
    package = DocxPackage(data)
    document = _Document(package)
    document.write()
    if encoding := detect(document.composition.text):  # the fonts' names told nothing
        document = _Document(package, unnamed=LegacyFont(encoding))
        document.write()
    text = document.composition.text
    if text.strip():
        how = "repaired" if document.repaired else "text"
        document.composition.pages.append(Page(1, 0, len(text), how=how, quality=round(quality(text).share, 3)))
    document.write_annexes()
    if not document.composition.text.strip():
        raise EmptyFile("Tệp Word không có chữ nào (có thể chỉ chứa ảnh): hãy lưu thành PDF rồi nạp lại.")
    return document.composition.reading(Format.DOCX.value)


class _Document:
    """A Word file while it is written out; `unnamed` is what fonts are taken for whose names tell nothing."""

    def __init__(self, package: DocxPackage, unnamed: LegacyFont | None = None) -> None:
        self.composition = TextBuilder()
        self.repaired = False
        self._package = package
        self._objects = Objects(package, self.composition)
        self._waiting: list[Any] = []  # drawings and embedded files of the block that is being written
        self._blanks = 0
        self._unnamed = unnamed
        self._body = child(package.document(), "body")
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"), self._styles)
        self._notes = Notes.of(package.related("footnotes"), package.related("endnotes"))
        self._begun = ""  # a paragraph whose mark was deleted: it goes on in the next

    def write(self) -> None:
        """Write the letterhead where the first page's header holds it, the body, then the notes."""
        if self._body is not None:
            header = first_header(self._package, self._body)
            if header is not None:
                self._write_blocks(header, "header/", depth=0)
            self._write_blocks(self._body, "", depth=0)
        # Notes may be marked in notes; the list grows while it is written.
        for number, (label, note) in enumerate(self._notes.marked, 1):
            texts = [line for _, line, _ in self._lines(note)]
            self.composition.new_paragraph()
            self.composition.write_line(f"{label} {' '.join(texts).strip()}", part=f"note{number}")

    def write_annexes(self) -> None:
        """Write the pages that are pictures, and tell what was not read."""
        self._objects.write_pictures()
        self._objects.warn()
        self.composition.warnings += left_out(self._package, self._styles)
        if self._blanks:
            self.composition.warnings.append(
                f"Tệp có {self._blanks} ô chưa điền (ghi là “{BLANK}”): hãy đối chiếu với bản đã ký, đóng dấu."
            )

    def _write_blocks(self, parent: Any, prefix: str, *, depth: int) -> None:
        """Write paragraphs and tables under `parent`, naming them after `prefix`."""
        if depth > _DEEPEST:
            return
        paragraphs = tables = 0
        for block in _blocks(parent):
            if block.tag == W + "p":
                paragraphs += 1
                self._write_paragraph(block, f"{prefix}p{paragraphs}", depth)
            elif block.tag == W + "tbl":
                tables += 1
                self._write_table(block, f"{prefix}t{tables}", depth)
            elif block.tag == W + "sdt":
                self._write_blank(prefix)
            else:
                self._objects.write_file(self._package.part(block.get(R + "id") or ""), "phần văn bản ghép vào")
            waiting, self._waiting = self._waiting, []
            self._objects.write(waiting)

    def _write_blank(self, part: str) -> None:
        """Write a control of whole paragraphs that nothing was filled into."""
        self._blanks += 1
        self.composition.new_paragraph()
        self.composition.write_line(BLANK, part=part.rstrip("/"))
        self.composition.new_paragraph()

    def _write_paragraph(self, paragraph: Any, part: str, depth: int) -> None:
        found, text = self._read(paragraph)
        if text.strip():
            text = self._numbering.next(paragraph) + text.lstrip()
            centred = value(self._styles.paragraph_property(paragraph, "jc")) == "center"
            heading = self._styles.is_heading(paragraph) or (found.bold and centred)
            self.composition.new_paragraph()
            self.composition.write_line(text, part=part, heading=heading)
            self.composition.new_paragraph()
        for number, box in enumerate(found.boxes, 1):
            self._write_blocks(box, f"{part}/box{number}/", depth=depth + 1)

    def _write_table(self, table: Any, part: str, depth: int) -> None:
        grid = grid_of(table)
        raw = [[raw_text(cell.element) for cell in row] for row in grid.rows]
        if is_layout(table, grid, raw, self._styles):
            self._write_layout(grid, part, depth, by_column=is_letterhead(raw))
            return
        first = 0
        for r, row in enumerate(grid.rows):
            if any(self._holds_table(cell.element) for cell in row):
                self._write_rows(grid, first, r, part)
                self._write_cells([(r + 1, cell) for cell in row], part, depth)
                first = r + 1
        self._write_rows(grid, first, len(grid.rows), part)

    def _write_rows(self, grid: Grid, first: int, after: int, part: str) -> None:
        """Write rows ``[first, after)`` of a table of data."""
        rows, bold = [], []
        for row in grid.rows[first:after]:
            texts, weights = [""] * grid.columns, []
            for cell in row:
                lines = [(line, weight) for _, line, weight in self._lines(cell.element) if line]
                texts[cell.column] = "\n".join(line for line, _ in lines)
                weights += [weight for _, weight in lines]
            rows.append(texts)
            bold.append(bool(weights) and all(weights))
        covered = {(r - first, c): (at - first, over) for (r, c), (at, over) in grid.covered.items() if at >= first}
        headings = (grid.header_rows if not first else 0) or header_rows(rows, bold=bold)
        self.composition.write_table(rows, part=part, header_rows=headings, covered=covered, first_row=first + 1)

    def _holds_table(self, cell: Any) -> bool:
        """Whether a table of data stands in `cell`."""
        for table in (block for block in _blocks(cell) if block.tag == W + "tbl"):
            grid = grid_of(table)
            raw = [[raw_text(inner.element) for inner in row] for row in grid.rows]
            if not is_layout(table, grid, raw, self._styles):
                return True
        return False

    def _write_layout(self, grid: Grid, part: str, depth: int, *, by_column: bool) -> None:
        """Write the cells as lines, left before right: of a letterhead by columns, else row by row."""
        cells = [(r, cell) for r, row in enumerate(grid.rows, 1) for cell in row]
        if by_column:
            cells.sort(key=lambda placed: (placed[1].column > 0, placed[0]))
        self._write_cells(cells, part, depth)

    def _write_cells(self, cells: Sequence[tuple[int, GridCell]], part: str, depth: int) -> None:
        """Write cells, each with the number of its row, as lines; tables in them as tables."""
        for r, cell in cells:
            self.composition.new_paragraph()
            own = f"{part}/r{r}/c{cell.column + 1}"
            if self._holds_table(cell.element):
                self._write_blocks(cell.element, f"{own}/", depth=depth + 1)
                continue
            for n, line, _ in self._lines(cell.element):
                self.composition.write_line(line, part=f"{own}/p{n}")
            self.composition.new_paragraph()

    def _lines(self, parent: Any) -> Iterator[tuple[int, str, bool]]:
        """The paragraphs of a cell or note: number, text, and whether it is bold; tables in it row by row.

        A number may be all that a cell holds: the first column of a table is often a list.
        """
        for n, paragraph in enumerate(_all_paragraphs(parent), 1):
            found, text = self._read(paragraph)
            if not found.joins_next:
                yield n, (self._numbering.next(paragraph) + text.lstrip()).strip(), found.bold
            for box in found.boxes:
                yield from self._lines(box)

    def _read(self, paragraph: Any) -> tuple[ParagraphText, str]:
        """What `paragraph` holds, and its text with that of paragraphs joined to it; ``""`` where it joins the next."""
        found = paragraph_text(paragraph, self._styles, self._notes, self._unnamed)
        self.repaired = self.repaired or found.repaired
        self._waiting += found.objects
        self._blanks += found.blanks
        text = self._begun + found.text
        self._begun = text if found.joins_next else ""
        return found, "" if found.joins_next else text


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables under `parent`, those inside content controls and tracked insertions included.

    With them come what other files are to be put in (``altChunk``), and controls that nothing was filled into.
    """
    for item in parent:
        if item.tag in {W + "p", W + "tbl", W + "altChunk"}:
            yield item
        elif item.tag == W + "sdt":
            content = child(item, "sdtContent")
            if is_placeholder(item):
                yield item
            elif content is not None:
                yield from _blocks(content)
        elif item.tag in {W + "ins", W + "moveTo", W + "customXml", W + "smartTag"}:
            yield from _blocks(item)
        elif item.tag == MC + "AlternateContent":  # of the versions for two versions of Word, the first that holds any
            yield from next((blocks for choice in item if (blocks := list(_blocks(choice)))), [])


def _all_paragraphs(parent: Any) -> Iterator[Any]:
    for block in _blocks(parent):
        if block.tag == W + "p":
            yield block
        elif block.tag == W + "tbl":
            for row in grid_of(block).rows:
                for cell in row:
                    yield from _all_paragraphs(cell.element)
