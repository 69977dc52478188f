"""Where running text holds what looks like a document's number: "27 /QĐ-TTg", "12, 13 và 14/2020/QĐ-TTg"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from corpus.identifiers import DocumentNumber, parse_number
from ingest.references.normalized_document import Running


class Serial(NamedTuple):
    """A number at ``[start, end)`` that leaves its year and letters to a later one."""

    start: int
    end: int
    number: DocumentNumber


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """A number at ``[start, end)`` of the running text; `bare` numbers need the name of their kind before them."""

    start: int
    end: int
    number: DocumentNumber
    bare: bool = False


_CAP = "A-ZĐƯĂÂÊÔƠ"
# "QĐ", "TTr", "BGD&ĐT", "UBTVQH13": capitals, among which single small letters stand
_PART = rf"(?:TTri|[{_CAP}](?:[{_CAP}&]|[a-zđ](?![a-zđ]))*\d{{0,4}})(?!\w)"
# A dash with spaces on both sides joins only the kind to its issuer ("837 / QĐ - BKH"); later
# ones would join the text ("… 12/QĐ-UBND - BAN HÀNH").
_SYMBOL = rf"""(?:
    (?:TTLT|TTLB|NQLT|HDLT|KHLT|CTPH|QCPH)(?:\s?[-/.]\s?{_PART}){{2,4}}   # joint documents have several issuers
  | {_PART}(?:\s?[-/.]\s?{_PART}|\s-\s{_PART})?(?:(?:[-/.]\s?|\s[-/])(?=\S){_PART})*
)"""
_NUMBER = re.compile(
    rf"""(?<![\w/]) (?<!\d[.,:-]) (?<!\d:\s)
    (?P<serial>\d{{1,6}}(?:\.\d{{1,2}}(?=/(?:19|20)\d\d/))?[a-zA-Z]?)      # 66.7/2025/NQ-CP
    (?: \s*/\s*                                                    # 1183/QĐ-TTg; 40   /2000/TT/BTC; 63/2010NĐ-CP
        (?:(?P<year>(?:19|20)\d\d(?=\s*/|[{_CAP}])|\d\d(?=\s*/))\s*/?\s*)? (?P<state>{_SYMBOL})
      | \s?-\s? (?P<party>{_PART}\s?/\s?{_SYMBOL})                 # 28-CT/TW; 1141-TC/QĐ/CĐKT
      | \s (?P<spaced>(?:QĐ|NĐ|CT|TT|NQ|TB|KH|CĐ|TTLT)[-/]{_PART}(?:[-/]{_PART})*)   # 947 QĐ/UB
      | \s?-\s? (?P<old>HĐBT|CP|TTg|CT|SL|CTN)(?![\w/-])           # 236-HĐBT; 29-CP
    )""",
    re.VERBOSE,
)
# The same in small letters, as fonts without capitals leave it: "số 176/1999/qđ-ttg"
_SMALL_PART = r"[a-z&]{2,10}\d{0,3}"
_SMALL_KIND = r"(?:nd|qd|nq|tt|ttlt|ct|cd|kh|kl|tb|hd|bc|ttr|ctr|qc|vbhn|pl)"
_SMALL = re.compile(
    rf"""(?<![\w/.-]) (?:
        \d{{1,6}} (?:/(?:19|20)\d\d)? \s?/\s? {_SMALL_KIND} (?:\s?[-/]\s?{_SMALL_PART}){{1,3}}
      | (?<=so\s) \d{{1,6}} (?:
            (?:/(?:19|20)\d\d)? / {_SMALL_PART} (?:\s?[-/]\s?{_SMALL_PART}){{1,3}}
          | / (?:cp|hdbt|ttg|ct)
          | -[a-z]{{2,4}}/{_SMALL_PART}
        )
      | \d{{1,6}}/(?:19|20)\d\d/(?:qh|ubtvqh)\d{{1,2}}
    )(?![\w/])""",
    re.VERBOSE,
)

# "số 12, 13 và " before "14/2020/QĐ-TTg"
_SERIALS = re.compile(r"(?:^|[\s:.])(?P<list>\d{1,6}[a-z]?(?:\s*(?:,|;|va)\s*\d{1,6}[a-z]?)*)\s*(?:,|;|,?\s*va)\s*$")
_SERIAL = re.compile(r"\d{1,6}[a-z]?")
_LONGEST_LIST = 80  # characters of serials before the number that completes them


def find_numbers(words: Running) -> list[NumberPlace]:
    """Number-like stretches in order; those in small letters only where no other reading holds."""
    found = {
        m.start(): NumberPlace(m.start(), m.end(), _parsed(m), bare=bool(m["old"]))
        for m in _NUMBER.finditer(words.printed)
    }
    starts, ends = list(found), [place.end for place in found.values()]
    for m in _SMALL.finditer(words.bare):
        # The "2008/NĐ-CP" of a "13/ 2008/NĐ-CP" is no number of its own.
        within = bisect_right(starts, m.start()) - 1
        if within >= 0 and m.start() < ends[within]:
            continue
        number = parse_number(m[0])
        found.setdefault(m.start(), NumberPlace(m.start(), m.end(), number, bare=not number.type))
    return [found[start] for start in sorted(found)]


def serials_before(words: Running, place: NumberPlace, floor: int) -> list[Serial]:
    """The 12 and 13 of "số 12, 13 và 14/2020/QĐ-TTg", looked for from `floor` on."""
    floor = max(floor, place.start - _LONGEST_LIST, words.sentence(place.start))
    m = _SERIALS.search(words.bare, floor, place.start)
    return list(_serials(words, m.start("list"), m.end("list"), place.number)) if m else []


def _serials(words: Running, start: int, end: int, full: DocumentNumber) -> Iterator[Serial]:
    for m in _SERIAL.finditer(words.bare, start, end):
        yield Serial(m.start(), m.end(), replace(full, serial=m[0]))


def _parsed(m: re.Match[str]) -> DocumentNumber:
    """The number of a match; a slash that is missing after the year ("63/2010NĐ-CP") is supplied."""
    if letters := m["state"] or m["spaced"]:
        return parse_number("/".join(filter(None, (m["serial"], m["year"], letters))))
    return parse_number(m[0])
