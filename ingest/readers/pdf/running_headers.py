"""What stands on pages but not in the document: page numbers, running headers, signing stamps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.vietnamese import bare
from ingest.readers.pdf.glyph_layout import Line

# "2", "- 2 -", "Trang 2/8"
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*|page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
# "CÔNG BÁO/Số 123 + 124/Ngày 01-02-2013", with the page number before or after it
_GAZETTE = re.compile(r"(?:\d{1,4}\s+)?CÔNG\s*BÁO\s*/\s*Số\s.*", re.IGNORECASE)
# What signing software prints: "Người ký: …", "Thời gian ký: …", "SAO Y; Văn phòng …", "Giờ ký: …"
_STAMP = re.compile(
    r"(?:Người\s+ký|Ký\s+bởi|Ngày\s+ký|Giờ\s+ký|Thời\s+gian\s+ký|Cơ\s+quan|Email|Chức\s+vụ)\s*:.*|SAO\s+Y\s*;.*",
    re.IGNORECASE,
)

# Running lines stand in this share of the page, at its top and bottom.
_EDGE = 0.12
# A line that stands at the same height on so many of the pages runs through them.
_ON_PAGES = 0.5
_SAME_HEIGHT = 8.0
# How many lines from either edge are looked at.
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page, from top to bottom, and the page's height in points."""

    lines: Sequence[Line]
    height: float


def running_lines(pages: Sequence[PageLines]) -> list[Collection[int]]:
    """For each page, which of its lines (by index) are not the document's own."""
    repeated = _repeated(pages)
    return [_running_on(page, repeated) for page in pages]


def _running_on(page: PageLines, repeated: Collection[tuple[str, int]]) -> set[int]:
    last = len(page.lines) - 1
    found = _run_from_edge(page, range(last + 1), repeated) | _run_from_edge(page, range(last, -1, -1), repeated)
    return found | {
        i for i, line in enumerate(page.lines) if _at_edge(line, page.height) and _STAMP.fullmatch(line.text)
    }


def _run_from_edge(page: PageLines, inwards: Iterable[int], repeated: Collection[tuple[str, int]]) -> set[int]:
    """The running lines among the outermost, taken from one edge of the page inwards."""
    found: set[int] = set()
    for depth, index in enumerate(inwards):
        line = page.lines[index]
        outermost = depth == len(found)
        at_edge = _at_edge(line, page.height)
        numbers_page = _PAGE_NUMBER.fullmatch(line.text) and (outermost or at_edge)
        runs_through = at_edge and (_GAZETTE.fullmatch(line.text) or _key(line, page.height) in repeated)
        if numbers_page or runs_through:
            found.add(index)
        elif depth >= _DEPTH:
            break
    return found


def _repeated(pages: Sequence[PageLines]) -> Collection[tuple[str, int]]:
    """The words, without their numbers, and heights of lines that stand on most pages."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        edge = [*page.lines[:_DEPTH], *page.lines[-_DEPTH:]]
        counts.update({_key(line, page.height) for line in edge if _at_edge(line, page.height)})
    least = max(2, len(pages) * _ON_PAGES)
    return {key for key, count in counts.items() if count >= least and key[0]}


def _key(line: Line, height: float) -> tuple[str, int]:
    """The words of a line at the edge, and how far from it they stand; pages may lie on their sides."""
    from_edge = line.baseline if line.baseline < height / 2 else line.baseline - height
    return re.sub(r"[\d\s]+", " ", bare(line.text)).strip(), round(from_edge / _SAME_HEIGHT)


def _at_edge(line: Line, height: float) -> bool:
    return line.bottom < height * _EDGE or line.top > height * (1 - _EDGE)
