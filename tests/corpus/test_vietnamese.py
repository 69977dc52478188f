"""The one normaliser: what is made equal, and what every form promises about lengths and repeats."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.vietnamese import bare, clean, fold, place_tones, slug, syllables, tokens

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = sorted({unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES} | set("bcdđghklmnpqrstvxwz"))
vietnamese = st.text(st.sampled_from([*LETTERS, *(c.upper() for c in LETTERS), *" \n-–/.,“”'0123456789ð"]))
anything = st.text().map(clean)

FOLDED = {
    "case": ("Ủy ban Nhân dân", "ủy ban nhân dân"),
    "older tone placement": ("Uỷ ban, hoá, khoẻ, thuỷ", "ủy ban, hóa, khỏe, thủy"),
    "capitals of the older placement": ("XÃ HỘI HOÁ", "xã hội hóa"),
    "qu keeps its vowel": ("quý, quỹ, Quỳnh", "quý, quỹ, quỳnh"),
    "closed syllables keep their tone": ("hoàn, thuỳen, huyện", "hoàn, thuỳen, huyện"),
    "eth for d with stroke": ("QÐ-UBND, ðã", "qđ-ubnd, đã"),
    "typographic dashes and quotes": ("“Kế hoạch” – 2021—2025 ‘x’", "\"kế hoạch\" - 2021-2025 'x'"),
}

BARED = {
    "tones and marks": ("Ủy ban Nhân dân", "uy ban nhan dan"),
    "d with stroke and eth": ("Đảng ủy Ðắk Lắk", "dang uy dak lak"),
    "horns and breves": ("ưu đãi, tăng trưởng", "uu dai, tang truong"),
    "numbers stay": ("28-CT/TW", "28-ct/tw"),
}

CLEANED = {
    "decomposed letters": (unicodedata.normalize("NFD", "Quyết định"), "Quyết định"),
    "line ends": ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
    "odd spaces": ("Bộ\u00a0Y\u2009tế\u3000", "Bộ Y tế "),
    "invisible marks": ("\ufeffNghị\u200b đ\u00adịnh\x00", "Nghị định"),
    "tabs stay": ("TT\tNội dung", "TT\tNội dung"),
}


@pytest.mark.parametrize(("text", "expected"), FOLDED.values(), ids=FOLDED)
def test_fold_makes_spellings_equal(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(("text", "expected"), BARED.values(), ids=BARED)
def test_bare_drops_diacritics(text: str, expected: str) -> None:
    assert bare(text) == expected


@pytest.mark.parametrize(("text", "expected"), CLEANED.values(), ids=CLEANED)
def test_clean_is_the_text_that_is_kept(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(anything)
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(text) == text


@given(anything)
def test_fold_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(vietnamese)
def test_fold_keeps_every_vietnamese_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(place_tones(text)) == len(text)
    assert len(bare(text)) == len(text)


@given(anything)
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything)
@example("İ")
def test_bare_twice_is_bare_once(text: str) -> None:
    assert bare(bare(text)) == bare(text)


@given(vietnamese)
def test_both_tone_placements_fold_to_one(text: str) -> None:
    assert fold(place_tones(text)) == fold(text)


@given(vietnamese)
def test_a_query_without_diacritics_meets_the_bare_form(text: str) -> None:
    assert bare(fold(text)) == bare(text) == bare(text.upper())


def test_syllables_and_tokens() -> None:
    assert syllables("Chỉ thị 28-CT/TW") == ["chỉ", "thị", "28", "ct", "tw"]
    assert tokens("Chỉ thị 28-CT/TW, 30/6/2025.") == ["chỉ", "thị", "28-ct/tw", "30/6/2025"]


def test_slug_is_fit_for_an_address() -> None:
    assert slug("Sở Văn hoá, Thể thao & Du lịch") == "so-van-hoa-the-thao-du-lich"
