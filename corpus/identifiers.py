"""Document numbers and clause paths: parse, format, compare.

A document number is written in two ways. State bodies: ``1183/QĐ-TTg``,
``69/2024/QĐ-UBND``, ``10894/VPCP-CN``, ``102/2016/QH13`` (Decree 30/2020/NĐ-CP,
article 8 and annex I). Party bodies: ``28-CT/TW``, ``565-BC/BTCTW``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.errors import IdentifierError
from corpus.vietnamese import bare
from corpus.vocabulary import load

_LETTERS = r"[A-Za-zĐÐđðƯưĂăÂâÊêÔôƠơ]"
_SYMBOL = rf"{_LETTERS}[\w&Ðð]*(?:\s*[-–—]\s*{_LETTERS}[\w&Ðð]*|\s*/\s*{_LETTERS}[\w&Ðð]*)*"

_STATE = re.compile(  # 1183/QĐ-TTg; 69/2024/QĐ-UBND; 40/2000/TT/BTC
    rf"(?P<serial>\d{{1,6}}[A-Za-z]?)\s*/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<symbol>{_SYMBOL})"
)
_PARTY = re.compile(  # 28-CT/TW; 03-TTr/ĐU
    rf"(?P<serial>\d{{1,6}}[A-Za-z]?)\s*[-–—]\s*(?P<symbol>{_LETTERS}{{1,6}}\s*/\s*{_SYMBOL})"
)

# Letters of issuing bodies that are not written in capitals alone.
_ISSUER_CASE = {"TTG": "TTg", "TTCP": "TTCP", "CP": "CP", "TW": "TW"}


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number: its serial, the year where it is part of it, and the letters.

    ``str()`` gives the canonical form; `key` the form to compare by, in which the
    spellings NĐ-CP and ND-CP, Đ and Ð, and any spaces are the same.
    """

    serial: str
    year: str
    symbol: str
    party: bool = False

    def __str__(self) -> str:
        if self.party:
            return f"{self.serial}-{self.symbol}"
        return "/".join(part for part in (self.serial, self.year, self.symbol) if part)

    @property
    def key(self) -> str:
        """Comparable form: ``69/2024/qd-ubnd``."""
        return number_key(str(self))

    @property
    def type(self) -> str:
        """The kind of document the letters stand for (``quyết định``), or ``""``."""
        first = re.split(r"[-/]", self.symbol)[0]
        if self.symbol.upper().startswith("QH"):
            return "luật"
        return _types().get(bare(first), "")

    @property
    def issuer_letters(self) -> str:
        """The letters of the issuing body: ``TTg`` of ``QĐ-TTg``, ``VPCP`` of ``VPCP-CN``."""
        parts = re.split(r"[-/]", self.symbol)
        if bare(parts[0]) in _types():
            return "-".join(parts[1:])
        return parts[0]


def number_key(number: str) -> str:
    """A document number in comparable form: no spaces, no case, no diacritics."""
    return bare(re.sub(r"\s+", "", number))


def parse_number(text: str) -> DocumentNumber:
    """The document number `text` consists of; raises `IdentifierError` where it is none."""
    text = text.strip()
    if m := _PARTY.fullmatch(text):
        return DocumentNumber(m["serial"], "", _canonical_symbol(m["symbol"], party=True), party=True)
    if m := _STATE.fullmatch(text):
        return DocumentNumber(m["serial"], m["year"] or "", _canonical_symbol(m["symbol"], party=False))
    raise IdentifierError(f"not a document number: {text!r}")


def _canonical_symbol(symbol: str, *, party: bool) -> str:
    """``QD – TTG`` becomes ``QĐ-TTg``: no spaces, plain dashes, known letters in their printed form."""
    symbol = re.sub(r"[–—]", "-", re.sub(r"\s+", "", symbol)).replace("Ð", "Đ").replace("ð", "đ")
    parts = re.split(r"([-/])", symbol)
    known = _printed_letters()
    out = []
    for i, part in enumerate(parts):
        if part in {"-", "/"}:
            out.append(part)
        elif i == 0 and bare(part) in known:
            out.append(known[bare(part)])
        else:
            out.append(_issuer_part(part))
    return "".join(out)


def _issuer_part(part: str) -> str:
    """``TTG`` becomes ``TTg``, ``ubnd`` becomes ``UBND``; mixed case is a printed form and stays."""
    if part.upper() in _ISSUER_CASE:
        return _ISSUER_CASE[part.upper()]
    if part.islower():
        part = part.upper()
    return {"HDND": "HĐND", "BLDTBXH": "BLĐTBXH"}.get(part.upper(), part)


