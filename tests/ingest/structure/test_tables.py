from __future__ import annotations

from corpus.model import Clause, ClauseKind, Span
from ingest.readers.extracted_text import ExtractedText, TableReading
from ingest.structure import structure
from tests.ingest.trees import assert_keeps_the_rules, reading_of

FLAT = """PHỤ LỤC
DANH MỤC NHIỆM VỤ
(Kèm theo Kế hoạch số 9/KH-UBND ngày 1 tháng 2 năm 2024)
TT
Nội dung thực hiện
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian hoàn thành
Sản phẩm
I
TỔ CHỨC CHỈ ĐẠO
1
Kiện toàn Ban Chỉ đạo các cấp
Sở Nội vụ
Các sở, ban, ngành
Trước ngày 30/11/2025
Quyết định
2
Ban hành hướng dẫn chi ngân sách
Sở Tài chính
Cơ quan liên quan
2025
II
DIỄN TẬP
1
Diễn tập cấp tỉnh
Bộ Chỉ huy quân sự tỉnh
Các sở, ban, ngành
Theo kế hoạch riêng
- Báo cáo kết quả
- Cuộc diễn tập
"""


def rows_of(text: str, clauses: tuple[Clause, ...]) -> list[tuple[str, list[str]]]:
    """Label and cells of every row."""
    rows = [c for c in clauses if c.kind is ClauseKind.ROW]
    return [(c.label, [" ".join(cell.of(text).split()) for cell in c.cells]) for c in rows]


def test_a_flattened_table_is_put_back_into_rows() -> None:
    clauses = structure(reading_of(FLAT))
    table = next(c for c in clauses if c.kind is ClauseKind.TABLE)
    assert table.path == "phu-luc/bang-1"
    assert [cell.of(FLAT) for cell in table.cells][2:4] == ["Cơ quan chủ trì", "Cơ quan phối hợp"]
    assert rows_of(FLAT, clauses) == [
        ("I", ["I", "TỔ CHỨC CHỈ ĐẠO"]),
        (
            "1",
            [
                "1",
                "Kiện toàn Ban Chỉ đạo các cấp",
                "Sở Nội vụ",
                "Các sở, ban, ngành",
                "Trước ngày 30/11/2025",
                "Quyết định",
            ],
        ),
        ("2", ["2", "Ban hành hướng dẫn chi ngân sách", "Sở Tài chính", "Cơ quan liên quan", "2025", ""]),
        ("II", ["II", "DIỄN TẬP"]),
        (
            "1",
            [
                "1",
                "Diễn tập cấp tỉnh",
                "Bộ Chỉ huy quân sự tỉnh",
                "Các sở, ban, ngành",
                "Theo kế hoạch riêng",
                "- Báo cáo kết quả - Cuộc diễn tập",
            ],
        ),
    ]


def test_numbers_in_cells_are_not_row_numbers() -> None:
    rows = [
        ["1", "Nghị quyết", "250", "14"],
        ["2", "Quyết định", "100", "-"],
        ["3", "Chỉ thị", "40", "4"],
        ["4", "Kế hoạch", "30", "5"],
    ]
    text = "\n".join(["STT", "Loại văn bản", "Mức chi", "Số lượng", *[cell for row in rows for cell in row]])
    assert [cells for _, cells in rows_of(text, structure(reading_of(text)))] == rows


def test_a_row_whose_cells_cannot_be_told_apart_keeps_its_text_without_cells() -> None:
    text = "TT\nViệc một loại\nViệc hai loại\nViệc ba loại\n1\nMột\nHai\nBa\n2\nBốn\nNăm\n3\nSáu\nBảy\nTám"
    clauses = structure(reading_of(text))
    by_label = {c.label: c for c in clauses if c.kind is ClauseKind.ROW}
    assert len(by_label["1"].cells) == 4
    assert by_label["2"].cells == ()
    assert text[by_label["2"].start : by_label["2"].head_end] == "2\nBốn\nNăm"


def test_titles_of_groups_stand_by_themselves() -> None:
    head = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
    first, second = (
        [[str(n), f"Việc số {n}", "Bộ Công an", "31/10/2025"] for n in ns] for ns in ((1, 2, 3), (4, 5, 6))
    )
    groups = ["Nhiệm vụ giao Bộ trưởng Bộ Công an chỉ đạo", "Nhiệm vụ giao Bộ trưởng Bộ Nội vụ chỉ đạo"]
    rows = [head, groups[:1], *first, groups[1:], *second]
    text = "\n".join(cell for row in rows for cell in row)
    assert [len(cells) for _, cells in rows_of(text, structure(reading_of(text)))] == [1, 4, 4, 4, 1, 4, 4, 4]


NUMBERED_GROUPS = """PHỤ LỤC
DANH MỤC NHIỆM VỤ
STT
Tên nhiệm vụ
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian hoàn thành
I. TUYÊN TRUYỀN
1
Mở chuyên mục trên báo tỉnh
Sở Nội vụ
Các sở, ban, ngành
Thường xuyên
II. HỖ TRỢ DOANH NGHIỆP
2
Xây dựng bộ tiêu chí đánh giá
Sở Công Thương
UBND các xã, phường
Quí IV-2025
"""


