"""Reads OpenDocument texts (ODT): paragraphs with their numbers, tables in place, text boxes, notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from corpus.model import Page
from ingest.errors import BrokenFile, EmptyFile, EncryptedFile
from ingest.readers.detect import Format
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.frame_words import FRAME_ROWS, frames, has_national_name
from ingest.readers.header_rows import header_rows
from ingest.readers.legacy_fonts import LegacyFont, detect
from ingest.readers.limits import read_part
from ingest.readers.odt.odt_left_out import is_hidden_section, left_out
from ingest.readers.odt.odt_lists import Lists
from ingest.readers.odt.odt_paragraphs import Paragraph, Paragraphs
from ingest.readers.odt.odt_styles import DRAW, OFFICE, TABLE, TEXT, Styles, attribute
from ingest.readers.quality import quality
from ingest.readers.text_builder import TablePlace, TextBuilder

_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED = b"encryption-data"

# Tables in tables and boxes in boxes: deeper than this is no document.
_DEEPEST = 8
# Cells and rows may be said to be repeated; a sheet is filled up with a million empty ones.
_MOST_REPEATED = 64

# What only groups the paragraphs of a text.
_GROUPS = frozenset({
    TEXT + name
    for name in ("section", "index-body", "index-title", "table-of-content", "user-index", "bibliography",
                 "alphabetical-index", "numbered-paragraph")
})  # fmt: skip


def read_odt(data: bytes) -> ExtractedText:
    """The text of an OpenDocument text as it is printed, tracked changes accepted and hidden text left out.

    Places name parts as those of a DOCX do: ``p12``, ``t1/r3/c2``, ``p12/box1/p1``, ``note1``.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if _MANIFEST in names and _ENCRYPTED in archive.read(_MANIFEST):
            raise EncryptedFile("Tệp ODT được đặt mật khẩu: hãy mở tệp, bỏ mật khẩu, lưu lại rồi nạp lại.")
        if "content.xml" not in names:
            raise BrokenFile("Tệp ODT thiếu phần nội dung: hãy mở thử, lưu lại rồi nạp lại.")
        content = _parsed(read_part(archive, "content.xml", "ODT"))
        styles = _parsed(read_part(archive, "styles.xml", "ODT")) if "styles.xml" in names else None
    document = _Document(content, styles, None)
    document.write()
    if encoding := detect(document.composition.text):  # the fonts' names told nothing
        document = _Document(content, styles, LegacyFont(encoding))
        document.write()
    text = document.composition.text
    if not text.strip():
        raise EmptyFile("Tệp ODT không có chữ nào (có thể chỉ chứa ảnh): hãy lưu thành PDF rồi nạp lại.")
    how = "repaired" if document.repaired else "text"
    document.composition.pages.append(Page(1, 0, len(text), how=how, quality=round(quality(text).share, 3)))
    document.composition.warnings += left_out(content)
    return document.composition.reading(Format.ODT.value)


def _parsed(xml: bytes) -> Any:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


@dataclass(frozen=True, slots=True)
class _Cell:
    element: Any
    column: int


