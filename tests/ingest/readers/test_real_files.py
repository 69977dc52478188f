"""Real documents against their true texts or machine readings: figures that must not get worse."""

from __future__ import annotations

import re
import shutil
import unicodedata
from functools import cache
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from rapidfuzz.distance import LCSseq

from corpus.layout import page_areas
from corpus.model import Span
from corpus.vietnamese import clean, syllables
from ingest.readers import read
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.ocr.ocr_reader import scan
from ingest.readers.pdf.pdf_page import load_page, pictures_of
from tests.conftest import missing


@cache
def reading_of(file: Path) -> ExtractedText:
    return read(file)


def agreement(truth: str, text: str) -> float:
    """The share of the truth's syllables that came back in order."""
    expected = syllables(clean(truth))
    return LCSseq.similarity(expected, syllables(text)) / len(expected)


def diacritics_agreement(truth: str, text: str) -> float:
    """The share of the truth's letters with diacritics that came back in order.

    Without regard to case: .VnTimeH draws small letters as capitals, and the true texts have them small.
    """
    expected, found = (
        [c for c in clean(t).lower() if c == "đ" or len(unicodedata.normalize("NFD", c)) > 1] for t in (truth, text)
    )
    return LCSseq.similarity(expected, found) / len(expected)


def without_markup(markdown: str) -> str:
    return re.sub(r"[*#|_`]", " ", re.sub(r"<[^>]+>|!\[[^\]]*\]\([^)]*\)", " ", markdown))


# What was reached when this was written, less a little.
LEGACY = {
    "2003-A-15.rtf": 0.999,
    "2004-B6.doc": 0.980,
    "2005-QD-256.doc": 0.999,
    "2005-QDSUA522.doc": 0.997,
    "2007-Quy-che-chi-tieu-noi-bo-2007.doc": 0.992,
    "synthetic-vni-2003-02120.docx": 0.999,
}
PDF = {"hanoi-NQso11-2025.pdf": 0.980, "hanoi-QD-02-2025.pdf": 0.990, "hanoi-QD-34-2025.pdf": 0.997}


@pytest.mark.parametrize(("name", "least"), LEGACY.items())
def test_old_fonts(shared: Path, name: str, least: float) -> None:
    file = shared / "corpus" / "legacy" / name
    if file.suffix == ".doc" and shutil.which("antiword") is None:
        missing("antiword")
    truth = file.with_suffix(".truth.txt").read_text("utf-8", errors="replace")
    reading = reading_of(file)
    assert agreement(truth, reading.text) >= least
    assert diacritics_agreement(truth, reading.text) >= least
    assert reading.pages[0].how == "repaired"


@pytest.mark.parametrize(("name", "least"), PDF.items())
def test_text_pdfs(shared: Path, name: str, least: float) -> None:
    file = shared / "corpus" / "pdf" / name
    truth = without_markup(file.with_suffix(".ocr.md").read_text("utf-8"))
    assert agreement(truth, reading_of(file).text) >= least


def test_the_first_page_of_a_scan(shared: Path) -> None:
    """The whole scan reaches 0.980 in 20 seconds; its first page, mostly italics, 0.95."""
    if shutil.which("tesseract") is None:
        missing("Tesseract")
    file = shared / "corpus" / "pdf" / "hanoi-NQ-12-2025.pdf"
    document = pypdfium2.PdfDocument(file)
    page = load_page(document, 0)
    (picture,) = pictures_of(page)
    text = "\n".join(line.text for line in scan(page, picture.resolution).lines)
    truth = syllables(clean(without_markup(file.with_suffix(".ocr.md").read_text("utf-8"))))
    found = syllables(text)
    assert LCSseq.similarity(found, truth[: 2 * len(found)]) / len(found) >= 0.94
    assert "Số: 12/2025/NQ-HĐND" in text
    assert "ngày 27 tháng 6 năm 2025" in text


@pytest.mark.parametrize(
    ("name", "number", "date"),
    [
        ("hanoi-NQso11-2025.pdf", "Số: 11/2025/NQ-HĐND", "Hà Nội, ngày 27 tháng 6 năm 2025"),
        ("hanoi-QD-02-2025.pdf", "Số: 02 /2025/QĐ-UBND", "Hà Nội, ngày 17 tháng 01 năm 2025"),
        ("hanoi-QD-34-2025.pdf", "Số: 34 /2025/QĐ-UBND", "Hà Nội, ngày 07 tháng 5 năm 2025"),
    ],
)
def test_number_and_date_of_signed_pdfs(shared: Path, name: str, number: str, date: str) -> None:
    text = reading_of(shared / "corpus" / "pdf" / name).text
    letterhead = text.split("\n\n")[:2]
    assert letterhead[0].endswith(number)
    assert letterhead[1].endswith(date)


@pytest.mark.parametrize("name", PDF)
def test_every_word_of_a_pdf_is_placed(shared: Path, name: str) -> None:
    reading = reading_of(shared / "corpus" / "pdf" / name)
    placed = {(place.start, place.end) for place in reading.places}
    words = {(m.start(), m.end()) for m in re.finditer(r"\S+", reading.text)}
    assert placed == words
    sizes = {page.number: (page.width, page.height) for page in reading.pages}
    for place in reading.places:
        assert place.page is not None
        assert place.box is not None
        width, height = sizes[place.page]
        assert 0 <= place.box[0] < place.box[2] <= width
        assert 0 <= place.box[1] < place.box[3] <= height


def test_the_rectangles_of_a_span_hold_every_word_that_pdfplumber_sees_there(shared: Path) -> None:
    """All 7,218 words of the three text PDFs are held (of the other two when this was written: 5,248 of 5,248)."""
    file = shared / "corpus" / "pdf" / "hanoi-QD-02-2025.pdf"
    reading = reading_of(file)
    with pdfplumber.open(file) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            there = [place for place in reading.places if place.page == number]
            areas = {place: page_areas([place], reading.pages, [Span(place.start, place.end)])[0] for place in there}
            for word in page.extract_words():
                x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
                held = [p for p in there for r in areas[p].rects if r[0] <= x <= r[2] and r[1] <= y <= r[3]]
                assert clean(word["text"]) in {reading.text[place.start : place.end] for place in held}, word


def test_an_annex_over_six_pages_is_one_table(shared: Path) -> None:
    reading = reading_of(shared / "corpus" / "pdf" / "hanoi-NQso11-2025.pdf")
    (table,) = reading.tables
    assert table.header_rows == 1
    rows = [[" ".join(cell.of(reading.text).split()) for cell in row] for row in table.rows]
    assert rows[0] == ["STT", "Nội dung", "NS Trung ương (%)", "NS Thành phố (%)", "NS xã (%)"]
    assert ["4", "Thuế sử dụng đất phi nông nghiệp", "", "", ""] in rows
    assert rows[-1] == ["", "- Xã; phường", "", "", "100"]
    numbers = [row[0] for row in rows if row[0].isdigit()]
    assert numbers == [str(n) for n in (*range(1, 27), *range(1, 6))]
