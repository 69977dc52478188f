from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytesseract
import pytest

from ingest.errors import SetAside
from ingest.readers import read
from ingest.readers.ocr import ocr_reader
from ingest.readers.pdf.glyph_layout import Line
from tests.conftest import REPOSITORY, missing
from tests.ingest.readers.sample_files import Sheet, Text, make_pdf

SENTENCE = "Sở Y tế chủ trì phối hợp thực hiện nhiệm vụ"
SCANNED = REPOSITORY / "corpus" / "documents" / "files" / "9640-TB-VPCP.pdf"


@pytest.fixture(scope="session")
def tesseract() -> None:
    if shutil.which("tesseract") is None or "vie" not in pytesseract.get_languages():
        missing("Tesseract with its Vietnamese model")


@pytest.fixture(scope="session")
def scanned_lines(tesseract: None) -> Sequence[Line]:
    """The lines of the second, short page of the scanned sample."""
    document = pypdfium2.PdfDocument(SCANNED)
    try:
        return ocr_reader.scan(document[1], 200).lines
    finally:
        document.close()


def test_lines_of_a_scan_have_words_with_boxes_and_confidences(scanned_lines: Sequence[Line]) -> None:
    text = "\n".join(line.text for line in scanned_lines)
    assert "Văn phòng Chính phủ thông báo để các bộ, cơ quan, địa phương biết" in text
    words = [word for line in scanned_lines for word in line.words]
    assert all(0 <= word.x0 < word.x1 <= 596 and 0 <= word.top < word.bottom <= 843 for word in words)
    assert ocr_reader.confidence_of(scanned_lines) > 0.8
    assert all(line.baseline == line.words[0].baseline for line in scanned_lines)


def table(*words: tuple[str, float]) -> dict[str, list[object]]:
    """What Tesseract returns for one line of words with confidences."""
    return {
        "text": [text for text, _ in words],
        "conf": [confidence for _, confidence in words],
        "left": [100 * n for n in range(len(words))],
        "top": [50] * len(words),
        "width": [80] * len(words),
        "height": [20] * len(words),
        "block_num": [1] * len(words),
        "par_num": [1] * len(words),
        "line_num": [1] * len(words),
    }


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param([("~", 73), ("Lưu:", 96), ("VT", 90)], ["- Lưu: VT"], id="a dash read as a tilde"),
        pytest.param([("Nơi", 69), ("nhận", 49), ("`", 55)], ["Nơi nhận"], id="a speck"),
        pytest.param([("Cu)", 22)], [], id="a stamp"),
        pytest.param([("", 95), (" ", 95), ("x", -1)], [], id="nothing"),
        pytest.param([("a", 90), (":", 95)], ["a :"], id="punctuation that is sure"),
    ],
)
def test_specks_and_stamps_are_left_out(words: list[tuple[str, float]], text: list[str]) -> None:
    assert [line.text for line in ocr_reader._lines(table(*words), points=0.5)] == text


def test_boxes_are_in_points() -> None:
    (line,) = ocr_reader._lines(table(("Sở", 90), ("Y", 90)), points=0.5)
    assert line.words[1].box == (50.0, 25.0, 90.0, 35.0)


def scanned_page() -> bytes:
    return make_pdf([Sheet([Text(300, 20, "Giờ ký: 03/07/2025", 6)], pictures=[(0, 0, 595, 842)])])


@pytest.mark.parametrize(
    ("first", "second", "kept", "times"),
    [
        pytest.param((SENTENCE, 92), ("", 0), SENTENCE, 1, id="a good reading is enough"),
        pytest.param((SENTENCE, 60), (SENTENCE, 80), SENTENCE, 2, id="an unsure one is tried again"),
        pytest.param(("xjq wkfz trmn bvcl", 90), (SENTENCE, 70), SENTENCE, 2, id="so is one that makes no sense"),
        pytest.param((SENTENCE, 70), ("xjq wkfz trmn", 90), SENTENCE, 2, id="the better one is kept"),
    ],
)
def test_a_poor_page_is_read_in_another_way(
    monkeypatch: pytest.MonkeyPatch, first: tuple[str, float], second: tuple[str, float], kept: str, times: int
) -> None:
    ways: list[str] = []

    def read_as(page: object, sharpness: float, segmentation: str) -> ocr_reader.Scanned:
        text, confidence = (first, second)[len(ways)]
        ways.append(segmentation)
        return ocr_reader.Scanned(tuple(ocr_reader._lines(table(*[(word, confidence) for word in text.split()]), 0.5)))

    monkeypatch.setattr(ocr_reader, "_require_tesseract", lambda: None)
    monkeypatch.setattr(ocr_reader, "_read", read_as)
    found = ocr_reader.scan(None, 150)
    assert " ".join(word.text for word in found.words) == kept
    assert len(set(ways)) == times


def test_a_mended_word_remembers_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ocr_reader._lines(table(*[(word, 92) for word in ["sửa", "đổi,", "bố", "sung", "một", "số"]]), 0.5)
    (line,) = ocr_reader._mended(lines)
    assert [(word.text, word.was) for word in line.words if word.was] == [("bổ", "bố")]
    assert line.words[2].box == lines[0].words[2].box


@pytest.mark.parametrize("lacking", ["program", "model"])
def test_without_tesseract_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch, lacking: str) -> None:
    def languages() -> list[str]:
        if lacking == "program":
            raise pytesseract.TesseractNotFoundError
        return ["eng", "osd"]

    monkeypatch.setattr(pytesseract, "get_languages", languages)
    ocr_reader._require_tesseract.cache_clear()
    try:
        with pytest.raises(SetAside, match="hãy cài Tesseract cùng dữ liệu tiếng Việt"):
            read(Path("a.pdf"), scanned_page())
    finally:
        ocr_reader._require_tesseract.cache_clear()


def test_a_page_of_text_with_a_picture_is_not_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(page: object, resolution: float) -> ocr_reader.Scanned:
        raise AssertionError

    monkeypatch.setattr("ingest.readers.pdf.pdf_reader.scan", never)
    texts = [Text(72, 100 + 15 * n, "Sở Y tế chủ trì, phối hợp với các cơ quan liên quan thực hiện") for n in range(8)]
    reading = read(Path("a.pdf"), make_pdf([Sheet(texts, pictures=[(0, 0, 595, 842)])]))
    assert reading.pages[0].how == "text"


def test_a_text_layer_of_nonsense_is_read_by_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ocr_reader._lines(
        table(*[(word, 95) for word in SENTENCE.split()]),
        0.5,
    )
    monkeypatch.setattr("ingest.readers.pdf.pdf_reader.scan", lambda page, resolution: ocr_reader.Scanned(tuple(lines)))
    texts = [Text(72, 100 + 15 * n, "xjq wkfz trmn bvcl qwrt pkjh zzt wqx") for n in range(8)]
    reading = read(Path("a.pdf"), make_pdf([Sheet(texts)]))
    assert reading.text == SENTENCE
    assert reading.pages[0].how == "ocr"
