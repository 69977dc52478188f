"""Reads text files: Unicode, windows-1258, or the fonts of before Unicode."""

from __future__ import annotations

import codecs
import html
import re

from corpus.model import Page
from corpus.vietnamese import clean
from ingest.errors import EmptyFile
from ingest.readers.detect import looks_like_utf16
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.legacy_fonts import Encoding, detect, detect_lines, repair, repair_lines
from ingest.readers.quality import quality

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536

# What stands in Vietnamese text beside letters and is not ASCII.
_MARKS = frozenset("“”‘’–—…•§°«»\u00a0")


def read_text(data: bytes) -> ExtractedText:
    """The text of `data`, cleaned and otherwise as it is; raises `EmptyFile` where there is none."""
    decoded, how = decode(data)
    text = clean(decoded)
    if not text.strip():
        raise EmptyFile("Tệp không có chữ nào: hãy kiểm tra lại bản gốc.")
    return ExtractedText(
        text=text,
        media_type="text/plain",
        pages=(Page(1, 0, len(text), how=how, quality=round(quality(text).share, 3)),),
    )


def decode(data: bytes) -> tuple[str, str]:
    """The characters of `data`, and how they were come by: ``text``, or ``repaired`` from an old font.

    Where several readings of the bytes are possible, the one with most well-formed syllables wins.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _repaired(data[len(bom) :].decode(codec, errors="replace"))
    if codec := looks_like_utf16(data[:_SAMPLE]):
        return _repaired(data.decode(codec, errors="replace"))
    try:
        return _repaired(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _eight_bit(data)


def is_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8 and more than ASCII: no other text is by chance."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def unscrambled(text: str) -> str:
    """`text` with stretches put right whose UTF-8 was once taken for Western (windows-1252): "Sá»Ÿ" for "Sở".

    Letters that were left as entities of web pages ("S&#7903;", "S&amp;#7903;") become letters.
    """
    if "&" in text:
        text = _ENTITY.sub(lambda m: c if _is_letter(c := html.unescape(f"&{m['entity']};")) else m[0], text)
    for _ in range(_MOST_TIMES):
        better = _SCRAMBLED.sub(_put_right, text)
        if better == text:
            break
        text = better
    return text


# How often a text may have been taken for another before it came here.
_MOST_TIMES = 3
# The characters that windows-1252 has for the bytes from 0x80 on, and those that stand for
# the five it has not.
_HIGH = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(0x80, 0x100)) + "".join(
    chr(b) for b in range(0x80, 0xA0)
)
_BYTES_OF_HIGH = {c: i for i, c in zip([*range(0x80, 0x100), *range(0x80, 0xA0)], _HIGH, strict=True)}
# One letter in UTF-8: a first byte, and one, two or three that follow.
_LATER = "".join(c for c, b in _BYTES_OF_HIGH.items() if b < 0xC0)
_SCRAMBLED = re.compile(
    "(?:[{}][{}]|[{}][{}]{{2}}|[{}][{}]{{3}})+".format(
        *(
            re.escape(part)
            for low, high in ((0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5))
            for part in ("".join(c for c, b in _BYTES_OF_HIGH.items() if low <= b < high), _LATER)
        )
    )
)


def _put_right(scrambled: re.Match[str]) -> str:
    """The letters that a stretch stands for; as it is where they are none of Vietnamese text."""
    try:
        letters = bytes(_BYTES_OF_HIGH[c] for c in scrambled[0]).decode("utf-8")
    except UnicodeDecodeError:
        return scrambled[0]
    plain = _SCRAMBLED.sub(_put_right, letters)  # it may have happened twice
    return plain if all(_is_letter(c) or c in _MARKS for c in plain) else scrambled[0]


# "&#7903;", "&#x1EDF;", "&agrave;", and the same with its "&" written as an entity once more
_ENTITY = re.compile(r"&(?:amp;)*(?P<entity>\#\d{2,5}|\#[xX][0-9a-fA-F]{2,4}|[A-Za-z]{3,8});")


def _is_letter(c: str) -> bool:
    """Whether `c` is a letter beyond ASCII that Vietnamese or another Latin script writes, or one of their marks."""
    return "\u00c0" <= c <= "\u024f" or "\u1e00" <= c <= "\u1eff" or "\u0300" <= c <= "\u036f"


def _repaired(text: str) -> tuple[str, str]:
    """`text` that is Unicode, unless what it holds are the characters of an old font, or UTF-8 taken for Western."""
    text = unscrambled(text)
    encoding = detect_lines(text)
    return (repair_lines(text, encoding), "repaired") if encoding else (text, "text")


def _eight_bit(data: bytes) -> tuple[str, str]:
    """Bytes of some table of 256: the old ones of Vietnam, windows-1258 or Western; or UTF-8 that is damaged.

    These bytes are no Unicode, so that even a few words are enough to choose by.
    """
    latin = data.decode("latin-1")
    if encoding := detect(latin):
        return repair(latin, encoding), "repaired"
    readings = [(data.decode(codec, errors="replace"), "text") for codec in ("utf-8", "cp1258")]
    readings += [(repair(latin, encoding), "repaired") for encoding in Encoding]
    readings += [(data.decode("cp1252", errors="replace"), "text")]
    return max(readings, key=lambda reading: _sense(reading[0]))


def _sense(text: str) -> tuple[float, int]:
    """How much sense a reading makes: its syllables, then how few characters are no letters of any word.

    Of 300 beginnings of lines of corpus/admin in each table, three words long, the right
    reading wins for 100 in 100 in windows-1258, 98 in TCVN3, 92 in VNI and 85 in
    VISCII; five words long for 100, 99, 100 and 93.
    """
    text = clean(text)
    strange = sum(c > "\x7f" and not c.isalpha() and c not in _MARKS for c in text)
    return round(quality(text).share, 2), -strange
