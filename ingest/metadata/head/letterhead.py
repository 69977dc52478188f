"""The number, place and date that a letterhead gives."""

from __future__ import annotations

import re

from corpus.errors import IdentifierError
from corpus.identifiers import DocumentNumber, parse_number, plain_letters
from corpus.vietnamese import fold
from ingest.markers import CAPITALS, SMALLS
from ingest.metadata.head.dates import PrintedDate, printed_date

_LETTERS = r"[A-Za-zĐđƯưĂăÂâÊêÔôƠơ][A-Za-zĐđƯưĂăÂâÊêÔôƠơ&]{0,13}\d{0,4}"
# "66.7/2025/NQ-CP", "40   /2000/TT/BTC", "837 / QĐ - BKH", "28-CT/TW", "252/KH-BCĐQG1237", "1330/QĐ-CT.UB"
NUMBER = re.compile(
    rf"""\d{{1,6}}(?:\.\d{{1,2}})?[A-Za-z]? \s* [/-] \s* (?:(?:19|20)\d\d \s* [/-] \s*)?
    {_LETTERS} (?:\s?[-/.]\s?{_LETTERS})*""",
    re.VERBOSE,
)
# "Số:", "SỐ :", "Số 212-KL/TW"
_LABEL = re.compile(r"\bsố\s*[:.]?\s*", re.IGNORECASE)
# "Số:      /2025/QĐ-UBND": the serial stands on a stamp that the copy does not hold
_BLANK = re.compile(r"\bsố\s*:?[\s.…_]*[/-]\s*(?:(?:19|20)\d\d\s*/\s*)?[a-zđ]{2}", re.IGNORECASE)
_BLANK_DATE = re.compile(r"ngày[\s.…_]*tháng[\s.…_]*năm", re.IGNORECASE)
# "Nghị định của Chính phủ Số 94/1998/NĐ-CP ngày 17 tháng 11 năm 1998 Quy định …"
_IN_TITLE = re.compile(
    rf"""\w+ (?:\s\w+){{0,4}}? (?:\s của \s .{{3,60}}?)? \s số \s*:?\s* (?P<number>{NUMBER.pattern})
    (?P<date>\s*,?\s*ngày\s.{{4,40}}?\d{{4}})?""",
    re.VERBOSE | re.IGNORECASE,
)

NO_LETTERHEAD = "Bản này không có phần đầu văn bản (tên cơ quan, số, ký hiệu, ngày tháng)."


def read_number(letterhead: str, title: str = "") -> tuple[DocumentNumber | None, str]:
    """The number a letterhead gives, else the one that older titles carry; None and the reason where neither does."""
    if not letterhead.strip():
        own = _own_in(title)
        number = parsed_number(own["number"]) if own else None
        return number, "" if number else NO_LETTERHEAD
    plain = plain_letters(letterhead)
    label = _LABEL.search(plain)
    if label and (m := NUMBER.match(plain, label.end())) and (number := parsed_number(m.group())):
        return number, ""
    if _BLANK.search(plain):
        return None, "Phần đầu văn bản để trống số."
    for m in NUMBER.finditer(plain):
        if (number := parsed_number(m.group())) and ("-" in number.symbol or "/" in number.symbol):
            return number, ""
    if label:
        return None, "Số, ký hiệu trong phần đầu văn bản không đọc được."
    return None, "Phần đầu văn bản không ghi số, ký hiệu."


def read_date(letterhead: str, title: str = "") -> tuple[PrintedDate, str]:
    """The date of issue as partial as it is printed, and the reason where there is none."""
    if not letterhead.strip():
        own = _own_in(title)
        date = printed_date(own["date"]) if own and own["date"] else PrintedDate()
        return date, "" if date.iso else NO_LETTERHEAD
    if (date := printed_date(letterhead)).iso:
        return date, ""
    if _BLANK_DATE.search(letterhead):
        return date, "Phần đầu văn bản để trống ngày, tháng, năm."
    return date, "Phần đầu văn bản không ghi ngày, tháng, năm ban hành."


def without_own_number(title: str) -> str:
    """A title without the type, issuer, number and date that older ones open with."""
    m = _own_in(title)
    return title[m.end() :].strip() if m else title


def _own_in(title: str) -> re.Match[str] | None:
    """The number and date that a title opens with; of one that opens with them twice, the second."""
    first = _IN_TITLE.match(title)
    again = _IN_TITLE.match(title[first.end() :].lstrip()) if first else None
    if first is None or again is None or again["number"] != first["number"]:
        return first
    return _IN_TITLE.match(title, len(title) - len(title[first.end() :].lstrip()))


def parsed_number(words: str) -> DocumentNumber | None:
    """The document number that words are, or None."""
    try:
        return parse_number(words.strip(" .-/"))
    except IdentifierError:
        return None


