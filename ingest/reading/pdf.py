"""Reads PDFs page by page: the text layer where it makes sense, OCR where it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import BrokenFile, EncryptedFile
from ingest.reading.legacy import detect, legacy_font
from ingest.reading.limits import require_pages
from ingest.reading.pdf_legacy import legacy_glyphs
from ingest.reading.pdf_page import PageText, Picture, load_page, pictures_of, rulings_of, text_of
from ingest.reading.pdf_writing import PageReading, write_pages
from ingest.reading.quality import Quality, quality
from ingest.reading.reading import Reading
from ingest.reading.ruled_tables import find_tables, words_outside
from ingest.reading.scan import CONFIDENT, DRAWN, confidence_of, scan
from ingest.reading.steps import step
from ingest.reading.words import Word, lines_of, words_of

# A text layer whose syllables are well formed less often than this is not trusted.
# Pages of corpus/pdf have 0.98 and more, text in a wrong table at most 0.73 (see
# ingest.reading.doubts); a text layer of names and numbers is not judged at all.
_TRUSTED = 0.85

# A page with fewer letters than this and a picture or many outlines on it is a scan
# with a stamp or a page number over it: the signing stamp of hanoi-NQ-12 has 60.
_FEW_LETTERS = 100
_PICTURE_SHARE = 0.3
_MANY_OUTLINES = 300

# A watermark or a stamp set aslant has up to 60 characters; more are text that was missed.
_MUCH_SIDEWAYS = 200

# A PDF that was downloaded whole ends with this mark; some writers add a little after it.
_END_MARK = b"%%EOF"
_END_MARK_WITHIN = 4_096


def read_pdf(data: bytes) -> Reading:
    """The text of a PDF with the rectangle of every word, its ruled tables and its running lines.

    Raises `EncryptedFile`, `BrokenFile`, or `SetAside` where a page must be read by
    OCR and Tesseract is missing.
    """
    document = _open(data)
    try:
        pages = []
        for index in range(len(document)):
            step(index + 1, len(document))
            pages.append(_read_page(document, index, data))
    finally:
        document.close()
    return write_pages(pages, warnings=_warnings(pages))


def _open(data: bytes) -> Any:
    if _END_MARK not in data[-_END_MARK_WITHIN:]:
        raise BrokenFile("Tệp PDF bị cắt cụt, có lẽ tải về chưa hết: hãy tải hoặc chép lại tệp.")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise EncryptedFile("Tệp PDF được đặt mật khẩu: hãy mở tệp, lưu lại không mật khẩu rồi nạp lại.") from error
        raise BrokenFile("Không mở được tệp PDF, có lẽ tệp bị hỏng: hãy mở thử, lưu hoặc tải lại.") from error
    if not len(document):
        raise BrokenFile("Tệp PDF không có trang nào: hãy kiểm tra lại bản gốc.")
    require_pages(len(document))
    return document


def _read_page(document: Any, index: int, data: bytes) -> PageReading:
    page = load_page(document, index)
    try:
        width, height = page.get_size()
        layer = text_of(page)
        words, how = _words_of(layer, index, data)
        found = quality(_text(words))
        pictures = pictures_of(page)
        rulings, confidence = rulings_of(page), 1.0
        if _needs_scan(page, words, found, pictures):
            scanned = scan(page, _resolution(pictures))
            if _better(quality(_text(scanned.words)), found):
                words, how, confidence = scanned.words, "ocr", confidence_of(scanned.lines)
                rulings = [*scanned.rulings]
        tables = find_tables(rulings, words)
        lines = lines_of(words_outside(words, tables))
        share = round(quality(_text(words)).share, 3)
        return PageReading(
            number=index + 1,
            width=width,
            height=height,
            how=how,
            quality=share,
            confidence=confidence,
            sideways=layer.sideways,
            lines=tuple(lines),
            tables=tuple(tables),
        )
    finally:
        page.close()


def _words_of(layer: PageText, index: int, data: bytes) -> tuple[list[Word], str]:
    """The words of the page's own characters; ``repaired`` where they are set in an old font."""
    if any(legacy_font(name) for name in layer.fonts):
        return words_of(legacy_glyphs(data, index)), "repaired"
    words = words_of(layer.glyphs)
    if encoding := detect(_text(words)):
        return words_of(legacy_glyphs(data, index, encoding)), "repaired"
    return words, "text"


def _needs_scan(page: Any, words: Sequence[Word], found: Quality, pictures: Sequence[Picture]) -> bool:
    if found.telling and found.share < _TRUSTED:
        return True
    if sum(len(word.text) for word in words) >= _FEW_LETTERS:
        return False
    width, height = page.get_size()
    covered = max((_area(picture.box) for picture in pictures), default=0.0) / (width * height)
    if covered >= _PICTURE_SHARE:
        return True
    outlines = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=5)
    return sum(1 for _ in outlines) >= _MANY_OUTLINES


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _resolution(pictures: Sequence[Picture]) -> float:
    """The sharpness of the largest picture."""
    return max(pictures, key=lambda picture: _area(picture.box)).resolution if pictures else DRAWN


def _better(scanned: Quality, layer: Quality) -> bool:
    """Whether the OCR makes more sense than the text layer; it must say something."""
    return scanned.well_formed > layer.well_formed or (scanned.telling and scanned.share > layer.share)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _warnings(pages: Sequence[PageReading]) -> Iterator[str]:
    if poor := [str(page.number) for page in pages if page.confidence < CONFIDENT]:
        yield f"Trang {', '.join(poor)} là bản quét mờ, chữ nhận dạng kém chắc chắn: hãy đối chiếu với bản gốc."
    if turned := [str(page.number) for page in pages if page.sideways > _MUCH_SIDEWAYS and page.how != "ocr"]:
        yield f"Trang {', '.join(turned)} có chữ quay ngang chưa đọc được: hãy xoay trang trong tệp PDF rồi nạp lại."
