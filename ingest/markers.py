"""The numbers, letters and dashes that open a clause.

A marker is read from the words of one line alone, so several readings may stand
side by side: "i)" is the ninth letter or the roman one, "C." a capital or a roman
hundred. Which of them holds is for `ingest.structure.nesting` to say, from the
sequence they stand in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Style(StrEnum):
    """How a marker is written; its place in the usual order of nesting is `RANK`."""

    PART = "part"  # Phần I, Phần thứ nhất
    CHAPTER = "chapter"  # Chương II
    SECTION = "section"  # Mục 1
    ARTICLE = "article"  # Điều 5.
    CAPITAL = "capital"  # A.
    ROMAN = "roman"  # III.
    DECIMAL = "decimal"  # 2.
    DOTTED = "dotted"  # 2.1.
    LETTER = "letter"  # a)
    NUMBER_IN_BRACKETS = "number_in_brackets"  # (1)
    LETTER_IN_BRACKETS = "letter_in_brackets"  # (a)
    ROMAN_IN_BRACKETS = "roman_in_brackets"  # (i)
    DASH = "dash"  # -
    DOT = "dot"  # •
    PLUS = "plus"  # +


RANK = {style: rank for rank, style in enumerate(Style)}
BULLETS = frozenset({Style.DASH, Style.DOT, Style.PLUS})
BRACKETS = frozenset({Style.NUMBER_IN_BRACKETS, Style.LETTER_IN_BRACKETS, Style.ROMAN_IN_BRACKETS})
FORMAL = frozenset({Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE})


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of what opens a line.

    `ordinal` is its place in its sequence (one number more than one deep only for
    "2.1."); `number` the form used in a clause path ("iii", "2.1", "đ"); `label`
    the marker as printed; `size` how many characters of the line it takes with the
    space after it. A `weak` one often stands where a line merely broke: "- 2025",
    "06.", "Điều 5 của Luật".
    """

    style: Style
    ordinal: tuple[int, ...]
    number: str
    label: str
    size: int
    weak: bool = False


# Capital and small letters of Vietnamese for character classes: in Unicode order the
# two cases alternate, so that ranges such as À-Ỹ hold both.
CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
SMALLS = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"

_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{0,3}))"