@cache
def _types() -> dict[str, str]:
    """Letters without diacritics or case to the name of the kind: ``qd`` to ``quyết định``."""
    return {bare(letters): e["name"] for e in reversed(load("document_types")) for letters in e["letters"]}


@cache
def _printed_letters() -> dict[str, str]:
    """Letters without diacritics or case to their printed form: ``qd`` to ``QĐ``."""
    return {bare(letters): letters for e in reversed(load("document_types")) for letters in e["letters"]}


# --- clause paths -----------------------------------------------------------

# A segment names a kind of clause and its number as printed: "dieu-5", "diem-a".
# Numbered items outside articles are their bare numbers: "iii", "2", "2.1".
SEGMENT_NAMES = {
    "phan": "Phần",
    "chuong": "Chương",
    "muc": "Mục",
    "dieu": "Điều",
    "khoan": "khoản",
    "diem": "điểm",
    "gach": "gạch đầu dòng thứ",
    "cong": "dấu cộng thứ",
    "doan": "đoạn",
    "phu-luc": "Phụ lục",
    "kem-theo": "Văn bản kèm theo",
    "bang": "bảng",
    "hang": "hàng",
    "chu-thich": "chú thích",
    "can-cu": "căn cứ",
    "dau-van-ban": "Phần đầu văn bản",
    "ten": "Tên văn bản",
    "noi-nhan": "Nơi nhận",
    "ky": "Chữ ký",
    "ngoai-le": "Ngoài văn bản",
}

_SEGMENT = re.compile(
    r"(?P<name>[a-z]+(?:-[a-z]+)*?)(?:-(?P<number>[0-9]+[a-z]?|[ivxlcdm]+|[a-zđ]{1,2}))?(?P<again>~\d+)?"
)
_BARE = re.compile(r"(?P<number>[ivxlcdm]+|\d+(?:\.\d+)*[a-z]?|[a-zđ])(?P<again>~\d+)?")


@dataclass(frozen=True, slots=True)
class ClausePath:
    """A clause's identity within its document, from the root down: ``dieu-5/khoan-2/diem-a``.

    A segment that would repeat under one parent carries ``~2``, ``~3`` and so on.
    """

    segments: tuple[str, ...]

    def __str__(self) -> str:
        return "/".join(self.segments)

    @property
    def parent(self) -> ClausePath | None:
        """The path one level up, or None at the top."""
        return ClausePath(self.segments[:-1]) if len(self.segments) > 1 else None

    def child(self, segment: str) -> ClausePath:
        """The path of a clause under this one."""
        return ClausePath((*self.segments, segment))

    def contains(self, other: ClausePath) -> bool:
        """Whether `other` is this clause or stands under it."""
        return other.segments[: len(self.segments)] == self.segments

    def __format__(self, spec: str) -> str:
        """``f"{path:vi}"`` gives the path as a lawyer cites it: ``điểm a khoản 2 Điều 5``."""
        if spec != "vi":
            return format(str(self), spec)
        words = " ".join(_segment_words(s) for s in reversed(self.segments))
        return words[:1].upper() + words[1:]


def parse_path(text: str) -> ClausePath:
    """The clause path `text` consists of; raises `IdentifierError` where a segment is none."""
    segments = tuple(text.split("/"))
    for segment in segments:
        if _BARE.fullmatch(segment):
            continue
        m = _SEGMENT.fullmatch(segment)
        if not m or m["name"] not in SEGMENT_NAMES:
            raise IdentifierError(f"not a clause path: {text!r} (at {segment!r})")
    return ClausePath(segments)


def _segment_words(segment: str) -> str:
    bare_segment, _, again = segment.partition("~")
    suffix = f" (lần {again})" if again else ""
    if _BARE.fullmatch(bare_segment):
        roman = (
            re.fullmatch(r"[ivxlcdm]+", bare_segment)
            and len(bare_segment) > 0
            and bare_segment not in {"c", "d", "l", "m"}
        )
        if roman:
            return f"mục {bare_segment.upper()}{suffix}"
        return f"mục {bare_segment}{suffix}" if bare_segment[0].isdigit() else f"điểm {bare_segment}{suffix}"
    m = _SEGMENT.fullmatch(bare_segment)
    if not m or m["name"] not in SEGMENT_NAMES:
        return segment
    number = m["number"] or ""
    if m["name"] in {"phan", "chuong"} and re.fullmatch(r"[ivxlcdm]+", number):
        number = number.upper()
    return f"{SEGMENT_NAMES[m['name']]} {number}".strip() + suffix
