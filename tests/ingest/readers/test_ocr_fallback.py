"""Pages whose text layer cannot be trusted are read from their picture, and of each page the better reading is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers import read
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.ocr.ocr_reader import Scanned
from ingest.readers.pdf.glyph_layout import Line, Word
from ingest.readers.pdf.ocr_fallback import is_better
from ingest.readers.quality import Quality
from tests.ingest.readers.sample_files import Sheet, Text, make_pdf

GOOD = "Sở Y tế chủ trì, phối hợp với các cơ quan liên quan thực hiện nhiệm vụ được giao"
WHOLE_PAGE = [(0, 0, 595, 842)]


def sheet(line: str, *, lines: int = 6, picture: bool = False) -> Sheet:
    texts = [Text(72, 100 + 15 * n, line) for n in range(lines)]
    return Sheet(texts, pictures=WHOLE_PAGE if picture else [])


def seen(text: str, confidence: float = 0.95) -> Scanned:
    """What OCR would see: `text` on six lines."""
    words = text.split()
    lines = [
        Line(tuple(Word(w, 72 + 40 * i, 90 + 15 * n, 105 + 40 * i, 102 + 15 * n, 100 + 15 * n, 12, False, confidence)
                   for i, w in enumerate(words)))
        for n in range(6)
    ]  # fmt: skip
    return Scanned(tuple(lines))


Ocr = Callable[[str], None]


@pytest.fixture
def ocr(monkeypatch: pytest.MonkeyPatch) -> Ocr:
    """Says what OCR sees on every page."""

    def sees(text: str, confidence: float = 0.95) -> None:
        monkeypatch.setattr("ingest.readers.pdf.pdf_reader.scan", lambda page, resolution: seen(text, confidence))

    sees(GOOD)
    return sees


def reading_of(*sheets: Sheet, unmapped: bool = False) -> ExtractedText:
    data = make_pdf(sheets)
    return read(Path("a.pdf"), data.replace(b"/ToUnicode", b"/ToNothing") if unmapped else data)


GARBAGE = {
    "letters of no language": "xjq wkfz trmn bvcl qwrt pkjh zzt wqx",
    "Greek letters": "Σθ Ψ τέ χϋ τρί, πξθι ηωπ ωθι χάχ χσ θυαν λιέν θυαν τηωχ ηιέν",
    "private letters": "\ue053\ue0f3 Y \ue074\ue0bf \ue063\ue068\ue0f9 \ue074\ue072\ue0ec \ue070\ue068 \ue068\ue0f2",
    "lost letters": "S\ufffd Y t\ufffd ch\ufffd tr\ufffd, ph\ufffdi h\ufffdp v\ufffdi c\ufffdc c\ufffd quan",
    "mojibake": "Sá»Ÿ Y táº¿ chá»§ trÃ¬, phá»‘i há»£p vá»›i cÃ¡c cÆ¡ quan liÃªn quan",
}


@pytest.mark.parametrize("line", GARBAGE.values(), ids=GARBAGE)
def test_a_text_layer_of_garbage_is_not_passed_on(ocr: Ocr, line: str) -> None:
    reading = reading_of(sheet(line))
    assert reading.pages[0].how == "ocr"
    assert reading.pages[0].confidence == 0.95
    assert reading.text.startswith(GOOD)


def test_a_font_that_says_nothing_of_its_letters(ocr: Ocr) -> None:
    reading = reading_of(sheet(GOOD), unmapped=True)
    assert reading.pages[0].how == "ocr"


def test_a_text_layer_that_makes_sense_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(page: object, resolution: float) -> Scanned:
        raise AssertionError

    monkeypatch.setattr("ingest.readers.pdf.pdf_reader.scan", never)
    reading = reading_of(sheet(GOOD), sheet(GOOD, picture=True))
    assert [page.how for page in reading.pages] == ["text", "text"]


def test_a_page_in_another_language_is_kept_and_warned_about(ocr: Ocr) -> None:
    english = "The Ministry of Health shall coordinate with the provincial governments every quarter"
    ocr(english.replace("Health", "Heaith"))
    reading = reading_of(sheet(english))
    assert reading.pages[0].how == "text"
    assert "kém tin cậy" in " ".join(reading.warnings)


def test_an_ocr_layer_of_another_program_gives_way_to_a_better_reading(ocr: Ocr) -> None:
    slips = GOOD.replace("chủ", "chiú").replace("giao", "gíaoo")
    assert reading_of(sheet(slips, picture=True)).text.startswith(GOOD)
    assert reading_of(sheet(slips)).pages[0].how == "text"  # typed text may hold two odd words


def test_pages_are_judged_one_by_one(ocr: Ocr) -> None:
    reading = reading_of(sheet(GOOD), sheet("", lines=0, picture=True), sheet(GARBAGE["Greek letters"]))
    assert [page.how for page in reading.pages] == ["text", "ocr", "ocr"]
    for page in reading.pages:
        assert reading.text[page.start : page.end].count(GOOD) == 6


def test_what_stays_poor_is_warned_about(ocr: Ocr) -> None:
    ocr("xjq wkfz trmn bvcl qwrt pkjh zzt wqx", 0.5)
    reading = reading_of(sheet(GOOD), sheet("", lines=0, picture=True))
    said = " ".join(reading.warnings)
    assert "Trang 2 là bản quét mờ" in said
    assert "Trang 2 đọc được kém tin cậy" in said


BETTER = {
    "where nothing was": (Quality(80, 75), Quality(0, 0), True),
    "nothing either": (Quality(3, 0), Quality(0, 0), False),
    "more sense": (Quality(100, 95), Quality(100, 60), True),
    "as little sense": (Quality(100, 31), Quality(100, 30), False),
    "far more, and a stamp that was right": (Quality(300, 290), Quality(14, 14), True),
    "more sense of a scrap": (Quality(20, 20), Quality(400, 330), False),
}


@pytest.mark.parametrize(("scanned", "layer", "better"), BETTER.values(), ids=BETTER)
def test_which_reading_is_better(scanned: Quality, layer: Quality, better: bool) -> None:
    assert is_better(scanned, layer) is better
