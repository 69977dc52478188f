"""Rows as JSON lines, CSV or a spreadsheet.

JSON lines hold a row as it is. In CSV and spreadsheets, which are flat, a list is
one cell, assignees stand in one column for each role, and the parts of a deadline
in columns of their own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from typing import IO, Any, TextIO

from search_api.labels import FIELDS
from search_api.schemas.records import plain


class Format(StrEnum):
    """How rows are written."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


# Excel holds no more characters in a cell; what is cut says so.
_CELL_LENGTH = 32_767
_CUT = " … [đã cắt bớt vì quá dài cho một ô Excel; xem đủ bằng --format jsonl]"

# Columns of a spreadsheet by key; a key that is not here is its own heading.
_HEADINGS = FIELDS | {
    "doc": "Mã văn bản",
    "duplicate_of": "Bản sao của",
    "partial": "Chỉ một phần",
    "source": "Tệp nguồn",
    "sha256": "SHA-256",
    "kind": "Nhóm",
    "issuer_id": "Mã cơ quan ban hành",
    "warnings": "Lưu ý",
    "reasons": "Lý do để trống",
    "doubts": "Cần xem lại",
    "path": "Vị trí",
    "parent": "Thuộc",
    "label": "Ký hiệu",
    "start": "Từ ký tự",
    "end": "Đến ký tự",
    "head_end": "Hết lời dẫn",
    "page": "Trang",
    "text": "Nội dung",
    "cited": "Viện dẫn",
    "id": "Mã nhiệm vụ",
    "quote": "Nguyên văn",
    "action": "Việc phải làm",
    "modality": "Mức độ",
    "explicit": "Nêu đích danh",
    "lead": "Chủ trì",
    "support": "Phối hợp",
    "direct": "Chỉ đạo",
    "deadline.text": "Thời hạn (nguyên văn)",
    "deadline.kind": "Loại thời hạn",
    "deadline.due": "Hạn",
    "deadline.recurrence": "Chu kỳ",
    "deadline.trigger": "Tính từ",
    "deadline.next_due": "Hạn tới",
    "report_to": "Báo cáo cho",
    "product": "Sản phẩm",
    "basis": "Căn cứ",
    "confidence": "Độ tin cậy",
    "measure": "Chỉ tiêu",
    "value": "Giá trị",
    "high": "Đến",
    "unit": "Đơn vị",
    "bound": "Mức",
    "change": "Tăng hoặc giảm",
    "due_date": "Hạn",
    "holder": "Theo dõi",
    "reason": "Ghi chú",
    "due": "Hạn",
    "deadline": "Thời hạn (nguyên văn)",
    "recurrence": "Chu kỳ",
    "is_over": "Đã quá hạn",
    "roles": "Vai trò",
    "named": "Cơ quan được nêu",
    "why": "Vì sao",
    "rank": "Thứ tự",
    "task_kind": "Loại nhiệm vụ",
    "binding": "Mức độ",
    "due_words": "Thời hạn (nguyên văn)",
    "headings": "Đề mục",
    "obligation_id": "Mã nhiệm vụ",
    "via.named": "Cơ quan được nêu",
    "via.holder": "Cơ quan đang giữ nhiệm vụ",
    "via.reason": "Vì sao",
    "date": "Ngày",
    "relation": "Quan hệ",
    "target": "Văn bản trong kho",
    "target_path": "Điều khoản trong kho",
    "agency_id": "Mã cơ quan",
    "name": "Tên",
    "level": "Cấp",
    "is_class": "Là nhóm cơ quan",
    "obligations": "Số nhiệm vụ",
    "aliases": "Tên gọi khác",
    "predecessors": "Cơ quan tiền thân",
    "classes": "Thuộc nhóm",
}


def write(rows: Iterable[Any], form: Format, out: IO[bytes], text: TextIO) -> int:
    """Write `rows` (views) and return how many there were: spreadsheets to `out`, the others to `text`.

    A CSV or spreadsheet without any row has no heading line either.
    """
    if form is Format.XLSX:
        return _write_xlsx(rows, out)
    if form is Format.CSV:
        return _write_csv(rows, text)
    return write_jsonl(rows, text)


