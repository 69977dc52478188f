"""Completes citations from one another: a short one takes issuer and date from a fuller one of its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.identifiers import number_identity, parse_number
from corpus.model import Document
from ingest.references.citations.citations import Citation
from ingest.references.citations.issue_dates import read_issue_date
from ingest.references.citations.issuers import implied_issuer, read_issuer
from ingest.references.normalized_document import Running

# "Tờ trình của Đảng ủy Chính phủ về … (Tờ trình số", "đề nghị của Sở Tài chính tại Tờ trình số"
_ASKED_BY = re.compile(
    r"\b(?:de nghi|de xuat|kien nghi|y kien(?: tham dinh)?|to trinh|bao cao(?: tham tra)?|cong van|van ban)\s+cua\s+"
)
_THERE = re.compile(r"[^;]{0,200}(?:\(|\btai(?: cac)?)\s*$")
_ASKING = frozenset({"tờ trình", "báo cáo", "công văn", "văn bản"})
# "Ngày 22/5/2025, UBND tỉnh ban hành Kế hoạch số": a report says when and by whom before it says what
_ON_THAT_DAY = re.compile(r"\b(?=ngay\s*\d)")
_ISSUED = re.compile(r"\s*(?:da\s+)?(?:ky\s+)?(?:ban hanh|ky|co|ra)\s*$")


def fill(words: Running, citations: Sequence[Citation], document: Document) -> list[Citation]:
    """`citations` with the dates and issuers that other words of the document give them."""
    read = [_from_words_before(words, c, document) for c in citations]
    dates, issuers = _said_of(read, "date"), _said_of(read, "issuer")
    filled = [
        replace(c, date=_fuller(c.date, dates.get(_key(c), ())), issuer=c.issuer or _only(issuers.get(_key(c), ())))
        if c.number
        else c
        for c in read
    ]
    return _from_lists([_implied(c, document) for c in filled])


def _from_words_before(words: Running, c: Citation, document: Document) -> Citation:
    if not c.number or c.follows:
        return c
    start = max(words.sentence(c.start), c.start - 300)
    if not c.issuer and c.type in _ASKING and not _implied(c, document).issuer:
        c = replace(c, issuer=_asked_by(words, start, c.start, document))
    for day in _ON_THAT_DAY.finditer(words.bare, start, c.start) if not c.date and not c.note else ():
        date = read_issue_date(words.bare, day.end(), number_year=parse_number(c.number).year)
        at = re.compile(r"[\s,]*").match(words.bare, date.end) if date else None
        body = read_issuer(words, at.end(), document) if at else None
        if date and body and _ISSUED.fullmatch(words.bare[body.end : c.start]):
            return replace(c, date=date.iso, issuer=c.issuer or body.name)
    return c


def _asked_by(words: Running, start: int, end: int, document: Document) -> str:
    for m in reversed(list(_ASKED_BY.finditer(words.bare, start, end))):
        body = read_issuer(words, m.end(), document)
        if body and body.end <= end:
            return body.name if _THERE.fullmatch(words.bare[body.end : end]) else ""
    return ""


def _said_of(citations: Iterable[Citation], field: str) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {}
    for c in citations:
        if c.number and (value := getattr(c, field)):
            said.setdefault(_key(c), set()).add(value)
    return said


def _fuller(date: str, others: Iterable[str]) -> str:
    """The one date among `others` that completes `date`; `date` itself where there is none or a choice."""
    others = set(others)
    longest = {d for d in others if d.startswith(date) and not any(o != d and o.startswith(d) for o in others)}
    return longest.pop() if len(longest) == 1 else date


def _only(values: Iterable[str]) -> str:
    values = list(values)
    return values[0] if len(values) == 1 else ""


def _implied(c: Citation, document: Document) -> Citation:
    if not c.number or c.issuer:
        return c
    return replace(c, issuer=implied_issuer(parse_number(c.number), c.type, c.date, document))


def _from_lists(citations: list[Citation]) -> list[Citation]:
    """The issuer after the last of a list is that of all: "27-NQ/TW, 28-NQ/TW của Ban Chấp hành Trung ương"."""
    filled = list(citations)
    for i in range(len(filled) - 2, -1, -1):
        after = filled[i + 1]
        if after.follows and not filled[i].issuer and filled[i].type == after.type and filled[i].number:
            filled[i] = replace(filled[i], issuer=after.issuer)
    return filled


def _key(c: Citation) -> str:
    return number_identity(c.number)
