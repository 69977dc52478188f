"""Finds a document named again by a name it was given, or by pointing back to it.

"Quyết định số 1374/QĐ-TTg … (sau đây gọi tắt là Đề án 1374)" makes every later "Đề án
1374" that decision; "Kế hoạch nêu trên" is the plan cited last. What a name means is
never guessed: a name that is only the word for a kind of document ("Chương trình") is
left alone, and so is "các Quyết định nêu trên".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.references.citations.citations import Citation
from ingest.references.citations.cited_types import find_kinds
from ingest.references.normalized_document import Running, compile_bare


class Again(NamedTuple):
    """A place ``[start, end)`` of the running text that names the document of citation number `of` again."""

    start: int
    end: int
    of: int


# "(sau đây viết tắt là Chỉ thị 28)", "dưới đây gọi chung là “Quy chế phối hợp”", "sau đây gọi là Luật Trẻ em)"
_DEFINES = compile_bare(
    r"""\(?\s*(?:sau|dưới)\s+đây\s+(?:được\s+)?(?:viết|gọi)\s+(?:tắt\s+|chung\s+)?(?:là|:)\s*[:"“]?\s*
    (?P<name>[^()"“”;:,.]{4,60}?)\s*(?=["”),;.]|$)"""
)
# How far behind a citation its definition may stand: its own title lies between.
_FURTHEST = 500
# "Chỉ thị nêu trên", "Quyết định nói trên", "Kế hoạch trên"
_ABOVE = compile_bare(r"\s+(?:(?:nêu|nói|đã\s+nêu)\s+)?trên(?!\s+(?:cơ|địa|toàn|các|phạm|mạng|đây|\d))\b")
_MANY = re.compile(r"\b(?:cac|nhung|hai|ba|bon|\d+)\s+$")


def find_again(words: Running, citations: Sequence[Citation]) -> list[Again]:
    """The places in order that name one of `citations` (in order) again, none of them inside a citation."""
    taken = [(c.start, c.end) for c in citations]
    found: list[Again] = []
    for again in sorted((*_defined(words, citations), *_above(words, citations))):
        nearest = bisect_left(taken, (again.end,))
        overlaps = (nearest and taken[nearest - 1][1] > again.start) or (found and again.start < found[-1].end)
        if not overlaps:
            found.append(again)
    return found


def _defined(words: Running, citations: Sequence[Citation]) -> Iterator[Again]:
    kinds = {k.start: k for k in find_kinds(words)} if citations else {}
    ends = [c.end for c in citations]
    for m in _DEFINES.finditer(words.bare):
        of = bisect_left(ends, m.start() + 1) - 1
        kind = kinds.get(m.start("name"))
        is_near = of >= 0 and m.start() - ends[of] <= _FURTHEST and words.sentence(m.start()) <= citations[of].start
        if not is_near or kind is None or not words.bare[kind.end : m.end("name")].strip():
            continue
        name = re.escape(words.printed[m.start("name") : m.end("name")])
        for use in re.finditer(rf"(?<!\w){name}(?![\w/-])", words.printed[m.end() :]):
            yield Again(m.end() + use.start(), m.end() + use.end(), of)


def _above(words: Running, citations: Sequence[Citation]) -> Iterator[Again]:
    starts = [c.start for c in citations]
    for kind in find_kinds(words) if citations else ():
        m = _ABOVE.match(words.bare, kind.end)
        if not m or _MANY.search(words.bare, max(0, kind.start - 8), kind.start):
            continue
        before = range(bisect_left(starts, kind.start) - 1, -1, -1)
        of = next((i for i in before if citations[i].type == kind.type and citations[i].number), None)
        if of is not None:
            yield Again(kind.start, m.end(), of)
