"""Reads spreadsheets (XLSX) of tasks: on each sheet a letterhead and title, a table, and what is signed below."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.model import Page
from ingest.errors import EmptyFile
from ingest.readers.detect import Format
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.frame_words import begins_recipients, has_national_name
from ingest.readers.header_rows import header_rows
from ingest.readers.legacy_fonts import LegacyFont, detect, legacy_font, repair_in_font
from ingest.readers.limits import require_part
from ingest.readers.quality import quality
from ingest.readers.text_builder import TablePlace, TextBuilder
from ingest.readers.xlsx.xlsx_formulas import Formulas, worked_out_formulas
from ingest.readers.xlsx.xlsx_left_out import left_out
from ingest.readers.xlsx.xlsx_values import shown

# A table's heading stands below letterhead, title and summary: within so many rows.
_HEADING_WITHIN = 40

# A merged cell that spans more rows than this is a mistake.
_TALLEST = 2_000

# A row of a table fills more cells than this, or its first with a number; the lines
# of a signature block, which stand side by side, fill two.
_SIDE_BY_SIDE = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet with anything in it: its number from 1, and its texts by column from 1."""

    number: int
    cells: dict[int, str]


def read_xlsx(data: bytes) -> ExtractedText:
    """The text of a spreadsheet, sheet by sheet, each a page; cells hold what Excel last computed.

    Places are ``sheet1/r5`` for a line of the sheet and ``sheet1/t1/r3/c2`` for a cell of its table.
    Hidden sheets are left out, hidden rows are not: a filter hides them.
    """
    book = _opened(data)
    worked_out = worked_out_formulas(data)
    reading = _written(book, worked_out, None)
    if encoding := detect(reading.text):  # the fonts' names told nothing
        reading = _written(book, worked_out, LegacyFont(encoding))
    if not reading.text.strip():
        raise EmptyFile("Bảng tính không có chữ nào: hãy kiểm tra lại bản gốc.")
    return replace(reading, warnings=(*reading.warnings, *left_out(data)))


def _opened(data: bytes) -> Any:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                require_part(archive, name, "Excel")
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)


def _written(book: Any, worked_out: Formulas, unnamed: LegacyFont | None) -> ExtractedText:
    composition = TextBuilder()
    for number, sheet in enumerate((s for s in book.worksheets if s.sheet_state == "visible"), 1):
        rows, mended = _rows(sheet, worked_out.values.get(sheet.title, {}), unnamed)
        write_page(composition, rows, number, how="repaired" if mended else "text", merged=_merged(sheet))
        if unknown := worked_out.unknown.get(sheet.title):
            composition.warnings.append(
                f"Trang tính “{sheet.title}” có công thức chưa lưu kết quả ở ô {', '.join(unknown[:10])}: "
                "hãy mở bằng Excel, lưu lại rồi nạp lại."
            )
        if _is_hidden(sheet, rows):
            composition.warnings.append(
                f"Trang tính “{sheet.title}” có hàng hoặc cột ẩn, vẫn được đọc: hãy bỏ đi nếu không thuộc văn bản."
            )
    if any(sheet.sheet_state != "visible" for sheet in book.worksheets):
        composition.warnings.append("Bảng tính có trang ẩn không được đọc: hãy cho hiện trang ấy nếu cần.")
    return composition.reading(Format.XLSX.value)


def _is_hidden(sheet: Any, rows: Sequence[Row]) -> bool:
    """Whether anything that was read stands in a row or column that Excel does not show."""
    columns = {n for d in sheet.column_dimensions.values() if d.hidden for n in range(d.min or 0, (d.max or 0) + 1)}
    return any(sheet.row_dimensions[row.number].hidden or not columns.isdisjoint(row.cells) for row in rows)


def _merged(sheet: Any) -> dict[TablePlace, TablePlace]:
    """The cells that a merged one covers from a row above, by row and column from 1, and where it begins."""
    covered: dict[TablePlace, TablePlace] = {}
    for area in sheet.merged_cells.ranges:
        last = min(area.max_row, area.min_row + _TALLEST)
        covered.update({(row, area.min_col): (area.min_row, area.min_col) for row in range(area.min_row + 1, last + 1)})
    return covered


def write_page(
    composition: TextBuilder,
    rows: Sequence[Row],
    number: int,
    *,
    how: str = "text",
    merged: Mapping[TablePlace, TablePlace] | None = None,
) -> None:
    """Write a sheet as page `number`; `merged` leads from covered cells, by row and column from 1, to their first."""
    composition.new_paragraph()
    start = composition.end
    _write_sheet(composition, rows, f"sheet{number}", merged or {})
    text = composition.text[start:]
    if text.strip():
        first = start + len(text) - len(text.lstrip())
        composition.pages.append(Page(number, first, composition.end, how=how, quality=round(quality(text).share, 3)))


