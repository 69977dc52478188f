"""The crosswalk as shown: what the machine found with what people decided over it; rows like those of `views`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Document
from search_api.labels import cited
from search_api.schemas.records import STRICT, DocumentRow

if TYPE_CHECKING:
    from corpus.relations.review_decisions import Verdict
    from index.crosswalk.alignment import ChildLink
    from index.crosswalk.amendments import Place
    from index.crosswalk.gaps import Gap

COVERAGES = ("full", "partial", "none")


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A decision of a person; `lost` says that the words it was about are no longer in the documents."""

    __pydantic_config__ = STRICT

    decision: str
    coverage: str
    note: str
    author: str
    at: str
    task_path: str
    task_quote: str
    clause_path: str
    clause_quote: str
    lost: bool = False

    @classmethod
    def of(cls, verdict: Verdict, *, lost: bool = False) -> VerdictRow:
        """The row of `verdict`."""
        clause = verdict.clause
        return cls(
            verdict.decision.value,
            verdict.coverage,
            verdict.note,
            verdict.author,
            verdict.at,
            verdict.task.path,
            verdict.task.quote,
            clause.path if clause else "",
            clause.quote if clause else "",
            lost,
        )


@dataclass(frozen=True, slots=True)
class CrosswalkChild:
    """A sentence of the child that carries out a task; `quote` is its opening statement at ``[start, end)``.

    `score` is the probability that it does, `is_sure` says whether links as probable were nearly always right on
    documents read by hand; `part` is the part of the sentence that carries the task, `reason` says why it is linked;
    `verdict` is what a person decided about the link.
    """

    __pydantic_config__ = STRICT

    doc: str
    path: str
    quote: str
    score: float
    start: int
    end: int
    cited: str
    reason: str
    part: str = ""
    part_start: int = 0
    part_end: int = 0
    verdict: VerdictRow | None = None
    is_sure: bool = False

    @classmethod
    def of(cls, link: ChildLink, verdict: VerdictRow | None) -> CrosswalkChild:
        """The row of a link that the machine found."""
        return cls(
            link.doc,
            link.path,
            link.quote,
            round(link.score, 4),
            link.start,
            link.end,
            cited(link.path),
            link.reason,
            link.part,
            link.part_start,
            link.part_end,
            verdict,
            link.is_sure,
        )


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One task of the parent and what carries it out; `coverage` is `full`, `partial` or `none`.

    `coverage` and `children` are as people decided, where they did; `machine_coverage` and
    `rejected` are what the machine found otherwise. `score` is the similarity of the nearest
    sentence, `share` how much of the task's words are carried, `note` what is left out;
    `parent_quote` is the parent's text at ``[parent_start, parent_end)``; `gaps` are types.
    `number` counts the parent's tasks from 1, also where only those of one agency are shown.
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
    machine_coverage: str = ""
    verdict: VerdictRow | None = None
    rejected: tuple[CrosswalkChild, ...] = ()
    gaps: tuple[str, ...] = ()
    number: int = 0

    @property
    def is_decided(self) -> bool:
        """Whether a person has decided anything about it."""
        return self.verdict is not None or any(link.verdict for link in (*self.children, *self.rejected))


@dataclass(frozen=True, slots=True)
class GapPlace:
    """Where a gap stands."""

    __pydantic_config__ = STRICT

    doc: str
    path: str
    start: int
    end: int
    quote: str
    cited: str

    @classmethod
    def of(cls, place: Place | None) -> GapPlace | None:
        """The row of a place, if there is one."""
        return cls(place.doc, place.path, place.start, place.end, place.quote, cited(place.path)) if place else None


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap between parent and child; `type` is one of the six types, `note` says what is wrong."""

    __pydantic_config__ = STRICT

    type: str
    parent: GapPlace | None
    child: GapPlace | None
    note: str
    amended_by: GapPlace | None

    @classmethod
    def of(cls, gap: Gap) -> GapRow:
        """The row of `gap`."""
        places = (GapPlace.of(gap.parent), GapPlace.of(gap.child))
        return cls(gap.type.value, *places, gap.note, GapPlace.of(gap.amended_by))


@dataclass(frozen=True, slots=True)
class CrosswalkView:
    """A parent document's tasks beside a child's; `coverages` counts the tasks by coverage.

    `lost` are verdicts whose words are gone; `decided` counts the tasks a person has looked at.
    """

    __pydantic_config__ = STRICT

    parent: DocumentRow
    child: DocumentRow
    coverages: dict[str, int]
    rows: tuple[CrosswalkRow, ...]
    gaps: tuple[GapRow, ...] = ()
    lost: tuple[VerdictRow, ...] = ()
    decided: int = 0

    @classmethod
    def of(
        cls,
        parent: Document,
        child: Document,
        rows: tuple[CrosswalkRow, ...],
        gaps: tuple[GapRow, ...] = (),
        lost: tuple[VerdictRow, ...] = (),
    ) -> CrosswalkView:
        """The view of `rows`, which align `parent` with `child`."""
        counts = Counter(row.coverage for row in rows)
        decided = sum(row.is_decided for row in rows)
        return cls(DocumentRow.of(parent), DocumentRow.of(child), dict(counts), rows, gaps, lost, decided)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How far one child carries out one task; `links` counts what carries it, `gaps` are types."""

    __pydantic_config__ = STRICT

    doc: str
    number: str
    coverage: str
    links: int
    gaps: tuple[str, ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One task of the parent with a cell for each child."""

    __pydantic_config__ = STRICT

    parent_doc: str
    parent_path: str
    parent_quote: str
    parent_cited: str
    coverages: dict[str, int]
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """A parent's tasks by all documents that carry it out; `totals` are the coverages of each child."""

    __pydantic_config__ = STRICT

    parent: DocumentRow
    children: tuple[DocumentRow, ...]
    totals: tuple[dict[str, int], ...]
    rows: tuple[MatrixRow, ...]

    @classmethod
    def of(cls, parent: Document, views: tuple[CrosswalkView, ...]) -> MatrixView:
        """The view of crosswalks that all have the same tasks."""
        rows = []
        for number, first in enumerate(views[0].rows if views else ()):
            found = [view.rows[number] for view in views]
            cells = tuple(
                MatrixCell(v.child.doc, v.child.number, r.coverage, len(r.children), r.gaps, r.is_decided)
                for v, r in zip(views, found, strict=True)
            )
            counts = dict(Counter(cell.coverage for cell in cells))
            rows.append(
                MatrixRow(first.parent_doc, first.parent_path, first.parent_quote, first.parent_cited, counts, cells)
            )
        return cls(
            DocumentRow.of(parent),
            tuple(view.child for view in views),
            tuple(view.coverages for view in views),
            tuple(rows),
        )


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A document in a chain: what it carries out directly, and how many steps below the top it stands."""

    __pydantic_config__ = STRICT

    doc: str
    parent: str | None
    depth: int
    document: DocumentRow
