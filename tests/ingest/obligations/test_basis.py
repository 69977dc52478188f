"""What a duty is to be done by, out of the citations in it."""

from __future__ import annotations

import pytest

from corpus.model import Document
from corpus.vietnamese import clean
from ingest.obligations import find_obligations
from ingest.readers.extracted_text import ExtractedText
from ingest.references import find_references
from ingest.structure import structure


def bases(words: str) -> list[str]:
    """The basis of the one duty of an item with these words."""
    reading = ExtractedText(text=clean(f"KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. {words}\n"), media_type="text/plain")
    clauses = structure(reading)
    document = Document(id="x", source="x.txt", sha256="", type="kế hoạch")
    references = find_references(reading.text, clauses, document)
    (duty,) = find_obligations(reading.text, clauses, document, references)
    assert all(duty.start <= span.start < span.end <= duty.end for span in duty.basis)
    assert ("căn cứ" in duty.reason) is not bool(duty.basis)
    return [span.of(reading.text) for span in duty.basis]


CASES = {
    "carried-out": (
        "Sở Y tế tổ chức thực hiện Kết luận số 61-KL/TW ngày 08/3/2023 của Ban Bí thư.",
        ["Kết luận số 61-KL/TW ngày 08/3/2023 của Ban Bí thư"],
    ),
    "done-as-it-has-it": (
        "Sở Tài chính bố trí kinh phí theo quy định tại Thông tư số 24/2020/TT-BTC.",
        ["Thông tư số 24/2020/TT-BTC"],
    ),
    "given-there": (
        "Sở Nội vụ hoàn thành nhiệm vụ được giao tại Kế hoạch số 12/KH-UBND.",
        ["Kế hoạch số 12/KH-UBND"],
    ),
    "what-the-work-is-about": ("Sở Tư pháp tham mưu sửa đổi Quyết định số 17/2021/QĐ-UBND.", []),
    "what-came-with-it": (
        "Sở Y tế rà soát Quy chế ban hành kèm theo Quyết định số 279/QĐ-UBND.",
        [],
    ),
    "none": ("Sở Y tế nâng cao chất lượng khám, chữa bệnh cho trẻ em.", []),
}


@pytest.mark.parametrize(("words", "expected"), CASES.values(), ids=CASES)
def test_basis(words: str, expected: list[str]) -> None:
    assert bases(words) == expected