def issuer_words(letterhead: str) -> str:
    """What a letterhead says of the issuer: its words without motto, number, place and date."""
    letterhead = _PLACED_DATE.sub(lambda m: "¦" * len(m.group()), letterhead)
    words, low = list(plain_letters(letterhead)), fold(letterhead)
    for pattern in _NOT_ISSUER:
        for m in pattern.finditer(low):
            for start, end in [m.span(group) for group in pattern.groupindex] or [m.span()]:
                words[start:end] = "¦" * (end - start)
        low = "".join("¦" if w == "¦" else c for c, w in zip(low, words, strict=True))
    pieces = [piece.strip(" -–_=*~.,|:") for piece in "".join(words).split("¦")]
    kept = [re.sub(r"^\d{1,2}\.\s+", "", piece) for piece in pieces if re.search(r"[^\W\d_]{2}", piece)]
    return _once(" ".join(dict.fromkeys(_once(piece) for piece in kept)))


# In figures, with a damaged day, in words: "ngày mùng chín tháng chín năm hai nghìn không trăm hai mươi lăm"
_ANY_DATE = r"""ng[àa]y (?: [\s\d.…_]* tháng [\s\d.…_]* n[ăa]m [\s\d]*
  | \s* \S{1,5} (?:\s\S{1,3})? \s* tháng [\s\d]* n[ăa]m \s \d{4}
  | \s (?:\w+\s){1,4} tháng \s (?:\w+\s){1,2} năm \s \w+ \s ng[hà]\w*
      (?:\s(?:không|một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|trăm|m[ưu][ơời]+i|mốt|linh|lẻ))*
  | \s* \d{1,2} \s? [/.-] \s? \d{1,2} \s? [/.-] \s? \d{4} )"""
# "BAN TỔ CHỨC Hà Nội, ngày 29 tháng 12 năm 2006": a place in small letters ends before words in capitals;
# "TỈNH LÂM ĐỒNG Đà Lạt, 05-9-2025", "TỈNH LÂM ĐỒNG Lâm Đồng ngày 05 tháng 9 năm 2025"
_PLACED_DATE = re.compile(
    rf"""(?<!\w) (?: (?:TP|Tp)\.?\s* | Thành\s+phố\s+ )?
    (?: [{CAPITALS}][{SMALLS}]+ \s+ ){{0,4}} [{CAPITALS}][{SMALLS}]+ (?: \s*,\s* | \s+ (?=ng[àa]y) )
    (?: {_ANY_DATE} | \d{{1,2}} \s? [/.-] \s? \d{{1,2}} \s? [/.-] \s? \d{{4}} )""",
    re.VERBOSE,
)
_STATE = r"c?[ộô]ng \s* h[oò]a? \s* x\w{1,2} \s* h[ộô]i \s* ch[ủu] \s* ngh\w{1,2} \s* vi[ệêế]t"
# "Số :          /QĐ. BQL–VP": the serial is on a stamp
_BLANK_NUMBER = r"[\s.…_]* [/-] \s* \S+ (?: \s? [^\W\d_]{1,6} \s? [-–] \s? [^\W\d_]{1,6} (?!\w) )?"
_NOT_ISSUER = tuple(
    re.compile(pattern, re.VERBOSE | re.IGNORECASE)
    for pattern in (
        rf"{_STATE} \s* nam",
        # Two columns read line by line: "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI / TỈNH KON TUM CHỦ NGHĨA VIỆT NAM"
        r"c?[ộô]ng \s* h[oò]a? \s* x\w{1,2} \s* h[ộô]i (?!\w) | c?h[ủu] \s* ngh\w{1,2} \s* vi[ệêế]t \s* nam",
        # The same in mid-phrase: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT / THÀNH PHỐ HÀ NỘI NAM"
        rf"(?P<first> {_STATE} ) \s [^¦]{{4,60}}? \s (?P<last> nam ) (?= \s* (?: [-–_]{{2}} | độc | $ ))",
        r"độc \s* lập \s* [-–,]? \s* tự (?: \s* do )? \s* [-–,]? \s* hạnh \s* phúc",
        r"đảng \s+ cộng \s+ sản \s+ việt \s+ nam",
        rf"\b số \s* [:.]? \s* (?: {NUMBER.pattern} | {_BLANK_NUMBER} )",
        rf"(?<!\w) {NUMBER.pattern} (?!\w)",
        r"(?: [^\W\d_][^\s,¦]* \s+ ){0,5}? [^\W\d_][^\s,¦]* \s* , \s* ng[àa]y [\s\d.…_]*"
        r" (?: tháng [\s\d.…_]* n[ăa]m [\s\d]* | [/.-] \s* \d+ \s* [/.-] \s* \d+ )",
        _ANY_DATE,
        r"v \s* / \s* v \b [^¦]*",
        r"[-–_=*~]{2,} | \|+ | [-–]\s?\*\s?[-–]",
        r"\b (?: hỏa \s+ tốc | thượng \s+ khẩn | dự \s+ thảo (?: \s+ lần \s+ \d+ )?"
        r" | sao \s+ y (?: \s+ bản \s+ chính )? | [a-z]{1,2}\.?[a-z]?\d{2,4} ) (?!\w)",
    )
)


def _once(words: str) -> str:
    """Words that a gazette prints twice, once: "BỘ Y TẾ BỘ Y TẾ"."""
    tokens = words.split()
    half = len(tokens) // 2
    return " ".join(tokens[:half]) if half and tokens[:half] == tokens[half:] else words
