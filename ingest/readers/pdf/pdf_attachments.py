"""The files that a PDF carries: in its list of embedded files (portfolios are that), or pinned to a page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2

from ingest.readers.mail import Attachment

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
