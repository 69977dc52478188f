"""Finds where a document cites its own clauses: "khoản 2 Điều 5 Nghị định này", "điểm a khoản này"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ingest.references.normalized_document import Running
from ingest.references.target_clauses import by_citation, cited_clause, clause_of

_NUMBER = r"(?:\d+[a-zđ]?|[a-zđ]|[ivxlc]+)"
# "khoản 2 Điều 5 của Nghị định này", "các điểm a, b khoản 1 Điều này", "điểm a khoản này"
_WHOLE = re.compile(
    r"""\b(?P<whole>(?:bộ\s+luật|luật|pháp\s+lệnh|nghị\s+định|nghị\s+quyết|quyết\s+định|thông\s+tư(?:\s+liên\s+tịch)?|chỉ\s+thị
      |kế\s+hoạch|quy\s+chế|quy\s+định|điều|khoản|mục)\s+này)\b""",
    re.VERBOSE,
)
_LED_UP = re.compile(
    rf"""(?<!\w)(?:(?:điểm|khoản|điều|mục)\s+{_NUMBER}\b(?:\s*(?:,|và)\s*{_NUMBER}\b(?!\s*{_NUMBER}\b))*[\s,]*
        (?:(?:của|và)\s+)?(?:các\s+)?)+$""",
    re.VERBOSE,
)
# "các điểm a, b, c, d khoản 1, các khoản 2, 3, 5 và khoản 7, 8 Điều 13, Điều 14 và Điều 15 của" has 83 characters.
_LONGEST_LEAD = 200
_WITHIN = {"điều": "dieu-", "khoản": "khoan-"}


class OwnClause(NamedTuple):
    """A place ``[start, end)`` of the running text that cites the clause at `path` of its own document."""

    start: int
    end: int
    path: str


def find_own_clauses(words: Running, paths: Sequence[str], path_at: Callable[[int], str]) -> Iterator[OwnClause]:
    """The places in order that cite one of `paths`; what cites none that is there is left out.

    `path_at` gives the path of the clause that an offset of the running text stands in.
    """
    clauses = by_citation(paths)
    low, taken = words.normalized.folded, 0
    for m in _WHOLE.finditer(low):
        lead = _LED_UP.search(low, max(taken, m.start() - _LONGEST_LEAD), m.start())
        if lead is None:
            continue
        taken = m.end()
        cited = cited_clause(words, m.start())
        path = _absolute(cited or "", m["whole"].split()[0], path_at(lead.start()))
        found = clause_of(path, clauses) if path else None
        if found:
            yield OwnClause(lead.start(), m.end(), found)


def _absolute(cited: str, within: str, standing: str) -> str:
    """The path meant by `cited` (``khoan-2``) of "Điều này", said in the clause `standing`; ``""`` where none is."""
    if within not in _WITHIN:
        return cited if "dieu-" in cited else ""
    segments = standing.split("/")
    above = next((i for i, s in enumerate(segments) if s.startswith(_WITHIN[within])), None)
    if above is None or not cited or "dieu-" in cited:
        return ""
    # Outside an article a bare number is an item; of "Điều này" it is a khoản, of "khoản này" a điểm.
    own = [_lettered(s) for s in cited.split("/")]
    return "/".join([*segments[: above + 1], *own])


def _lettered(segment: str) -> str:
    return f"khoan-{segment}" if segment[:1].isdigit() else f"diem-{segment}"
