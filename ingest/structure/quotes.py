"""Which lines stand inside a quotation: the new wording of an amended provision is not structure."""

from __future__ import annotations

import re

from ingest.structure.lines import Line

_OPEN = re.compile(r"“|(?:(?<=^)|(?<=[\s(:]))\"")
_CLOSE = re.compile(r"”|(?<=\S)\"(?=$|[\s.,;:)/])")
_CLOSES_LINE = re.compile(r"[”\"]\s*[.;,/]*\**$")
# The longest amended article seen takes 60 lines of a hard-wrapped copy.
_LONGEST_QUOTATION = 200


def quoted_lines(lines: list[Line]) -> frozenset[int]:
    """The numbers of the lines that begin inside a quotation, or open one with a marker of its own."""
    found: set[int] = set()
    i = 0
    while i < len(lines):
        if _depth(lines[i].words) <= 0:
            i += 1
            continue
        end = _closing_line(lines, i)
        if end is None:
            i += 1
            continue
        found.update(range(i + 1, end + 1))
        i = end + 1
    return frozenset(found)


def _depth(words: str) -> int:
    return len(_OPEN.findall(words)) - len(_CLOSE.findall(words))


def _closing_line(lines: list[Line], i: int) -> int | None:
    """Where the quotation that line `i` leaves open ends: where the signs balance, else the first line they close."""
    depth = 0
    for j in range(i, min(len(lines), i + _LONGEST_QUOTATION)):
        depth += _depth(lines[j].words)
        if depth <= 0:
            return j
    for j in range(i, min(len(lines), i + _LONGEST_QUOTATION)):
        if _CLOSES_LINE.search(lines[j].words):
            return j
    return None
