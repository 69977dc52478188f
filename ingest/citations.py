"""Finds where a text cites documents by number: "các Quyết định số 12, 13 và 14/2020/QĐ-TTg ngày …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from corpus.identifiers import DocumentNumber, parse_number
from corpus.model import Document
from corpus.vietnamese import bare as strip
from corpus.vocabulary import load
from ingest.issue_dates import read_issue_date
from ingest.issuers import read_issuer
from ingest.running import Running


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


_CAP = "A-ZĐƯĂÂÊÔƠ"
# "QĐ", "TTr", "BGD&ĐT", "UBTVQH13": capitals, among which single small letters stand
_PART = rf"(?:TTri|[{_CAP}](?:[{_CAP}&]|[a-zđ](?![a-zđ]))*\d{{0,4}})(?!\w)"
# A dash with spaces on both sides joins only the kind to its issuer ("837 / QĐ - BKH"); later
# ones would join the text ("… 12/QĐ-UBND - BAN HÀNH").
_SYMBOL = rf"{_PART}(?:\s?[-/.]\s?{_PART}|\s-\s{_PART})?(?:(?:[-/.]\s?|\s[-/])(?=\S){_PART})*"
_NUMBER = re.compile(
    rf"""(?<![\w/]) (?<!\d[.,:-]) (?<!\d:\s)
    (?P<serial>\d{{1,6}}[a-zA-Z]?) (?:
        \s*/\s* (?:(?P<year>(?:19|20)?\d\d)\s*/\s*)? (?P<state>{_SYMBOL})   # 1183/QĐ-TTg; 40   /2000/TT/BTC
      | \s?-\s? (?P<party>{_PART}\s?/\s?{_SYMBOL})                          # 28-CT/TW; 1141-TC/QĐ/CĐKT
      | \s?-\s? (?P<old>HĐBT|CP|TTg|CT|SL|CTN)(?![\w/-])                    # 236-HĐBT; 29-CP
    )""",
    re.VERBOSE,
)
# The same in small letters, as fonts without capitals leave it; only after a kind's name and "số".
_SMALL_NUMBER = re.compile(
    r"(?<=so )(?P<serial>\d{1,6})(?:/(?P<year>(?:19|20)\d\d))?(?:/[a-z]{2,5}-[a-z]{2,8}|-[a-z]{2,4}/[a-z]{2,8})(?![\w/])"
)

# "Quyết định số", "QĐ số", "văn bản số: "
_DIRECT = re.compile(r"\s*\(?\s*(?:so(?:\s+hieu)?)?\s*[.:]{0,2}\s*")
# "Thông báo kết luận số", "Kế hoạch thanh tra số", "Luật Thuế thu nhập doanh nghiệp (số", "Luật Trẻ em, Luật số"
_NAMED = re.compile(r"(?P<name>[^;:?!]*?)(?:^|[\s(,])(?:luat\s+)?so\s*[.:]{0,2}\s*")
_LONGEST_NAME = 60  # "của Ban Chấp hành Trung ương Đảng khóa XII" is 41
_LONGEST_LAW_NAME = 230  # the longest title of a law of 1992 to 2025 has 196 characters
_FURTHEST_KIND = _LONGEST_LAW_NAME + 20

# ", ", " và ", "; số ", ", các văn bản số "
_AND = re.compile(r"\s*(?:[,;]|,?\s*\b(?:va|hoac)\b|[,;]\s*va\b)\s*(?:so\s*[.:]?\s*)?")
# "số 12, 13 và " before "14/2020/QĐ-TTg"
_SERIALS = re.compile(r"(?:^|[\s:.])(?P<list>\d{1,6}[a-z]?(?:\s*(?:,|;|va)\s*\d{1,6}[a-z]?)*)\s*(?:,|;|,?\s*va)\s*$")
_SERIAL = re.compile(r"\d{1,6}[a-z]?")
# Numbers of other things: "Mẫu số 01/TTHC", "tài khoản số", "Giấy phép số 37/GP-BC", "TCVN 01:2009/BYT"
_OF_OTHER_THINGS = re.compile(
    r"\b(?:mau|bieu(?:\s+mau)?|phu\s+luc|tai\s+khoan|giay\s+phep|giay\s+chung\s+nhan|dien\s+thoai|hoa\s+don|tcvn|qcvn|hop\s+dong)(?:\s+so)?\s*[:.]?\s*$"
)
_OF_ASSEMBLY = re.compile(r"(?:QH|UBTVQH)\d")
_NUMBER_WORD = re.compile(r"\bso\s*[.:]?\s*$")
_AT_LINE_START = re.compile(r"(?:^|[\n|])[^\S\n]*\**\s*(?:[Ss]ố|SỐ)(?:\s+hiệu)?\s*[:.]?[\s|*]*$")

# "Luật sửa đổi, bổ sung một số điều của Luật A và Luật B số …" is one law
_AMENDING = re.compile(r"(?:bo\s+)?(?:luat|phap\s+lenh)\s+sua\s+doi[^;:.]{0,120}$")


_LAWS = {"luật", "bộ luật", "pháp lệnh"}


class _Kind(NamedTuple):
    start: int
    end: int
    type: str


def find_citations(words: Running, text: str, document: Document) -> list[Citation]:
    """The numbered citations of `text` (whose running words are `words`) in order."""
    kinds = [_Kind(m.start(), m.end(), _kind_names()[m[0]]) for m in _kinds_pattern().finditer(words.bare)]
    kinds += [_Kind(m.start(), m.end(), _abbreviations()[m[0]]) for m in _abbreviated().finditer(words.printed)]
    kinds.sort()
    found: list[Citation] = []
    for m in _numbers(words):
        number = parse_number(m[0])
        before = found[-1] if found else None
        head = _head(words, kinds, before, m, number)
        follows = head is None and before is not None and _goes_on(words.bare[before.end : m.start()])
        if head is None and not follows and not _stands_alone(words, text, m, number):
            continue
        citation = _citation(words, m, number, head, before if follows else None, document)
        serials = list(_short_serials(words, m, number, citation))
        found += [*serials, replace(citation, start=m.start(), follows=True) if serials else citation]
    return found


def _numbers(words: Running) -> Iterator[re.Match[str]]:
    """Number-like stretches in order; those in small letters only where no other reading holds."""
    strict = list(_NUMBER.finditer(words.printed))
    taken = {m.start() for m in strict}
    small = [m for m in _SMALL_NUMBER.finditer(words.bare) if m.start() not in taken]
    yield from sorted((*strict, *small), key=lambda m: m.start())


def _head(
    words: Running, kinds: list[_Kind], before: Citation | None, m: re.Match[str], number: DocumentNumber
) -> _Kind | None:
    """The name of the kind that `number` belongs to, or None where none leads up to it."""
    floor = max(before.end if before else 0, words.sentence(m.start()), m.start() - _FURTHEST_KIND)
    reachable = [k for k in kinds if floor <= k.start and k.end <= m.start()]
    fitting = [k for k in reversed(reachable) if _leads_up(words.bare[k.end : m.start()], k)]
    if not fitting:
        return None
    # "Quyết định phê duyệt kế hoạch số 12/QĐ-UBND": the letters say which of the two is meant.
    meant = next((k for k in fitting if k.type == number.type and k.type not in _LAWS), fitting[0])
    if meant.type in _LAWS and (outer := _AMENDING.search(words.bare, floor, meant.start)):
        return _Kind(outer.start(), meant.end, meant.type)
    return meant


def _leads_up(gap: str, kind: _Kind) -> bool:
    if _DIRECT.fullmatch(gap):
        return True
    m = _NAMED.fullmatch(gap)
    return m is not None and len(m["name"]) <= (_LONGEST_LAW_NAME if kind.type in _LAWS else _LONGEST_NAME)


def _goes_on(gap: str) -> bool:
    return bool(_AND.fullmatch(gap) or ((m := _SERIALS.search(gap)) and _AND.fullmatch(gap[: m.start("list")])))


def _stands_alone(words: Running, text: str, m: re.Match[str], number: DocumentNumber) -> bool:
    """Whether a number without the name of its kind is a citation by itself: ``(27/QĐ-TTg ngày …)``."""
    before = words.bare[max(0, m.start() - 40) : m.start()]
    if m.re is _SMALL_NUMBER or m["old"] or _OF_OTHER_THINGS.search(before):
        return False
    # A line that opens with "Số:" is a letterhead or a web page's table of particulars.
    at = words.flow.offsets[m.start()]
    if _AT_LINE_START.search(text, max(0, at - 40), at):
        return False
    if _OF_ASSEMBLY.match(number.symbol) or (number.type and re.search(r"[-/]", number.symbol)):
        return True
    return bool(_NUMBER_WORD.search(before)) and "-" in number.symbol


def _citation(
    words: Running,
    m: re.Match[str],
    number: DocumentNumber,
    head: _Kind | None,
    before: Citation | None,
    document: Document,
) -> Citation:
    kind = head.type if head else before.type if before else number.type or "công văn"
    date, issuer, note, end = _particulars(words, m.end(), document)
    if not issuer and head:
        issuer = _issuer_between(words, head.end, m.start(), document)
    if head and "(" in words.printed[head.end : m.start()] and words.printed[end : end + 1] == ")":
        end += 1
    return Citation(
        start=head.start if head else m.start(),
        end=end,
        type=kind,
        number=str(number),
        date=date,
        issuer=issuer,
        follows=before is not None,
        note=note,
    )


# "của Chính phủ", "do Bộ Y tế ban hành"
_OF = re.compile(r"\s*[,(]?\s*(?:cua|do)\s+")
_ISSUED = re.compile(r"\s+(?:ban\s+hanh|ky\s+ban\s+hanh)\b")


def _particulars(words: Running, end: int, document: Document) -> tuple[str, str, str, int]:
    """Date, issuer and note that follow a number, in either order, and where they end."""
    date = issuer = note = ""
    for _ in range(2):
        if not date and not note and (found := read_issue_date(words.bare, end)):
            date, note, end = found.iso, found.reason, found.end
        of = _OF.match(words.bare, end)
        if not issuer and of and (body := read_issuer(words, of.end(), document)):
            issuer, end = body.name, body.end
            if words.bare[of.start() : of.end()].split()[-1] == "do" and (issued := _ISSUED.match(words.bare, end)):
                end = issued.end()
    return date, issuer, note, end


def _issuer_between(words: Running, start: int, end: int, document: Document) -> str:
    """The body of "Quyết định của Thủ tướng Chính phủ số 12/QĐ-TTg"."""
    of = _OF.match(words.bare, start)
    body = read_issuer(words, of.end(), document) if of else None
    return body.name if body and body.end <= end else ""


def _short_serials(words: Running, m: re.Match[str], number: DocumentNumber, citation: Citation) -> Iterator[Citation]:
    """The 12 and 13 of "số 12, 13 và 14/2020/QĐ-TTg": they share what follows the last number."""
    floor = max(citation.start if not citation.follows else 0, m.start() - 80, words.sentence(m.start()))
    found = _SERIALS.search(words.bare, floor, m.start())
    if not found:
        return
    lead = words.bare[floor : found.start("list")]
    if not _NUMBER_WORD.search(lead) and not citation.follows:
        return
    for serial in _SERIAL.finditer(words.bare, found.start("list"), found.end("list")):
        shared = replace(number, serial=serial[0])
        first = serial.start() == found.start("list") and not citation.follows
        yield replace(
            citation,
            start=citation.start if first else serial.start(),
            end=serial.end(),
            number=str(shared),
            date="",
            follows=not first,
            note="",
        )


@cache
def _kind_names() -> dict[str, str]:
    """What kinds are called, without diacritics, to the name of the kind."""
    found: dict[str, str] = {}
    for entry in load("document_types"):
        for name in (entry["name"], *entry.get("aliases", ())):
            found.setdefault(strip(name), entry["name"])
    return found


@cache
def _kinds_pattern() -> re.Pattern[str]:
    """Any kind's name, longest first; not the "luật" of "pháp luật" and "kỷ luật"."""
    names = sorted(_kind_names(), key=len, reverse=True)
    return re.compile(
        r"(?<!\w)(?<!phap )(?<!ky )(?<!quy )(?<!du )(?:"
        + "|".join(names)
        + r")(?!\w)(?! quy pham)(?<!van ban(?= phap luat))"
    )


@cache
def _abbreviations() -> dict[str, str]:
    """``QĐ`` to ``quyết định``, as in "theo QĐ số 22/2013/QĐ-TTg"."""
    return {letters: e["name"] for e in load("document_types") for letters in e["letters"]} | {"VB": "văn bản"}


@cache
def _abbreviated() -> re.Pattern[str]:
    letters = "|".join(sorted(_abbreviations(), key=len, reverse=True))
    return re.compile(rf"(?<![\w/-])(?:{letters})(?=\s+(?:số|SỐ)\b)")
