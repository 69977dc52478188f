from __future__ import annotations

from pathlib import Path

import pytest

from corpus.vietnamese import clean
from ingest.readers.quality import is_syllable, quality

WELL_FORMED = (
    "nghiêng nghĩa quốc quyết gì giếng giữ khuyến khuỷu thuở uỷ ủy oà xoong ăn ưu yêu ý Ủy ĐẢNG phường rượu"
    " huých quýnh đắk hoạch hoá hóa toán ngoằn chương"
)
ILL_FORMED = (
    "nghang ngiên cế kang bac quoc tôt chch hoàng1 Tµi nh− QuyÕt Coäng hoøa TØNH internet bб b chÝnh sữữa đđ kưới mưc"
)


@pytest.mark.parametrize("word", WELL_FORMED.split())
def test_a_syllable_that_exists_is_well_formed(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ILL_FORMED.split())
def test_what_cannot_be_a_syllable_is_not(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param("Sở Y tế chủ trì", (4, 4), id="single letters are not judged"),
        pytest.param("UBND, HĐND, TTg, VPCP", (0, 0), id="abbreviations are not judged"),
        pytest.param("Số 28-CT/TW ngày 25/12/2023", (2, 2), id="numbers are not judged"),
        pytest.param("thư điện tử a@b.vn, www.moh.gov.vn", (3, 3), id="addresses are not judged"),
        pytest.param("Bé Tµi chÝnh h−íng dÉn", (5, 1), id="old fonts show"),
        pytest.param("“Độc lập - Tự do - Hạnh phúc”.", (6, 6), id="punctuation is stripped"),
        pytest.param("", (0, 0), id="nothing"),
    ],
)
def test_quality_counts(text: str, counts: tuple[int, int]) -> None:
    found = quality(text)
    assert (found.syllables, found.well_formed) == counts


def test_the_share_of_nothing_is_whole_and_tells_nothing() -> None:
    assert quality("12/2024").share == 1.0
    assert not quality("12/2024").telling


def test_real_texts_are_well_formed_by_more_than_nine_tenths(shared: Path) -> None:
    for folder in ("admin", "seeds", "web"):
        for file in sorted((shared / "corpus" / folder).glob("*.txt")):
            assert quality(clean(file.read_text("utf-8"))).share > 0.95, file.name
