"""Filters are read leniently, and a value that is none of the possible ones is refused with what is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest

from index.query.parser import Field
from search_api.errors import UnknownValue
from search_api.search.facets import Facets
from search_api.search.filter_values import (
    read_day,
    read_kind,
    read_province,
    read_role,
    read_type,
    read_window,
    read_year,
)
from search_api.search.filters import FILTERS, PARSED_FIELDS, SearchRequest, window_between
from search_api.search.resolved_filters import Filters

PROVINCES = ["Nghệ An", "Thành phố Hồ Chí Minh", ""]

READ: dict[str, tuple[Callable[[], object], object]] = {
    "kind by key": (lambda: read_kind("reporting"), "reporting"),
    "kind by label": (lambda: read_kind("Kiểm tra, giám sát"), "inspection"),
    "kind without accents": (lambda: read_kind("kiem tra, giam sat"), "inspection"),
    "role by label": (lambda: read_role("chủ trì"), "lead"),
    "type in any case": (lambda: read_type("CHỈ THỊ", ["chỉ thị", ""]), "chỉ thị"),
    "province": (lambda: read_province("Nghệ An", PROVINCES), "Nghệ An"),
    "province with its word": (lambda: read_province("tỉnh nghe an", PROVINCES), "Nghệ An"),
    "city shortened": (lambda: read_province("TP. Hồ Chí Minh", PROVINCES), "Thành phố Hồ Chí Minh"),
    "year": (lambda: read_year(" 2025 "), 2025),
    "ISO day": (lambda: read_day("2025-06-30"), "2025-06-30"),
    "window of days": (lambda: read_window("01/9/2025..10/9/2025"), "2025-09-01..2025-09-10"),
    "window in words": (lambda: read_window("từ 01/9/2025 đến 10/9/2025"), "2025-09-01..2025-09-10"),
    "window with one end": (lambda: read_window(window_between("", "10/9/2025")), "..2025-09-10"),
    "Vietnamese day": (lambda: read_day("30/6/2025"), "2025-06-30"),
}


@pytest.mark.parametrize(("read", "expected"), READ.values(), ids=READ)
def test_read(read: Callable[[], object], expected: object) -> None:
    assert read() == expected


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "kind": (lambda: read_kind("nấu ăn"), "Không có loại nhiệm vụ “nấu ăn”.*reporting"),
    "type": (lambda: read_type("luật", ["chỉ thị"]), "Không có loại văn bản “luật” trong kho.*chỉ thị"),
    "type in an empty store": (lambda: read_type("luật", []), "chưa có giá trị nào"),
    "province": (lambda: read_province("Paris", PROVINCES), "Paris.*Nghệ An"),
    "year": (lambda: read_year("25"), "bốn chữ số"),
    "two windows": (lambda: read_window("quý I/2025 và quý III/2025"), "Thời gian có thể là"),
    "day in a window": (lambda: read_window("31/2/2025..1/3/2025"), "Ngày phải có dạng"),
    "day": (lambda: read_day("31/2/2025"), "Ngày phải có dạng"),
}


@pytest.mark.parametrize(("read", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(read: Callable[[], object], message: str) -> None:
    with pytest.raises(UnknownValue, match=message):
        read()


TYPED = {
    "decomposed": ("thuy\u0309 lợi", "thủy lợi"),
    "older-tone": ("thuỷ lợi", "thủy lợi"),
    "zero-width": ("đu\u200bối n\u00adước", "đuối nước"),
    "line-break": ("Kế hoạch số\n9482/KH-UBND", "Kế hoạch số 9482/KH-UBND"),
    "no-break-space": ("Sở\u00a0Y\u00a0tế", "Sở Y tế"),
    "look-alikes": ("Sở Y tế đuối nướс", "Sở Y tế đuối nước"),
}


@pytest.mark.parametrize(("typed", "asked"), TYPED.values(), ids=TYPED)
def test_words_are_asked_as_documents_are_kept(typed: str, asked: str) -> None:
    assert SearchRequest(typed).text == asked


def test_marks_alone_ask_for_nothing() -> None:
    with pytest.raises(UnknownValue, match="không có chữ hay số nào"):
        SearchRequest("???")
    assert SearchRequest("  ").text == ""


def test_each_filter_is_a_field_wherever_filters_are_held() -> None:
    names = {row.name for row in FILTERS}
    assert len(names) == len(FILTERS)
    assert len({row.parameter for row in FILTERS}) == len(FILTERS)
    assert names <= {field.name for field in fields(SearchRequest)}
    assert names == {field.name for field in fields(Filters)} - {"named"}
    assert {row.facet for row in FILTERS if row.facet} == {field.name for field in fields(Facets)} - {"total", "of"}
    assert set(PARSED_FIELDS) == {field.value for field in Field}
