"""A stretch of text as one line to match on, with the way back to the document.

Copies of documents break lines inside phrases, double spaces and carry the ``**``
of web converters. Patterns are written for plain running text; `NormalizedText` gives them
that, and every match leads back to a span of the document's own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Span
from corpus.vietnamese import fold

# White space of any length, emphasis marks of Markdown, and the cell bars of
# converted tables: each run reads as one space.
_GAP = re.compile(r"(?:\s|\*+|(?<=\s)\|(?=\s)|_{3,})+")
# A gap that does not read as it stands: one space before a plain character, as nearly all are, does.
_UNEVEN_GAP = re.compile(rf"(?!\ [^\s*|_]){_GAP.pattern}")


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """Running text and, for each of its characters, the offset in the document.

    `text` is as printed, `folded` the same in `corpus.vietnamese.fold` form with the
    same length; `offsets` has one entry more than characters, the end of the stretch.
    """

    text: str
    folded: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The document span of ``text[start:end]``, without white space at its ends."""
        while end > start and self.text[end - 1] == " ":
            end -= 1
        while start < end and self.text[start] == " ":
            start += 1
        if start == end:
            return Span(self.offsets[start], self.offsets[start])
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def normalize_span(text: str, start: int = 0, end: int | None = None, *, skip: Iterable[Span] = ()) -> NormalizedText:
    """``text[start:end]`` as running text; the stretches in `skip` read as a space."""
    end = len(text) if end is None else end
    pieces: list[str] = []
    offsets: list[int] = []
    spaced = True  # nothing before the first word, one space between two
    for piece_start, piece_end in _kept(start, end, skip):
        if not spaced:
            pieces.append(" ")
            offsets.append(piece_start)
            spaced = True
        leading = _GAP.match(text, piece_start, piece_end)
        at = leading.end() if leading else piece_start
        for gap in _UNEVEN_GAP.finditer(text, at, piece_end):
            gap_start, gap_end = gap.span()
            if gap_start > at:
                pieces.append(text[at:gap_start])
                offsets.extend(range(at, gap_start))
                spaced = False
            if not spaced:
                pieces.append(" ")
                offsets.append(gap_start)
                spaced = True
            at = gap_end
        if piece_end > at:
            pieces.append(text[at:piece_end])
            offsets.extend(range(at, piece_end))
            spaced = False
    offsets.append(end)
    joined = "".join(pieces)
    return NormalizedText(joined, fold(joined), tuple(offsets))


def _kept(start: int, end: int, skip: Iterable[Span]) -> Iterable[tuple[int, int]]:
    at = start
    for hole in sorted(skip):
        if hole.end <= at or hole.start >= end:
            continue
        if hole.start > at:
            yield at, hole.start
        at = max(at, hole.end)
    if at < end:
        yield at, end
