"""Finds running text that is set in two columns, which are read one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.readers.pdf.glyph_layout import Line, Word, lines_of

# The strip between two columns is at least this wide, in font sizes: spaces of
# justified lines are up to 1.1, gutters of newsletters and gazettes 1.2 and more.
_NARROWEST_STRIP = 1.2
# So many rows with text on both sides are columns; a signature block or a list of two
# things side by side has fewer.
_FEWEST_ROWS = 4
# Columns of running text are as wide as one another, within this ratio, and a list of
# tasks beside those who do them is not.
_LEAST_RATIO = 0.6
# Lines of running text fill so much of their column.
_FILLED = 0.7
_MOST_FILLED = 0.6
# Rows of columns follow one another within this many font sizes.
_ROW_GAP = 3.2
# Lines begin at the edge of their column within this many font sizes (an indent).
_EDGE = 4.0

Strip = tuple[float, float]


def text_columns(lines: Sequence[Line], start: int) -> tuple[int, list[Line], list[Line]] | None:
    """The columns that begin at line `start`: the line after them, and the lines of each; None where none do."""
    strips = _gaps(lines[start])
    if not any(_is_inside(strip) for strip in strips):
        return None
    end = start + 1
    while end < len(lines) and _follows(lines[end - 1], lines[end]):
        narrowed = _common(strips, _gaps(lines[end]), lines[end].size)
        if not any(_is_inside(strip) for strip in narrowed):
            break
        strips, end = narrowed, end + 1
    strip = max((s for s in strips if _is_inside(s)), key=lambda s: s[1] - s[0], default=None)
    if strip is None:
        return None
    end = _without_other_lines(lines, start, end, strip)
    left, right = (_side(lines[start:end], strip, right=side) for side in (False, True))
    return (end, left, right) if _is_running_text(left, right, lines[start:end], strip) else None


_FAR = 1e6


def _gaps(line: Line) -> list[Strip]:
    """The blank strips of a line, from the edges of the page to its words and between them."""
    edges = [-_FAR, *(x for word in line.words for x in (word.x0, word.x1)), _FAR]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= _NARROWEST_STRIP * line.size]


def _common(strips: Sequence[Strip], others: Sequence[Strip], size: float) -> list[Strip]:
    both = [(max(a, c), min(b, d)) for a, b in strips for c, d in others]
    return [(a, b) for a, b in both if b - a >= _NARROWEST_STRIP * size]


def _is_inside(strip: Strip) -> bool:
    """Whether a strip has text on both sides."""
    return strip[0] > -_FAR and strip[1] < _FAR


def _follows(above: Line, below: Line) -> bool:
    return below.baseline - above.baseline <= _ROW_GAP * max(above.size, below.size)


def _without_other_lines(lines: Sequence[Line], start: int, end: int, strip: Strip) -> int:
    """`end` without the lines below the columns that stand on one side and off its edge: an office, a signature."""
    columns = {side: _side(lines[start:end], strip, right=side) for side in (False, True)}
    edges = {side: median(line.x0 for line in own) if own else 0.0 for side, own in columns.items()}
    while end > start + 1:
        last = lines[end - 1]
        sides = [side for side in (False, True) if _words(last, strip, right=side)]
        if len(sides) > 1 or abs(last.x0 - edges[sides[0]]) <= _EDGE * last.size / 2:
            break
        end -= 1
    return end


def _words(line: Line, strip: Strip, *, right: bool) -> list[Word]:
    middle = (strip[0] + strip[1]) / 2
    return [word for word in line.words if ((word.x0 + word.x1) / 2 > middle) == right]


def _side(lines: Sequence[Line], strip: Strip, *, right: bool) -> list[Line]:
    return lines_of(word for line in lines for word in _words(line, strip, right=right))


def _is_running_text(left: Sequence[Line], right: Sequence[Line], rows: Sequence[Line], strip: Strip) -> bool:
    """Whether two columns hold text that runs from line to line, and not the cells of a table without rules."""
    both = sum(bool(_words(row, strip, right=False)) and bool(_words(row, strip, right=True)) for row in rows)
    if both < _FEWEST_ROWS or min(len(left), len(right)) < _FEWEST_ROWS:
        return False
    widths = [max(line.x1 for line in side) - min(line.x0 for line in side) for side in (left, right)]
    if min(widths) < _LEAST_RATIO * max(widths):
        return False
    return all(
        sum(line.x1 - line.x0 >= _FILLED * width for line in side) >= _MOST_FILLED * len(side)
        for side, width in zip((left, right), widths, strict=True)
    )
