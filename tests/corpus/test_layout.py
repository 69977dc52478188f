"""From spans of the text to rectangles on pages, and to paragraphs and cells."""

from __future__ import annotations

import pytest

from corpus.layout import Box, PageArea, page_areas, parts
from corpus.model import Page, Place, Span

PAGES = (Page(1, 0, 40, width=595, height=842), Page(2, 40, 60, width=842, height=595))


def words(*boxes: Box, page: int = 1, start: int = 0) -> list[Place]:
    """Words of four letters with a blank between."""
    return [Place(start + 5 * n, start + 5 * n + 4, page=page, box=box) for n, box in enumerate(boxes)]


LINES = {
    "one line": ([(10, 10, 40, 22), (44, 11, 70, 23)], [(10, 10, 70, 23)]),
    "a dash is low": ([(10, 10, 40, 22), (44, 16, 48, 17), (52, 10, 70, 22)], [(10, 10, 70, 22)]),
    "two lines whose accents overlap": ([(10, 10, 40, 22), (10, 19, 40, 31)], [(10, 10, 40, 22), (10, 19, 40, 31)]),
    "cells far apart": ([(10, 10, 40, 22), (200, 10, 230, 22)], [(10, 10, 40, 22), (200, 10, 230, 22)]),
    "back to the left at the same height": (
        [(200, 10, 230, 22), (10, 10, 40, 22)],
        [(200, 10, 230, 22), (10, 10, 40, 22)],
    ),
}


@pytest.mark.parametrize(("boxes", "rects"), LINES.values(), ids=LINES)
def test_words_of_a_line_are_one_rectangle(boxes: list[Box], rects: list[Box]) -> None:
    assert page_areas(words(*boxes), PAGES, [Span(0, 100)]) == (PageArea(1, 595, 842, tuple(rects)),)


def test_a_span_over_a_page_break_covers_both_pages() -> None:
    places = words((10, 700, 40, 712)) + words((10, 50, 40, 62), page=2, start=40)
    assert page_areas(places, PAGES, [Span(2, 41)]) == (
        PageArea(1, 595, 842, ((10, 700, 40, 712),)),
        PageArea(2, 842, 595, ((10, 50, 40, 62),)),
    )


def test_what_lies_between_two_spans_is_left_out() -> None:
    places = words((10, 10, 40, 22), (44, 10, 70, 22), (74, 10, 100, 22))
    (area,) = page_areas(places, PAGES, [Span(0, 4), Span(10, 14)])
    assert area.rects == ((10, 10, 40, 22), (74, 10, 100, 22))


@pytest.mark.parametrize("span", [Span(4, 5), Span(3, 3), Span(90, 99)], ids=["a blank", "empty", "past the end"])
def test_a_span_without_words_is_nowhere(span: Span) -> None:
    assert page_areas(words((10, 10, 40, 22), (44, 10, 70, 22)), PAGES, [span]) == ()


PARTS = {
    "p12": (("paragraph", 12),),
    "t1/r3/c2": (("table", 1), ("row", 3), ("cell", 2)),
    "t1/r1/c2/p3": (("table", 1), ("row", 1), ("cell", 2), ("paragraph", 3)),
    "note1": (("note", 1),),
}


@pytest.mark.parametrize("name", PARTS)
def test_steps_of_a_part(name: str) -> None:
    (part,) = parts([Place(0, 4, part=name), Place(5, 9, part=name)], [Span(0, 9)])
    assert (part.name, part.steps) == (name, PARTS[name])
