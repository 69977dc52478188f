"""Undoes what copying and OCR do to citations: lost spaces, spaces inside letters, letters for digits.

The document's text stays as it is; only the running text that citations are matched on
reads as was meant, and every character of it still leads back to where it stands.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.normalized_text import NormalizedText

_SMALL_LETTER = "a-zà-ýăđĩũơư" + "".join(chr(c) for c in range(0x1EA1, 0x1EFA, 2))
_CAPITAL_LETTER = "A-ZÀ-ÝĂĐĨŨƠƯ" + "".join(chr(c) for c in range(0x1EA0, 0x1EFA, 2))
_LETTER = _SMALL_LETTER + _CAPITAL_LETTER

# Each match ends where a space was lost.
_LOST_SPACE = re.compile(
    rf"""
      (?i:số|ngày|tháng|năm|khoản|điều|định|quyết|thị|luật|tư) (?=\d)       # "số27/QĐ-TTg", "định60/2003/NĐ-CP"
    | \d (?=(?i:ngày|tháng|năm|của|về) (?![{_LETTER}]))                     # "ngày 04tháng 5"
    | (?:[A-ZĐ]|TTg) (?=(?:ngày|của|về|quy|do|và|tại|ban)(?![{_SMALL_LETTER}]))  # "13/2008/NĐ-CPngày 04"
    | [{_LETTER}] (?=(?i:số)\s?\d)                                         # "Quyết địnhsố 27/QĐ-TTg"
    | [{_SMALL_LETTER}] (?=[{_CAPITAL_LETTER}][{_SMALL_LETTER}]{{2}})        # "Thực hiệnQuyết định", "củaChính phủ"
    """,
    re.VERBOSE,
)
# "13/2008/N Đ-CP", "27/Q Đ-TTg", "12/2010/NQ-HĐ ND": a space inside the letters of a number
_STRAY_SPACE = re.compile(r"(?<=\d[/-][A-ZĐÐ])\s(?=[A-ZĐÐ]\s?[-/])|(?<=[-/]HĐ)\s(?=ND(?!\w))|(?<=[-/]UB)\s(?=ND(?!\w))")
# "6O/2003/NĐ-CP", "l2/2010/TT-BTC", "ngày O5/l0/2012": O and l beside digits, where a number or date stands
_DIGITS = re.compile(
    r"""(?<![^\W_]) (?: [OoIl]{1,4}\d | \d{1,5}[OoIl] ) [\dOoIl]{0,4}
        (?= \s?[/.-]\s?[\dOoIl]*[\dA-ZĐÐ] | \s(?:tháng|năm)\b )
      | (?<=[/.-]) (?: [OoIl]{1,3}\d | \d{1,3}[OoIl] ) [\dOoIl]{0,2} (?![^\W_])
      | (?<=QH) (?: [lI]\d | \d[OolI] ) (?!\w)                              # "257/2025/QHl5"
      | (?:ngày|tháng|năm)\s (?: [OoIl]\d | \d{1,3}[OoIl]\d? | [l]\d{3} ) (?![^\W_])""",
    re.VERBOSE,
)
_AS_DIGITS = str.maketrans("OoIl", "0011")


def mended(words: NormalizedText) -> NormalizedText:
    """`words` as they were meant; offsets still lead to the document's own characters."""
    text = _DIGITS.sub(_in_digits, words.text)
    folded = words.folded
    if text != words.text:
        folded = "".join(f if a == b else a for a, b, f in zip(text, words.text, words.folded, strict=True))
    added = [m.end() for m in _LOST_SPACE.finditer(text)]
    dropped = [m.start() for m in _STRAY_SPACE.finditer(text)]
    if not added and not dropped:
        return NormalizedText(text, folded, words.offsets)
    return _spaced(NormalizedText(text, folded, words.offsets), added, dropped)


def _in_digits(m: re.Match[str]) -> str:
    lead, _, figures = m[0].rpartition(" ")
    return f"{lead} {figures.translate(_AS_DIGITS)}" if lead else figures.translate(_AS_DIGITS)


def _spaced(words: NormalizedText, added: list[int], dropped: list[int]) -> NormalizedText:
    """`words` with a space before each offset of `added` and without the character at each of `dropped`."""
    cuts = sorted({*added, *dropped, *(at + 1 for at in dropped), 0, len(words.text)})
    text: list[str] = []
    folded: list[str] = []
    offsets: list[int] = []
    gone, spaced = set(dropped), set(added)
    for start, end in pairwise(cuts):
        if start in spaced:
            text.append(" ")
            folded.append(" ")
            offsets.append(words.offsets[start])
        if start not in gone:
            text.append(words.text[start:end])
            folded.append(words.folded[start:end])
            offsets.extend(words.offsets[start:end])
    offsets.append(words.offsets[-1])
    return NormalizedText("".join(text), "".join(folded), tuple(offsets))
