"""A reading's text as lines, each with its words free of the marks that converters leave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import Span
from corpus.vietnamese import fold

# What stands around words and is none: emphasis and headings of Markdown, cell
# bars, rules. A single "*" before a space is a bullet and stays.
_BEFORE = re.compile(r"(?:\s|\*\*|__+|\*(?=\S)|\|(?=\s|\*|$)|\#{1,6}\s|>\s|_(?=\S))+")
# Matched on the words read backwards, from their end: a search for it would try every space of a long gap.
_AFTER_BACKWARDS = re.compile(r"(?:\s|\*++|__++|\||_(?=\S))++")
_WORDLESS = re.compile(r"[^\w]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a part of one that stands for a line of its own.

    ``[start, end)`` covers every character that is not white space; `words` are
    those from `at` on without decoration, `low` the same folded. `new` says that
    the line opens a physical line, `gap` that a blank line goes before it, `odd` that
    an emphasis ("**") begins or ends on it and not both.
    """

    start: int
    end: int
    at: int
    words: str
    low: str
    new: bool = True
    gap: bool = False
    odd: bool = False
    table: int | None = None  # the number of the table that the line stands for

    @property
    def bare(self) -> bool:
        """Whether the line holds no letter or digit: a rule, a lone cell bar, stars."""
        return self.table is None and bool(_WORDLESS.fullmatch(self.words))

    @property
    def span(self) -> Span:
        """Where the line stands."""
        return Span(self.start, self.end)

    def cut(self, *places: int) -> list[Line]:
        """The line cut before each of `places`, which count characters of `words`."""
        parts, at = [], 0
        for place in (*sorted({p for p in places if 0 < p < len(self.words)}), len(self.words)):
            parts.append((at, place))
            at = place
        lines = [part for a, b in parts if (part := self._part(a, b))]
        if not lines:
            return [self]
        # Decoration before the first word and after the last belongs to the outer parts.
        lines[0] = replace(lines[0], start=self.start, new=self.new, gap=self.gap)
        lines[-1] = replace(lines[-1], end=self.end)
        return lines

    def _part(self, a: int, b: int) -> Line | None:
        piece = self.words[a:b]
        stripped = piece.strip()
        if not stripped:
            return None
        start = self.at + a + piece.find(stripped[0])
        return _line(piece.strip(), start, new=False, gap=False)


def split_lines(text: str, tables: Sequence[Span] = ()) -> list[Line]:
    """The lines of `text` that are not empty, in order; each of `tables` stands for one line without words."""
    lines: list[Line] = []
    at = 0
    for number, table in enumerate(tables):
        start, end = _whole(text, table, at)
        lines.extend(_split(text, at, start))
        lines.append(Line(start, end, end, "", "", table=number))
        at = end
    lines.extend(_split(text, at, len(text)))
    return lines


def _whole(text: str, table: Span, at: int) -> tuple[int, int]:
    """A table with what stands on its first and last line, without white space around."""
    start = max(at, text.rfind("\n", 0, table.start) + 1)
    end = text.find("\n", table.end)
    words = text[start : end if end >= 0 else len(text)]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _split(text: str, start: int, end: int) -> list[Line]:
    lines: list[Line] = []
    at, gap = start, True  # what is above the first line is blank too
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        raw = text[at:stop]
        if raw.strip():
            left = at + len(raw) - len(raw.lstrip())
            lines.append(_line(raw.strip(), left, new=True, gap=gap))
            gap = False
        else:
            gap = True
        at = stop + 1
    return lines


def _line(stripped: str, start: int, *, new: bool, gap: bool) -> Line:
    before = m.end() if (m := _BEFORE.match(stripped)) else 0
    trailing = _AFTER_BACKWARDS.match(stripped[: before - 1 if before else None : -1])
    after = len(stripped) - (trailing.end() if trailing else 0)
    words = _plain(stripped[before:after])
    odd = stripped.count("**") % 2 == 1
    return Line(start, start + len(stripped), start + before, words, fold(words), new, gap, odd)


# "**Số:** 12/KH-UBND", "Hà Nội, *ngày 5 tháng 9 năm 2025*"; a lone star is a bullet or the mark of a note
_EMPHASIS = re.compile(r"\*(?=\S)(?P<words>[^*\n]{1,200})(?<=\S)\*(?!\*)")


def _plain(words: str) -> str:
    """`words` with a space for each mark of emphasis inside them, which keeps every place."""
    if "*" not in words:
        return words
    return _EMPHASIS.sub(lambda m: f" {m['words']} ", words.replace("**", "  "))


def wrap_width(lines: list[Line]) -> int:
    """The width at which the lines of a copy were broken, in characters; 0 where they were not.

    Lines that go on in lower case on the next line were broken; the width is the
    ninth decile of their lengths.
    """
    lengths = sorted(
        len(a.words)
        for a, b in pairwise(lines)
        if b.new and not b.gap and b.words[:1].islower() and a.words[-1:] not in {"", ".", ";", ":"}
    )
    # Below three, or longer than a printed line can be, the breaks are slips.
    if len(lengths) < 3 or lengths[len(lengths) // 2] > _LONGEST_PRINTED_LINE:
        return 0
    return lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)]


_LONGEST_PRINTED_LINE = 140
