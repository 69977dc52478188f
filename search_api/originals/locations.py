"""Where the words of a document stand in its original, as rows: what `nhiemvu locate` and the API answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.layout import Box, PageArea, Part, page_areas, parts
from corpus.model import Clause, ClauseKind, Page, Place, Span
from search_api.errors import UnknownValue
from search_api.schemas.records import STRICT

if TYPE_CHECKING:
    from corpus.store import Store


@dataclass(frozen=True, slots=True)
class PageAreaRow:
    """What a stretch of text covers of one page: a rectangle ``[x0, top, x1, bottom]`` for each line, in points."""

    __pydantic_config__ = STRICT

    doc: str
    page: int
    page_width: float
    page_height: float
    rects: tuple[Box, ...]

    @classmethod
    def of(cls, doc: str, area: PageArea) -> PageAreaRow:
        """The row of `area` in document `doc`."""
        return cls(doc, area.page, round(area.width, 2), round(area.height, 2), area.rects)


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """A paragraph of a Word file, counted from 1 among those of its body; `part` names it to the last step."""

    __pydantic_config__ = STRICT

    doc: str
    part: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell of a table; all are counted from 1."""

    __pydantic_config__ = STRICT

    doc: str
    part: str
    table: int
    row: int
    cell: int


@dataclass(frozen=True, slots=True)
class PartRow:
    """Another part of a file: ``note1`` is its first footnote."""

    __pydantic_config__ = STRICT

    doc: str
    part: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page of the original and how well it was read.

    `how` is ``text``, ``ocr`` or ``repaired``; `quality` the share of well-formed syllables,
    `confidence` that of the OCR; `mended` how many of its words had diacritics put right.
    """

    __pydantic_config__ = STRICT

    doc: str
    page: int
    how: str
    quality: float
    confidence: float
    mended: int
    width: float
    height: float


def page_rows(doc: str, pages: Sequence[Page], places: Sequence[Place]) -> tuple[PageRow, ...]:
    """A row for each of `pages` of document `doc`."""
    mended = Counter(place.page for place in places if place.was)
    return tuple(
        PageRow(doc, p.number, p.how, p.quality, p.confidence, mended[p.number], p.width, p.height) for p in pages
    )


LocationRow = PageAreaRow | ParagraphRow | CellRow | PartRow


def locate_span(store: Store, name: str, start: int, end: int) -> tuple[LocationRow, ...]:
    """Where ``[start, end)`` of the document `name` stands: one row a page, or one a paragraph or cell.

    Empty where the format has neither (plain text, web pages, old Word files). Raises
    `UnknownValue` where the text has no such stretch.
    """
    doc = store.document(name).id
    length = len(store.text(doc))
    if not 0 <= start < end <= length:
        raise UnknownValue(f"Văn bản dài {length} ký tự: cần 0 ≤ START < END ≤ {length}, không phải {start} và {end}.")
    return _rows(store, doc, (Span(start, end),))


def clause_spans(clauses: Sequence[Clause], path: str) -> tuple[Span, ...]:
    """The stretches of the clause `path`, page numbers and running headers in it left out; raises `UnknownValue`."""
    clause = next((c for c in clauses if c.path == path), None)
    if clause is None:
        raise UnknownValue(f"Văn bản này không có mục “{path}”.")
    found, at = [], clause.start
    for inside in clauses:
        within = clause.start <= inside.start and inside.end <= clause.end and inside is not clause
        if within and inside.kind is ClauseKind.NOISE:
            found.append(Span(at, max(at, inside.start)))
            at = max(at, inside.end)
    return (*found, Span(at, max(at, clause.end)))


def _rows(store: Store, doc: str, spans: Sequence[Span]) -> tuple[LocationRow, ...]:
    pages, places = store.layout(doc)
    if areas := page_areas(places, pages, spans):
        return tuple(PageAreaRow.of(doc, area) for area in areas)
    return tuple(_part_row(doc, part) for part in parts(places, spans))


def _part_row(doc: str, part: Part) -> LocationRow:
    steps = dict(reversed(part.steps))  # of two paragraphs the outer one
    if {"table", "row", "cell"} <= steps.keys():
        return CellRow(doc, part.name, steps["table"], steps["row"], steps["cell"])
    if "paragraph" in steps:
        return ParagraphRow(doc, part.name, steps["paragraph"])
    return PartRow(doc, part.name)
