"""Who issued a cited document: the body the words name, or the one the number's letters imply."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus.authority.provinces import Province, find_province, province_pattern
from corpus.identifiers import DocumentNumber
from corpus.model import Document
from corpus.vietnamese import bare as strip
from corpus.vocabulary import Entry, load
from ingest.references.normalized_document import CAPITAL, SMALL, Running


class Issuer(NamedTuple):
    """A body's full name, and where its words end in the running text."""

    name: str
    end: int


# "của Bộ trưởng Bộ …", "của Bộ trưởng, Chủ nhiệm Văn phòng …", "của Chủ tịch UBND …": a post is its body.
_POST = re.compile(
    r"""(?:dong\s+chi\s+)?
    (?:bo\s+truong|thong\s+doc|chu\s+nhiem|(?:pho\s+)?tong\s+giam\s+doc|giam\s+doc|chu\s+tich|tong\s+cuc\s+truong
      |cuc\s+truong|vu\s+truong|chanh\s+an|chanh\s+van\s+phong|chanh\s+thanh\s+tra|vien\s+truong|bi\s+thu|truong(?=\s+ban\b)
      |thu\s+truong|tong(?=\s+(?:thanh\s+tra|kiem\s+toan)))
    (?:\s*[,-]\s*|\s+)(?:va\s+)?""",
    re.VERBOSE,
)
# "của Bộ trưởng Tài chính": the body's own "Bộ" left out
_MINISTER = re.compile(r"bo\s+truong\s+(?!bo\b)")
# "của UBND tỉnh", "của Hội đồng nhân dân thành phố Hà Nội", "của Ủy ban nhân dân huyện Kim Sơn"
_LOCAL = re.compile(
    r"""(?P<body>(?:thuong\s+truc\s+)?(?:hoi\s+dong\s+nhan\s+dan|hdnd)|uy\s+ban\s+nhan(?:\s+dan)?|ubnd|ub)\b\s*
    (?:(?P<level>tinh|thanh\s+pho|tp\b\.?|quan|huyen|thi\s+xa|xa|phuong|thi\s+tran|dac\s+khu)\b)?""",
    re.VERBOSE,
)
_PARTY = re.compile(  # "của Ban Thường vụ Tỉnh ủy", "của Thành ủy Hà Nội"
    r"(?:ban\s+(?:thuong\s+vu|chap\s+hanh)\s+|thuong\s+truc\s+)?(?P<body>tinh|thanh)\s+uy\b\s*"
)
_LOCAL_NAMES = {"hoi": "Hội đồng nhân dân", "hdnd": "Hội đồng nhân dân", "thuong": "Thường trực Hội đồng nhân dân"}
_LEVELS = {
    "tp": "thành phố",
    "thanh pho": "thành phố",
    "tinh": "tỉnh",
    "quan": "quận",
    "huyen": "huyện",
    "thi xa": "thị xã",
    "xa": "xã",
    "phuong": "phường",
    "thi tran": "thị trấn",
    "dac khu": "đặc khu",
}
# " Kim Sơn", " Long Khánh": a place as printed; not in a title in capitals
_PLACE = re.compile(rf"\s+((?:[{CAPITAL}][{SMALL}]+\s){{0,3}}[{CAPITAL}][{SMALL}]+)\b")
_TAIL = re.compile(r"(?:\s+dang\b)?(?:\s*,?\s*(?:khoa|nhiem\s+ky)\s+[ivxlc\d]+(?:\s*-\s*\d+)?)?")

