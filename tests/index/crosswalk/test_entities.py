"""Names of programmes and bodies, compared between a parent and what carries it out below."""

from __future__ import annotations

import pytest

from corpus.model import Assignee, Role
from index.crosswalk.entities import field, fields, is_named, programmes, same_field
from index.crosswalk.lexical_similarity import word_bag

PROGRAMMES = {
    "one with its years": (
        "thực hiện Chương trình hành động quốc gia vì trẻ em giai đoạn 2021 - 2030",
        ("Chương trình hành động quốc gia vì trẻ em",),
    ),
    "several, one with commas inside": (
        "thực hiện Chương trình phòng, chống tai nạn, thương tích trẻ em, Chiến lược quốc gia về dinh dưỡng",
        ("Chương trình phòng, chống tai nạn, thương tích trẻ em", "Chiến lược quốc gia về dinh dưỡng"),
    ),
    "a movement in quotation marks": (
        "phong trào “Toàn dân chăm sóc, giáo dục và bảo vệ trẻ em” ở cơ sở",
        ("Toàn dân chăm sóc, giáo dục và bảo vệ trẻ em",),
    ),
    "others behind it": ("trong Công ước Liên hợp quốc, các phong trào toàn cầu", ("Công ước Liên hợp quốc",)),
    "the document itself": ("triển khai Chương trình này và Đề án trên", ()),
    "in general": ("các chương trình, đề án có liên quan", ()),
}


@pytest.mark.parametrize(("words", "names"), PROGRAMMES.values(), ids=PROGRAMMES)
def test_programmes_are_found_by_name(words: str, names: tuple[str, ...]) -> None:
    assert programmes(words) == names


def test_a_programme_is_named_also_where_its_name_is_adapted() -> None:
    name = "Chương trình hành động quốc gia vì trẻ em"
    assert is_named(name, word_bag("thực hiện Chương trình hành động vì trẻ em tỉnh Nghệ An"))
    assert not is_named(name, word_bag("thực hiện Chương trình phòng, chống đuối nước trẻ em"))


FIELDS = {
    "ministry and department": ("Bộ Y tế", "Sở Y tế", True),
    "central and provincial union": ("Hội Liên hiệp Phụ nữ Việt Nam", "Hội Liên hiệp Phụ nữ tỉnh", True),
    "an office of the province": ("Bộ Giáo dục và Đào tạo", "Sở Giáo dục và Đào tạo tỉnh Nghệ An", True),
    "another field": ("Bộ Y tế", "Sở Tài chính", False),
    "a level alone is no field": ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân xã", False),
}


@pytest.mark.parametrize(("above", "below", "same"), FIELDS.values(), ids=FIELDS)
def test_bodies_of_different_levels_are_of_one_field(above: str, below: str, same: bool) -> None:
    assert same_field(field(above), field(below)) is same


def test_a_body_has_the_fields_of_those_that_took_over() -> None:
    old = Assignee("Bộ Thông tin và Truyền thông", Role.LEAD, "bo-thong-tin-va-truyen-thong")
    heir = field("Bộ Khoa học và Công nghệ")
    assert any(same_field(core, heir) for core in fields(old))
