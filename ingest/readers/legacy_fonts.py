"""Text set in the fonts of before Unicode: found by its font or its letters, and put right.

Until about 2005 Vietnamese offices typed in fonts that draw Vietnamese letters in
the places of Latin-1: ``.VnTime`` (TCVN 5712:1993, "ABC"), ``VNI-Times`` (VNI for
Windows) and VISCII (RFC 1456). A file made with them holds those Latin-1 characters
("Céng hoµ", "Coäng hoøa"). This is where they are read as what they were drawn as.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from ingest.readers.quality import is_syllable, quality

# A text is taken as legacy only where repair makes sense of it. Measured on 1,240
# stretches of 400 characters of real texts turned into each table: as they were, 0.62
# of the syllables at most are well formed; by a wrong table 0.73 at most; by the right
# one 0.94 and more in 99 of 100. Unicode text gains nothing by any table.
REPAIRED_AT_LEAST = 0.80
GAINED_AT_LEAST = 0.30


class Encoding(StrEnum):
    """A table of before Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    VISCII = "viscii"


@dataclass(frozen=True, slots=True)
class LegacyFont:
    """What a font of before Unicode does to the characters set in it."""

    encoding: Encoding
    capitals: bool = False  # .VnTimeH draws every letter as a capital


# ".VnTime", "ABCDEF+.VnTimeH,Bold", ".VnArial NarrowH"; some PDF writers drop the dot.
_TCVN3_FONT = re.compile(r"(?:[A-Z]{6}\+)?\.?Vn[A-Z]\w*(?P<rest>[^,]*)(?:,.*)?")
# "VNI-Times", "VNI Helve"
_VNI_FONT = re.compile(r"(?:[A-Z]{6}\+)?VNI[- ]?\w+.*", re.IGNORECASE)
_CAPITAL_FONT = re.compile(r"(?<=[a-z])H(?:[-, ]?(?:Bold|Italic|Regular))*$")


def legacy_font(name: str) -> LegacyFont | None:
    """What the font called `name` was drawn for, or None where it is an ordinary one."""
    if _VNI_FONT.fullmatch(name):
        return LegacyFont(Encoding.VNI)
    if _TCVN3_FONT.fullmatch(name):
        return LegacyFont(Encoding.TCVN3, bool(_CAPITAL_FONT.search(name)))
    return None


def repair(text: str, encoding: Encoding) -> str:
    """`text` with each legacy character or cluster replaced by the letter it was drawn as (NFC).

    White space and characters the table does not have stay as they are.
    """
    if encoding is Encoding.VNI:
        text = _VNI_LATE_MARK.sub(r"\g<mark>\g<gap>", text)
        return _VNI_CLUSTER.sub(_vni_letter, text)
    if encoding is Encoding.TCVN3:
        text = _PDF_SUBSTITUTE.sub(lambda m: _PDF_SUBSTITUTES[m[0]], text)
        return _with_capitals(unicodedata.normalize("NFC", text.translate(_TCVN3)))
    return unicodedata.normalize("NFC", text.translate(_VISCII))


def repair_in_font(text: str, font: LegacyFont | None) -> str:
    """`text` as `font` draws it; unchanged in an ordinary font, or where it holds Vietnamese letters already."""
    if font is None or _UNICODE_VIETNAMESE.search(text):
        return text
    repaired = repair(text, font.encoding)
    return repaired.upper() if font.capitals else repaired


def detect(text: str) -> Encoding | None:
    """The table `text` was typed in, judged by its syllables; None for Unicode, other languages and short texts."""
    as_it_is = quality(text)
    if not as_it_is.telling or as_it_is.share >= 1 - GAINED_AT_LEAST:
        return None
    shares = {encoding: quality(repair(text, encoding)).share for encoding in Encoding}
    best = max(shares, key=lambda encoding: shares[encoding])
    if shares[best] < REPAIRED_AT_LEAST or shares[best] - as_it_is.share < GAINED_AT_LEAST:
        return None
    return best


def detect_lines(text: str) -> Encoding | None:
    """The table that all of `text`, or the part of it that is not Unicode, was typed in; None where there is none.

    Files were worked on for years: old paragraphs in an old font, new ones in Unicode.
    """
    return detect(text) or detect("\n".join(line for line in text.split("\n") if _may_be_legacy(line)))


def repair_lines(text: str, encoding: Encoding) -> str:
    """`text` with the lines repaired that were typed in `encoding`; lines in Unicode stay as they are.

    A line that makes as much sense either way goes with the one before it.
    """
    lines, legacy = [], True
    for line in text.split("\n"):
        if _UNICODE_VIETNAMESE.search(line):
            legacy = False
        elif _may_be_legacy(line):
            repaired = repair(line, encoding)
            gained = quality(repaired).well_formed - quality(line).well_formed
            legacy = gained > 0 or (legacy and gained == 0)
        lines.append(repair(line, encoding) if legacy else line)
    return "\n".join(lines)


def _may_be_legacy(line: str) -> bool:
    """Whether a line holds characters that old fonts draw as others, and none that they do not have."""
    return bool(_LATIN.search(line)) and not _UNICODE_VIETNAMESE.search(line)


