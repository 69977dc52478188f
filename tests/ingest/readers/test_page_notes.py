"""Footnotes of PDF pages stand after the text, not in the middle of its sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers import read
from ingest.readers.extracted_text import ExtractedText
from tests.ingest.readers.sample_files import Sheet, Text, make_pdf

RULE = [(72, 700, 216, 700)]
BODY = [
    Text(72, 100 + 15 * n, "Sở Y tế chủ trì, phối hợp với Sở Tài chính và Ủy ban nhân dân các huyện", 12)
    for n in range(5)
]
NOTES = [
    Text(72, 715, "1", 6),
    Text(78, 718, "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020", 9),
    Text(72, 730, "của Chính phủ về công tác văn thư.", 9),
    Text(72, 739, "2", 6),
    Text(78, 742, "Kế hoạch số 12/KH-UBND.", 9),
]


def reading_of(*sheets: Sheet) -> ExtractedText:
    return read(Path("a.pdf"), make_pdf(sheets))


def test_footnotes_stand_after_the_text_and_their_marks_in_it() -> None:
    marked = [
        *BODY,
        Text(72, 175, "bảo đảm tiến độ", 12),
        Text(163, 170, "1", 7),
        Text(172, 175, "theo quy định và", 12),
    ]
    after = [
        Text(72, 60 + 15 * n, "báo cáo kết quả về Ủy ban nhân dân tỉnh trước ngày 15 tháng 12", 12) for n in range(4)
    ]
    reading = reading_of(Sheet([*marked, *NOTES, Text(297, 800, "2", 12)], rulings=RULE), Sheet(after))
    body, *notes = reading.text.split("\n\n[")
    assert "bảo đảm tiến độ [1] theo quy định và" in body
    assert "Nghị định" not in body
    assert notes == [
        "1] Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư.",
        "2] Kế hoạch số 12/KH-UBND.",
    ]
    at = reading.text.index("công tác văn thư")
    assert {place.page for place in reading.places if place.start >= at} == {1}


NONE = {
    "no ruling": Sheet([*BODY, *NOTES]),
    "a ruling over the whole width": Sheet([*BODY, *NOTES], rulings=[(72, 700, 520, 700)]),
    "a ruling high up": Sheet([*BODY, *NOTES], rulings=[(72, 90, 216, 90)]),
    "lines without a number": Sheet([*BODY, NOTES[1], NOTES[2]], rulings=RULE),
    "print as large as the text": Sheet([*BODY, Text(72, 718, "1", 12), Text(84, 718, "Sở Y tế", 12)], rulings=RULE),
}


@pytest.mark.parametrize("sheet", NONE.values(), ids=NONE)
def test_what_is_no_footnote_stays_where_it_stands(sheet: Sheet) -> None:
    assert "\n\n[1]" not in reading_of(sheet).text
