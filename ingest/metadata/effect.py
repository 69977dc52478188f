"""From when a document has effect, and when an assembly adopted it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from corpus.model import Clause, ClauseKind
from corpus.normalized_text import normalize_span

# "Quyết định này có hiệu lực thi hành kể từ ngày ký", "… có hiệu lực từ ngày 01 tháng 7 năm 2025",
# "… có hiệu lực thi hành sau 10 (mười) ngày kể từ ngày ký ban hành"
_EFFECT = re.compile(
    r"""(?P<subject> (?: luật | nghị \s quyết | nghị \s định | quyết \s định | thông \s tư (?:\sliên\stịch)?
      | chỉ \s thị | kế \s hoạch | quy \s chế | quy \s định | chương \s trình ) (?:\s này)?)
    \s (?: bắt \s đầu \s )? có \s hiệu \s lực (?: \s thi \s hành )? \s?,?\s?
    (?: (?: kể \s )? từ \s (?: ngày \s)? (?: (?P<signed> ký | ban \s hành | được \s thông \s qua )
          | [\s.…]* (?P<day>\d{1,2}) [\s.…]* (?: [/-] \s? (?P<month>\d{1,2}) \s? [/-] \s?
            | tháng [\s.…]* (?P<month_word>\d{1,2}) [\s.…]* năm \s )
            (?P<year>\d{4}) )
      | sau \s (?P<days>\d{1,3}) \s (?: \([^)]*\) \s )? ngày ,? \s (?: kể \s )? từ \s ngày \s
        (?: ký | ban \s hành | đăng | được \s thông \s qua | thông \s qua ) )""",
    re.VERBOSE,
)


def read_effect(text: str, clauses: Sequence[Clause], issued: str) -> tuple[str, str]:
    """The ISO date a document has effect from, or ``""`` and the reason.

    "Kể từ ngày ký" is the date of issue; without that date it stays open.
    """
    for clause in clauses:
        if clause.kind in {ClauseKind.BASIS, ClauseKind.TITLE, ClauseKind.NOISE}:
            continue
        if "lực" not in text[clause.start : clause.head_end]:
            continue  # most clauses: spared the work of reading them as running text
        for m in _EFFECT.finditer(normalize_span(text, clause.start, clause.head_end).folded):
            return _date(m, issued)
    return "", "Văn bản không quy định ngày có hiệu lực."


# "Nghị quyết này được Ủy ban Thường vụ Quốc hội … khóa XV thông qua ngày 16 tháng 6 năm 2025."
_ADOPTED = re.compile(
    r"""\b(?:luật|nghị\squyết|pháp\slệnh)\s(?:này\s)?(?:đã\s)?được\s[^.;:]{5,160}?\s?thông\squa\s(?:tại\s[^.;:]{5,120}?\s)?
    ngày\s(?P<day>\d{1,2})\s(?:tháng\s|[/-])(?P<month>\d{1,2})(?:\snăm\s|[/-])(?P<year>\d{4})""",
    re.VERBOSE,
)


def read_adoption(text: str, clauses: Sequence[Clause]) -> str:
    """The ISO date on which an assembly adopted the document, as its last sentence says, or ``""``."""
    for clause in reversed(clauses):
        if clause.kind is ClauseKind.BASIS or "thông qua" not in text[clause.start : clause.head_end]:
            continue
        for m in _ADOPTED.finditer(normalize_span(text, clause.start, clause.head_end).folded):
            try:
                return date(int(m["year"]), int(m["month"]), int(m["day"])).isoformat()
            except ValueError:
                continue  # "31/11/2025" is no day: the date of adoption stays open
    return ""


def _date(m: re.Match[str], issued: str) -> tuple[str, str]:
    if m["year"]:
        try:
            return date(int(m["year"]), int(m["month"] or m["month_word"]), int(m["day"])).isoformat(), ""
        except ValueError:  # "31/11/2025": a slip of the typist or of OCR
            return "", "Ngày có hiệu lực ghi trong văn bản không có trong lịch."
    if len(issued) < len("2025-01-01"):
        return "", "Văn bản có hiệu lực tính từ ngày ký, nhưng bản này không ghi đủ ngày ký."
    if m["signed"]:
        return issued, ""
    if "đăng" in m.group():
        return "", "Văn bản có hiệu lực tính từ ngày đăng Công báo, bản này không ghi ngày đó."
    return (date.fromisoformat(issued) + timedelta(days=int(m["days"]))).isoformat(), ""
