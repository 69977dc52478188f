"""One normaliser for indexing and querying Vietnamese text.

`clean` is the only function that changes what a document's text is; it runs once,
when a file is read. The others make comparable forms of it and are never stored
as text: `fold` (case and tone placement), `bare` (no diacritics) and `syllables`.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"

# Both placements of the tone mark are in use: "uỷ" and "ủy", "hoá" and "hóa".
# The newer one (on the first vowel of an open oa, oe, uy) is taken as the form to
# compare; "quý" keeps its place because its u belongs to the consonant.
_OLD_PLACEMENT = re.compile(
    rf"(?:(?P<a>o)(?P<b>[ae])|(?<!q)(?P<c>u)(?P<d>y))(?P<tone>[{_TONES}])(?![a-z\u0111\u0300-\u036f])",
    re.IGNORECASE,
)

# Characters that carry no text: zero-width marks, soft hyphens, byte-order marks
# and the control characters other than tab and newline.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")
_NEWLINES = re.compile("\r\n|\r|\x0b|\x0c|\x1c|\x85|\u2028|\u2029")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile('[“”„«»"]')
_APOSTROPHES = re.compile("[‘’`´]")

# "12/2024/NĐ-CP" and "covid-19" stay whole; a syllable is letters, a word of this
# kind is letters and digits joined by / or -.
_TOKEN = re.compile(r"[^\W_]+(?:[/\-.][^\W_]+)*")
_SYLLABLE = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    r"""The text of a document as it is kept: NFC, ``\n`` line ends, ordinary spaces, nothing invisible."""
    text = _NEWLINES.sub("\n", text)
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", text)


def place_tones(text: str) -> str:
    """`text` with every tone mark in the newer place: ``uỷ`` becomes ``ủy``, ``hoá`` becomes ``hóa``.

    The length never changes, so spans of the result are spans of `text` (NFC).
    """

    def moved(m: re.Match[str]) -> str:
        first, second = (m["a"], m["b"]) if m["a"] else (m["c"], m["d"])
        return f"{first}{m['tone']}{second}"

    return unicodedata.normalize("NFC", _OLD_PLACEMENT.sub(moved, unicodedata.normalize("NFD", text)))


def fold(text: str) -> str:
    """One form to compare: lower case, newer tone placement, Đ for its look-alike Ð, plain quotes and dashes.

    Character for character: ``len(fold(t)) == len(t)`` for NFC text.
    """
    text = text.replace("\u00d0", "\u0110").replace("\u00f0", "\u0111")
    text = _DASHES.sub("-", _QUOTES.sub('"', _APOSTROPHES.sub("'", text)))
    # A few capitals (İ) grow when lowered; they keep their place by staying as they are.
    return place_tones("".join(low if len(low := c.lower()) == 1 else c for c in text))


def bare(text: str) -> str:
    """`fold` without any diacritics: ``Ủy ban Nhân dân`` becomes ``uy ban nhan dan``, ``đ`` becomes ``d``."""
    decomposed = unicodedata.normalize("NFD", fold(text)).replace("\u0111", "d")
    # Lowered again: a capital that `fold` had to leave (İ) is a plain one without its dot.
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c))).lower()


def syllables(text: str) -> list[str]:
    """The folded syllables of `text` in order, numbers among them: ``Chỉ thị 28`` gives ``chỉ, thị, 28``."""
    return _SYLLABLE.findall(fold(text))


def tokens(text: str) -> list[str]:
    """Like `syllables`, but what is written without a space stays whole: ``28-ct/tw``, ``30/6/2025``."""
    return _TOKEN.findall(fold(text))


def slug(text: str) -> str:
    """`text` for use in an address: ``Sở Y tế`` becomes ``so-y-te``."""
    return "-".join(_SYLLABLE.findall(bare(text)))
