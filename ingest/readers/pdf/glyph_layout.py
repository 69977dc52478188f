"""Glyphs to words to lines: what a page's drawn letters say, whatever drew them.

Letters are grouped by their baselines, not by the tops and bottoms of their boxes:
the accents of tightly set Vietnamese overlap the line above, its baselines never do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from corpus.vietnamese import clean

# A gap wider than this share of the font size ends a word even where no space is
# drawn. Word spaces of justified 14-point text in corpus/pdf are 0.20 and more,
# gaps inside words 0.05 and less.
_WORD_GAP = 0.15

# Letters of a word may step back a little (kerning, italics).
_STEP_BACK = -0.3

# Baselines closer than this share of the font size are one line: footnote marks are
# raised by 0.33 to 0.4, lines are 0.9 and more apart.
_SAME_LINE = 0.42

# A gap wider than this many font sizes splits a line into segments that may belong to
# different columns; justified lines of corpus/pdf have gaps up to 1.1.
_SEGMENT_GAP = 1.5


class Glyph(NamedTuple):
    """A drawn character; its box and baseline in points from the top left of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    pale: bool = False  # not seen on white paper


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points from the top left; `confidence` is the OCR's, 0 to 1.

    Of a page that was read aslant `shown` is the rectangle on the page as it is shown;
    `was` is what the OCR read where that was mended.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool = False
    confidence: float = 1.0
    shown: tuple[float, float, float, float] | None = None
    was: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle on the page as it is shown, rounded to a hundredth of a point."""
        x0, top, x1, bottom = self.shown or (self.x0, self.top, self.x1, self.bottom)
        return (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline from left to right; never empty."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """The font size of most words."""
        return median(word.size for word in self.words)

    @property
    def baseline(self) -> float:
        """The baseline of most words."""
        return median(word.baseline for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.bold for word in self.words)

    def segments(self) -> list[Line]:
        """The line cut at its wide gaps."""
        cut: list[list[Word]] = [[self.words[0]]]
        for word in self.words[1:]:
            if word.x0 - cut[-1][-1].x1 > _SEGMENT_GAP * max(word.size, cut[-1][-1].size):
                cut.append([])
            cut[-1].append(word)
        return [Line(tuple(words)) for words in cut]


def words_of(glyphs: Iterable[Glyph]) -> list[Word]:
    """The words that `glyphs` spell, in the order they were drawn."""
    words: list[Word] = []
    current: list[Glyph] = []
    for glyph in glyphs:
        if current:
            current[-1] = _clipped(current[-1], glyph)
        if current and (glyph.text.isspace() or not _continues(current[-1], glyph)):
            words.extend(_word(current))
            current = []
        if not glyph.text.isspace():
            current.append(glyph)
    return words + _word(current)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that `words` stand on, from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if rows and _on_row(word, rows[-1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(_mended(sorted(row, key=lambda word: word.x0))) for row in rows]


def _clipped(last: Glyph, glyph: Glyph) -> Glyph:
    """`last` as far as the next character on its line: a substitute font's letters may be wider than their room."""
    if last.x0 < glyph.x0 < last.x1 and abs(glyph.baseline - last.baseline) < last.size / 10:
        return last._replace(x1=glyph.x0)
    return last


def _continues(last: Glyph, glyph: Glyph) -> bool:
    if unicodedata.combining(glyph.text[0]):
        return True
    size = max(last.size, glyph.size)
    if abs(glyph.baseline - last.baseline) > size / 4:
        return False
    return _STEP_BACK * size <= glyph.x0 - last.x1 <= _WORD_GAP * size


def _word(glyphs: Sequence[Glyph]) -> list[Word]:
    text = clean("".join(glyph.text for glyph in glyphs)).strip()
    if not text:
        return []
    return [
        Word(
            text=text,
            x0=min(glyph.x0 for glyph in glyphs),
            top=min(glyph.top for glyph in glyphs),
            x1=max(glyph.x1 for glyph in glyphs),
            bottom=max(glyph.bottom for glyph in glyphs),
            baseline=glyphs[0].baseline,
            size=glyphs[0].size,
            bold=all(glyph.bold for glyph in glyphs),
        )
    ]


def _on_row(word: Word, row: Sequence[Word]) -> bool:
    """Whether `word` stands on the line of `row`, whose tallest word gives its baseline."""
    tallest = max(row, key=lambda other: other.size)
    return abs(word.baseline - tallest.baseline) <= _SAME_LINE * max(word.size, tallest.size)


def _mended(row: Sequence[Word]) -> tuple[Word, ...]:
    """`row` with the pieces of a word joined that were drawn one by one and touch."""
    mended = [row[0]]
    for word in row[1:]:
        last = mended[-1]
        touch = _STEP_BACK / 6 * word.size <= word.x0 - last.x1 <= _WORD_GAP / 3 * word.size
        if touch and abs(word.baseline - last.baseline) < word.size / 10:
            mended[-1] = _joined(last, word)
        else:
            mended.append(word)
    return tuple(mended)


def _joined(last: Word, word: Word) -> Word:
    return Word(
        text=clean(last.text + word.text),
        x0=last.x0,
        top=min(last.top, word.top),
        x1=max(last.x1, word.x1),
        bottom=max(last.bottom, word.bottom),
        baseline=last.baseline,
        size=max(last.size, word.size),
        bold=last.bold and word.bold,
        confidence=min(last.confidence, word.confidence),
        shown=_around(last.box, word.box) if last.shown or word.shown else None,
        was=(last.was or last.text) + (word.was or word.text) if last.was or word.was else "",
    )


def _around(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float, float]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
