"""Slips of diacritics that OCR makes, and words that must stay as they were read."""

from __future__ import annotations

import pytest

from ingest.readers.ocr.ocr_correction import mended
from ingest.readers.ocr.syllable_pairs import SyllablePairs, syllable_pairs


def mend(text: str, confidence: float = 0.92) -> str:
    words = text.split()
    changes = mended(words, [confidence] * len(words))
    return " ".join(changes.get(n, word) for n, word in enumerate(words))


SLIPS = {
    "a hook lost": ("sửa đổi, bố sung một số điều", "sửa đổi, bổ sung một số điều"),
    "a tone lost": ("Luật Tổ chức Chính quyên địa phương", "Luật Tổ chức Chính quyền địa phương"),
    "a hat lost": ("Hội đồng nhân dân thành phó Hà Nội", "Hội đồng nhân dân thành phố Hà Nội"),
    "capitals": ("HỘI ĐÒNG NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN"),
    "a speck over an i": ("quy định chỉ tiết một số điều", "quy định chi tiết một số điều"),
    "two in a row": ("cấp có thâm quyên phê duyệt", "cấp có thẩm quyền phê duyệt"),
    "between marks": ("lựa chọn nhà “thâu;”", "lựa chọn nhà “thâu;”"),  # nothing beside it to tell by
    "a mark after it": ("lựa chọn nhà thâu;", "lựa chọn nhà thầu;"),
    "before a number": ("ngày 21 thắng 6 năm 2017", "ngày 21 tháng 6 năm 2017"),
}


@pytest.mark.parametrize(("read", "printed"), SLIPS.values(), ids=SLIPS)
def test_slips_are_mended(read: str, printed: str) -> None:
    assert mend(read) == printed


NUMBERS = {
    "a one read as l": ("ngày l6 tháng 6", "ngày 16 tháng 6"),
    "a one read as I in a number": ("Nghị quyết số 1656/NQ-UBTVQHI5", "Nghị quyết số 1656/NQ-UBTVQH15"),
    "a one at the end": ("Điều 2l.", "Điều 21."),
    "a nought read as O": ("năm 2O25", "năm 2025"),
    "a fraction's slash": ("11\u20442025/NQ-HĐND", "11/2025/NQ-HĐND"),
    "the ruling under a cell": ("A_ CÁC KHOẢN THU", "A CÁC KHOẢN THU"),
}


@pytest.mark.parametrize(("read", "printed"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_are_mended(read: str, printed: str) -> None:
    assert mend(read) == printed


LEFT = [
    "Phụ lục I, mục II.1, khoản 1b, phụ lục Il",
    "tên_tệp đặc_biệt ____",
    "Sở Y tế chủ trì, phối hợp với Sở Tài chính và Ủy ban nhân dân các xã, phường",
    "Nguyễn Trọng Đông",
    "bố trí kinh phí và bổ sung nhân lực",
    "chỉ đạo chi tiết việc chi trả",
    "xã Cam Đường, huyện Bát Xát",
    "khai thác mỏ, bến đò, bể bơi",
    "số 12/2025/NQ-HĐND ngày 27 tháng 6 năm 2025",
    "The Ministry of Health",
    "",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_is_right_or_not_known_stays(text: str) -> None:
    assert mend(text) == text


def test_a_heading_says_nothing_of_the_line_before_it() -> None:
    words = ["NGHỊ", "QUYÉT", "Sửa", "đổi"]
    assert mended(words, [0.9] * 4, line_starts={0, 2}) == {1: "QUYẾT"}


def test_the_table_is_a_distribution() -> None:
    pairs = syllable_pairs()
    assert pairs.together("bổ", "sung") > 100
    assert pairs.after("bổ", "sung") > -1 > pairs.after("bố", "sung")
    assert pairs.after("không-có", "sung") == pairs.alone("sung")


def test_what_was_never_counted_is_unlikely_and_not_impossible() -> None:
    pairs = SyllablePairs({"bổ": 4, "sung": 4}, {"bổ": {"sung": 4}})
    assert pairs.after("bổ", "sung") > pairs.after("bổ", "bổ") > pairs.alone("lạ") > float("-inf")
