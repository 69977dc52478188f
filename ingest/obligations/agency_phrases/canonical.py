"""Canonical names out of words as a document prints them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.obligations.agency_phrases.tokens import Word

_CLASS_WORD = re.compile(r"\b(?:các|những) (?!cấp\b|ngành\b|địa phương\b)", re.IGNORECASE)

# A place does not tell one class from another: "doanh nghiệp viễn thông trên địa bàn tỉnh"; "cơ quan Trung ương đóng
# trên địa bàn tỉnh" is told from others by just that.
_PLACE = re.compile(r"(?<!đóng) trên địa bàn(?: [\w ]*)?$", re.IGNORECASE)

# Departments are of a province and of nothing else, so that its level or council says no more of them:
# "sở, ban, ngành cấp tỉnh", "… thuộc Ủy ban nhân dân Thành phố", "sở, ngành tỉnh".
_OF_THE_PROVINCE = re.compile(
    r"(?<=ngành)(?:,? (?:cấp |thuộc (?:ủy ban nhân dân )?|của )?(?:tỉnh|thành phố))(?= liên quan$| có liên quan$|$)",
    re.IGNORECASE,
)
_DEPARTMENTS = re.compile(r"sở(?:, ban)?, ngành\b", re.IGNORECASE)


def printed_name(words: Sequence[Word]) -> str:
    """A name as printed, abbreviations written out: ``Cục Di sản văn hóa``; capitals throughout are lowered."""
    text = " ".join(w.printed for w in words)
    text = re.sub(r" ([,;:.)])", r"\1", text).replace("( ", "(").replace(" / ", "/")
    letters = [c for c in text if c.isalpha()]
    if len(words) > 1 and letters and all(c.isupper() for c in letters):
        text = text.capitalize()
    return text


def class_name(words: Sequence[Word]) -> str:
    """The name of a class: ``Các Cơ quan thanh tra`` gives ``cơ quan thanh tra``, ``Ban Chỉ đạo các tỉnh`` stays."""
    text = _CLASS_WORD.sub("", printed_name(words))
    if re.match(r"(?i:ủy ban|hội đồng) |(?:Đảng ủy|Công an) ", text):
        return text[:1].upper() + text[1:]
    if _second_letter(text).isupper():
        return text
    return text[:1].lower() + text[1:]


def without_place(name: str) -> str:
    """Returns a class's name without the place it is in, which tells it from no other."""
    return _PLACE.sub("", name)


def without_level(name: str) -> str:
    """Returns the name of a class of departments without the level that all departments are on."""
    return _OF_THE_PROVINCE.sub("", name) if _DEPARTMENTS.match(name) else name


def _second_letter(text: str) -> str:
    """The letter the second word begins with."""
    return text.partition(" ")[2][:1]
