"""Items that one paragraph enumerates in running text: "… như sau: (1) Giao Bộ A …; (2) Giao Bộ B …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import ClauseKind, Span
from corpus.normalized_text import NormalizedText, normalize_span
from ingest.markers import BULLETS, CAPITALS, Marker, Style, follows, is_first, read_markers
from ingest.structure.tree import Node

# An enumeration has at least two items, and its first stands behind a colon.
_FEWEST_ITEMS = 2
# "(1)", "(i)", "(a)"; "4.1.", "a)", "1. Bộ …", "a. Bộ …" and "- Bộ …" only where a sentence
# or a colon ends before them.
_CANDIDATE = re.compile(
    rf"""(?<![\w)]) \( (?:\d{{1,2}}|[ivx]{{1,5}}|[a-zđ]) \) (?=[\s{CAPITALS}])
    | (?<=[.:;]\s) (?:\d{{1,2}}\.\d{{1,2}}\.|[a-zđ]\)) (?=\s)
    | (?<=[.:;]\s) (?:\d{{1,2}}|[a-zđ])\. (?=\s[{CAPITALS}])
    | (?<=[.:;]\s) [-–+•] (?=\s[{CAPITALS}])""",
    re.VERBOSE,
)
# Any of them in text as it stands: most paragraphs hold none and are spared the work below.
_MARKER_INSIDE = re.compile(r"\([\diva-zđx]{1,5}\) | [.:;][\s*_|]+(?:\d{1,2}\.|[a-zđ][.)]|[-–+•])", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class _Item:
    marker: Marker
    at: int  # in characters of the flow


def enumerate_inline(node: Node, text: str) -> None:
    """Give `node` its inline items as children, nested enumerations under them; others it leaves as they are."""
    if node.kind in {ClauseKind.TABLE, ClauseKind.ROW} or any(not child.silent for child in node.children):
        return
    if not _MARKER_INSIDE.search(text, node.start + 1, node.head_end):
        return
    holes = [Span(child.start, child.head_end) for child in node.children]
    running = normalize_span(text, node.start, node.head_end, skip=holes)
    skip = len(node.label) + 1 if node.style else 0
    items = _enumeration(running, skip, node.number)
    if not items:
        return
    starts = [running.offsets[item.at] for item in items]
    ends = [*starts[1:], node.head_end]
    silent = node.children
    node.children = []
    for item, start, end in zip(items, starts, ends, strict=True):
        kind = _KINDS.get(item.marker.style, ClauseKind.ITEM)
        last = _last_word(text, start, end)
        child = Node(kind, start, last, item.marker.label, item.marker.style, item.marker.number)
        child.children = [hole for hole in silent if start <= hole.start < end]
        node.children.append(child)
    node.children.extend(hole for hole in silent if hole.start < starts[0])
    node.head_end = _last_word(text, node.start, starts[0])
    for child in node.children:
        if not child.silent:
            enumerate_inline(child, text)


_KINDS = {
    Style.LETTER: ClauseKind.POINT,
    Style.LETTER_IN_BRACKETS: ClauseKind.POINT,
    **dict.fromkeys(BULLETS, ClauseKind.BULLET),
}


def _enumeration(running: NormalizedText, skip: int, number: str) -> list[_Item]:
    """The first enumeration of the words after `skip`: consecutive markers of one style from the first on."""
    candidates = list(_candidates(running.text, skip))
    for n, opening in enumerate(candidates):
        if not is_first(opening.marker.ordinal) or not _opens(running.text, opening, number):
            continue
        items = [opening]
        for item in candidates[n + 1 :]:
            same = item.marker.style is opening.marker.style
            if same and follows(items[-1].marker.ordinal, item.marker.ordinal, item.marker.style) == 0:
                items.append(item)
        if len(items) >= _FEWEST_ITEMS:
            return items
    return []


def _candidates(words: str, skip: int) -> Iterator[_Item]:
    for m in _CANDIDATE.finditer(words, skip):
        if words.count("“", 0, m.start()) > words.count("”", 0, m.start()):
            continue  # the wording of another document
        for marker in read_markers(words[m.start() : m.start() + 12]):
            yield _Item(marker, m.start())


def _opens(words: str, item: _Item, number: str) -> bool:
    before = words[: item.at].rstrip(" *")
    if item.marker.style is Style.DOTTED:
        return item.marker.number.rpartition(".")[0] == number and before.endswith((":", ".", ";"))
    return before.endswith(":")


def _last_word(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())
