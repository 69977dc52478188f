"""What a PDF carries beside its pages: files in it, listed or pinned to a page; remarks, empty fields, layers."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers.mail import Attachment

# Annotations that say something of the document beside it; stamps and text typed on the page are drawn, and read.
_REMARKS = frozenset({
    pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_SQUARE,
    pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_LINE,
})  # fmt: skip
# A file whose objects are packed may hold annotations without saying so in the open.
_MAY_ANNOTATE = re.compile(rb"/Annots|/ObjStm")
# "/OFF [12 0 R]": layers that are not shown
_LAYERS_OFF = re.compile(rb"/OFF\s*\[\s*\d")
# The bytes of an empty string and its end in UTF-16.
_EMPTY = 2
# More values of fields than this are a questionnaire.
_MOST_FIELDS = 5

# What a page with a file pinned to it says of that.
_PINNED = b"/FileAttachment"


def attachments_of(data: bytes) -> Iterator[Attachment]:
    """The files that a PDF carries, each once."""
    seen: set[tuple[str, int]] = set()
    for attachment in (*_listed(data), *(_pinned(data) if _PINNED in data else ())):
        key = (attachment.name, len(attachment.data))
        if attachment.data and key not in seen:
            seen.add(key)
            yield attachment


def names_of(document: Any) -> list[str]:
    """The names of the files that an open PDF lists."""
    return [document.get_attachment(n).get_name() for n in range(document.count_attachments())]


def left_out(document: Any, data: bytes) -> Iterator[str]:
    """Returns a sentence for each kind of thing beside the pages of an open PDF that is not read.

    To be asked before its pages are read, for that draws annotations into them.
    """
    remarks, fields = _annotations(document) if _MAY_ANNOTATE.search(data) else (0, [])
    if remarks:
        yield f"Tệp PDF có {remarks} lời nhận xét (ghi chú) đính trên trang, không thuộc văn bản, đã bỏ qua."
    if fields:
        told = "; ".join(f"“{field}”" for field in fields[:_MOST_FIELDS])
        yield f"Tệp PDF có {len(fields)} ô biểu mẫu điền chữ mà không vẽ trên trang, chưa đọc vào văn bản: {told}."
    if document.get_formtype() in {pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND}:
        yield "Tệp PDF là biểu mẫu XFA, có thể còn chữ chưa đọc được: hãy mở bằng Acrobat, in ra PDF rồi nạp lại."
    if _LAYERS_OFF.search(data):
        yield "Tệp PDF có lớp (layer) đang tắt; chữ trong lớp ấy có thể lẫn vào văn bản: hãy đối chiếu với trang in."


def _annotations(document: Any) -> tuple[int, list[str]]:
    """How many remarks are pinned to the pages, and the values of fields that nothing is drawn for."""
    remarks, fields = 0, []
    for index in range(len(document)):
        page = document[index]
        try:
            for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
                annotation = pdfium.FPDFPage_GetAnnot(page, n)
                if not annotation:
                    continue
                kind = pdfium.FPDFAnnot_GetSubtype(annotation)
                remarks += kind in _REMARKS and bool(_entry(annotation, b"Contents"))
                is_undrawn = kind == pdfium.FPDF_ANNOT_WIDGET and not _is_drawn(annotation)
                if is_undrawn and (value := _entry(annotation, b"V")):
                    fields.append(value)
                pdfium.FPDFPage_CloseAnnot(annotation)
        finally:
            page.close()
    return remarks, fields


def _is_drawn(annotation: Any) -> bool:
    """Whether an annotation says how it looks: without, its length is that of an empty string and its end."""
    return bool(pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _EMPTY)


def _entry(annotation: Any, key: bytes) -> str:
    """An entry of an annotation that is text."""
    needed = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(max(needed, _EMPTY))
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), needed)
    return buffer.raw[:needed].decode("utf-16-le", errors="replace").rstrip("\0").strip()


def _listed(data: bytes) -> Iterator[Attachment]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    try:
        for n in range(document.count_attachments()):
            attachment = document.get_attachment(n)
            try:
                yield Attachment(attachment.get_name() or f"tep-{n + 1}", bytes(attachment.get_data()))
            except pypdfium2.PdfiumError:  # listed, and not there
                continue
    finally:
        document.close()


def _pinned(data: bytes) -> Iterator[Attachment]:
    """The files pinned to pages (annotations of kind FileAttachment), which PDFium does not give."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import dict_value, list_value, resolve1, stream_value
    from pdfminer.psparser import LIT, PSException
    from pdfminer.utils import decode_text

    try:
        for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))):
            for annotation in (dict_value(a) for a in list_value(page.annots or [])):
                if annotation.get("Subtype") is not LIT("FileAttachment"):
                    continue
                file = dict_value(annotation.get("FS"))
                name = resolve1(file.get("UF") or file.get("F") or b"")
                content = stream_value(dict_value(file.get("EF")).get("F"))
                yield Attachment(decode_text(name) if isinstance(name, bytes) else str(name), content.get_data())
    except (PSException, ValueError, TypeError, KeyError):
        return
