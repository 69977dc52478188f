"""Where a stretch of a document's text stands in its original: rectangles on pages, or paragraphs and cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.model import Page, Place, Span

Box = tuple[float, float, float, float]

# Words of one line overlap by at least this share of the height of the lower (a dash is low); lines of
# tightly set text overlap by 0.3 of it (the accents of one reach into the other).
_SAME_LINE = 0.5
# Two words further apart than this many times their height stand in different columns
# or cells: justified lines of corpus/pdf have gaps of up to 1.1.
_ONE_COLUMN = 2.5

# "t1/r3/c2", "p12/box1/p1", "note1": the parts that readers of Word files and sheets name
_PART_STEP = re.compile(r"(?P<kind>[a-z]+)(?P<number>\d+)")
_STEP_NAMES = {"p": "paragraph", "t": "table", "r": "row", "c": "cell", "s": "sheet"}


@dataclass(frozen=True, slots=True)
class PageArea:
    """What a stretch covers of one page: a rectangle ``(x0, top, x1, bottom)`` for each of its lines.

    Points (1/72 inch) from the top left of the page as it is shown, which is `width` by `height`.
    """

    page: int
    width: float
    height: float
    rects: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file without pages: its name, and the steps to it, counted from 1 (``table 1, row 3, cell 2``)."""

    name: str
    steps: tuple[tuple[str, int], ...]


def page_areas(places: Iterable[Place], pages: Iterable[Page], spans: Iterable[Span]) -> tuple[PageArea, ...]:
    """The areas that `spans` cover, page by page; words that a span cuts count whole."""
    boxes: dict[int, list[Box]] = {}
    for place in _within(places, spans):
        if place.page is not None and place.box is not None:
            boxes.setdefault(place.page, []).append(place.box)
    sizes = {page.number: (page.width, page.height) for page in pages}
    return tuple(
        PageArea(number, *sizes.get(number, (0.0, 0.0)), tuple(_lines(boxes[number]))) for number in sorted(boxes)
    )


def parts(places: Iterable[Place], spans: Iterable[Span]) -> tuple[Part, ...]:
    """The paragraphs and cells that `spans` touch, in the order of the text, each once."""
    names = dict.fromkeys(place.part for place in _within(places, spans) if place.part)
    return tuple(Part(name, _steps(name)) for name in names)


def _within(places: Iterable[Place], spans: Iterable[Span]) -> list[Place]:
    wanted = [span for span in spans if span.start < span.end]
    found = (p for p in places if any(p.start < span.end and p.end > span.start for span in wanted))
    return sorted(found, key=lambda place: place.start)


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """Boxes of words in reading order, those of one line joined."""
    lines: list[Box] = []
    for box in boxes:
        if lines and _goes_on(lines[-1], box):
            last = lines[-1]
            lines[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            lines.append(box)
    return lines


def _goes_on(line: Box, box: Box) -> bool:
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    heights = (line[3] - line[1], box[3] - box[1])
    gap = box[0] - line[2]
    return overlap >= _SAME_LINE * min(heights) and box[2] > line[2] and gap <= _ONE_COLUMN * max(heights)


def _steps(name: str) -> tuple[tuple[str, int], ...]:
    steps = [m for step in name.split("/") if (m := _PART_STEP.fullmatch(step))]
    return tuple((_STEP_NAMES.get(m["kind"], m["kind"]), int(m["number"])) for m in steps)
