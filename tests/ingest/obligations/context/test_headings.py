"""Headings that name bodies: read to their end, whatever the authority list knows, and none that are matters."""

from __future__ import annotations

import pytest

from corpus.normalized_text import normalize_span
from ingest.obligations.agency_phrases.grammar import Grammar
from ingest.obligations.context.headings import bodies_named
from tests.ingest.obligations.sample_texts import roles

HEADINGS = {
    "known": ("Sở Khoa học và Công nghệ", ["Sở Khoa học và Công nghệ"]),
    "of": ("Trách nhiệm của Sở Tài chính", ["Sở Tài chính"]),
    "work-of-an-actor": ("Nội dung giám sát của chủ dự án thành phần", ["chủ dự án thành phần"]),
    "level": ("Cấp xã", ["cấp xã"]),
    "at-a-level": ("Ở cấp tỉnh:", ["cấp tỉnh"]),
    "qualified-class": (
        "Các doanh nghiệp hoạt động trong lĩnh vực thủy sản và vận tải trên địa bàn tỉnh",
        ["doanh nghiệp hoạt động trong lĩnh vực thủy sản và vận tải"],
    ),
    "verb": ("Tăng cường kiểm tra các cơ sở sản xuất", []),
    "sentence": ("Sở Y tế phải rà soát cơ sở dữ liệu", []),
    "grants": ("Cấp giấy chứng nhận", []),
    "field": ("Các ngành, lĩnh vực khác", []),
    "says-what-it-is": ("Doanh nghiệp là tổ chức kinh tế", []),
}

# Only beside headings that name bodies
BESIDE = {
    "unknown": ("Chi cục Hải sản khu vực V", ["Chi cục Hải sản khu vực V"]),
    "unit": ("Bộ phận Một cửa", ["Bộ phận Một cửa"]),
    "places": (
        "Ủy ban nhân dân các xã: Bình Lâm, Tân Khê",
        ["Ủy ban nhân dân xã Bình Lâm", "Ủy ban nhân dân xã Tân Khê"],
    ),
    "matter": ("Công tác tuyên truyền", []),
    "funds": ("Kinh phí thực hiện", []),
}


def _names(heading: str, *, beside_bodies: bool) -> list[str]:
    return [m.name for m in bodies_named(Grammar(normalize_span(heading)), beside_bodies=beside_bodies)]


@pytest.mark.parametrize(("heading", "names"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading_names_bodies_by_itself(heading: str, names: list[str]) -> None:
    assert _names(heading, beside_bodies=False) == names


@pytest.mark.parametrize(("heading", "names"), BESIDE.values(), ids=BESIDE)
def test_a_heading_beside_such_names_a_body_no_list_has(heading: str, names: list[str]) -> None:
    assert _names(heading, beside_bodies=True) == names


def test_a_body_no_list_has_needs_headings_of_bodies_beside_it() -> None:
    assert _names("Chi cục Hải sản khu vực V", beside_bodies=True) != []
    assert _names("Đổi mới sáng tạo khu vực V", beside_bodies=False) == []


def test_the_heads_before_colons_count_too() -> None:
    text = """V. TỔ CHỨC THỰC HIỆN
1. Sở Y tế: Rà soát cơ sở dữ liệu về trẻ em.
2. Sở Nội vụ: Bố trí nhân lực thực hiện.
3. Các cơ sở sản xuất giống, nuôi trồng thương phẩm: Chấp hành quy định về kiểm dịch.
"""
    assert roles(text) == ["L Sở Y tế", "L Sở Nội vụ", "L cơ sở sản xuất giống, nuôi trồng thương phẩm"]


def test_a_title_may_be_an_intro_line() -> None:
    text = """V. TỔ CHỨC THỰC HIỆN
1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ
- Rà soát cơ sở dữ liệu về trẻ em.
"""
    assert roles(text) == ["L Sở Y tế; S Sở Nội vụ"]