# A body that no list names: its first word, and the words that cannot be part of its name.
_HEAD = re.compile(
    r"""(?:lien\s+)?(?:bo|ban\s+chi\s+(?:dao|huy)|ban|so|cuc|tong\s+cuc|chi\s+cuc|vu|vien|trung\s+tam|van\s+phong|hoi\s+dong
      |uy\s+ban|dang\s+uy|huyen\s+uy|quan\s+uy|tong\s+cong\s+ty|tap\s+doan|cong\s+an|thanh\s+tra|truong|doan|hoi
      |to\s+cong\s+tac|hoc\s+vien|toa\s+an|vien\s+kiem\s+sat|ngan\s+hang|kho\s+bac|bao\s+hiem|quan\s+khu|lien\s+doan
      |dang\s+doan|dai)\b""",
    re.VERBOSE,
)
_NAME_ENDS = re.compile(
    r"""\s*(?:[,;.:()\"\[\]]|\s-\s|$|\b(?:ve|v/v|quy\s+dinh|huong\s+dan|ban\s+hanh|phe\s+duyet|sua\s+doi|bo\s+sung|cong\s+bo|giao|de\s+nghi
      |bao\s+cao|trinh|gui|thong\s+bao|ngay|hoac|tai|co|da|duoc|de|nham|cho|thay\s+the|bai\s+bo|do|kem|nam|khoa|so|trong|theo
      |la|trien\s+khai|thuc\s+hien|chi\s+dao|yeu\s+cau|nhung|cac|voi|chi\s+tiet|phan\s+cong|thanh\s+lap|kien\s+toan|dinh\s+chinh)\b)""",
    re.VERBOSE,
)
_LONGEST_NAME = 90  # characters; "Ban Chỉ đạo Trung ương về phát triển khoa học, …" is cut and left to the list


def read_issuer(words: Running, at: int, document: Document) -> Issuer | None:
    """The body named from offset `at` of the running text on, or None where no name stands there."""
    found = _known(words.bare, at) or _local(words, at, document)
    if not found and (post := _POST.match(words.bare, at)):
        found = _minister(words.bare, at) or read_issuer(words, post.end(), document)
    return found or _unlisted(words, at)


def implied_issuer(number: DocumentNumber, kind: str, date: str, document: Document) -> str:
    """The full name the letters of a document of this `kind` imply, or ``""`` where they leave it open."""
    # A letter's number opens with its issuer, whatever kind the same letters name elsewhere: 4773/TC-CSTC.
    letters = number.symbol.replace("/", "-") if kind in {"công văn", "văn bản"} else number.issuer_letters
    year = int((number.year if len(number.year) == 4 else "") or date[:4] or document.issued[:4] or 0)
    parts = [re.sub(r"\d+$", "", part) for part in letters.split("-")]
    if "liên tịch" in number.type:
        return ", ".join(filter(None, (_named_by(part, year, document) for part in parts)))
    # "TTg-KGVX", "CV-TCHQ", "QĐ-CT.UB": the issuer first, or after the letters of a kind
    return next(filter(None, (_named_by(part, year, document) for part in ("-".join(parts), *parts[:2]))), "")


def _named_by(letters: str, year: int, document: Document) -> str:
    for entry in _by_letters().get(letters, ()):
        if not year or entry.get("since", 0) <= year <= entry.get("until", year):
            return _scoped(entry, document)
    return ""


def _scoped(entry: Entry, document: Document) -> str:
    """A local body takes the province of a citing document that is itself provincial."""
    if entry.get("scope") == "text":
        return ""
    if entry.get("scope") != "local":
        return str(entry["name"])
    place = _province_words(document)
    if not place or " xã" in document.issuer or " phường" in document.issuer or " huyện" in document.issuer:
        return ""
    if entry["key"] == "tinh-uy":
        return ("Thành ủy " if place.startswith("thành phố") else "Tỉnh ủy ") + document.province
    return f"{entry['name']} {place}"


def _known(bare: str, at: int) -> Issuer | None:
    m = _names_pattern().match(bare, at)
    if not m:
        return None
    name = _names()[_squeezed(m[0])]
    # "của Ban Chấp hành Trung ương Đảng khóa XII": the term is not of the name, but of the quote.
    tail = _TAIL.match(bare, m.end())
    return Issuer(name, tail.end() if tail else m.end())


