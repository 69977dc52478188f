"""Spreadsheets of tasks: letterhead, table and signature come apart; values read as Excel shows them."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from corpus.model import ClauseKind, Role
from ingest.errors import BrokenFile, EmptyFile
from ingest.pipeline import analyse
from ingest.readers import read
from ingest.readers.xlsx.xlsx_values import shown

TASKS: list[list[Any]] = [
    ["UBND TỈNH NGHỆ AN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None, None],
    ["SỞ Y TẾ", None, None, "Độc lập - Tự do - Hạnh phúc", None, None],
    ["Số: 12/KH-SYT", None, None, "Nghệ An, ngày 05 tháng 3 năm 2025", None, None],
    [],
    ["KẾ HOẠCH", None, None, None, None, None],
    ["Triển khai nhiệm vụ trọng tâm năm 2025", None, None, None, None, None],
    [],
    ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"],
    ["I", "Nhóm nhiệm vụ chung", None, None, None, None],
    [1, "Rà soát, kiện toàn Ban chỉ đạo các cấp", "Sở Y tế", "Sở Nội vụ", datetime(2025, 6, 30), "Quyết định"],
    [2, "Tổ chức tập huấn cho cán bộ y tế", "Sở Y tế", "UBND cấp xã", "Quý III/2025", "Báo cáo"],
    ["II", "Nhóm nhiệm vụ khác", None, None, None, None],
    [3, "Bố trí kinh phí thực hiện Kế hoạch", "Sở Tài chính", None, "Hằng năm", None],
    [],
    ["Nơi nhận:", None, None, "GIÁM ĐỐC", None, None],
    ["- Như trên;", None, None, None, None, None],
    ["- Lưu: VT.", None, None, "Nguyễn Văn A", None, None],
]


def book(*sheets: list[list[Any]], font: str = "") -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets, 1):
        sheet = workbook.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
        for row in sheet.iter_rows() if font else ():
            for cell in row:
                cell.font = Font(name=font)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_a_task_list_is_letterhead_table_and_signature() -> None:
    reading = read(Path("a.xlsx"), book(TASKS))
    lines = reading.text.split("\n")
    assert [line for line in lines if line][:6] == [
        "UBND TỈNH NGHỆ AN",
        "SỞ Y TẾ",
        "Số: 12/KH-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nghệ An, ngày 05 tháng 3 năm 2025",
    ]
    [table] = reading.tables
    texts = [[cell.of(reading.text) for cell in row] for row in table.rows]
    assert table.header_rows == 1
    assert texts[0][:2] == ["STT", "Nhiệm vụ"]
    assert texts[2] == [
        "1",
        "Rà soát, kiện toàn Ban chỉ đạo các cấp",
        "Sở Y tế",
        "Sở Nội vụ",
        "30/06/2025",
        "Quyết định",
    ]
    assert texts[-1][:3] == ["3", "Bố trí kinh phí thực hiện Kế hoạch", "Sở Tài chính"]
    assert [line for line in lines if line][-5:] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "Nguyễn Văn A",
    ]
    assert {place.part for place in reading.places} >= {"sheet1/r3", "sheet1/t1/r3/c2", "sheet1/r17"}


def test_the_rows_of_a_task_list_are_obligations() -> None:
    record = analyse(read(Path("a.xlsx"), book(TASKS)), id="x", source="a.xlsx", sha256="y")
    assert record.document.number == "12/KH-SYT"
    assert record.document.issued == "2025-03-05"
    assert sum(clause.kind is ClauseKind.ROW for clause in record.clauses) == 5
    found = [
        (o.quote.split("\t")[0], [(a.name, a.role) for a in o.assignees], o.deadline and o.deadline.due)
        for o in record.obligations
    ]
    assert [names for _, names, _ in found] == [
        [("Sở Y tế", Role.LEAD), ("Sở Nội vụ", Role.SUPPORT)],
        [("Sở Y tế", Role.LEAD), ("Ủy ban nhân dân cấp xã", Role.SUPPORT)],
        [("Sở Tài chính", Role.LEAD)],
    ]
    assert found[0][2] == "2025-06-30"


def test_a_bare_table_without_letterhead_is_a_table() -> None:
    reading = read(Path("a.xlsx"), book(TASKS[7:13]))
    [table] = reading.tables
    assert (len(table.rows), table.header_rows) == (6, 1)


def test_each_visible_sheet_is_a_page_and_hidden_ones_are_told_of() -> None:
    workbook = Workbook()
    workbook.active.append(["Sở Y tế chủ trì"])
    workbook.create_sheet("B").append(["Sở Nội vụ phối hợp"])
    hidden = workbook.create_sheet("C")
    hidden.append(["bí mật"])
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    workbook.save(buffer)
    reading = read(Path("a.xlsx"), buffer.getvalue())
    assert reading.text == "Sở Y tế chủ trì\n\nSở Nội vụ phối hợp"
    assert [reading.text[p.start : p.end] for p in reading.pages] == ["Sở Y tế chủ trì", "Sở Nội vụ phối hợp"]
    assert any("trang ẩn" in warning for warning in reading.warnings)


def test_old_fonts_are_read_by_name_or_by_their_letters() -> None:
    row = ["Uû ban nh©n d©n tØnh giao Së Y tÕ chñ tr×, phèi hîp víi c¸c së, ban, ngµnh thùc hiÖn kÕ ho¹ch nµy"]
    for font in (".VnTime", ""):
        reading = read(Path("a.xlsx"), book([row], font=font))
        assert reading.text.startswith("Uỷ ban nhân dân tỉnh giao Sở Y tế"), font
        assert reading.pages[0].how == "repaired"


def test_a_cell_far_away_does_not_make_a_million_rows() -> None:
    workbook = Workbook()
    workbook.active["A1"] = "Sở Y tế chủ trì"
    workbook.active["XFD1048576"] = "xa"
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert read(Path("a.xlsx"), buffer.getvalue()).text == "Sở Y tế chủ trì\n\nxa"


def test_an_empty_or_damaged_book_is_set_aside() -> None:
    with pytest.raises(EmptyFile, match="không có chữ nào"):
        read(Path("a.xlsx"), book([]))
    with pytest.raises(BrokenFile):
        read(Path("a.xlsx"), book(TASKS)[:-100])


VALUES = [
    (3, "General", "3"),
    (3.0, "General", "3"),
    (2.5, "0.0", "2,5"),
    (1234567, "#,##0", "1.234.567"),
    (0.1 + 0.2, "General", "0,3"),
    (0.85, "0%", "85%"),
    (datetime(2025, 6, 30), "dd/mm/yyyy", "30/06/2025"),
    (date(2025, 6, 1), "mm/yyyy", "06/2025"),
    (datetime(2025, 6, 1), '"Tháng" m "năm" yyyy', "06/2025"),
    (datetime(2025, 6, 30), "dd/mm", "30/06"),
    (time(7, 30), "hh:mm", "07:30"),
    (True, "General", "Có"),
    ("#REF!", "General", ""),
    ("#1 ưu tiên", "General", "#1 ưu tiên"),
]


@pytest.mark.parametrize(("value", "form", "text"), VALUES, ids=[f"{v!r} as {f}" for v, f, _ in VALUES])
def test_values_read_as_the_sheet_shows_them(value: Any, form: str, text: str) -> None:
    assert shown(value, form) == text
