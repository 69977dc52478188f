from __future__ import annotations

import pytest

from ingest.markers import Style, follows, read_markers, roman_value

READ = [
    pytest.param("Phần thứ hai: Tổ chức", [(Style.PART, "2", "Phần thứ hai:")], id="part in words"),
    pytest.param("Chương IV", [(Style.CHAPTER, "iv", "Chương IV")], id="chapter"),
    pytest.param("Mục 2. QUY ĐỊNH CHUNG", [(Style.SECTION, "2", "Mục 2.")], id="section"),
    pytest.param("Điều 3 : .Tài sản", [(Style.ARTICLE, "3", "Điều 3 :")], id="article with a loose colon"),
    pytest.param("Điều 12a. Bổ sung", [(Style.ARTICLE, "12a", "Điều 12a.")], id="inserted article"),
    pytest.param("II/ Loại hóa đơn", [(Style.ROMAN, "ii", "II/")], id="roman with a slash"),
    pytest.param("Iv. nâng cao", [(Style.ROMAN, "iv", "Iv.")], id="roman that lost its capitals"),
    pytest.param("1- Thuế suất", [(Style.DECIMAL, "1", "1-")], id="number with a dash"),
    pytest.param("2.1. Nhiệm vụ", [(Style.DOTTED, "2.1", "2.1.")], id="dotted"),
    pytest.param("đ) Việc", [(Style.LETTER, "đ", "đ)")], id="đ"),
    pytest.param("(3) Giao Bộ", [(Style.NUMBER_IN_BRACKETS, "3", "(3)")], id="number in brackets"),
    pytest.param("- Tăng cường", [(Style.DASH, "", "-")], id="dash"),
    pytest.param("+ Thực hiện", [(Style.PLUS, "", "+")], id="plus"),
    pytest.param("• Rà soát", [(Style.DOT, "", "•")], id="dot"),
]


@pytest.mark.parametrize(("words", "expected"), READ)
def test_a_marker_is_read_with_its_label(words: str, expected: list[tuple[Style, str, str]]) -> None:
    assert [(m.style, m.number, m.label) for m in read_markers(words)] == expected


@pytest.mark.parametrize(
    ("words", "styles"),
    [
        pytest.param("I. Mục tiêu", [Style.ROMAN, Style.CAPITAL], id="I may be a capital"),
        pytest.param("i) Hồ sơ", [Style.LETTER, Style.ROMAN_IN_BRACKETS], id="i may be roman"),
        pytest.param("(v) Nội dung", [Style.ROMAN_IN_BRACKETS, Style.LETTER_IN_BRACKETS], id="(v) may be a letter"),
    ],
)
def test_several_readings_stand_side_by_side(words: str, styles: list[Style]) -> None:
    assert [m.style for m in read_markers(words)] == styles


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("---------", id="rule"),
        pytest.param("1.000 đồng", id="thousand"),
        pytest.param("30/6/2025", id="date"),
        pytest.param("V/v thành lập", id="subject of a letter"),
        pytest.param("Điều kiện bảo đảm", id="a word that begins like an article"),
        pytest.param("Chương trình mục tiêu", id="a word that begins like a chapter"),
        pytest.param("Mục tiêu cụ thể", id="a word that begins like a section"),
        pytest.param("Phần mềm dùng chung", id="a word that begins like a part"),
        pytest.param("12/2024/NĐ-CP", id="document number"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_marker_is_read_as_none(words: str) -> None:
    assert read_markers(words) == ()


@pytest.mark.parametrize("words", ["- 2025 sang thực hiện", "06.", "Điều 5 của Luật", "Mục IV Chỉ thị"])
def test_what_a_line_break_often_leaves_is_weak(words: str) -> None:
    assert read_markers(words)
    assert all(m.weak for m in read_markers(words))


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [
        pytest.param("d) a", "đ) b", 0, id="d đ"),
        pytest.param("d) a", "e) b", 0, id="đ left out"),
        pytest.param("e) a", "h) b", 1, id="g missing"),
        pytest.param("e) a", "g) b", 0, id="no f in Vietnamese"),
        pytest.param("1. a", "2. b", 0, id="numbers"),
        pytest.param("1. a", "4. b", 2, id="two numbers missing"),
        pytest.param("2. a", "1. b", None, id="out of order"),
        pytest.param("1.1. a", "1.2. b", 0, id="dotted"),
        pytest.param("1.1. a", "2.1. b", None, id="of another number"),
    ],
)
def test_neighbours_in_a_list(before: str, after: str, missing: int | None) -> None:
    first, second = read_markers(before)[0], read_markers(after)[0]
    assert follows(first.ordinal, second.ordinal, second.style) == missing


@pytest.mark.parametrize(("numeral", "value"), [("IV", 4), ("xxxix", 39), ("IIII", None), ("", None)])
def test_roman_numbers(numeral: str, value: int | None) -> None:
    assert roman_value(numeral) == value
