"""Reads PDFs page by page: the text layer where it makes sense, OCR where it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import BrokenFile, EncryptedFile
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.legacy_fonts import detect, legacy_font
from ingest.readers.limits import require_pages
from ingest.readers.ocr.damaged_fields import Checked, without_damaged_fields
from ingest.readers.ocr.ocr_reader import CONFIDENT, DRAWN, confidence_of, scan
from ingest.readers.pdf.glyph_layout import Word, lines_of, words_of
from ingest.readers.pdf.ocr_fallback import is_better, needs_scan
from ingest.readers.pdf.page_notes import part_notes
from ingest.readers.pdf.page_text import PageReading, write_pages
from ingest.readers.pdf.pdf_attachments import left_out, names_of
from ingest.readers.pdf.pdf_legacy import legacy_glyphs
from ingest.readers.pdf.pdf_page import PageText, Picture, load_page, pictures_of, rulings_of, text_of
from ingest.readers.pdf.ruled_tables import find_tables, words_outside
from ingest.readers.pdf.split_glyphs import joined
from ingest.readers.progress import step
from ingest.readers.quality import quality

# A watermark or a stamp set aslant has up to 60 characters; more are text that was missed.
_MUCH_SIDEWAYS = 200

# A few blanks or signs beside the page are nothing to tell of.
_MUCH_HIDDEN = 5

# A PDF that was downloaded whole ends with this mark; some writers add a little after it.
_END_MARK = b"%%EOF"
_END_MARK_WITHIN = 4_096


def read_pdf(data: bytes) -> ExtractedText:
    """The text of a PDF with the rectangle of every word, its ruled tables and its running lines.

    Raises `EncryptedFile`, `BrokenFile`, or `SetAside` where a page must be read by
    OCR and Tesseract is missing.
    """
    document = _open(data)
    try:
        beside = [*left_out(document, data)]
        pages = []
        for index in range(len(document)):
            step(index + 1, len(document))
            pages.append(_read_page(document, index, data))
        carried = names_of(document)
    finally:
        document.close()
    return write_pages(pages, warnings=(*_warnings(pages), *_told_of_carried(carried), *beside))


def _told_of_carried(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"Tệp PDF kèm {len(names)} tệp, mỗi tệp được nạp riêng: {'; '.join(names)}."


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
        words = [word for line in joined(lines_of(words)) for word in line.words] if words else words
        found = quality(_text(words))
        pictures = pictures_of(page)
        rulings, confidence = rulings_of(page), 1.0
        if needs_scan(page, layer, words, found, pictures):
            scanned = scan(page, _resolution(pictures))
            if not words or is_better(quality(_text(scanned.words)), found):
                words, how, confidence = scanned.words, "ocr", confidence_of(scanned.lines)
                rulings = [*scanned.rulings]
        tables = find_tables(rulings, words)
        standing = lines_of(words_outside(words, tables))
        checked = without_damaged_fields(standing, height) if how == "ocr" and index == 0 else Checked(standing, [])
        lines, notes = part_notes(checked.lines, rulings, height)
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
            notes=tuple(notes),
            doubts=tuple(checked.doubts),
            hidden=layer.hidden if how == "text" else 0,
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


def _resolution(pictures: Sequence[Picture]) -> float:
    """The sharpness of the largest picture."""
    return max(pictures, key=lambda picture: picture.area).resolution if pictures else DRAWN


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _warnings(pages: Sequence[PageReading]) -> Iterator[str]:
    if poor := [str(page.number) for page in pages if page.confidence < CONFIDENT]:
        yield f"Trang {', '.join(poor)} là bản quét mờ, chữ nhận dạng kém chắc chắn: hãy đối chiếu với bản gốc."
    if hidden := [str(page.number) for page in pages if page.hidden > _MUCH_HIDDEN]:
        yield f"Trang {', '.join(hidden)} có chữ không hiện trên giấy (chữ trắng hoặc ngoài khổ giấy), đã bỏ qua."
    if turned := [str(page.number) for page in pages if page.sideways > _MUCH_SIDEWAYS and page.how != "ocr"]:
        yield f"Trang {', '.join(turned)} có chữ quay ngang chưa đọc được: hãy xoay trang trong tệp PDF rồi nạp lại."