# "Phần I", "Phần thứ nhất:", "PHẦN A - QUY ĐỊNH CHUNG"
_PART = re.compile(
    r"ph[ầâ]n \s+ (?P<number> thứ \s+ (?P<word>nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"
    r" | [IVXLC]+ | \d{1,2} | [A-Z] ) (?P<tail> \s* [.:/–-]? ) (?=\s|$)",
    re.VERBOSE | re.IGNORECASE,
)
# "Chương II", "Chương II :"
_CHAPTER = re.compile(
    r"chương \s+ (?P<number>[IVXLC]+ | \d{1,3}) (?P<tail> \s* [.:/–-]? ) (?=\s|$)", re.VERBOSE | re.IGNORECASE
)
# "Mục 1", "Mục IV."; "Tiểu mục 2"
_SECTION = re.compile(
    r"(?:tiểu \s+)? mục \s+ (?P<number>\d{1,2} | [IVXLC]+) (?P<tail> \s* [.:/–-]? ) (?=\s|$)",
    re.VERBOSE | re.IGNORECASE,
)
# "Điều 5. Hiệu lực", "Điều 1: Nay ban hành", "Điều 3 : .Tài sản", "Điều 12a. "
_ARTICLE = re.compile(
    rf"[Đđ](?:iều|IỀU) \s+ (?P<number>\d{{1,3}}) (?P<letter>[a-zđ]?) (?P<tail> \s* [.:/–-]* ) (?=\s|\*|$|[{CAPITALS}])",
    re.VERBOSE,
)
# "III. NỘI DUNG", "I- Đánh giá", "II/ Loại hóa đơn", "Ii. tổ chức thực hiện"
_ROMAN_MARK = re.compile(
    rf"(?P<number>[IVX][IVXivx]{{0,5}}) \s*"
    rf" (?P<tail>[.):](?=\s|\*|$|[{CAPITALS}]) | /(?=\s) | [–-](?=\s|[{CAPITALS}]))",
    re.VERBOSE,
)
# "A. MỤC ĐÍCH", "B - NHỮNG QUY ĐỊNH"; "a - những quy định" where capitals were lost
_CAPITAL = re.compile(r"(?P<number>[A-ZĐ]) (?P<tail>\s*[./)] | \s*[–-](?=\s))", re.VERBOSE)
# "1. Mục đích", "1- Thuế suất", "2/ Đối tượng", "3) Cơ quan", "1.Phạm vi"
_DECIMAL = re.compile(
    rf"(?P<number>\d{{1,3}}) (?P<tail>\s?[.)/:](?=\s|\*|$|[{CAPITALS}“\"]) | \s?[–-]\s*(?=[{CAPITALS}]))", re.VERBOSE
)
# "218/CĐ-TTg", "226/TTr-BKHCN": a document's number that a line break left first on its line
_DOCUMENT_NUMBER = re.compile(rf"\d{{1,6}}/[{CAPITALS}]\w*-")
# "1.1. Thứ trưởng", "2.3 Nội dung", "1.1- Hoá đơn"
_DOTTED = re.compile(
    rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}) (?P<tail> \.?\)? (?=\s|\*|$) | \s?[-–:/]\s?(?=[{CAPITALS}]))",
    re.VERBOSE,
)
# "a) Chủ trì", "đ) Việc", "b. Lưu đồ", "c/ Hồ sơ", "a - những quy định"
_LETTER = re.compile(
    rf"(?P<number>[a-zđ]) (?P<tail>\s?[).](?=\s|\*|$|[{CAPITALS}]) | /(?=\s) | \s[–-](?=\s))", re.VERBOSE
)
# "ii) Chủ đầu tư", "iv. Hồ sơ"; a single letter is read by `_LETTER` too
_SMALL_ROMAN = re.compile(r"(?P<number>[ivx]{1,5}) (?P<tail>[).](?=\s|\*|$))", re.VERBOSE)
# "(1) Giao Bộ", "(a) hồ sơ", "(ii) Chủ đầu tư"
_BRACKETED = re.compile(r"\( \s? (?P<number>\d{1,2} | [ivx]{1,5} | [a-zđ]) \s? \) (?P<tail>)", re.VERBOSE)
# "- Tăng cường", "-Với các đơn vị", "+ Thực hiện", "• Rà soát"; not "---" nor "-5 độ"
_DASH = re.compile(r"[-–—−](?![-–—−_])\s*(?=\S)")
_PLUS = re.compile(r"\+\s*(?=\S)")
_DOT = re.compile(r"(?:[•●▪◦∙·○■□✓➢]|\*(?=\s+\S))\s*(?=\S)")

_WORDS = {w: i for i, w in enumerate(["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"], 1)} | {
    "bốn": 4
}
_ALPHABET = "abcdđefghijklmnopqrstuvwxyz"
# Letters a Vietnamese list may leave out without a gap: "d) e)", "e) g)", "i) k)", "v) x)".
_OPTIONAL_LETTERS = frozenset("đfjwz")


@lru_cache(maxsize=8192)
def read_markers(words: str) -> tuple[Marker, ...]:
    """Every reading of the marker that `words` open with, the likeliest first; () where they open with none."""
    if not words:
        return ()
    readers = _READERS.get(words[0].lower(), _BY_KIND.get(_kind(words[0]), ()))
    found = []
    for reader in readers:
        found.extend(reader(words))
    return tuple(found)


def follows(before: tuple[int, ...], after: tuple[int, ...], style: Style) -> int | None:
    """How many places are missing between two markers of one style: 0 for neighbours, None out of order.

    ``(5,), (6,)`` gives 0; ``d)`` then ``e)`` gives 0 because đ may be left out;
    ``1.2.`` follows ``1.1.`` but not ``2.1.``.
    """
    if style in BULLETS:
        return 0
    if len(before) != len(after) or before[:-1] != after[:-1] or after[-1] <= before[-1]:
        return None
    if style in {Style.LETTER, Style.LETTER_IN_BRACKETS}:
        between = _ALPHABET[before[-1] : after[-1] - 1]
        return sum(letter not in _OPTIONAL_LETTERS for letter in between)
    return after[-1] - before[-1] - 1


