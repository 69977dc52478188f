"""Tables of tasks as offices draw them: merged cells, tables in tables, headings of every wording."""

from __future__ import annotations

import io

import openpyxl
import pytest

from corpus.model import Role
from tests.ingest.readers.sample_files import Sheet, Text, make_pdf
from tests.ingest.taken_in import (
    HEADINGS,
    bytes_of,
    leads_and_deadlines,
    reading_of,
    record_of,
    who,
    word_file,
    word_table,
)

ROWS = (
    ("1", "Xây dựng phần mềm quản lý", "Sở Y tế", "Sở Tài chính", "30/10/2025"),
    ("2", "Tổ chức giám sát tại cơ sở", "", "", ""),
    ("3", "Kiểm tra vệ sinh trường học", "Sở Nội vụ", "Sở Y tế", "15/11/2025"),
)
EXPECTED = [("Sở Y tế", "30/10/2025"), ("Sở Y tế", "30/10/2025"), ("Sở Nội vụ", "15/11/2025")]


def merged_word() -> bytes:
    document = word_file("Phân công như sau:")
    table = word_table(document, (HEADINGS, *ROWS))
    for column in (2, 3, 4):
        table.cell(1, column).merge(table.cell(2, column))
    return bytes_of(document)


def merged_web_page() -> bytes:
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    first = "".join(f"<td{' rowspan=2' if n > 1 else ''}>{text}</td>" for n, text in enumerate(ROWS[0]))
    second = "".join(f"<td>{text}</td>" for text in ROWS[1][:2])
    third = "".join(f"<td>{text}</td>" for text in ROWS[2])
    table = f"<table><tr>{head}</tr><tr>{first}</tr><tr>{second}</tr><tr>{third}</tr></table>"
    return f"<html><body><p>Phân công nhiệm vụ như sau:</p>{table}</body></html>".encode()


def merged_sheet() -> bytes:
    book = openpyxl.Workbook()
    for row in (HEADINGS, *ROWS):
        book.active.append([cell or None for cell in row])
    for column in "CDE":
        book.active.merge_cells(f"{column}2:{column}3")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def merged_rtf() -> bytes:
    edges = (800, 3500, 5000, 6500, 8000)

    def row(cells: tuple[str, ...], merge: str) -> str:
        defined = "".join(f"{merge if n > 1 else ''}\\clbrdrt\\brdrs\\cellx{edge}" for n, edge in enumerate(edges))
        shown = "".join("".join(c if c.isascii() else f"\\u{ord(c)}?" for c in cell) + "\\cell " for cell in cells)
        return f"\\trowd{defined}\\pard\\intbl {shown}\\row "

    merges = ("", "\\clvmgf", "\\clvmrg", "")
    rows = "".join(row(cells, merge) for cells, merge in zip((HEADINGS, *ROWS), merges, strict=True))
    return f"{{\\rtf1\\ansi {rows}\\pard}}".encode()


def merged_pdf() -> bytes:
    lefts, tops = (40, 80, 260, 360, 460, 560), (100, 130, 160, 190, 220)
    texts = [
        Text(lefts[n] + 4, tops[r] + 18, text, size=9)
        for r, row in enumerate((HEADINGS, *ROWS))
        for n, text in enumerate(row)
        if text
    ]
    rulings = [(x, tops[0], x, tops[-1]) for x in lefts]
    rulings += [(lefts[0], y, lefts[2] if y == tops[2] else lefts[-1], y) for y in tops]
    return make_pdf([Sheet(texts=[Text(40, 80, "Phân công nhiệm vụ như sau:"), *texts], rulings=rulings)])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.docx", merged_word, id="cells merged downwards in Word"),
        pytest.param("a.html", merged_web_page, id="rowspan of a web page"),
        pytest.param("a.xlsx", merged_sheet, id="merged cells of a sheet"),
        pytest.param("a.rtf", merged_rtf, id="clvmrg of RTF"),
        pytest.param("a.pdf", merged_pdf, id="spanning cells of a ruled PDF table"),
    ],
)
def test_a_merged_cell_holds_for_every_row_it_spans(name: str, data) -> None:  # type: ignore[no-untyped-def]
    record = record_of(name, data())
    assert leads_and_deadlines(record) == EXPECTED
    first, second, _ = record.obligations
    assert [a.derived for a in first.assignees] == [False, False]
    assert [a.derived for a in second.assignees] == [True, True]
    assert who(second, Role.SUPPORT) == ["Sở Tài chính"]


def test_a_row_with_a_merged_task_is_another_lead_of_that_task() -> None:
    document = word_file("Phân công như sau:")
    table = word_table(document, (HEADINGS, ROWS[0], ("", "", "Sở Nội vụ", "", "20/11/2025")))
    table.cell(1, 1).merge(table.cell(2, 1))
    record = record_of("a.docx", bytes_of(document))
    assert leads_and_deadlines(record) == [("Sở Y tế", "30/10/2025"), ("Sở Nội vụ", "20/11/2025")]
    assert {o.action for o in record.obligations} == {"Xây dựng phần mềm quản lý"}
    assert all(record.text[o.start : o.end] == o.quote for o in record.obligations)