_LATIN = re.compile("[\u00a1-\u00ff]")

# Letters that no legacy font can leave behind: they are not in Latin-1.
_UNICODE_VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")


def _table(first: int, letters: str) -> dict[int, str]:
    """Letters for the characters from `first` on; a blank leaves its place unmapped."""
    return {first + i: letter for i, letter in enumerate(letters) if letter != " "}


# TCVN 5712:1993, VN3.
_TCVN3 = _table(0xA1, "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ")
# PDF writers took 0xAD (the soft hyphen's place) for a minus and 0xB7 for a bullet
# operator: "n−íc", "x∙". Between digits or blanks they are what they look like.
_PDF_SUBSTITUTES = {"\u2212": "ư", "\u2219": "ã"}
_PDF_SUBSTITUTE = re.compile(r"(?<=[^\W\d_])[\u2212\u2219]|[\u2212\u2219](?=[^\W\d_])")

# RFC 1456; six capitals stand among the control characters.
_VISCII = _table(
    0x80,
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁ"
    "ÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
)
_VISCII |= dict(zip((0x02, 0x05, 0x06, 0x14, 0x19, 0x1E), "ẲẴẪỶỸỴ", strict=True))

# VNI for Windows writes a letter as its base and a mark after it: "aù" is á, "aá" ấ,
# "aé" ắ, "ôù" ớ, "öù" ứ; some typed two marks, "vieâïc". Letters that stand alone: ñ đ, ô ơ, ö ư, æ ỉ, ó ĩ, ò ị, î ỵ.
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT, _HAT, _BREVE = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u0302", "\u0306"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _HAT, "á": _HAT + _ACUTE, "à": _HAT + _GRAVE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_CLUSTER = re.compile(
    r"(?P<base>[aeo]) (?P<mark>â[ùøûõï] | [ùøûõïâáàåãä]) | (?P<base_a>a) (?P<mark_a>ê[ùøûõï] | [êéèúüë])"
    r"| (?P<base_u>[iuyôö]) (?P<mark_u>[ùøûõï]) | (?P<alone>[ñôöæóòî])",
    re.VERBOSE | re.IGNORECASE,
)


# "cô sô ûbaèng", "05 giô)ø": the tone was typed after the blank or bracket that ends
# its word; no word begins with one.
_VNI_LATE_MARK = re.compile(r"(?<=[aeiouyôö])(?P<gap>[ )])(?P<mark>[ùøûõï])(?![ùøûõï])", re.IGNORECASE)

# TCVN3 has no capitals with tone marks: they are drawn by its H fonts, and where the
# font is not known "QUYẾT ĐỊNH" comes out as "QUYếT ĐịNH".
_WORD = re.compile(r"[^\W\d_]+")
_NO_CAPITAL = frozenset(letter for letter in _TCVN3.values() if letter.islower() and letter not in "ăâêôơưđ")


def _with_capitals(text: str) -> str:
    """`text` with words of capitals made whole: ``THàNH PHố`` becomes ``THÀNH PHỐ``, ``Bộ`` stays beside ``Sở``."""
    words = list(_WORD.finditer(text))
    sure = [_has_capitals(word[0]) for word in words]
    pieces, at = [], 0
    for n, word in enumerate(words):
        pieces.append(text[at : word.start()])
        beside = (k for k in (n - 1, n + 1) if 0 <= k < len(words) and _next_to_each_other(words[n], words[k]))
        # Abbreviations say nothing of their neighbours: "Bộ VHTT", "UBND tỉnh".
        among = any(sure[k] and is_syllable(words[k][0].lower()) for k in beside)
        capitals = sure[n] or (among and _may_have_capitals(word[0]))
        pieces.append(word[0].upper() if capitals else word[0])
        at = word.end()
    return "".join([*pieces, text[at:]])


def _next_to_each_other(one: re.Match[str], other: re.Match[str]) -> bool:
    first, second = sorted((one, other), key=lambda word: word.start())
    return not first.string[first.end() : second.start()].strip()


def _may_have_capitals(word: str) -> bool:
    """Whether every letter is a capital or has none in TCVN3."""
    return all(letter.isupper() or letter in _NO_CAPITAL for letter in word)


def _has_capitals(word: str) -> bool:
    """Whether `word` was typed in capitals: more than its first letter is one, and none could be that is not."""
    return _may_have_capitals(word) and any(letter.isupper() for letter in word[1:])


def _vni_letter(m: re.Match[str]) -> str:
    base = m["base"] or m["base_a"] or m["base_u"]
    if base is None:
        letter = _VNI_ALONE[m["alone"].lower()]
        return letter.upper() if m["alone"].isupper() else letter
    mark = m["mark"] or m["mark_a"] or m["mark_u"]
    letter = _VNI_ALONE.get(base.lower(), base.lower()) + "".join(_VNI_MARKS[m] for m in mark.lower())
    letter = unicodedata.normalize("NFC", letter)
    return letter.upper() if base.isupper() else letter
