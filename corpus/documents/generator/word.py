"""A sample as a Word document, set as Decree 30/2020/NĐ-CP, annex I asks.

The letterhead and the closing stand in tables without rules, the annex in a ruled
one, and lists of the styles numbered and lettered are counted by Word itself.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt
from lxml import etree

from corpus.documents.generator import tcvn3
from corpus.documents.generator.source import MARK, Letterhead, Paragraph, Part, Run, Sample, Style, Table, paragraph

FONT = "Times New Roman"
_LIST = 42  # the number of our own list definition; the template uses small ones
_LETTERHEAD_WIDTHS = (Mm(70), Mm(100))
_CLOSING_WIDTHS = (Mm(85), Mm(85))
_PAGE_WIDTH, _LANDSCAPE_WIDTH = 165, 252  # between the margins, in millimetres

# Runs of one paragraph: their words in the file's encoding, and their font.
Encode = Callable[[str], Iterator[tuple[str, str]]]


def document(sample: Sample) -> bytes:
    """The bytes of a .docx file; the same at every run."""
    return _Writer(sample).write()


class _Writer:
    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.encode: Encode = tcvn3.runs if sample.encoding == "tcvn3" else _unicode
        self.document: Any = docx.Document()

    def write(self) -> bytes:
        self._prepare()
        for at, part in enumerate(self.sample.parts):
            if at:
                self._new_page(landscape=any(isinstance(block, Table) for block in part.blocks))
            self._part(part, address=self.sample.address if at == 0 else ())
            if at == 0 and self.sample.signature:
                self._closing()
        self._add(self.document, Paragraph((Run(MARK),), Style.CENTRED_ITALIC), size=10, before=12)
        stream = io.BytesIO()
        self.document.save(stream)
        return _without_times(stream.getvalue())

    def _prepare(self) -> None:
        properties = self.document.core_properties
        properties.title, properties.author = self.sample.number, "Nhiệm Vụ"
        properties.comments = MARK
        properties.created = properties.modified = datetime.fromisoformat(self.sample.issued).replace(tzinfo=UTC)
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(14)
        _set_fonts(normal.element.get_or_add_rPr(), tcvn3.REGULAR_FONT if self.sample.encoding == "tcvn3" else FONT)
        _define_list(self.document.part.numbering_part.element)
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.different_first_page_header_footer = True  # page numbers start on page two
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _page_number(header)
        for footer in (section.footer, section.first_page_footer):
            self._fill(footer.paragraphs[0], Paragraph((Run(MARK),), Style.CENTRED_ITALIC), size=9)

    def _new_page(self, *, landscape: bool) -> None:
        section = self.document.add_section()
        section.different_first_page_header_footer = False
        if landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)

    def _part(self, part: Part, *, address: tuple[str, ...]) -> None:
        if part.letterhead:
            self._letterhead(part.letterhead)
        for line in part.title:
            self._add(self.document, line, size=14, before=6 if line is part.title[0] else 0)
        if address:
            self._address(address)
        for block in part.blocks:
            if isinstance(block, Table):
                self._ruled(block)
            else:
                self._add(self.document, block, size=14, before=6)

    def _letterhead(self, letterhead: Letterhead) -> None:
        table = _invisible_table(self.document, _LETTERHEAD_WIDTHS)
        for cell, lines in zip(table.rows[0].cells, (letterhead.left, letterhead.right), strict=True):
            for at, line in enumerate(lines):
                self._fill(_next(cell, first=at == 0), line, size=13, centred=True)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _address(self, address: tuple[str, ...]) -> None:
        for line in ("Kính gửi:", *address):
            added = self._add(self.document, Paragraph((Run(line),)), size=14, before=3)
            added.paragraph_format.left_indent = Cm(3)

    def _closing(self) -> None:
        table = _invisible_table(self.document, _CLOSING_WIDTHS)
        left, right = table.rows[0].cells
        self._fill(_next(left, first=True), paragraph("~ **Nơi nhận:**"), size=12)
        for recipient in self.sample.recipients:
            added = _next(left, first=False)
            self._fill(added, Paragraph((Run(f"- {recipient}"),)), size=11)
            added.alignment, added.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.LEFT, None
        *lines, name = self.sample.signature
        for at, line in enumerate(lines):
            self._fill(_next(right, first=at == 0), Paragraph((Run(line, bold=True),), Style.CENTRED), size=14)
        for _ in range(3):
            right.add_paragraph()
        self._fill(_next(right, first=False), Paragraph((Run(name, bold=True),), Style.CENTRED), size=14)

    def _ruled(self, table: Table) -> None:
        grid = self.document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        widths = [Mm(_LANDSCAPE_WIDTH * share / 100) for share in table.widths]
        for row in (table.columns, *table.rows):
            cells = grid.add_row().cells
            for cell, width in zip(cells, widths, strict=True):
                cell.width = width
            group = len(row) == 2
            if group:
                cells = (cells[0], cells[1].merge(cells[-1]))
            for at, (cell, words) in enumerate(zip(cells, row, strict=True)):
                heavy = group or row is table.columns
                style = Style.CENTRED if row is table.columns or at == 0 else Style.PLAIN
                self._fill(_next(cell, first=True), Paragraph((Run(words, heavy),), style), size=12)
                cell.paragraphs[0].paragraph_format.first_line_indent = None
                if style is Style.PLAIN:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
        _repeat_header(grid.rows[0])

    def _add(self, where: Any, words: Paragraph, *, size: int, before: int = 0) -> Any:
        added = where.add_paragraph()
        self._fill(added, words, size=size, before=before)
        return added

    def _fill(self, into: Any, words: Paragraph, *, size: int, before: int = 0, centred: bool = False) -> None:
        shape = into.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(0), 1.1
        if words.style is Style.RULE:
            into.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _underline(into)
            return
        if centred or words.style in {Style.CENTRED, Style.CENTRED_ITALIC}:
            into.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            into.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            shape.first_line_indent = Cm(1.27)
        if words.style in {Style.NUMBERED, Style.LETTERED}:
            _count(into, level=0 if words.style is Style.NUMBERED else 1)
        for run in words.runs:
            for piece, font in self.encode(run.text):
                added = into.add_run(piece)
                added.bold = run.bold or None
                added.italic = words.style in {Style.ITALIC, Style.CENTRED_ITALIC} or None
                added.font.size = Pt(size)
                _set_fonts(added._r.get_or_add_rPr(), font)


def _unicode(text: str) -> Iterator[tuple[str, str]]:
    yield text, FONT


def _set_fonts(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), font)


def _next(cell: Any, *, first: bool) -> Any:
    return cell.paragraphs[0] if first else cell.add_paragraph()


def _invisible_table(document: Any, widths: tuple[Any, ...]) -> Any:
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = width
    return table


def _underline(into: Any) -> None:
    """A short line under a letterhead: the lower border of an empty, indented paragraph."""
    into.paragraph_format.left_indent = into.paragraph_format.right_indent = Mm(22)
    into.paragraph_format.line_spacing = Pt(4)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    )
    # The schema fixes the order of a paragraph's properties: borders stand before these.
    into._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _repeat_header(row: Any) -> None:
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def _page_number(into: Any) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    into._p.append(field)


def _define_list(numbering: Any) -> None:
    """One list of two levels, 1. and a), that Word counts."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{shape}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr></w:lvl>'
        for level, (kind, shape) in enumerate((("decimal", "%1."), ("lowerLetter", "%2)")))
    )
    space = nsdecls("w")
    definition = f'<w:abstractNum {space} w:abstractNumId="{_LIST}"><w:multiLevelType w:val="multilevel"/>{levels}'
    # Definitions must stand before the lists that use them.
    numbering.insert(0, parse_xml(f"{definition}</w:abstractNum>"))
    use = f'<w:num {space} w:numId="{_LIST}"><w:abstractNumId w:val="{_LIST}"/></w:num>'
    numbering.append(parse_xml(use))


def _count(into: Any, *, level: int) -> None:
    properties = into._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = _LIST


def _without_times(data: bytes) -> bytes:
    """The same package with no trace of when it was written."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name.endswith("thumbnail.jpeg"):
                continue
            part = old.read(name)
            if name == "_rels/.rels":
                part = _without_thumbnail(part)
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return stream.getvalue()


def _without_thumbnail(relations: bytes) -> bytes:
    """The package's relations without the picture that python-docx's template brings along."""
    tree = parse_xml(relations)
    for relation in list(tree):
        if relation.get("Target", "").endswith("thumbnail.jpeg"):
            tree.remove(relation)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
