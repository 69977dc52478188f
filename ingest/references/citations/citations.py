"""Finds where a text cites documents by number: "các Quyết định số 12, 13 và 14/2020/QĐ-TTg ngày …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.identifiers import DocumentNumber, number_identity
from corpus.model import Document
from ingest.references.citations.cited_types import LAWS, Kind, between, find_kinds
from ingest.references.citations.issue_dates import read_issue_date
from ingest.references.citations.issuers import read_issuer
from ingest.references.citations.numbers import NumberPlace, Serial, find_numbers, serials_before
from ingest.references.normalized_document import Running


@dataclass(frozen=True, slots=True)
class Citation:
    """One document named at ``[start, end)`` of the running text; `follows` says that it goes on a list.

    `date` is ISO; `issuer` what the words name, not what the number implies; `note`
    says why a field that has words is empty.
    """

    start: int
    end: int
    type: str
    number: str = ""
    date: str = ""
    issuer: str = ""
    follows: bool = False
    note: str = ""


# "Quyết định số", "QĐ số", "văn bản số: ", "các Nghị quyết: số"
_DIRECT = re.compile(r"\s*[:(]?\s*(?:so(?:\s+hieu)?)?\s*[.:]{0,2}\s*")
# "Thông báo kết luận số", "Kế hoạch thanh tra số", "Luật Thuế thu nhập doanh nghiệp (số", "Luật Trẻ em, Luật số"
_NAMED = re.compile(r"(?P<name>[^;:?!]*?)(?:^|[\s(,])(?:luat\s+)?so\s*[.:]{0,2}\s*")
_LONGEST_NAME = 60  # "của Ban Chấp hành Trung ương Đảng khóa XII" is 41
_LONGEST_LAW_NAME = 230  # the longest title of a law of 1992 to 2025 that is cited whole has 196 characters
_FURTHEST_KIND = _LONGEST_LAW_NAME + 20
# "Luật sửa đổi, bổ sung một số điều của Luật A và Luật B số …" is one law
_AMENDING = re.compile(r"(?:bo\s+)?(?:luat|phap\s+lenh)\s+sua\s+doi[^;:.]{0,120}$")

# ", ", " và ", "; số ", ", các văn bản số "
_AND = re.compile(r"\s*(?:[,;]|,?\s*\b(?:va|hoac)\b|[,;]\s*va\b)\s*(?:so\s*[.:]?\s*)?")
# "Nghị quyết 57" for a Nghị quyết số 57-NQ/TW cited in full elsewhere; not "Kế hoạch 5 năm", "Nghị định 20.000"
_SHORT = re.compile(
    r"\s(?:so\s)?(?P<serial>\d{1,5})"
    r"(?![\w%]|[.,]\d|\s?[/-]\s?\w|\s(?:nam|thang|ngay|nguoi|ty|trieu|dieu|khoan|diem|buoc|phan)\b)"
)

# Numbers of other things: "Mẫu số 01/TTHC", "tài khoản số", "Giấy phép số 37/GP-BC", "TCVN 01:2009/BYT"
_OF_OTHER_THINGS = re.compile(
    r"""\b(?:mau|bieu(?:\s+mau)?|phu\s+luc|tai\s+khoan|giay\s+phep|giay\s+chung\s+nhan|dien\s+thoai|hoa\s+don|tcvn|qcvn)
    (?:\s+so)?\s*[:.]?\s*$""",
    re.VERBOSE,
)
_OF_ASSEMBLY = re.compile(r"(?:QH|UBTVQH)\d")
_NUMBER_WORD = re.compile(r"\bso\s*[.:]?\s*$")
# "Số: 980/KH-UBND", "| Số hiệu: | 221-KL/TW": a letterhead, or a web page's table of particulars
_AT_LINE_START = re.compile(r"(?:^|[\n|])[^\S\n]*\**\s*(?:[Ss]ố|SỐ)(?:\s+hiệu)?\s*[:.]?[\s|*]*$")


def find_citations(words: Running, text: str, document: Document) -> list[Citation]:
    """The numbered citations of `text` (whose running words are `words`) in order."""
    kinds = find_kinds(words)
    found: list[Citation] = []
    for place in find_numbers(words):
        before = found[-1] if found else None
        serials = _listed(words, place, before)
        at = serials[0].start if serials else place.start
        head = _head(words, kinds, before, at, place.number)
        goes_on = head is None and before is not None and _AND.fullmatch(words.bare, before.end, at) is not None
        if head or goes_on or _stands_alone(words, text, place):
            citation = _citation(words, place, head, before if goes_on else None, document)
            found += _shared(serials, citation, place) if head or goes_on else [citation]
    return _with_short_ones(words, kinds, found)


def _listed(words: Running, place: NumberPlace, before: Citation | None) -> list[Serial]:
    """Serials that `place` completes, where "số" or an earlier number leads up to them."""
    floor = before.end if before else 0
    serials = serials_before(words, place, floor)
    if not serials:
        return []
    lead = words.bare[max(floor, serials[0].start - 10) : serials[0].start]
    return serials if _NUMBER_WORD.search(lead) or (before and _AND.fullmatch(lead)) else []


def _head(
    words: Running, kinds: Sequence[Kind], before: Citation | None, at: int, number: DocumentNumber
) -> Kind | None:
    """The name of the kind that `number` belongs to, or None where none leads up to it."""
    floor = max(before.end if before else 0, words.sentence(at), at - _FURTHEST_KIND)
    fitting = [k for k in between(kinds, floor, at) if _leads_up(words.bare[k.end : at], k)]
    if not fitting:
        return None
    # "Quyết định phê duyệt kế hoạch số 12/QĐ-UBND": the letters say which of the two is meant.
    meant = next((k for k in fitting if k.type == number.type and k.type not in LAWS), fitting[0])
    if meant.type in LAWS and (outer := _AMENDING.search(words.bare, floor, meant.start)):
        return Kind(outer.start(), meant.end, meant.type)
    return meant


def _leads_up(gap: str, kind: Kind) -> bool:
    if _DIRECT.fullmatch(gap):
        return True
    m = _NAMED.fullmatch(gap)
    return m is not None and len(m["name"]) <= (_LONGEST_LAW_NAME if kind.type in LAWS else _LONGEST_NAME)


def _stands_alone(words: Running, text: str, place: NumberPlace) -> bool:
    """Whether a number without the name of its kind is a citation by itself: ``(27/QĐ-TTg ngày …)``."""
    before = words.bare[max(0, place.start - 40) : place.start]
    at = words.normalized.offsets[place.start]
    if place.bare or _OF_OTHER_THINGS.search(before) or _AT_LINE_START.search(text, max(0, at - 40), at):
        return False
    symbol = place.number.symbol
    if _OF_ASSEMBLY.match(symbol) or (place.number.type and ("-" in symbol or "/" in symbol)):
        return True
    return _NUMBER_WORD.search(before) is not None and "-" in symbol


def _citation(
    words: Running, place: NumberPlace, head: Kind | None, before: Citation | None, document: Document
) -> Citation:
    date, issuer, note, end = _particulars(words, place.end, place.number, document)
    if not issuer and head:
        issuer = _issuer_between(words, head.end, place.start, document)
    if head and "(" in words.printed[head.end : place.start] and words.printed[end : end + 1] == ")":
        end += 1
    return Citation(
        start=head.start if head else place.start,
        end=end,
        type=head.type if head else _type_without_name(place.number, before),
        number=str(place.number),
        date=date,
        issuer=issuer,
        follows=before is not None,
        note=note,
    )


def _type_without_name(number: DocumentNumber, before: Citation | None) -> str:
    """What the letters say; where they say nothing, the kind of the list that the number goes on, else a letter."""
    if number.type and number.type not in LAWS:
        return number.type
    return before.type if before else number.type or "công văn"


# "TTLT-BTC-BNV": several bodies issue one document, "của Bộ Tài chính và Bộ Nội vụ", "Liên bộ Tài chính - Nội vụ"
_JOINT = re.compile(r"TTLT|TTLB|NQLT")
_PARTNER = re.compile(r"\s*(?:,|-|;|\bva\b)\s*(?=(?:bo|uy ban|thanh tra|ban|toa an|vien kiem sat|ngan hang|tong)\b)")
# "của Chính phủ", "do Bộ Y tế ban hành"
_OF = re.compile(r"\s*[,(]?\s*(?:cua|(?P<by>do))\s+")
_ISSUED = re.compile(r"\s+(?:ban\s+hanh|ky\s+ban\s+hanh)\b")


def _particulars(words: Running, end: int, number: DocumentNumber, document: Document) -> tuple[str, str, str, int]:
    """Date, issuer and note that follow a number, in either order, and where they end."""
    date = issuer = note = ""
    for _ in range(2):
        if not date and not note and (found := read_issue_date(words.bare, end, number_year=number.year)):
            date, note, end = found.iso, found.reason, found.end
        of = _OF.match(words.bare, end)
        if not issuer and of and (body := read_issuer(words, of.end(), document)):
            issuer, end = body.name, body.end
            if _JOINT.match(number.symbol):
                issuer, end = _with_partners(words, issuer, end, document)
            if of["by"] and (issued := _ISSUED.match(words.bare, end)):
                end = issued.end()
    return date, issuer, note, end


def _with_partners(words: Running, issuer: str, end: int, document: Document) -> tuple[str, int]:
    """The issuers of a joint document, "Bộ Tài chính, Bộ Nội vụ", from the first one on, and where they end."""
    while (m := _PARTNER.match(words.bare, end)) and (body := read_issuer(words, m.end(), document)):
        issuer, end = f"{issuer}, {body.name}", body.end
    return issuer, end


def _issuer_between(words: Running, start: int, end: int, document: Document) -> str:
    """The body of "Quyết định của Thủ tướng Chính phủ số 12/QĐ-TTg"."""
    of = _OF.match(words.bare, start)
    body = read_issuer(words, of.end(), document) if of else None
    return body.name if body and body.end <= end else ""


def _shared(serials: Sequence[Serial], last: Citation, place: NumberPlace) -> list[Citation]:
    """A citation for each of `serials`, and the `last` one, at `place`, whose letters and year they share."""
    if not serials:
        return [last]
    start = serials[0].start if last.follows else last.start
    first = replace(last, start=start, end=serials[0].end, number=str(serials[0].number), date="", note="")
    others = [replace(first, start=s.start, end=s.end, number=str(s.number), follows=True) for s in serials[1:]]
    return [first, *others, replace(last, start=place.start, follows=True)]


def _with_short_ones(words: Running, kinds: Sequence[Kind], found: list[Citation]) -> list[Citation]:
    """`found` with "Nghị quyết 57" where just one citation of the text is nghị quyết 57-…, in order."""
    meant: dict[tuple[str, str], dict[str, str]] = {}
    for c in found:
        meant.setdefault((c.type, _serial(c.number)), {}).setdefault(number_identity(c.number), c.number)
    taken = {c.start for c in found}
    short = []
    for kind in kinds:
        m = _SHORT.match(words.bare, kind.end) if kind.start not in taken else None
        numbers = meant.get((kind.type, m["serial"].lstrip("0")), {}) if m else {}
        if m and len(numbers) == 1:
            short.append(Citation(kind.start, m.end(), kind.type, number=next(iter(numbers.values()))))
    return sorted((*found, *short), key=lambda c: c.start)


def _serial(number: str) -> str:
    return re.split(r"[/-]", number)[0].lstrip("0")