def is_first(ordinal: tuple[int, ...]) -> bool:
    """Whether a marker opens its list: ``1.``, ``a)``, ``2.1.``."""
    return ordinal[-1] <= 1


def roman_value(numeral: str) -> int | None:
    """The value of a roman numeral up to XXXIX, or None."""
    if not re.fullmatch(_ROMAN, numeral.upper()) or not numeral:
        return None
    values = {"I": 1, "V": 5, "X": 10}
    digits = [values[c] for c in numeral.upper()]
    return sum(-d if i + 1 < len(digits) and d < digits[i + 1] else d for i, d in enumerate(digits))


def _kind(first: str) -> str:
    return "digit" if first.isdigit() else "letter" if first.isalpha() else "sign"


def _part(words: str) -> list[Marker]:
    m = _PART.match(words)
    if not m or not (m["word"] or _is_numeral(m, words)):
        return []
    number = m["number"].lower()
    if m["word"]:
        value: int | None = _WORDS[m["word"].lower()]
        number = str(value)
    elif number.isdigit():
        value = int(number)
    else:
        value = roman_value(number) or (_letter_place(number) if len(number) == 1 else None)
    return [_made(Style.PART, value, number, m, words, weak=not _ends_heading(m, words))] if value else []


def _chapter(words: str) -> list[Marker]:
    return _numbered_heading(_CHAPTER, Style.CHAPTER, words)


def _section(words: str) -> list[Marker]:
    return _numbered_heading(_SECTION, Style.SECTION, words)


def _numbered_heading(pattern: re.Pattern[str], style: Style, words: str) -> list[Marker]:
    m = pattern.match(words)
    if not m or not _is_numeral(m, words):
        return []
    value = int(m["number"]) if m["number"].isdigit() else roman_value(m["number"])
    return [_made(style, value, m["number"].lower(), m, words, weak=not _ends_heading(m, words))] if value else []


def _is_numeral(m: re.Match[str], words: str) -> bool:
    """Whether the number of a heading is one: "chương i" only alone or before a stop, as copies without capitals do."""
    number = m["number"]
    if number.isupper() or number.isdigit():
        return True
    return roman_value(number) is not None and (bool(m["tail"].strip()) or not words[m.end() :].strip(" *"))


def _article(words: str) -> list[Marker]:
    m = _ARTICLE.match(words)
    if not m:
        return []
    number, letter = int(m["number"]), m["letter"]
    if letter and not m["tail"].strip():
        return []
    weak = not m["tail"].strip() and bool(words[m.end() :].strip(" *"))
    # "Điều 12a" stands between 12 and 13: it is placed as 12 and told apart by its number.
    return [_made(Style.ARTICLE, number, f"{number}{letter}", m, words, weak=weak)]


def _roman(words: str) -> list[Marker]:
    m = _ROMAN_MARK.match(words)
    value = roman_value(m["number"]) if m else None
    if not m or not value or (m["number"] != m["number"].upper() and not m["number"][0].isupper()):
        return []
    return [_made(Style.ROMAN, value, m["number"].lower(), m, words)]


def _capital(words: str) -> list[Marker]:
    m = _CAPITAL.match(words)
    # "P. Giám đốc", "T.Ư" and initials of names are not capitals that number.
    if not m or not (m.end() == len(words) or words[m.end()] in " *\t"):
        return []
    return [_made(Style.CAPITAL, _letter_place(m["number"].lower()), m["number"].lower(), m, words)]


