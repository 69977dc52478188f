"""The kind of a document and its subject, from the title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.identifiers import DocumentNumber
from ingest.metadata.letterhead import without_own_number
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
_ABOUT = re.compile(r"^v\s*/\s*v\b\s*:?\s*", re.IGNORECASE)
_RULE = re.compile(r"\s*[-–_*=~]{3,}\s*$|[\s*_|]+$")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says: the kind of document (lower case), its issuer as printed, its subject as printed."""

    type: str = ""
    issuer: str = ""
    subject: str = ""


def read_title(words: str, low: str) -> Title:
    """A title taken apart; `low` are the folded `words`, character for character."""
    kind, at = type_at_start(words, low) or ("", 0)
    issuer = ""
    if kind and (by := _ISSUER.match(low, at)):
        issuer, at = words[by.start("issuer") : by.end("issuer")], by.end()
    rest = words[at:] if issuer or not kind else without_own_number(words) if _numbered(words) else words[at:]
    return Title(kind, issuer.strip(" ,"), _subject(rest))


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


def implied_type(number: DocumentNumber | None, *, has_subject: bool, has_address: bool) -> tuple[str, str]:
    """The kind of a document without a type name: what its number says, or a letter (công văn); else the reason."""
    if number and number.type:
        return number.type, ""
    # A letter bears no name of a kind: a number, "V/v …" and "Kính gửi:" (Decree 30/2020/NĐ-CP, annex I).
    if has_address or (number and has_subject):
        return "công văn", ""
    return "", "Bản này không ghi tên loại văn bản."


def _numbered(words: str) -> bool:
    return without_own_number(words) != words


def _subject(words: str) -> str:
    words = _RULE.sub("", words).strip(" .:*_-–")
    return _ABOUT.sub("", without_number(words)).strip(" .:*_")


def without_number(words: str) -> str:
    """A subject without the number and date that follow the issuer in older titles."""
    m = re.match(
        r"số\s*:?\s*\d{1,6}\s*[/-]\s*(?:\d{4}\s*[/-]\s*)?\S+(?:\s*,?\s*ngày\s.{4,40}?\d{4})?\s*", words, re.IGNORECASE
    )
    return words[m.end() :] if m else words
