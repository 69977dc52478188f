"""Where paragraphs begin, as the layout of a page shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.glyph_layout import Line

# A gap this much wider than the usual one between lines parts two paragraphs. In
# corpus/pdf lines of one paragraph are up to 1.12 times the usual distance apart;
# spacing of 6 points, the least that is set in place of an indent, makes 1.37 of it.
_WIDER_GAP = 1.3

# In font sizes: less is the unevenness of a scan, a first line is set in by 2 (1 cm).
_INDENT = 1.0

# A line that ends this many font sizes before the margin was not broken for lack of room.
_SHORT = 3.0

# A centred line keeps clear of both margins by more than a paragraph's indent, and is
# off the middle by no more than the rag of a letter or two.
_CLEAR = 2.7
_OFF_CENTRE = 2.2
_OFF_AXIS = 0.8

# Lines begin at one edge within this many points (a scan's edges are uneven), and so
# large a share of a page's lines makes it a margin.
_SAME_EDGE = 4.0
_SHARE_OF_LINES = 0.06

# Fewer lines than this that run on into the next say little about a page's margins.
_ENOUGH = 3

# "a) ", "1.2. ", "- ", "Điều 5", "Căn cứ"
_MARKER = re.compile(
    r"(?:[-–+•*▪◦]|\(?\d{1,3}(?:\.\d{1,3})*[.)/]|\(?[a-zđ]{1,2}[.)]|[IVXLC]{1,5}[.)/]|Điều\s\d|Căn\scứ)"
)
_ENDED = (".", ";", ":", "./.", ".”", ";”")


@dataclass(frozen=True, slots=True)
class Margins:
    """Of a page's running text: its edges, and the usual distance of baselines in font sizes."""

    left: float
    right: float
    leading: float


def margins_of(lines: Sequence[Line], before: Margins | None = None) -> Margins:
    """The margins that most full lines keep; those of the page `before` where there are few."""
    if not lines:
        return before or Margins(0, 0, 0)
    right = sorted(line.x1 for line in lines)[int(len(lines) * 0.9)]
    left = _leftmost_common([line.x0 for line in lines])
    wraps = [pair for pair in pairwise(lines) if _wraps(*pair, left, right)]
    if len(wraps) < _ENOUGH and before is not None:
        return before
    gaps = [(below.baseline - above.baseline) / below.size for above, below in wraps or pairwise(lines)]
    return Margins(left, right, median(gaps) if gaps else 1.3)


def begins_paragraph(above: Line, below: Line, margins: Margins, *, same_page: bool = True) -> bool:
    """Whether `below` begins a paragraph, `above` being the line of text before it."""
    if same_page and below.baseline - above.baseline > margins.leading * _WIDER_GAP * below.size:
        return True
    ended = above.text.endswith(_ENDED)
    marked = bool(_MARKER.match(below.text))
    if is_centred(above, margins) or is_centred(below, margins):
        return ended or marked or above.bold != below.bold or not _share_a_middle(above, below)
    short = margins.right - above.x1 > _SHORT * below.size
    indented = below.x0 - margins.left > _INDENT * below.size
    if indented and below.x0 - above.x0 > _INDENT * below.size:
        return True
    if indented:  # one of several lines that are set in alike
        return short or ended
    return short or (ended and marked)


def _wraps(above: Line, below: Line, left: float, right: float) -> bool:
    """Whether the text plainly runs on from `above`, which is full, to `below`, which is not set in."""
    return above.x1 > right - above.size and below.x0 - left < below.size / 2


def _share_a_middle(above: Line, below: Line) -> bool:
    """Whether two lines are centred on one axis, as the lines of a title are whatever their lengths."""
    return abs((above.x0 + above.x1) - (below.x0 + below.x1)) / 2 < _OFF_AXIS * below.size


def is_centred(line: Line, margins: Margins) -> bool:
    """Whether `line` stands in the middle, clear of both margins."""
    left, right = line.x0 - margins.left, margins.right - line.x1
    return min(left, right) > _CLEAR * line.size and abs(left - right) < _OFF_CENTRE * line.size


def _leftmost_common(edges: Sequence[float]) -> float:
    """The smallest of `edges` that several lines share: most lines of a page may be set in, all being short."""
    least = max(2, _SHARE_OF_LINES * len(edges))
    for edge in sorted(edges):
        if sum(abs(other - edge) < _SAME_EDGE for other in edges) >= least:
            return edge
    return min(edges)
