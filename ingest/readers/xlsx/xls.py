"""Reads spreadsheets of Excel 97-2003 (XLS) as those of today are read, by xlrd."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ingest.errors import EmptyFile, EncryptedFile
from ingest.readers.detect import Format
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.legacy_fonts import LegacyFont, detect, legacy_font, repair_in_font
from ingest.readers.text_builder import TablePlace, TextBuilder
from ingest.readers.xlsx.xlsx_reader import Row, write_page
from ingest.readers.xlsx.xlsx_values import shown

# As Excel stores an error ("#N/A", "#REF!") or nothing.
_SAY_NOTHING = frozenset({0, 5, 6})
_DATE, _TRUTH = 3, 4


def read_xls(data: bytes) -> ExtractedText:
    """The text of a spreadsheet, sheet by sheet, each a page; places are named as an XLSX's are.

    Raises `EncryptedFile` where a password is needed, `EmptyFile` where nothing stands in it.
    """
    book = _opened(data)
    reading = _written(book, None)
    if encoding := detect(reading.text):  # the fonts' names told nothing
        reading = _written(book, LegacyFont(encoding))
    if not reading.text.strip():
        raise EmptyFile("Bảng tính không có chữ nào: hãy kiểm tra lại bản gốc.")
    return reading


def _opened(data: bytes) -> Any:
    import xlrd

    try:
        # Where cells are merged is told only beside how they look.
        return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Nowhere())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise EncryptedFile("Bảng tính được đặt mật khẩu: hãy mở tệp, bỏ mật khẩu, lưu lại rồi nạp lại.") from error
        raise


class _Nowhere:
    """Takes in what xlrd has to say of each file."""

    def write(self, words: str) -> int:
        return len(words)

    def flush(self) -> None:
        """Nothing is kept."""


def _written(book: Any, unnamed: LegacyFont | None) -> ExtractedText:
    composition = TextBuilder()
    sheets = [sheet for sheet in book.sheets() if not sheet.visibility]
    for number, sheet in enumerate(sheets, 1):
        rows, mended = _rows(book, sheet, unnamed)
        write_page(composition, rows, number, how="repaired" if mended else "text", merged=_merged(sheet))
    if len(sheets) < book.nsheets:
        composition.warnings.append("Bảng tính có trang ẩn không được đọc: hãy cho hiện trang ấy nếu cần.")
    return composition.reading(Format.XLS.value)


def _rows(book: Any, sheet: Any, unnamed: LegacyFont | None) -> tuple[list[Row], bool]:
    found: list[Row] = []
    repaired = False
    for r in range(sheet.nrows):
        cells = {}
        for c in range(sheet.row_len(r)):
            cell = sheet.cell(r, c)
            if cell.ctype in _SAY_NOTHING:
                continue
            look = book.xf_list[cell.xf_index]
            font = legacy_font(book.font_list[look.font_index].name) or unnamed
            form = _format(book, look)
            if text := repair_in_font(shown(_value(book, cell), form), font).strip():
                repaired = repaired or font is not None
                cells[c + 1] = text
        if cells:
            found.append(Row(r + 1, cells))
    return found, repaired


def _value(book: Any, cell: Any) -> Any:
    import xlrd

    if cell.ctype == _DATE:
        try:
            return datetime(*xlrd.xldate_as_tuple(cell.value, book.datemode))
        except (xlrd.XLDateError, ValueError):
            return cell.value
    return bool(cell.value) if cell.ctype == _TRUTH else cell.value


def _merged(sheet: Any) -> dict[TablePlace, TablePlace]:
    """The cells that a merged one covers from a row above, by row and column from 1, and where it begins."""
    covered = {}
    for top, after, left, _ in sheet.merged_cells:
        covered.update({(row + 1, left + 1): (top + 1, left + 1) for row in range(top + 1, after)})
    return covered


def _format(book: Any, look: Any) -> str:
    form = book.format_map.get(look.format_key)
    return form.format_str if form is not None else "General"