def test_a_numbered_title_of_a_group_is_no_column() -> None:
    clauses = structure(reading_of(NUMBERED_GROUPS))
    table = next(c for c in clauses if c.kind is ClauseKind.TABLE)
    assert [cell.of(NUMBERED_GROUPS) for cell in table.cells][-1] == "Thời gian hoàn thành"
    assert [cells[-1] for _, cells in rows_of(NUMBERED_GROUPS, clauses)] == [
        "I. TUYÊN TRUYỀN",
        "Thường xuyên",
        "II. HỖ TRỢ DOANH NGHIỆP",
        "Quí IV-2025",
    ]


def test_headings_repeated_at_the_top_of_a_page_are_noise() -> None:
    head = ["TT", "Nội dung", "Cơ quan chủ trì", "Thời gian"]
    rows = [["1", "Việc một", "Sở Y tế", "2025"], ["2", "Việc hai", "Sở Tài chính", "2026"]]
    text = "\n".join([*head, *rows[0], *head, *rows[1]])
    clauses = structure(reading_of(text))
    assert_keeps_the_rules(text, clauses)
    assert [cells for _, cells in rows_of(text, clauses)] == rows
    assert [c.path for c in clauses if c.kind is ClauseKind.NOISE]


def table_of(text: str, rows: list[list[str]], start: int = 0, header_rows: int = 1) -> TableReading:
    """A table as a reader gives it, its cells found in `text` from `start` on."""
    spans, at = [], start
    for row in rows:
        cells = []
        for cell in row:
            at = text.index(cell, at) if cell else at
            cells.append(Span(at, at + len(cell)))
            at += len(cell)
        spans.append(tuple(cells))
    return TableReading(Span(spans[0][0].start, at), tuple(spans), header_rows)


def test_a_table_the_file_marks_becomes_a_table_with_rows() -> None:
    rows = [["TT", "Nội dung", "Cơ quan"], ["1", "Việc một.\nTiếp theo", "Sở Y tế"], ["2", "Việc hai", ""]]
    text = "1. Danh mục:\n" + "\n".join("\t".join(row) for row in rows) + "\n2. Khác."
    reading = ExtractedText(text=text, media_type="application/pdf", tables=(table_of(text, rows),))
    clauses = structure(reading)
    assert_keeps_the_rules(text, clauses)
    assert [c.path for c in clauses] == ["1", "1/bang-1", "1/bang-1/hang-1", "1/bang-1/hang-2", "2"]
    assert rows_of(text, clauses) == [("1", ["1", "Việc một. Tiếp theo", "Sở Y tế"]), ("2", ["2", "Việc hai", ""])]


def test_a_table_cut_by_a_page_is_one_table() -> None:
    first, rest = [["TT", "Nội dung"], ["1", "Một"]], [["2", "Hai"], ["3", "Ba"]]
    text = "TT\tNội dung\n1\tMột\nTrang 2\n2\tHai\n3\tBa\n"
    second = table_of(text, rest, text.index("2\tHai"), header_rows=0)
    noise = (Span(text.index("Trang"), text.index("Trang") + 7),)
    reading = ExtractedText(
        text=text, media_type="application/pdf", tables=(table_of(text, first), second), noise=noise
    )
    clauses = structure(reading)
    assert_keeps_the_rules(text, clauses)
    assert [c.path for c in clauses if c.kind is ClauseKind.TABLE] == ["bang-1"]
    assert [label for label, _ in rows_of(text, clauses)] == ["1", "2", "3"]


def test_a_table_that_only_sets_out_the_letterhead_is_no_table() -> None:
    rows = [["BỘ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 5/CT-BYT", "Hà Nội, ngày 1 tháng 2 năm 2020"]]
    text = "\n".join("\t".join(row) for row in rows) + "\nCHỈ THỊ\nVỀ KIỂM TRA\n1. Một."
    reading = ExtractedText(text=text, media_type="application/pdf", tables=(table_of(text, rows, header_rows=0),))
    assert [c.path for c in structure(reading)] == ["dau-van-ban", "ten", "1"]


def test_a_table_written_with_bars() -> None:
    text = (
        "1. Danh mục:\n\n| TT | Nội dung | Cơ quan chủ trì |\n|---|---|---|\n| 1 | Việc một | Sở Y tế |\n"
        "| 2 | Việc hai | |\n"
    )
    clauses = structure(reading_of(text))
    assert_keeps_the_rules(text, clauses)
    assert rows_of(text, clauses) == [("1", ["1", "Việc một", "Sở Y tế"]), ("2", ["2", "Việc hai", ""])]


def test_headings_repeated_on_the_next_page_are_noise() -> None:
    rows = [["TT", "Nội dung"], ["1", "Một"]]
    text = "TT\tNội dung\n1\tMột\n3\nTT\tNội dung\n2\tHai\n"
    second = table_of(text, [["TT", "Nội dung"], ["2", "Hai"]], text.index("TT", 5))
    noise = (Span(text.index("3\n"), text.index("3\n") + 1),)
    reading = ExtractedText(text=text, media_type="application/pdf", tables=(table_of(text, rows), second), noise=noise)
    clauses = structure(reading)
    assert_keeps_the_rules(text, clauses)
    assert rows_of(text, clauses) == [("1", ["1", "Một"]), ("2", ["2", "Hai"])]
    assert [text[c.start : c.end] for c in clauses if c.kind is ClauseKind.NOISE] == ["3\nTT\tNội dung"]
    assert [text[c.start : c.head_end] for c in clauses if c.kind is ClauseKind.ROW] == ["1\tMột", "2\tHai"]