def test_an_empty_cell_that_is_not_merged_holds_nothing() -> None:
    document = word_file("Phân công như sau:")
    word_table(document, (HEADINGS, *ROWS))
    assert leads_and_deadlines(record_of("a.docx", bytes_of(document))) == [EXPECTED[0], EXPECTED[2]]


def test_a_merged_cell_that_goes_on_over_a_page_holds_there() -> None:
    lefts = (40, 80, 260, 360, 460)

    def sheet(rows: list[tuple[str, ...]], merged: tuple[int, int]) -> Sheet:
        tops = [60 + 30 * n for n in range(len(rows) + 1)]
        texts = [
            Text(lefts[n] + 4, tops[r] + 18, t, size=9) for r, row in enumerate(rows) for n, t in enumerate(row) if t
        ]
        rulings = [(x, tops[0], x, tops[-1]) for x in lefts]
        rulings += [(lefts[0], y, lefts[2] if merged[0] < n < merged[1] else lefts[-1], y) for n, y in enumerate(tops)]
        return Sheet(texts=texts, rulings=rulings)

    heads = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
    first = sheet(
        [heads, ("1", "Rà soát trạm y tế xã.", "Sở Y tế", "30/10/2025"), ("2", "Kiểm tra nhà thuốc.", "", "")], (1, 3)
    )
    second = sheet([("3", "Tập huấn cán bộ xã.", "", ""), ("4", "Tổng kết việc thực hiện.", "", "")], (0, 2))
    record = record_of("a.pdf", make_pdf([first, second]))
    assert leads_and_deadlines(record) == [("Sở Y tế", "30/10/2025")] * 4


def test_a_table_in_a_cell_is_read_as_one() -> None:
    document = word_file("Phân công như sau:")
    outer = word_table(document, (("Nhóm", "Chi tiết"), ("Dự phòng", "")))
    inner = [heading for heading in HEADINGS if heading != "TT"]
    word_table(document, (inner, ROWS[0][1:], ROWS[2][1:]), outer.cell(1, 1))
    record = record_of("a.docx", bytes_of(document))
    assert leads_and_deadlines(record) == [EXPECTED[0], EXPECTED[2]]
    assert "Dự phòng" in record.text


LEAD_HEADINGS = (
    "Giao cho", "Phân công", "Đơn vị phụ trách", "CQ chủ trì", "Đơn vị được giao", "Cơ quan, đơn vị thực hiện",
    "Đầu mối", "Nơi thực hiện", "Phòng, ban thực hiện",
)  # fmt: skip
TIME_HEADINGS = (
    "Hạn", "Lộ trình", "Thời hạn báo cáo", "Deadline", "Hạn chót", "Mốc thời gian", "Ngày hoàn thành",
    "Hoàn thành trước", "Đến hạn",
)  # fmt: skip


@pytest.mark.parametrize(("lead", "time"), list(zip(LEAD_HEADINGS, TIME_HEADINGS, strict=True)))
def test_headings_of_every_wording(lead: str, time: str) -> None:
    document = word_file("Phân công như sau:")
    word_table(document, (("TT", "Nhiệm vụ", lead, time), ("1", "Rà soát cơ sở dữ liệu", "Sở Y tế", "30/11/2025")))
    assert leads_and_deadlines(record_of("a.docx", bytes_of(document))) == [("Sở Y tế", "30/11/2025")]


def test_columns_without_known_headings_are_known_by_what_they_hold() -> None:
    document = word_file("Phân công như sau:")
    rows = (
        ("TT", "Mô tả", "Tên", "Khoảng"),
        ("1", "Rà soát cơ sở dữ liệu dân cư", "Sở Y tế", "30/11/2025"),
        ("2", "Xây dựng kế hoạch tập huấn", "Công an tỉnh", "Quý IV/2025"),
    )
    word_table(document, rows)
    assert leads_and_deadlines(record_of("a.docx", bytes_of(document))) == [
        ("Sở Y tế", "30/11/2025"),
        ("Công an tỉnh", "Quý IV/2025"),
    ]


def test_a_list_of_people_is_no_table_of_tasks() -> None:
    document = word_file("Danh sách như sau:")
    rows = (
        ("STT", "Họ và tên", "Đơn vị", "Ngày sinh"),
        ("1", "Nguyễn Văn Mẫu", "Sở Y tế", "30/11/1985"),
        ("2", "Trần Thị Thử", "Sở Nội vụ", "15/02/1990"),
    )
    word_table(document, rows)
    assert record_of("a.docx", bytes_of(document)).obligations == ()


def test_places_of_a_table_around_another_name_the_rows_of_the_file() -> None:
    document = word_file("Phân công như sau:")
    outer = word_table(document, (("Nhóm", "Chi tiết"), ("Một", ""), ("Hai", "Khác")))
    word_table(document, (("Việc", "Ai làm"), ("Rà soát", "Sở Y tế"), ("Kiểm tra", "Sở Nội vụ")), outer.cell(1, 1))
    reading = reading_of("a.docx", bytes_of(document))
    parts = {place.part: reading.text[place.start : place.end] for place in reading.places}
    assert (parts["t1/r3/c1"], parts["t1/r2/c2/t1/r2/c2"]) == ("Hai", "Sở Y tế")