def _decimal(words: str) -> list[Marker]:
    found = []
    if m := _DOTTED.match(words):
        ordinal = tuple(int(n) for n in m["number"].split("."))
        after = words[m.end() :].lstrip(" *")
        weak = not m["tail"].strip() and not after[:1].isupper()
        size = m.end() + len(words[m.end() :]) - len(words[m.end() :].lstrip(" \t*"))
        found.append(Marker(Style.DOTTED, ordinal, m["number"], words[: m.end()].strip(), size, weak))
    if (m := _DECIMAL.match(words)) and not _DOCUMENT_NUMBER.match(words):
        # "06." and "2025." end a sentence that a line broke; "01." numbers only in lists of two digits.
        weak = m["number"].startswith("0") or not words[m.end() :].strip(" *")
        found.append(_made(Style.DECIMAL, int(m["number"]), str(int(m["number"])), m, words, weak=weak))
    return found


def _letter(words: str) -> list[Marker]:
    m = _LETTER.match(words)
    if not m:
        return []
    place = _letter_place(m["number"])
    found = [_made(Style.LETTER, place, m["number"], m, words)]
    if m["tail"].strip() in {"-", "–"}:
        # "a - những quy định chung": "A - …" in a copy that lost its capitals.
        found.append(_made(Style.CAPITAL, place, m["number"], m, words))
    return found


def _small_roman(words: str) -> list[Marker]:
    m = _SMALL_ROMAN.match(words)
    value = roman_value(m["number"]) if m else None
    if not m or not value:
        return []
    found = [_made(Style.ROMAN_IN_BRACKETS, value, m["number"], m, words)]
    if m["tail"] == "." and words[m.end() :].lstrip(" *")[:1].islower():
        # "i. quan điểm, mục tiêu": a heading in a copy that lost its capitals.
        found.append(_made(Style.ROMAN, value, m["number"], m, words))
    return found


def _bracketed(words: str) -> list[Marker]:
    m = _BRACKETED.match(words)
    if not m:
        return []
    number, found = m["number"], []
    if number.isdigit():
        found.append(_made(Style.NUMBER_IN_BRACKETS, int(number), str(int(number)), m, words))
    else:
        if value := roman_value(number):
            found.append(_made(Style.ROMAN_IN_BRACKETS, value, number, m, words))
        if len(number) == 1:
            found.append(_made(Style.LETTER_IN_BRACKETS, _letter_place(number), number, m, words))
    return found


def _bullet(words: str) -> list[Marker]:
    for style, pattern in ((Style.DASH, _DASH), (Style.PLUS, _PLUS), (Style.DOT, _DOT)):
        if m := pattern.match(words):
            weak = words[m.end()].isdigit()
            return [Marker(style, (1,), "", words[: m.end()].strip(), m.end(), weak)]
    return []


def _made(style: Style, value: int | None, number: str, m: re.Match[str], words: str, *, weak: bool = False) -> Marker:
    assert value is not None
    rest = words[m.end() :]
    size = m.end() + len(rest) - len(rest.lstrip(" \t*"))
    return Marker(style, (value,), number, words[: m.end()].strip(), size, weak)


def _ends_heading(m: re.Match[str], words: str) -> bool:
    """Whether what follows "Chương I" can be a heading: nothing, a stop, or a capital; not "Mục 1 Phụ lục này"."""
    rest = words[m.end() :].strip(" *")
    return not rest or bool(m["tail"].strip()) or rest.isupper()


def _letter_place(letter: str) -> int:
    place = _ALPHABET.find(letter.lower())
    return place + 1 if place >= 0 else len(_ALPHABET) + 1


_READERS = {
    "p": (_part, _letter, _capital),
    "c": (_chapter, _letter, _roman, _capital),
    "m": (_section, _letter, _capital),
    "t": (_section, _letter, _capital),
    "đ": (_article, _letter, _capital),
    "i": (_roman, _letter, _small_roman, _capital),
    "v": (_roman, _letter, _small_roman, _capital),
    "x": (_roman, _letter, _small_roman, _capital),
}
_BY_KIND = {"digit": (_decimal,), "letter": (_letter, _capital), "sign": (_bracketed, _bullet)}
