"""Reads web pages saved as one file (MHT): Word and the systems of offices write them, often under the name .doc."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace

from ingest.errors import UnknownFormat
from ingest.readers.detect import Format
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.html.html_reader import read_html
from ingest.readers.text import is_utf8


def read_mht(data: bytes) -> ExtractedText:
    """The document on the page that the file holds; raises `UnknownFormat` where it holds none, as a letter may."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(page, bytes) and page.strip():
                return replace(read_html(_declaring(page, charset)), media_type=Format.MHT.value)
    raise UnknownFormat(
        "Trang web lưu một tệp (MHT) không có trang nào: hãy lưu lại trang đầy đủ, hoặc in ra PDF rồi nạp lại."
    )


def _declaring(page: bytes, charset: str | None) -> bytes:
    """The page in UTF-8, and saying so at its head, where the message tells what it is in; UTF-8 stays as it is."""
    if charset is None or charset.lower() in {"us-ascii", "ascii"} or is_utf8(page):
        return page
    try:
        return b'<meta charset="utf-8">' + page.decode(charset).encode("utf-8")
    except (LookupError, UnicodeDecodeError):
        return page