def _local(words: Running, at: int, document: Document) -> Issuer | None:
    if m := _PARTY.match(words.bare, at):
        province, end = _province_at(words, m.end()) or (find_province(document.province or "?"), m.end())
        body = "Tỉnh ủy" if m["body"] == "tinh" else "Thành ủy"
        return Issuer(f"{body} {province.name}" if province else body, end)
    m = _LOCAL.match(words.bare, at)
    if not m or (m["body"] == "ub" and not m["level"]):
        return None
    name = _LOCAL_NAMES.get(m["body"].split()[0], "Ủy ban nhân dân")
    level = _LEVELS.get((m["level"] or "").rstrip("."), "")
    if level in {"tỉnh", "thành phố"} and (found := _province_at(words, m.end())):
        return Issuer(f"{name} {level} {found[0].name}", found[1])
    if level not in {"", "tỉnh"} and (place := _PLACE.match(words.normalized.text, m.end())):
        return Issuer(f"{name} {level} {place[1]}", place.end())
    own = _province_words(document)
    if level in {"tỉnh", "thành phố"} and own.startswith(level):
        return Issuer(f"{name} {own}", m.end())
    return Issuer(f"{name} {level}".strip(), m.end())


def _province_at(words: Running, at: int) -> tuple[Province, int] | None:
    at += words.normalized.folded[at : at + 1] == " "
    m = _provinces().match(words.normalized.folded, at)
    province = find_province(m[0]) if m else None
    return (province, m.end()) if m and province else None


def _minister(bare: str, at: int) -> Issuer | None:
    if not (m := _MINISTER.match(bare, at)):
        return None
    found = _names_pattern().match("bo " + bare[m.end() : m.end() + _LONGEST_NAME])
    return Issuer(_names()[_squeezed(found[0])], m.end() + found.end() - 3) if found else None


def _unlisted(words: Running, at: int) -> Issuer | None:
    head = _HEAD.match(words.bare, at)
    if not head or words.normalized.text[at].islower():
        return None
    for end in _NAME_ENDS.finditer(words.bare, head.end()):
        # "Ban Kinh tế - Ngân sách" goes on; "Sở Tài chính - cơ quan thường trực" does not.
        if end[0].strip() != "-" or not words.normalized.text[end.end() : end.end() + 1].isupper():
            name = words.normalized.text[at : end.start()].strip()
            return Issuer(name, end.start()) if " " in name and len(name) <= _LONGEST_NAME else None
    return None


def _province_words(document: Document) -> str:
    """``tỉnh Nghệ An`` or ``thành phố Hà Nội``, of the province the citing document belongs to."""
    if not document.province or not (province := find_province(document.province)):
        return ""
    return f"{'thành phố' if province.is_city else 'tỉnh'} {province.name}"


@cache
def _provinces() -> re.Pattern[str]:
    return re.compile(province_pattern())


@cache
def _by_letters() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in load("issuer_letters"):
        for letters in entry["letters"]:
            found.setdefault(letters, []).append(entry)
    return found


@cache
def _names() -> dict[str, str]:
    """Names and aliases, without diacritics and separators, to the full name."""
    lettered = [e for e in load("issuer_letters") if "scope" not in e]
    found = {"thu tuong": "Thủ tướng Chính phủ", "bo chinh tri ban bi thu": "Bộ Chính trị, Ban Bí thư"}
    for entry in (*load("agencies_central"), *lettered):
        for name in (*entry.get("aliases", ()), entry["name"]):
            found.setdefault(_squeezed(strip(name)), entry["name"])
    return found


@cache
def _names_pattern() -> re.Pattern[str]:
    """Any listed name in running text without diacritics, longest first; separators may differ."""
    names = sorted(_names(), key=len, reverse=True)
    gap = r"(?:\s*[,&-]\s*|\s+va\s+|\s+)"
    return re.compile("(?:" + "|".join(gap.join(map(re.escape, n.split())) for n in names) + r")(?!\w)")


def _squeezed(bare: str) -> str:
    """``bo lao dong - thuong binh va xa hoi`` and its spellings with commas or & in one form."""
    return " ".join(w for w in re.split(r"[\s,&-]+", bare) if w != "va")
