"""Joins words that a page draws in pieces: letters set apart for looks, and accented letters of another font.

"CH Ủ TR Ì", "ch ố ng s ố t": what is drawn apart is no syllable, and a few pieces
together are one. The pieces of a line are joined so that as little as possible is left
that is no word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.glyph_layout import Line, Word
from ingest.readers.quality import is_syllable, quality

# A page or line whose syllables are well formed in a smaller share is looked at. Pages of
# corpus/pdf have 0.98 and more; one in whose font only the accented letters were drawn
# apart has 0.76.
_WHOLE = 0.9
# On other pages a single line is, where so many words in it would be made whole.
_MOST_WHOLE = 3

# The longest syllable has seven letters ("nghiêng"), each of which may be drawn apart.
_MOST_PIECES = 7
# Words stand so many times further apart than their pieces, or the gaps tell nothing.
_PLAINLY = 1.15
# Words of a line that is set letter by letter stand so many times further apart than its letters.
_WIDER = 1.6
# Pieces stand at most this many font sizes apart.
_APART = 0.8

# Words of one letter.
_SINGLE = frozenset("ởýyôàạaáeêu")
_EDGES = " \t.,;:!?()[]\"'“”…-–/"


def joined(lines: Sequence[Line]) -> list[Line]:
    """`lines` with the words made whole that are drawn in pieces."""
    found = quality(" ".join(line.text for line in lines))
    broken = found.telling and found.share < _WHOLE
    groups = [_groups(line, broken=broken) for line in lines]
    if broken and (apart := _widest_inside(groups)):
        groups = [_touching(line, apart) for line in groups]
    return [
        line if len(own) == len(line.words) else Line(tuple(_one(group) for group in own))
        for line, own in zip(lines, groups, strict=True)
    ]


def _groups(line: Line, *, broken: bool) -> list[Sequence[Word]]:
    """The words of a line, those together that are pieces of one."""
    alone: list[Sequence[Word]] = [(word,) for word in line.words]
    if not any(_cost(word.text) for word in line.words):
        return alone
    if _is_spaced_out(line) and (spaced := _by_gaps(line)):
        return spaced
    groups = _cheapest(line.words)
    made = [group for group in groups if len(group) > 1]
    return groups if made and (broken or len(made) >= _MOST_WHOLE or _is_spaced_out(line)) else alone


def _widest_inside(lines: Sequence[Sequence[Sequence[Word]]]) -> float:
    """The gap, in font sizes, up to which pieces of one word stand apart on this page; 0 where words do not more."""
    inside = [_gap(a, b) for groups in lines for group in groups for a, b in pairwise(group)]
    between = [_gap(a[-1], b[0]) for groups in lines for a, b in pairwise(groups)]
    if not inside or not between or median(between) < _PLAINLY * median(inside):
        return 0.0
    return (median(inside) + median(between)) / 2


def _touching(groups: Sequence[Sequence[Word]], apart: float) -> list[Sequence[Word]]:
    """`groups` with those put together that stand no further apart than pieces do, and are a word together."""
    found: list[Sequence[Word]] = []
    for group in groups:
        whole = (*found[-1], *group) if found else ()
        if whole and _gap(found[-1][-1], group[0]) < apart and _is_whole("".join(word.text for word in whole)):
            found[-1] = whole
        else:
            found.append(group)
    return found


def _is_whole(text: str) -> bool:
    return is_syllable(text.strip(_EDGES)) and text.strip(_EDGES) in text.rstrip(_EDGES)


def _gap(a: Word, b: Word) -> float:
    return (b.x0 - a.x1) / max(a.size, b.size)


def _is_spaced_out(line: Line) -> bool:
    """Whether a line is set letter by letter: "Q U Y Ế T  Đ Ị N H"."""
    return len(line.words) > 3 and all(len(word.text) == 1 and word.text.isalpha() for word in line.words)


def _by_gaps(line: Line) -> list[Sequence[Word]]:
    """The letters of a line that is spaced out in words, as its wider gaps part them; [] where those are no words."""
    gaps = [_gap(a, b) for a, b in pairwise(line.words)]
    wide = _WIDER * median(gaps)
    groups: list[Sequence[Word]] = [(line.words[0],)]
    for gap, word in zip(gaps, line.words[1:], strict=True):
        groups = [*groups, (word,)] if gap > wide else [*groups[:-1], (*groups[-1], word)]
    return groups if all(_is_whole("".join(word.text for word in group)) for group in groups) else []


def _cheapest(words: Sequence[Word]) -> list[Sequence[Word]]:
    """`words` in groups that are words, so that the fewest are none; of two ways the one that joins less, or nearer."""
    best: list[tuple[int, int, float, list[Sequence[Word]]]] = [(0, 0, 0.0, [])]
    for end in range(1, len(words) + 1):
        ways = []
        for start in range(max(0, end - _MOST_PIECES), end):
            group = words[start:end]
            if len(group) == 1 or _makes_a_word(group):
                cost, joins, apart, groups = best[start]
                text = "".join(word.text for word in group)
                apart += sum(_gap(a, b) for a, b in pairwise(group))
                ways.append((cost + _cost(text), joins + len(group) - 1, apart, [*groups, group]))
        best.append(min(ways, key=lambda way: way[:3]))
    return best[-1][3]


def _makes_a_word(group: Sequence[Word]) -> bool:
    if any(_gap(a, b) > _APART for a, b in pairwise(group)):
        return False
    if all(not _cost(word.text) for word in group) or any(word.text[-1] in _EDGES for word in group[:-1]):
        return False
    return is_syllable("".join(word.text for word in group).strip(_EDGES))


def _cost(text: str) -> int:
    """1 for what is no word though it is made of letters; 0 for words, numbers, signs and abbreviations."""
    core = text.strip(_EDGES)
    if not core or not core.isalpha():
        return 0
    if len(core) == 1:
        return int(core.lower() not in _SINGLE)
    return int(not is_syllable(core))


def _one(group: Sequence[Word]) -> Word:
    if len(group) == 1:
        return group[0]
    first, last = group[0], group[-1]
    return replace(
        first,
        text="".join(word.text for word in group),
        top=min(word.top for word in group),
        x1=last.x1,
        bottom=max(word.bottom for word in group),
        size=max(word.size for word in group),
        bold=all(word.bold for word in group),
        confidence=min(word.confidence for word in group),
        shown=None if first.shown is None or last.shown is None else (
            min(first.shown[0], last.shown[0]), min(first.shown[1], last.shown[1]),
            max(first.shown[2], last.shown[2]), max(first.shown[3], last.shown[3]),
        ),
    )  # fmt: skip
