"""What the index answers, as shown: ranked passages and the crosswalk; rows like those of `search_api.views`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Document
from search_api.labels import cited
from search_api.views import STRICT, DocumentRow

if TYPE_CHECKING:
    from index.crosswalk import CrosswalkRow as Alignment
    from index.query import Hit


@dataclass(frozen=True, slots=True)
class SamePassage:
    """A clause of another document that has the same words."""

    __pydantic_config__ = STRICT

    doc: str
    path: str
    number: str
    source: str


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A ranked passage; `text` is the document's text at ``[start, end)``, `highlights` are spans of `text`.

    `headings` are the headings it stands under, outermost first; `why` says in
    Vietnamese what made it answer; `same` names clauses of other documents with the
    same words, which have no row of their own; `outside` says that it meets none of the
    conditions read in the query; `warnings` how far the document's text can be relied on.
    """

    __pydantic_config__ = STRICT

    rank: int
    score: float
    doc: str
    source: str
    path: str
    start: int
    end: int
    text: str
    highlights: tuple[tuple[int, int], ...]
    number: str
    title: str
    why: str
    type: str
    issuer: str
    issued: str
    cited: str
    headings: tuple[str, ...]
    same: tuple[SamePassage, ...]
    outside: bool = False
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, hit: Hit, document: Document, headings: tuple[str, ...], same: tuple[SamePassage, ...] = ()
    ) -> SearchRow:
        """The row of `hit`, which stands in `document` under `headings`."""
        return cls(
            rank=hit.rank,
            score=round(hit.score, 6),
            doc=document.id,
            source=document.source,
            path=hit.path,
            start=hit.start,
            end=hit.end,
            text=hit.text,
            highlights=tuple((start, end) for start, end in hit.highlights),
            number=document.number,
            title=document.title,
            why=hit.why,
            type=document.type,
            issuer=document.issuer,
            issued=document.issued,
            cited=cited(hit.path),
            headings=headings,
            same=same,
            outside=hit.outside,
            warnings=document.warnings,
        )


@dataclass(frozen=True, slots=True)
class CrosswalkChild:
    """A stretch ``[start, end)`` of the child document that carries out a task of the parent; `reason` says why."""

    __pydantic_config__ = STRICT

    doc: str
    path: str
    quote: str
    score: float
    start: int
    end: int
    cited: str
    reason: str


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One task of the parent and what carries it out; `coverage` is `full`, `partial` or `none`.

    `score` is the similarity of the nearest stretch, `share` how much of the task's
    words are carried, `note` what is left out; `parent_quote` is the parent's text at
    ``[parent_start, parent_end)``.
    """

    __pydantic_config__ = STRICT

    parent_doc: str
    parent_path: str
    parent_quote: str
    coverage: str
    score: float
    children: tuple[CrosswalkChild, ...]
    note: str
    parent_start: int
    parent_end: int
    parent_cited: str
    share: float

    @classmethod
    def of(cls, row: Alignment, parent: Document) -> CrosswalkRow:
        """The row of an alignment whose task stands in `parent`."""
        return cls(
            parent_doc=parent.id,
            parent_path=row.parent_path,
            parent_quote=row.parent_quote,
            coverage=row.coverage.value,
            score=round(row.score, 4),
            children=tuple(
                CrosswalkChild(c.doc, c.path, c.quote, round(c.score, 4), c.start, c.end, cited(c.path), c.reason)
                for c in row.children
            ),
            note=row.note,
            parent_start=row.parent_start,
            parent_end=row.parent_end,
            parent_cited=cited(row.parent_path),
            share=round(row.share, 4),
        )


@dataclass(frozen=True, slots=True)
class CrosswalkView:
    """A parent document's tasks beside a child's; `coverages` counts the tasks by coverage."""

    __pydantic_config__ = STRICT

    parent: DocumentRow
    child: DocumentRow
    coverages: dict[str, int]
    rows: tuple[CrosswalkRow, ...]

    @classmethod
    def of(cls, parent: Document, child: Document, rows: tuple[CrosswalkRow, ...]) -> CrosswalkView:
        """The view of `rows`, which align `parent` with `child`."""
        counts = Counter(row.coverage for row in rows)
        return cls(DocumentRow.of(parent), DocumentRow.of(child), dict(counts), rows)
