"""TCVN 5712:1993 (VN3, "ABC"), as the fonts .VnTime and .VnTimeH draw it.

Word keeps such text as the characters of Latin-1 that have the same bytes, so
``Quyết định`` is stored as ``QuyÕt ®Þnh`` and only the font makes it Vietnamese.
The set has no capitals with a tone mark: for those the font .VnTimeH draws the
codes of the small letters as capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

REGULAR_FONT = ".VnTime"
CAPITAL_FONT = ".VnTimeH"

# Word keeps these as themselves whatever the font.
UNCHANGED = "–“”"

# Each vowel with its tones in the order of the standard: grave, hook, tilde, acute, dot below.
_TONED = {
    "àảãáạ": (0xB5, 0xB6, 0xB7, 0xB8, 0xB9),
    "ằẳẵắặ": (0xBB, 0xBC, 0xBD, 0xBE, 0xC6),
    "ầẩẫấậ": (0xC7, 0xC8, 0xC9, 0xCA, 0xCB),
    "èẻẽéẹ": (0xCC, 0xCE, 0xCF, 0xD0, 0xD1),
    "ềểễếệ": (0xD2, 0xD3, 0xD4, 0xD5, 0xD6),
    "ìỉĩíị": (0xD7, 0xD8, 0xDC, 0xDD, 0xDE),
    "òỏõóọ": (0xDF, 0xE1, 0xE2, 0xE3, 0xE4),
    "ồổỗốộ": (0xE5, 0xE6, 0xE7, 0xE8, 0xE9),
    "ờởỡớợ": (0xEA, 0xEB, 0xEC, 0xED, 0xEE),
    "ùủũúụ": (0xEF, 0xF1, 0xF2, 0xF3, 0xF4),
    "ừửữứự": (0xF5, 0xF6, 0xF7, 0xF8, 0xF9),
    "ỳỷỹýỵ": (0xFA, 0xFB, 0xFC, 0xFD, 0xFE),
}
_PLAIN = {
    "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7,
    "ă": 0xA8, "â": 0xA9, "ê": 0xAA, "ô": 0xAB, "ơ": 0xAC, "ư": 0xAD, "đ": 0xAE,
}  # fmt: skip
CODES = {letter: chr(code) for letters, codes in _TONED.items() for letter, code in zip(letters, codes, strict=True)}
CODES.update({letter: chr(code) for letter, code in _PLAIN.items()})


def encode(text: str) -> str:
    """`text` in TCVN3 codes; `ValueError` where a letter has none."""
    coded = "".join(CODES.get(letter, letter) for letter in text)
    if missing := {c for c in coded if ord(c) > 0xFF and c not in UNCHANGED}:
        raise ValueError(f"TCVN3 has no code for {sorted(missing)} in {text!r}")
    return coded


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of `text` in TCVN3 codes, each with the font that draws it.

    A stretch of words in capitals is set in .VnTimeH as soon as one letter of it has
    no code; `ValueError` where such a letter stands in a word that is not in capitals.
    """
    if _in_capitals(text):
        yield _capitals(text)
        return
    stretches = groupby(re.findall(r"\S+\s*|\s+", text), key=_in_capitals)
    pieces = [_capitals("".join(words)) if capitals else _mixed("".join(words)) for capitals, words in stretches]
    for font, same in groupby(pieces, key=lambda piece: piece[1]):
        yield "".join(words for words, _ in same), font


def _in_capitals(text: str) -> bool:
    return text.isupper()


def _capitals(text: str) -> tuple[str, str]:
    return _mixed(text) if _codable(text) else (encode(text.lower()), CAPITAL_FONT)


def _mixed(text: str) -> tuple[str, str]:
    if not _codable(text):
        raise ValueError(f"TCVN3 cannot write {text!r}: reword it")
    return encode(text), REGULAR_FONT


def _codable(text: str) -> bool:
    return all(letter in CODES or ord(letter) < 0x80 or letter in UNCHANGED for letter in text)
