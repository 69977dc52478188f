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

_LETTER = "A-Za-zĐđƯưĂăÂâÊêÔôƠơ"
_PART = rf"[{_LETTER}][{_LETTER}&]*\d{{0,4}}"  # TTg, BGD&ĐT, UBTVQH13, BCĐ389
_SYMBOL = rf"{_PART}(?:\s*[-/.]\s*{_PART})*"

_STATE = re.compile(  # 1183/QĐ-TTg; 66.7/2025/NQ-CP; 69/2024/QĐ-UBND; 40/2000/TT/BTC; 1330/QĐ-CT.UB
    rf"(?P<serial>\d{{1,6}}(?:\.\d{{1,2}})?[A-Za-z]?)\s*/\s*(?:(?P<year>(?:19|20)?\d\d)\s*/\s*)?(?P<symbol>{_SYMBOL})"
)
_PARTY = re.compile(  # 28-CT/TW; 03-TTr/ĐU; and until 1992 also 236-HĐBT, 299-TTg
    rf"(?P<serial>\d{{1,6}}[A-Za-z]?)\s*-\s*(?P<symbol>{_SYMBOL})"
)

# Icelandic Ð for Đ, typographic dashes, and the Cyrillic and Greek capitals that some
# keyboards and OCR engines leave in document numbers ("16495/BТС-PTHT").
_LOOK_ALIKES = str.maketrans("Ðð‐‑‒–—−АВСЕНКМОРТХАΒΕΗΚΜΝΟΡΤΥΧ", "Đđ------ABCEHKMOPTXABEHKMNOPTYX")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number: its serial, the year where it is part of it, and the letters.

    ``str()`` gives the canonical form; `key` the form to compare by, in which the
    spellings NĐ-CP and ND-CP, Đ and Ð, and any spaces are the same. `party` numbers
    have a dash after the serial (``28-CT/TW``).
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
        if re.match(r"QH\d", self.symbol):
            return "luật"
        return _types().get(_printed_first(_parts(self.symbol)[0]), "")

    @property
    def issuer_letters(self) -> str:
        """The letters of the issuing body: ``TTg`` of ``QĐ-TTg``, ``VPCP`` of ``VPCP-CN``."""
        first, *rest = _parts(self.symbol)
        return "-".join(rest) if _printed_first(first) in _types() else first


def number_key(number: str) -> str:
    """A document number in comparable form: no spaces, no case, no diacritics."""
    return bare(re.sub(r"\s+", "", plain_letters(number)))


def number_identity(number: str) -> str:
    """A still looser form, for telling whether two numbers name one document.

    Writers exchange the separators (``57-NQ/TW`` and ``57/NQ-TW``, ``40/2000/TT/BTC`` and
    ``40/2000/TT-BTC``) and pad a serial below ten (``04/2020`` and ``4/2020``). A longer
    padding is part of the number: in 2025 merged provinces number from ``01``, ``012``,
    ``0130`` beside the ``12`` and ``130`` of before.
    """
    return re.sub(r"^0(?=\d\D)", "", re.sub(r"[-/.]", "/", number_key(number)))


def number_spellings(number: str) -> tuple[str, ...]:
    """The keys (`number_key`) under which the document called `number` may be written, its own first.

    They are the spellings that `number_identity` takes for one: for looking a document
    up where only keys are indexed.
    """
    key = number_key(number)
    # "66.7/2025/nq-cp": resolutions that carry one resolution out share its serial
    pointed = re.match(r"\d+\.\d+", key)
    head, *rest = [pointed[0], *re.split(r"[-/.]", key[pointed.end() :])[1:]] if pointed else re.split(r"[-/.]", key)
    padded = {head, head.removeprefix("0")} if len(head) == 2 else {head, f"0{head}"} if len(head) == 1 else {head}
    if not rest or not rest[0]:
        return (key,)
    year, symbol = ([rest[0]], rest[1:]) if rest[0].isdigit() else ([], rest)
    lettered = {"-".join(symbol), "/".join(symbol), "/".join([symbol[0], "-".join(symbol[1:])]) if symbol[1:] else ""}
    # "28-CT/TW": the dash after the serial is only written before two groups of letters.
    crossed = {f"{symbol[0]}/{'-'.join(symbol[1:])}"} if len(symbol) > 1 and not year else set()
    found = {"/".join([s, *year, letters]) for s in padded for letters in lettered if letters}
    found |= {f"{s}-{letters}" for s in padded for letters in crossed}
    return (key, *sorted(found - {key}))


def number_heads(number: str) -> tuple[str, ...]:
    """What the keys of all numbers with the `number_identity` of this one begin with, however they are written."""
    head = re.split(r"[-/.]", number_key(number))[0]
    return tuple(sorted({head, head.removeprefix("0"), f"0{head}"} - {""})) if head else ("-", ".", "/")


