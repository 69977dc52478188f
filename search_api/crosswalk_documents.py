"""Crosswalks and matrices as spreadsheets and Word documents, fit to be handed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any

from search_api.crosswalk_views import CrosswalkRow, CrosswalkView, MatrixCell, MatrixView
from search_api.labels import COVERAGES, GAPS, vietnamese_date
from search_api.lines import unwrapped
from search_api.views import DocumentRow

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# Fills that stay apart in grey print too; the words in the cells say the same.
FILLS = {"full": "C6E7CE", "partial": "FFEDB3", "none": "F6C7BF"}
_LEGEND = (
    "Chú giải: Đủ – nội dung nhiệm vụ được nêu lại đầy đủ; Một phần – có triển khai nhưng còn thiếu; Chưa có – không "
    "thấy nội dung triển khai. Dấu (*) là kết luận của người rà soát; các ô khác do máy so khớp, cần đọc nguyên văn "
    "trước khi kết luận."
)
_VIETNAM = timezone(timedelta(hours=7))


class Handed(StrEnum):
    """The kinds of file."""

    XLSX = "xlsx"
    DOCX = "docx"


def media_type(form: Handed) -> str:
    """The media type of a kind of file."""
    kind = "spreadsheetml.sheet" if form is Handed.XLSX else "wordprocessingml.document"
    return f"application/vnd.openxmlformats-officedocument.{kind}"


def name_of(view: CrosswalkView | MatrixView) -> str:
    """A name for the file of `view`, without its ending."""
    other = view.child.number or view.child.source if isinstance(view, CrosswalkView) else "tất cả"
    return f"Đối chiếu {view.parent.number or view.parent.source} - {other}".replace("/", "-")


def document_of(view: CrosswalkView | MatrixView, form: Handed) -> bytes:
    """The file of `view`."""
    out = BytesIO()
    (_write_xlsx if form is Handed.XLSX else _write_docx)(view, out)
    return out.getvalue()


# --- what both say --------------------------------------------------------------


def _title(view: CrosswalkView | MatrixView) -> str:
    return "BẢNG ĐỐI CHIẾU NHIỆM VỤ" if isinstance(view, CrosswalkView) else "BẢNG TỔNG HỢP TRIỂN KHAI NHIỆM VỤ"


def _sources(view: CrosswalkView | MatrixView) -> list[str]:
    below = (view.child,) if isinstance(view, CrosswalkView) else view.children
    return [
        f"Văn bản cấp trên: {_named(view.parent)}",
        *(f"Văn bản triển khai: {_named(row)}" for row in below),
        f"Ngày lập: {vietnamese_date(datetime.now(UTC).astimezone(_VIETNAM).date().isoformat())}",
    ]


def _named(row: DocumentRow) -> str:
    words = " ".join(part for part in (row.type, row.number) if part) or row.source
    when = f" ngày {vietnamese_date(row.issued)}" if row.issued else ""
    by = f" của {row.issuer}" if row.issuer else ""
    title = f" ({' '.join(row.title.split())})" if row.title else ""
    return f"{words[:1].upper()}{words[1:]}{when}{by}{title}"


def _short(row: DocumentRow) -> str:
    return row.number or row.source


def _table(view: CrosswalkView | MatrixView) -> tuple[list[str], list[list[tuple[str, str]]]]:
    """Headings, and rows of cells as (words, coverage or ``""``)."""
    if isinstance(view, MatrixView):
        heads = ["TT", "Nhiệm vụ", "Vị trí", *map(_short, view.children)]
        return heads, [
            [
                (str(number), ""),
                (unwrapped(row.parent_quote), ""),
                (row.parent_cited, ""),
                *((_cell(c), c.coverage) for c in row.cells),
            ]
            for number, row in enumerate(view.rows, 1)
        ]
    heads = ["TT", "Nhiệm vụ của văn bản cấp trên", "Vị trí", "Mức độ", "Nội dung triển khai", "Ghi chú"]
    rows = [
        [
            (str(number), ""),
            (unwrapped(row.parent_quote), ""),
            (row.parent_cited, ""),
            (COVERAGES[row.coverage] + (" (*)" if row.is_decided else ""), row.coverage),
            ("\n".join(f"{c.cited}: {unwrapped(c.part or c.quote)}" for c in row.children) or "—", ""),
            (_notes(row), ""),
        ]
        for number, row in enumerate(view.rows, 1)
    ]
    return heads, rows


def _cell(cell: MatrixCell) -> str:
    links = f" ({cell.links})" if cell.links else ""
    return COVERAGES[cell.coverage] + links + (" *" if cell.decided else "")


def _notes(row: CrosswalkRow) -> str:
    said = [GAPS[gap] for gap in row.gaps]
    said += [row.note] if row.note else []
    decided = [row.verdict, *(link.verdict for link in (*row.children, *row.rejected))]
    said += [f"{v.author or 'Người rà soát'}: {v.note}" for v in decided if v and v.note]
    return "\n".join(said)


def _gap_lines(view: CrosswalkView | MatrixView) -> list[str]:
    if not isinstance(view, CrosswalkView):
        return []
    lines = []
    for gap in view.gaps:
        places = "; ".join(
            f"{who} {place.cited}: “{unwrapped(place.quote)}”"
            for who, place in (("cấp trên", gap.parent), ("triển khai", gap.child))
            if place
        )
        lines.append(f"{GAPS[gap.type]}. {gap.note} {places}".strip())
    return lines


# --- spreadsheet ---------------------------------------------------------------------


def _write_xlsx(view: CrosswalkView | MatrixView, out: BytesIO) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Đối chiếu"
    heads, rows = _table(view)
    wide = Alignment(vertical="top", wrap_text=True)
    edge = Side(style="thin", color="999999")
    frame = Border(left=edge, right=edge, top=edge, bottom=edge)

    def put(line: int, column: int, words: str, **style: Any) -> None:
        cell = sheet.cell(line, column, words)
        cell.data_type = "s"  # words of a document that begin with "=" are no formula
        for name, value in style.items():
            setattr(cell, name, value)

    put(1, 1, _title(view), font=Font(name="Times New Roman", bold=True, size=14))
    line = 2
    for words in (*_sources(view), _LEGEND):
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=len(heads))
        put(line, 1, words, font=Font(name="Times New Roman", size=11), alignment=wide)
        sheet.row_dimensions[line].height = 15 * (1 + len(words) // 130)
        line += 1
    line += 1
    head = line
    for column, words in enumerate(heads, 1):
        put(head, column, words, font=Font(name="Times New Roman", bold=True), alignment=wide, border=frame)
        width = {"TT": 5, "Vị trí": 16, "Mức độ": 12, "Ghi chú": 36}.get(words)
        sheet.column_dimensions[get_column_letter(column)].width = width or (50 if column in {2, 5} else 16)
    for cells in rows:
        line += 1
        for column, (words, coverage) in enumerate(cells, 1):
            fill = {"fill": PatternFill("solid", fgColor=FILLS[coverage])} if coverage else {}
            font = Font(name="Times New Roman", size=11)
            put(line, column, words[:32_000], font=font, alignment=wide, border=frame, **fill)
    for words in _gap_lines(view):
        line += 1
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=len(heads))
        put(line, 1, words, font=Font(name="Times New Roman", size=11), alignment=wide)
        sheet.row_dimensions[line].height = 15 * (1 + len(words) // 130)
    sheet.freeze_panes = sheet.cell(head + 1, 3)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "Trang &P/&N"
    book.save(out)


# --- Word document -----------------------------------------------------------------------


def _write_docx(view: CrosswalkView | MatrixView, out: BytesIO) -> None:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    word: WordDocument = Document()
    font: Any = word.styles["Normal"].font
    font.name, font.size = "Times New Roman", Pt(11)
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(2), Cm(1.5), Cm(2), Cm(2)
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(_title(view))
    run.bold, run.font.size = True, Pt(14)
    for words in _sources(view):
        word.add_paragraph(words)
    word.add_paragraph(_LEGEND).runs[0].italic = True
    heads, rows = _table(view)
    table: Any = word.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(words).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cells in rows:
        row = table.add_row()
        for cell, (words, coverage) in zip(row.cells, cells, strict=True):
            cell.text = words
            if coverage:
                shade = OxmlElement("w:shd")
                for name, value in (("val", "clear"), ("color", "auto"), ("fill", FILLS[coverage])):
                    shade.set(qn(f"w:{name}"), value)
                cell._tc.get_or_add_tcPr().append(shade)
    widths = {"TT": 1.0, "Vị trí": 2.6, "Mức độ": 2.2, "Ghi chú": 5.5}
    rest = 26.2 - sum(widths.get(words, 0) for words in heads)
    share = rest / max(1, sum(words not in widths for words in heads))
    table.autofit = False
    for column, words in zip(table.columns, heads, strict=True):
        for cell in column.cells:
            cell.width = Cm(widths.get(words, share))
    if lines := _gap_lines(view):
        word.add_paragraph()
        word.add_paragraph().add_run("Những chỗ chưa khớp cần xem xét").bold = True
        for words in lines:
            word.add_paragraph(words, style="List Bullet")
    word.save(out)