class _Document:
    """An OpenDocument text while it is written out."""

    def __init__(self, content: Any, styles: Any | None, unnamed: LegacyFont | None) -> None:
        self.composition = TextBuilder()
        self._body = content.find(f"{OFFICE}body/{OFFICE}text")
        self._styles = Styles(content, styles)
        self._lists = Lists(self._styles)
        self._paragraphs = Paragraphs(self._styles, unnamed)

    @property
    def repaired(self) -> bool:
        """Whether some of it was set in an old font."""
        return self._paragraphs.repaired

    def write(self) -> None:
        """Write the body, then the notes."""
        if self._body is not None:
            self._write_blocks(self._body, "", depth=0)
        # Notes may be marked in notes; the list grows while it is written.
        for number, (label, note) in enumerate(self._paragraphs.notes, 1):
            lines = " ".join(text for text, _ in self._lines(note)).strip()
            self.composition.new_paragraph()
            self.composition.write_line(f"{label} {lines}", part=f"note{number}")

    def _write_blocks(self, parent: Any, prefix: str, *, depth: int) -> None:
        if depth > _DEEPEST:
            return
        paragraphs = tables = 0
        for block, mark in self._blocks(parent):
            if block.tag == TABLE + "table":
                tables += 1
                self._write_table(block, f"{prefix}t{tables}")
                continue
            paragraphs += 1
            part = f"{prefix}p{paragraphs}"
            found = self._paragraphs.read(block)
            if found.text.strip():
                self.composition.new_paragraph()
                self.composition.write_line(mark + found.text.strip(), part=part, heading=_is_heading(block, found))
                self.composition.new_paragraph()
            for number, box in enumerate(found.boxes, 1):
                self._write_blocks(box, f"{part}/box{number}/", depth=depth + 1)

    def _blocks(self, parent: Any) -> Iterator[tuple[Any, str]]:
        """The paragraphs and tables under `parent` in order, each with the number printed before it."""
        for item in parent:
            if item.tag in {TEXT + "p", TEXT + "h"}:
                yield item, self._lists.heading(item) if item.tag == TEXT + "h" else ""
            elif item.tag == TABLE + "table":
                yield item, ""
            elif item.tag == TEXT + "list":
                yield from self._lists.items(item)
            elif item.tag in _GROUPS and not is_hidden_section(item):
                yield from self._blocks(item)
            elif item.tag == DRAW + "frame":  # anchored to the page
                for box in item.iterchildren(DRAW + "text-box"):
                    yield from self._blocks(box)

    def _write_table(self, table: Any, part: str) -> None:
        rows, headings, covered = _grid(table)
        read = [[list(self._lines(cell.element)) for cell in row] for row in rows]
        texts = [["\n".join(text for text, _ in lines) for lines in row] for row in read]
        columns = max((cell.column + 1 for row in rows for cell in row), default=0)
        if self._is_layout(rows, texts, columns):
            self._write_layout(rows, texts, part)
            return
        grid, bold = [], []
        for row, row_texts, row_lines in zip(rows, texts, read, strict=True):
            cells = [""] * columns
            for cell, text in zip(row, row_texts, strict=True):
                cells[cell.column] = text
            grid.append(cells)
            weights = [weight for lines in row_lines for _, weight in lines]
            bold.append(bool(weights) and all(weights))
        self.composition.write_table(
            grid, part=part, header_rows=headings or header_rows(grid, bold=bold), covered=covered
        )

    def _is_layout(self, rows: Sequence[Sequence[_Cell]], texts: Sequence[Sequence[str]], columns: int) -> bool:
        if len(rows) <= FRAME_ROWS and any(frames(text) for row in texts for text in row):
            return True
        cells = [cell for row in rows for cell in row]
        if sum(self._styles.is_ruled(cell.element) for cell in cells) * 2 > len(cells):
            return False
        return columns <= 2 or len(rows) == 1

    def _write_layout(self, rows: Sequence[Sequence[_Cell]], texts: Sequence[Sequence[str]], part: str) -> None:
        """Write the cells as lines, left before right: of a letterhead by columns, else row by row."""
        cells = [
            (r, cell.column, text)
            for r, (row, row_texts) in enumerate(zip(rows, texts, strict=True), 1)
            for cell, text in zip(row, row_texts, strict=True)
        ]
        if any(has_national_name(text) for _, _, text in cells):
            cells.sort(key=lambda cell: (cell[1] > 0, cell[0]))
        for r, column, text in cells:
            self.composition.new_paragraph()
            for n, line in enumerate(text.split("\n"), 1):
                self.composition.write_line(line, part=f"{part}/r{r}/c{column + 1}/p{n}")
            self.composition.new_paragraph()

    def _lines(self, parent: Any, depth: int = 0) -> Iterator[tuple[str, bool]]:
        """The paragraphs under a cell or note that hold anything, and whether they are bold; tables row by row."""
        if depth > _DEEPEST:
            return
        for block, mark in self._blocks(parent):
            if block.tag == TABLE + "table":
                for row in _grid(block)[0]:
                    for cell in row:
                        yield from self._lines(cell.element, depth + 1)
                continue
            found = self._paragraphs.read(block)
            if text := (mark + found.text.strip()).strip():
                yield text, found.bold
            for box in found.boxes:
                yield from self._lines(box, depth + 1)


def _is_heading(block: Any, found: Paragraph) -> bool:
    return block.tag == TEXT + "h" or (found.bold and found.centred)


def _grid(table: Any) -> tuple[list[list[_Cell]], int, dict[TablePlace, TablePlace]]:
    """The cells of `table` row by row, merged ones where they begin, and how many rows it repeats on every page.

    With them come the places that are covered from a row above, and where their cells begin.
    """
    rows: list[list[_Cell]] = []
    covered: dict[TablePlace, TablePlace] = {}
    headings = 0
    for row, heads in _rows(table):
        cells, column = [], 0
        for item in row:
            again = _count(item, "number-columns-repeated")
            if item.tag == TABLE + "table-cell":
                cells += [_Cell(item, column + n) for n in range(again)]
                for below in range(1, _count(item, "number-rows-spanned")):
                    covered[len(rows) + below, column] = (len(rows), column)
            column += again
        headings += heads and headings == len(rows)
        rows += [cells] * _count(row, "number-rows-repeated")
    return rows, headings, covered


def _rows(table: Any, *, heads: bool = False) -> Iterator[tuple[Any, bool]]:
    for item in table:
        if item.tag == TABLE + "table-row":
            yield item, heads
        elif item.tag == TABLE + "table-header-rows":
            yield from _rows(item, heads=True)
        elif item.tag in {TABLE + "table-rows", TABLE + "table-row-group"}:
            yield from _rows(item, heads=heads)


def _count(element: Any, name: str) -> int:
    text = attribute(element, TABLE + name)
    return max(1, min(int(text), _MOST_REPEATED)) if text.isdigit() else 1
