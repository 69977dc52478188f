"""Other words for a query's own: abbreviations both ways, everyday words, and English terms."""

from __future__ import annotations

import pytest

from corpus.vietnamese import syllables
from corpus.vocabulary import load
from index.query.expansion import expand

WRITTEN: dict[str, tuple[str, str]] = {
    "capitals": ("BHYT trẻ em dưới 6 tuổi", "bảo hiểm y tế trẻ em dưới 6 tuổi"),
    "small letters": ("bhyt tre em", "bảo hiểm y tế tre em"),
    "an agency": ("UBND tỉnh giao nhiệm vụ", "Ủy ban nhân dân tỉnh giao nhiệm vụ"),
    "joined by signs": ("Bộ LĐ-TB&XH", "Bộ Lao động - Thương binh và Xã hội"),
    "a kind before a serial": ("phổ biến CT 28", "phổ biến chỉ thị 28"),
    "a number stays": ("theo QĐ 27/QĐ-TTg", "theo quyết định 27/QĐ-TTg"),
    "a syllable stays": ("tư vấn ban ngày", "tư vấn ban ngày"),
    "nothing": ("chăm sóc trẻ em", "chăm sóc trẻ em"),
}


@pytest.mark.parametrize(("query", "expected"), WRITTEN.values(), ids=WRITTEN.keys())
def test_writes_abbreviations_out(query: str, expected: str) -> None:
    assert expand(query).text == expected


def test_words_in_full_are_looked_for_as_letters_too() -> None:
    assert expand("bảo hiểm y tế cho trẻ em").more == ("BHYT",)


def test_english_terms_give_their_vietnamese() -> None:
    assert expand("Ministry of Health duties on child mental health").more == (
        *("Bộ Y tế", "sức khỏe tâm thần", "nhiệm vụ", "trẻ em"),
    )
    assert expand("plan trẻ em").more == ()


EVERYDAY: dict[str, tuple[str, tuple[str, ...]]] = {
    "a word": ("bố mẹ dạy con", ("cha mẹ",)),
    "the longest of two": ("đền bù đất", ("bồi thường về đất khi Nhà nước thu hồi đất",)),
    "said as documents say it already": ("bố mẹ, cha mẹ", ()),
    "half of a word is none": ("người giàu", ()),
    "tones in either place": ("chặt cây phá rừng", ("khai thác rừng", "hủy hoại rừng")),
}


@pytest.mark.parametrize(("query", "expected"), EVERYDAY.values(), ids=EVERYDAY.keys())
def test_everyday_words_give_what_documents_write(query: str, expected: tuple[str, ...]) -> None:
    assert expand(query).more == expected


def test_everyday_words_are_read_in_what_was_typed_too() -> None:
    """Restored from documents that do not have the word, "so do" became another."""
    assert "giấy chứng nhận quyền sử dụng đất" in expand("cấp số đó", "cap so do").more
    assert expand("cấp số đó").more == ()
    assert expand("sép", "sep").more == ()  # one syllable may be many things


def test_everyday_words_are_not_what_documents_write() -> None:
    for entry in load("everyday_words"):
        said, written = (" ".join(syllables(entry[name])) for name in ("key", "name"))
        assert f" {written} " not in f" {said} ", entry


def test_no_abbreviation_means_two_things() -> None:
    keys = [entry["key"] for name in ("abbreviations", "agency_abbreviations") for entry in load(name)]
    assert len(keys) == len(set(keys))
