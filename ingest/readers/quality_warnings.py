"""What the user should be told about a reading: poor pages, and fields that were left blank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.readers.extracted_text import ExtractedText
from ingest.readers.quality import quality

# Below this share of well-formed syllables a page is not to be relied on. Measured by
# stretches of 400 characters: texts of the corpus 0.94 and more in 99 of 100, text in
# the wrong table at most 0.73; by pages: the scan of corpus/pdf 0.99 and more.
POOR = 0.85

# The letterhead stands in the first lines; blanks further down are forms to be filled in.
_LETTERHEAD = 1_500

# "Số:      /2025/QĐ-UBND", "Số: ....../KH-UBND"
_BLANK_NUMBER = re.compile(r"\bSố\s*:?[\s.…_]*/\s*(?:20\d\d\s*/\s*)?[A-ZĐ]{1,4}\b", re.IGNORECASE)
# "ngày    tháng   năm 2025", "ngày ... tháng 6 năm 2025"
_BLANK_DATE = re.compile(r"\bngày[\s.…_]*tháng[\s.…_]*(?:\d{1,2}[\s.…_]*)?năm\b", re.IGNORECASE)


def doubts(reading: ExtractedText) -> Iterator[str]:
    """Warnings in Vietnamese on how far `reading` can be relied on."""
    yield from _poor_pages(reading)
    letterhead = reading.text[:_LETTERHEAD]
    open_fields = {doubt.field for doubt in reading.doubts}  # whose blanks were made here
    if "number" not in open_fields and _BLANK_NUMBER.search(letterhead):
        yield "Số văn bản để trống trong tệp: hãy đối chiếu với bản đã ký, đóng dấu."
    if "issued" not in open_fields and _BLANK_DATE.search(letterhead):
        yield "Ngày, tháng ban hành để trống trong tệp: hãy đối chiếu với bản đã ký, đóng dấu."


def _poor_pages(reading: ExtractedText) -> Iterator[str]:
    poor = [
        page for page in reading.pages if page.quality < POOR and quality(reading.text[page.start : page.end]).telling
    ]
    if not poor:
        return
    if len(reading.pages) == 1:
        yield f"Chữ đọc được kém tin cậy (tỉ lệ âm tiết đúng {poor[0].quality:.0%}): hãy đối chiếu với bản gốc."
    else:
        numbers = ", ".join(str(page.number) for page in poor)
        yield f"Trang {numbers} đọc được kém tin cậy: hãy đối chiếu với bản gốc."
