"""Tables of old Word files, printed with bars between their columns."""

from __future__ import annotations

import pytest

from ingest.readers.doc.antiword_tables import with_tables

PRINTED = """DANH MỤC NHIỆM VỤ

|Số |Nội dung                |Cơ quan   |
|TT |                        |chủ trì   |
|I  |Xây dựng thể chế        |          |
|1  |Rà soát các văn bản quy |Sở Tư     |
|   |phạm pháp luật          |pháp      |
|2  |Tập huấn                |Sở Nội vụ |

Nơi nhận:"""


def test_lines_of_one_row_are_put_together() -> None:
    text, (table,) = with_tables(PRINTED)
    rows = [[cell.of(text) for cell in row] for row in table.rows]
    assert rows == [
        ["Số TT", "Nội dung", "Cơ quan chủ trì"],
        ["I", "Xây dựng thể chế", ""],
        ["1", "Rà soát các văn bản quy phạm pháp luật", "Sở Tư pháp"],
        ["2", "Tập huấn", "Sở Nội vụ"],
    ]
    assert table.header_rows == 1
    assert table.span.of(text).startswith("Số TT\tNội dung")
    assert table.span.of(text).endswith("Tập huấn\tSở Nội vụ")
    assert text.startswith("DANH MỤC NHIỆM VỤ\n\n")
    assert text.endswith("\n\nNơi nhận:")


LEFT = {
    "no bars": "Điều 1.\n\nĐiều 2.",
    "a letterhead": "|BỘ Y TẾ |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|Số: 1 |Độc lập - Tự do - Hạnh phúc |",
    "a formula": "|Tiền lương |= |Tổng tiền lương |\n|           |  |Số ngày làm việc |",
    "a heading without rows": "|TT |Nội dung |\n|   |công việc |",
    "one column": "|TT|\n|1|",
    "a bar in a line": "a | b | c",
    "empty": "",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_is_not_certain_stays_as_it_was_printed(text: str) -> None:
    assert with_tables(text) == (text, ())


def test_tables_of_different_widths_are_two() -> None:
    text, tables = with_tables("|TT|A|\n|1 |b|\n|TT|A|B|\n|1 |c|d|")
    assert [[cell.of(text) for cell in row] for table in tables for row in table.rows] == [
        ["TT", "A"],
        ["1", "b"],
        ["TT", "A", "B"],
        ["1", "c", "d"],
    ]
