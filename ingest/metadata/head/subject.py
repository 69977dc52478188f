"""The kind of a document and its subject, from the title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.vietnamese import fold
from ingest.metadata.head.letterhead import without_own_number
from ingest.structure.phrases import type_at_start

# "CỦA BỘ CHÍNH TRỊ, BAN BÍ THƯ về …", "của Chính phủ Quy định …"
_ISSUER = re.compile(
    r"""\s* c[ủu]a \s+ (?P<issuer>
      (?: bộ \s+ chính \s+ trị | ban \s+ bí \s+ thư | chính \s+ phủ | quốc \s+ hội | thủ \s+ tướng \s+ chính \s+ phủ
        | ban \s+ chấp \s+ hành \s+ trung \s+ ương (?:\s+ đảng)?
        | ủy \s+ ban \s+ thường \s+ vụ \s+ quốc \s+ hội | chủ \s+ tịch \s+ nước
        | (?: bộ \s+ trưởng | thống \s+ đốc | chủ \s+ tịch | ủy \s+ ban | ubnd
          | hội \s+ đồng | hđnd | bộ | ban | sở | tỉnh \s+ ủy | thành \s+ ủy) .*? )
      (?: (?:\s*,\s*|\s+và\s+) (?: bộ \s+ chính \s+ trị | ban \s+ bí \s+ thư ) )* )
    (?= \s+ (?: về | v/v | quy \s+ định | hướng \s+ dẫn | ban \s+ hành | sửa \s+ đổi | phê \s+ duyệt | thực \s+ hiện
          | triển \s+ khai | tăng \s+ cường | số | ngày ) \b | \s* [-_*]{3,} | \s* $ )""",
    re.VERBOSE,
)
_ABOUT = re.compile(r"^v\s*/\s*v\b\s*:?\s*(?:về\s+(?:việc\s+)?)?", re.IGNORECASE)
# "Số: 5155/SGDĐT-GDTX / Về hướng dẫn …": a letter's subject
_ABOUT_LETTER = re.compile(r"^(?:v\s*/\s*v|về(?:\s+việc)?)\b\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says: the kind of document (lower case), its issuer as printed, its subject as printed.

    `named_in_capitals` says that the name of the kind is set as such, `is_of_letter` that the
    subject is set under the number, as letters have it.
    """

    type: str = ""
    issuer: str = ""
    subject: str = ""
    named_in_capitals: bool = False
    is_of_letter: bool = False


def read_title(words: str, low: str) -> Title:
    """A title taken apart; `low` are the folded `words`, character for character."""
    kind, at = type_at_start(words, low) or ("", 0)
    issuer = ""
    if kind and (by := _ISSUER.match(low, at)):
        issuer, at = words[by.start("issuer") : by.end("issuer")], by.end()
    rest = words[at:] if issuer or not kind else without_own_number(words) if _numbered(words) else words[at:]
    if not issuer and rest != words and (by := _ISSUER.match(fold(rest))):
        issuer, rest = rest[by.start("issuer") : by.end("issuer")], rest[by.end() :]
    is_of_letter = not kind and not words[:6].isupper() and bool(_ABOUT_LETTER.match(words))
    rest = _ABOUT_LETTER.sub("", rest) if is_of_letter else rest
    return Title(kind, issuer.strip(" ,"), _subject(rest), words[:4].isupper(), is_of_letter)


# "Bộ trưởng … ban hành Thông tư quy định về quản lý, vận hành … .", "… ban hành Nghị định sửa đổi … như sau:"
_ENACTED = re.compile(
    r"""\bban\s+hành\s+(?P<type>[^\W\d]+(?:\s[^\W\d]+){0,3}?)\s+
    (?P<subject>(?:quy\s+định|sửa\s+đổi|hướng\s+dẫn|về|bãi\s+bỏ|công\s+bố|phê\s+duyệt)\b.{10,600}?)
    (?:\s+như\s+sau)?\s*[.:]?\s*$""",
    re.VERBOSE,
)


def enacted_subject(words: str, low: str, kind: str) -> str:
    """The subject that the enacting sentence gives a document of this `kind`, as printed, or ``""``."""
    m = _ENACTED.search(low)
    return words[m.start("subject") : m.end("subject")] if m and m["type"] == kind else ""


def _numbered(words: str) -> bool:
    return without_own_number(words) != words


def _subject(words: str) -> str:
    words = words.strip(" .:*_-–|=~\n")
    return _ABOUT.sub("", without_number(words)).strip(" .:*_")


def without_number(words: str) -> str:
    """A subject without the number and date that follow the issuer in older titles."""
    m = re.match(
        r"số\s*:?\s*\d{1,6}\s*[/-]\s*(?:\d{4}\s*[/-]\s*)?\S+(?:\s*,?\s*ngày\s.{4,40}?\d{4})?\s*", words, re.IGNORECASE
    )
    return words[m.end() :] if m else words