def write_jsonl(rows: Iterable[Any], text: TextIO) -> int:
    """Write each row as one JSON object on a line, in Vietnamese letters as they are."""
    count = 0
    for row in rows:
        text.write(json.dumps(plain(row), ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_csv(rows: Iterable[Any], text: TextIO) -> int:
    count = 0
    for count, (columns, values) in enumerate(_flattened(rows), 1):
        writer = csv.writer(text, lineterminator="\n")
        if count == 1:
            writer.writerow(columns)
        writer.writerow(values)
    return count


def _write_xlsx(rows: Iterable[Any], out: IO[bytes]) -> int:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Nhiệm Vụ")
    sheet.freeze_panes = "A2"

    def cell(value: Any, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, _fitting(value))
        if isinstance(value, str):
            made.data_type = "s"  # words of a document that begin with "=" are no formula
        if bold:
            made.font = Font(bold=True)
        made.alignment = Alignment(vertical="top", wrap_text=bold)
        return made

    count = 0
    flat = _flattened(rows)
    if (first := next(flat, None)) is not None:
        columns, values = first
        for number, column in enumerate(columns, 1):
            wide = column in {"text", "quote", "action", "title"}
            sheet.column_dimensions[get_column_letter(number)].width = 60 if wide else 18
        sheet.append([cell(_HEADINGS.get(column, column), bold=True) for column in columns])
        for _, values in chain([first], flat):
            sheet.append([cell(value) for value in values])
            count += 1
    book.save(out)
    return count


def _fitting(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _CELL_LENGTH:
        return value[: _CELL_LENGTH - len(_CUT)] + _CUT
    return value


def _flattened(rows: Iterable[Any]) -> Iterator[tuple[list[str], list[Any]]]:
    for row in rows:
        flat: dict[str, Any] = {}
        for key, value in plain(row).items():
            flat |= _cells(key, value)
        yield list(flat), list(flat.values())


def _cells(key: str, value: Any) -> dict[str, Any]:
    if key == "assignees":
        return {role: _joined(a for a in value if a["role"] == role) for role in ("lead", "support", "direct")}
    if key == "report_to" and not (value and isinstance(value[0], str)):
        return {key: _joined(value)}
    if key == "doubts":
        return {key: "; ".join(_doubt_told(doubt) for doubt in value)}
    if key == "basis":
        return {key: "; ".join(cited["quote"] for cited in value)}
    if key == "via":
        named = "; ".join(v["named_name"] for v in value)
        held = "; ".join(v["holder_name"] or "chưa rõ" for v in value)
        why = " ".join(v["reason"] for v in value if v["reason"])
        return {"via.named": named, "via.holder": held, "via.reason": why}
    if key == "deadline" and not isinstance(value, str):
        parts = ("text", "kind", "due", "recurrence", "trigger", "next_due")
        return {f"{key}.{part}": (value or {}).get(part, "") for part in parts}
    if isinstance(value, dict):
        return {key: "; ".join(f"{FIELDS.get(k, k)}: {v}" for k, v in value.items())}
    if isinstance(value, list | tuple):
        return {key: "; ".join(str(v) for v in value)}
    return {key: value}


def _doubt_told(doubt: dict[str, Any]) -> str:
    """A doubt in the words of a cell: "Ngày ban hành: đọc được “31/11/2025” …"."""
    offered = f" Có thể là: {', '.join(doubt['candidates'])}." if doubt["candidates"] else ""
    return f"{FIELDS.get(doubt['field'], doubt['field'])}: đọc được “{doubt['read']}”. {doubt['reason']}{offered}"


def _joined(bodies: Iterable[dict[str, Any]]) -> str:
    return "; ".join(f"{b['name']} ({b['scope']})" if b.get("scope") else b["name"] for b in bodies)
