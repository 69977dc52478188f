"""Tables as spreadsheets and Word documents fit to be handed in: titled, paged, printable on A4, legible in grey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from search_api.labels import vietnamese_date

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_FONT = "Times New Roman"
_HEAD_FILL = "E7E6E6"
# Columns beyond the repeated ones that fit beside each other on A4 across, at 9 points.
_COLUMNS_ACROSS = 8
# Centimetres between the margins of A4 across.
_WIDTH = 26.2
# Characters of a line above or below a table; as wide as the columns it is merged over.
_LINE = 120
# Excel holds no more characters in a cell.
_CELL_LENGTH = 32_000


class ReportFormat(StrEnum):
    """The kinds of file."""

    XLSX = "xlsx"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in a spreadsheet (characters) and in Word (cm; 0 shares what is left)."""

    words: str
    chars: int
    cm: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, with an RGB fill such as ``C6E7CE``; the words say the same as the fill."""

    value: str | date
    fill: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A title, lines, one table, and notes (heading, lines) after it.

    Where the table is too wide for a page of Word it goes on in further tables, each with the
    first `repeated` columns.
    """

    title: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    repeated: int = 2


def media_type(form: ReportFormat) -> str:
    """The media type of a kind of file."""
    kind = "spreadsheetml.sheet" if form is ReportFormat.XLSX else "wordprocessingml.document"
    return f"application/vnd.openxmlformats-officedocument.{kind}"


def render_report(handout: Report, form: ReportFormat) -> bytes:
    """The file of `handout`."""
    out = BytesIO()
    (_write_xlsx if form is ReportFormat.XLSX else _write_docx)(handout, out)
    return out.getvalue()


# --- spreadsheet ---------------------------------------------------------------------


def _write_xlsx(handout: Report, out: BytesIO) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Bảng"
    wrapped = Alignment(vertical="top", wrap_text=True)
    edge = Side(style="thin", color="999999")
    frame = Border(left=edge, right=edge, top=edge, bottom=edge)
    widths = [column.chars for column in handout.columns]
    across = 1 + sum(1 for _ in takewhile(lambda n: sum(widths[:n]) < _LINE, range(1, len(widths))))
    line = 0

    def put(column: int, value: str | date, *, bold: bool = False, size: int = 11, fill: str = "", box: bool) -> None:
        cell = sheet.cell(line, column, value[:_CELL_LENGTH] if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"  # words of a document that begin with "=" are no formula
        else:
            cell.number_format = "dd/mm/yyyy"
        cell.font = Font(name=_FONT, bold=bold, size=size)
        cell.alignment = wrapped
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        if box:
            cell.border = frame

    def put_line(words: str, *, bold: bool = False, size: int = 11) -> None:
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=across)
        put(1, words, bold=bold, size=size, box=False)
        # Excel fits the height of rows to their words, but not to those of merged cells.
        sheet.row_dimensions[line].height = (size + 4) * (1 + len(words) // _LINE)

    for words, bold, size in ((handout.title, True, 14), *((words, False, 11) for words in handout.lines)):
        line += 1
        put_line(words, bold=bold, size=size)
    line += 2
    head = line
    for number, column in enumerate(handout.columns, 1):
        put(number, column.words, bold=True, fill=_HEAD_FILL, box=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.chars
    for row in handout.rows:
        line += 1
        for number, cell in enumerate(row, 1):
            put(number, cell.value, bold=cell.bold, fill=cell.fill, box=True)
    if handout.rows:
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(handout.columns))}{line}"
    for heading, lines in handout.notes:
        line += 2
        put_line(heading, bold=True)
        for words in lines:
            line += 1
            put_line(f"– {words}")
    sheet.freeze_panes = sheet.cell(head + 1, handout.repeated + 1)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_title_cols = f"A:{get_column_letter(handout.repeated)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    others = len(handout.columns) - handout.repeated
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, -(-others // _COLUMNS_ACROSS)), 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "Trang &P/&N"
    book.save(out)


# --- Word document -----------------------------------------------------------------------


def _write_docx(handout: Report, out: BytesIO) -> None:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    word: WordDocument = Document()
    normal: Any = word.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    normal.paragraph_format.space_after = Pt(4)
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(2), Cm(1.5), Cm(2), Cm(2)
    _number_pages(section.footer.paragraphs[0])
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(handout.title)
    run.bold, run.font.size = True, Pt(14)
    for words in handout.lines:
        word.add_paragraph(words)
    parts = list(_parts(handout))
    for number, chosen in enumerate(parts, 1):
        if len(parts) > 1:
            heading = word.add_paragraph()
            heading.paragraph_format.keep_with_next = True
            heading.add_run(f"Bảng {number}/{len(parts)}").bold = True
        _add_table(word, [handout.columns[n] for n in chosen], [[row[n] for n in chosen] for row in handout.rows])
    for words, lines in handout.notes:
        heading = word.add_paragraph()
        heading.paragraph_format.space_before = Pt(10)
        heading.paragraph_format.keep_with_next = True
        heading.add_run(words).bold = True
        for line in lines:
            word.add_paragraph(line, style="List Bullet")
    word.save(out)


def _parts(handout: Report) -> Iterator[list[int]]:
    """The columns of each table that the whole is cut into, as positions."""
    first = list(range(handout.repeated))
    others = list(range(handout.repeated, len(handout.columns)))
    tables = max(1, -(-len(others) // _COLUMNS_ACROSS))
    each = -(-len(others) // tables)  # about as many in each
    for start in range(0, max(len(others), 1), max(each, 1)):
        yield first + others[start : start + each]


def _add_table(word: WordDocument, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    from docx.shared import Cm, Pt

    table: Any = word.add_table(rows=0, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    rest = _WIDTH - sum(column.cm for column in columns)
    share = rest / max(1, sum(not column.cm for column in columns))
    widths = [Cm(column.cm or share) for column in columns]
    head = [Cell(column.words, _HEAD_FILL, bold=True) for column in columns]
    for number, cells in enumerate((head, *rows)):
        made = table.add_row()
        _mark(made, "cantSplit")
        if number == 0:
            _mark(made, "tblHeader")
        for place, cell, width in zip(made.cells, cells, widths, strict=True):
            place.width = width
            said = cell.value if isinstance(cell.value, str) else vietnamese_date(cell.value.isoformat())
            paragraph = place.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(said)
            run.bold, run.font.size = cell.bold or None, Pt(10)
            if cell.fill:
                _shade(place, cell.fill)


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


def _shade(cell: Any, fill: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _number_pages(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("Trang ", "PAGE"), ("/", "NUMPAGES")):
        paragraph.add_run(words)
        counted = OxmlElement("w:fldSimple")
        counted.set(qn("w:instr"), field)
        paragraph._p.append(counted)
