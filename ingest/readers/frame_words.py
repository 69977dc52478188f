"""The words that frame a document, by which its letterhead and signature block are known in any layout."""

from __future__ import annotations

import re

from corpus.vietnamese import bare

# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM", letters spaced or run together
_NATIONAL = re.compile(r"conghoaxahoichunghia|dangcongsanvietnam")
# "Nơi nhận:"
_RECIPIENTS = re.compile(r"noinhan")

# Tables that lay out a letterhead or a signature block have up to this many rows.
FRAME_ROWS = 4


def letters(text: str) -> str:
    """The letters of `text` without accents or blanks, whatever specks an OCR saw between them."""
    return re.sub(r"[^a-z]", "", bare(text))


def has_national_name(text: str) -> bool:
    """Whether the name of the state or of the Party stands in `text`, as it does in every letterhead."""
    return bool(_NATIONAL.search(letters(text)))


def begins_recipients(text: str) -> bool:
    """Whether `text` begins with "Nơi nhận", the heading of the list of recipients."""
    return bool(_RECIPIENTS.match(letters(text)))


def is_recipients_heading(text: str) -> bool:
    """Whether `text` is "Nơi nhận" and nothing more."""
    return bool(_RECIPIENTS.fullmatch(letters(text)))


def frames(text: str) -> bool:
    """Whether `text` is of a letterhead or a signature block."""
    return has_national_name(text) or begins_recipients(text)
