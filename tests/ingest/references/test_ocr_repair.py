"""What copying and OCR do to citations is undone in the running text, and every character still leads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normalized_text import normalize_span
from ingest.references.ocr_repair import mended

# name: (as copied, as meant)
MENDED = {
    "space lost before a number": ("Nghị định số60/2003/NĐ-CP", "Nghị định số 60/2003/NĐ-CP"),
    "space lost after a kind": ("Nghị định60/2003/NĐ-CP", "Nghị định 60/2003/NĐ-CP"),
    "space lost before số": ("Quyết địnhsố 27/QĐ-TTg", "Quyết định số 27/QĐ-TTg"),
    "space lost in a date": ("ngày04tháng02năm2008", "ngày 04 tháng 02 năm 2008"),
    "space lost after letters": ("13/2008/NĐ-CPngày 04/02/2008", "13/2008/NĐ-CP ngày 04/02/2008"),
    "space lost after TTg": ("27/QĐ-TTgcủa Thủ tướng", "27/QĐ-TTg của Thủ tướng"),
    "space lost before a capital": ("Thực hiệnQuyết định củaChính phủ", "Thực hiện Quyết định của Chính phủ"),
    "space inside letters": ("số 13/2008/N Đ-CP, 12/NQ-HĐ ND", "số 13/2008/NĐ-CP, 12/NQ-HĐND"),
    "O for 0": ("số 6O/2O03/NĐ-CP ngày O6/6/2003", "số 60/2003/NĐ-CP ngày 06/6/2003"),
    "l for 1": ("số l2/20l0/TT-BTC ngày l2 tháng l năm 20l0", "số 12/2010/TT-BTC ngày 12 tháng l năm 2010"),
    "l in an assembly's number": ("Luật số 43/2019/QHl4", "Luật số 43/2019/QH14"),
    "letters of numbers stay": ("Tờ trình số 03-TTr/ĐU, 12/QyĐ-BTC", "Tờ trình số 03-TTr/ĐU, 12/QyĐ-BTC"),
    "quantities stay": ("khoảng 10l dầu, 5 lít", "khoảng 10l dầu, 5 lít"),
}


@pytest.mark.parametrize(("copied", "meant"), MENDED.values(), ids=MENDED.keys())
def test_reads_as_meant(copied: str, meant: str) -> None:
    assert mended(normalize_span(copied)).text == meant


@given(
    st.lists(
        st.sampled_from(["số", "6O", "/", "2003", "NĐ", "-CP", "ngày", "O4", "tháng", " ", "củaChính phủ", "N Đ-"])
    )
)
def test_every_character_leads_back(pieces: list[str]) -> None:
    text = "".join(pieces)
    plain = normalize_span(text)
    words = mended(plain)
    assert len(words.text) == len(words.folded) == len(words.offsets) - 1
    assert list(words.offsets) == sorted(words.offsets)
    assert words.text.translate(str.maketrans("O", "0")).replace(" ", "") == plain.text.replace("O", "0").replace(
        " ", ""
    )
    for at, letter in enumerate(words.text):
        if letter.isalpha():
            assert text[words.offsets[at]] == letter
