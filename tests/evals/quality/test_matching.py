from __future__ import annotations

import pytest

from corpus.model import Span
from evals.quality.matching import Units, agency_key, agency_keys, same_name

KEYS = {
    "abbreviation": ("UBND tỉnh", "", "ủy ban nhân dân tỉnh"),
    "old tone placement": ("Uỷ ban nhân dân tỉnh", "", "ủy ban nhân dân tỉnh"),
    "post speaks for body": ("Bộ trưởng Bộ Tài chính", "", "bộ tài chính"),
    "post with article": ("Chủ tịch Ủy ban nhân dân các tỉnh", "", "ủy ban nhân dân tỉnh"),
    "office head": ("Chánh Văn phòng Bộ", "", "văn phòng bộ"),
    "own province": ("Sở Y tế tỉnh Nghệ An", "Nghệ An", "sở y tế tỉnh"),
    "own province without its kind": ("Sở Y tế Nghệ An", "Nghệ An", "sở y tế"),
    "dash spacing": ("Bộ Lao động-Thương binh và Xã hội", "", "bộ lao động - thương binh và xã hội"),
}


@pytest.mark.parametrize(("name", "scope", "key"), KEYS.values(), ids=KEYS)
def test_agency_key(name: str, scope: str, key: str) -> None:
    assert agency_key(name, scope) == key


LISTS = {
    "class as a list": ("các sở, ban, ngành", ["sở", "ban", "ngành"]),
    "class with concerned": ("đơn vị, địa phương liên quan", ["đơn vị", "địa phương"]),
    "one body with commas in its name": ("Sở Văn hóa, Thể thao và Du lịch", ["sở văn hóa, thể thao và du lịch"]),
    "one class": ("các cấp ủy", ["cấp ủy"]),
}


@pytest.mark.parametrize(("name", "keys"), LISTS.values(), ids=LISTS)
def test_agency_keys(name: str, keys: list[str]) -> None:
    assert agency_keys(name) == keys


def test_near_names_are_one_and_far_ones_two() -> None:
    assert same_name("bộ nông nghiệp và phát triển nông thôn", "bộ nông nghiệp & phát triển nông thôn")
    assert not same_name("bộ tài chính", "bộ tài nguyên")


TEXT = "1. Sở Y tế chủ trì\n  việc này. Sở Tài chính cấp kinh phí; Sở Nội vụ\n– bố trí người."


def test_a_unit_runs_to_its_sentence_end_or_the_next_anchor() -> None:
    units = Units(TEXT, ["Sở Y tế chủ", "Sở Tài chính cấp", "sở nội vụ - bố trí"])
    assert [TEXT[u.span.start : u.span.end].strip() for u in units.units] == [
        "Sở Y tế chủ trì\n  việc này.",
        "Sở Tài chính cấp kinh phí;",
        "Sở Nội vụ\n– bố trí người.",
    ]


def test_a_span_belongs_to_the_unit_it_mostly_covers() -> None:
    units = Units(TEXT, ["Sở Y tế chủ", "Sở Tài chính cấp"])
    at = TEXT.index("cấp kinh phí")
    assert units.of(Span(at, at + 12)) == "sở tài chính cấp"
    assert units.of(Span(0, 2)) is None


def test_an_anchor_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="anchor not in the document"):
        Units(TEXT, ["Sở Công Thương"])
