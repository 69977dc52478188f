"""Document numbers in text and in queries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.document_numbers import find_numbers, number_asked_for, parts_of_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Quyết định số 1183/QĐ-TTg ngày 14/10/2024", {"1183/qd/ttg": "1183/QĐ-TTg"}),
        ("Chỉ thị số 28-CT/TW, ngày 25/12/2023", {"28/ct/tw": "28-CT/TW"}),
        ("Chỉ thị 28 - CT/TW", {"28/ct/tw": "28 - CT/TW"}),
        (
            "theo 69/2024/QĐ-UBND và 12/2024/NĐ-CP",
            {"69/2024/qd/ubnd": "69/2024/QĐ-UBND", "12/2024/nd/cp": "12/2024/NĐ-CP"},
        ),
        ("công văn 10894/VPCP-CN", {"10894/vpcp/cn": "10894/VPCP-CN"}),
        ("ngày 30/6/2025, trang 3/4, 24/7", {}),
        ("trẻ em dưới 16 tuổi", {}),
    ],
    ids=["state", "party", "spaces", "with the year", "letter", "dates", "words"],
)
def test_find_numbers(text: str, numbers: dict[str, str]) -> None:
    assert {identity: span.of(text) for span, identity in find_numbers(text)} == numbers


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("1183/QĐ-TTg", "1183/qd/ttg"),
        ("1183/qd-ttg", "1183/qd/ttg"),
        ("Quyết định số 1183/QĐ-TTg", "1183/qd/ttg"),
        ("qd so 1183/QD-TTG", "1183/qd/ttg"),
        ("văn bản 28-CT/TW.", "28/ct/tw"),
        ("nhiệm vụ theo Quyết định 1183/QĐ-TTg", ""),
        ("Quyết định 1183/QĐ-TTg về trẻ em", ""),
        ("1183/QĐ-TTg và 28-CT/TW", ""),
        ("quyết định", ""),
        ("", ""),
        ("Kế hoạch số 9482/KH-UBND ngày 08/8/2025", "9482/kh/ubnd"),
        ("Kế hoạch số 9482/KH-UBND, ban hành ngày 8 tháng 8 năm 2025 của UBND tỉnh Bạch Lam.", "9482/kh/ubnd"),
        ("Kế hoạch số 9482/KH-UBND của Ủy ban nhân dân tỉnh Bạch Lam", "9482/kh/ubnd"),
        ("Kế hoạch số 9482/KH-UBND ngày 08/8/2025 giao Sở Y tế việc gì", ""),
        ("Kế hoạch số 9482/KH-UBND của tỉnh, mục 3 giao ai", ""),
    ],
    ids=[
        "bare",
        "small letters",
        "type",
        "no diacritics",
        "any document",
        "more before",
        "more after",
        "two",
        "none",
        "empty",
        "with its day",
        "day in words and issuer",
        "issuer",
        "more behind the day",
        "more behind the issuer",
    ],
)
def test_number_asked_for(query: str, number: str) -> None:
    assert number_asked_for(query) == number


@given(st.text(max_size=100))
def test_spans_lie_in_the_text(text: str) -> None:
    for span, identity in find_numbers(text):
        assert 0 <= span.start < span.end <= len(text)
        assert identity


PARTS = {
    "a kind of one word in letters": ("qđ 1183 giao Bộ Công an", [("1183", "quyết định", "qđ 1183")]),
    "a kind of two words": ("thực hiện chỉ thị số 28", [("28", "chỉ thị", "chỉ thị số 28")]),
    "without diacritics": ("ke hoach 377", [("377", "kế hoạch", "ke hoach 377")]),
    "a whole number": ("chỉ thị 28-CT/TW", []),
}


@pytest.mark.parametrize(("query", "expected"), PARTS.values(), ids=PARTS)
def test_half_a_number_names_a_document(query: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(p.serial, p.type, query[p.start : p.end]) for p in parts_of_numbers(query)] == expected