def parse_number(text: str) -> DocumentNumber:
    """The document number `text` consists of; raises `IdentifierError` where it is none."""
    plain = plain_letters(text.strip())
    if m := _PARTY.fullmatch(plain):
        return DocumentNumber(m["serial"], "", _canonical_symbol(m["symbol"]), party=True)
    if m := _STATE.fullmatch(plain):
        return DocumentNumber(m["serial"], m["year"] or "", _canonical_symbol(m["symbol"]))
    raise IdentifierError(f"not a document number: {text!r}")


def plain_letters(text: str) -> str:
    """`text` with the letters and dashes that only look like those of a number made plain; same length."""
    return text.translate(_LOOK_ALIKES)


def _canonical_symbol(symbol: str) -> str:
    """``QD - TTG`` becomes ``QĐ-TTg``: no spaces, known letters in their printed form."""
    first, *rest = re.split(r"([-/.])", re.sub(r"\s+", "", symbol))
    first = _unglued(_printed_first(first))
    return first + "".join(part if part in "-/." else _printed_issuer(part) for part in rest)


def _parts(symbol: str) -> list[str]:
    return re.split(r"[-/.]", symbol)


def _printed_first(part: str) -> str:
    """The first letters of a symbol as printed: the kind of document, or in a letter (công văn) the issuer."""
    return part if part in _types() else _printed_kinds().get(bare(part)) or _printed_issuer(part)


def _printed_issuer(part: str) -> str:
    """``TTG`` becomes ``TTg``, ``ubnd`` becomes ``UBND``, ``QH13`` stays; unknown mixed case stays."""
    letters = part.rstrip("0123456789")
    digits = part[len(letters) :]
    if digits and letters.upper() == "OH":  # OCR reads the Q of QH as O
        letters = "QH"
    if letters not in _issuers():
        letters = _printed_issuers().get(bare(letters)) or (letters.upper() if letters.islower() else letters)
    return letters + digits


def _unglued(part: str) -> str:
    """``NĐCP`` becomes ``NĐ-CP``: a kind's letters run into those of an issuer, where the whole means nothing."""
    if bare(part) in _printed_issuers() or bare(part) in _printed_kinds():
        return part
    for size in range(len(part) - 2, 1, -1):
        kind, issuer = part[:size], part[size:]
        if bare(kind) in _printed_kinds() and bare(issuer) in _printed_issuers():
            return f"{_printed_first(kind)}-{_printed_issuer(issuer)}"
    return part


@cache
def _types() -> dict[str, str]:
    """Printed letters to the name of the kind: ``QĐ`` to ``quyết định``."""
    return {letters: e["name"] for e in load("document_types") for letters in e["letters"]}


@cache
def _printed_kinds() -> dict[str, str]:
    """Letters without diacritics or case to their printed form: ``qd`` to ``QĐ``; the first listed wins."""
    return {bare(letters): letters for letters in reversed(_types())}


@cache
def _issuers() -> dict[str, str]:
    """Printed letters of issuers to the key of the issuer."""
    return {letters: e["key"] for e in load("issuer_letters") for letters in e["letters"]}


@cache
def _printed_issuers() -> dict[str, str]:
    """The same for the letters of issuers: ``hdnd`` to ``HĐND``; the first listed wins."""
    return {bare(letters): letters for letters in reversed(_issuers())}


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
    "tiet": "tiết",
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

# The names themselves, not any letters: in "ngoai-le" and "can-cu" the second word is no number.
_SEGMENT = re.compile(
    rf"(?P<name>{'|'.join(SEGMENT_NAMES)})(?:-(?P<number>[0-9]+[a-z]?|[ivxlcdm]+|[a-zđ]{{1,2}}))?(?P<again>~\d+)?"
)
_ROMAN = re.compile(r"[ivxlcdm]+")
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
    name, _, again = segment.partition("~")
    suffix = f" (lần {again})" if again else ""
    if m := _BARE.fullmatch(name):
        return f"{_bare_words(m['number'])}{suffix}"
    if not (m := _SEGMENT.fullmatch(name)) or m["name"] not in SEGMENT_NAMES:
        return segment
    number = m["number"] or ""
    if m["name"] in {"phan", "chuong", "muc", "phu-luc"} and _ROMAN.fullmatch(number):
        number = number.upper()
    return f"{SEGMENT_NAMES[m['name']]} {number}".strip() + suffix


def _bare_words(number: str) -> str:
    """``iii`` is mục III, ``2.1`` mục 2.1, ``a`` mục A: points ("a)", "(a)") are ``diem-a``, "(ii)" is ``tiet-ii``."""
    return f"mục {number.upper() if number.isalpha() else number}"