def _rows(sheet: Any, worked_out: Mapping[TablePlace, Any], unnamed: LegacyFont | None) -> tuple[list[Row], bool]:
    """The rows of a sheet with anything in them, and whether any of it was in an old font.

    Only cells that are there are looked at: a sheet may be a million rows of nothing.
    """
    found: dict[int, dict[int, str]] = {}
    repaired = False
    for (row, column), cell in sorted(sheet._cells.items()):
        value = worked_out.get((row, column)) if cell.value is None else cell.value
        if value is None:
            continue
        font = legacy_font(cell.font.name or "") or unnamed
        text = repair_in_font(shown(value, cell.number_format), font).strip()
        if text:
            repaired = repaired or font is not None
            found.setdefault(row, {})[column] = text
    return [Row(number, cells) for number, cells in found.items()], repaired


def _write_sheet(
    composition: TextBuilder, rows: Sequence[Row], name: str, merged: Mapping[TablePlace, TablePlace]
) -> None:
    begin, headings = _table_start(rows)
    end = _table_end(rows, begin + headings) if begin < len(rows) else begin
    for line, number in _above(rows[:begin]):
        composition.new_paragraph()
        composition.write_line(line, part=f"{name}/r{number}")
        composition.new_paragraph()
    if begin < end:
        columns = sorted({column for row in rows[begin:end] for column in row.cells})
        grid = [[row.cells.get(column, "") for column in columns] for row in rows[begin:end]]
        places = {
            (row.number, column): (r, c) for r, row in enumerate(rows[begin:end]) for c, column in enumerate(columns)
        }
        covered = {places[at]: places[over] for at, over in merged.items() if at in places and over in places}
        composition.write_table(grid, part=f"{name}/t1", header_rows=headings, covered=covered)
    for low, high in _side_by_side(rows[end:]):
        composition.new_paragraph()
        for row in rows[end:]:
            for column, text in row.cells.items():
                if low <= column < high:
                    composition.write_line(" ".join(text.split("\n")), part=f"{name}/r{row.number}")


def _table_start(rows: Sequence[Row]) -> tuple[int, int]:
    """Where the table begins, and how many of its rows are headings.

    Where nothing heads one, it begins below the letterhead, at the first row of several cells.
    """
    columns = sorted({column for row in rows for column in row.cells})
    grid = [[row.cells.get(column, "") for column in columns] for row in rows[: _HEADING_WITHIN + 4]]
    for at in range(min(_HEADING_WITHIN, len(grid) - 1)):
        texts = [text for text in grid[at] if text]
        if len(texts) > 1 and not any(has_national_name(text) for text in texts) and (n := header_rows(grid[at:])):
            return at, n
    wide = [at for at, row in enumerate(rows) if len(row.cells) > _SIDE_BY_SIDE]
    return (wide[0] if wide else len(rows)), 0


def _table_end(rows: Sequence[Row], begin: int) -> int:
    """The row after the table's last: what follows is signed, or lies side by side below an empty row."""
    end = begin
    for at in range(begin, len(rows)):
        texts = list(rows[at].cells.values())
        if any(begins_recipients(text) for text in texts):
            break
        follows = at == begin or rows[at].number == rows[at - 1].number + 1
        if len(texts) > _SIDE_BY_SIDE or _is_numbered(texts[0]) or (follows and at == end):
            end = at + 1
    return end


def _is_numbered(text: str) -> bool:
    return text.rstrip(".)").isdigit() or (len(text) <= 5 and text.rstrip(".)").isupper())


def _above(rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
    """The lines above a table: the letterhead's left column, its right one, then what stands below."""
    pairs = [at for at, row in enumerate(rows) if len(row.cells) > 1]
    head = rows[: pairs[-1] + 1] if pairs else []
    for low, high in _side_by_side(head):
        for row in head:
            for column, text in row.cells.items():
                if low <= column < high:
                    yield " ".join(text.split("\n")), row.number
    for row in rows[len(head) :]:
        for text in row.cells.values():
            yield from ((line, row.number) for line in text.split("\n") if line.strip())


def _side_by_side(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The columns, first and one past the last, of texts that stand side by side: one pair, or two."""
    starts = [max(row.cells) for row in rows if len(row.cells) > 1]
    middle = min(starts, default=0)
    return [(0, middle), (middle, 1 << 20)] if middle else [(0, 1 << 20)]
