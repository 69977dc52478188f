"""A document as its reader sees it: clause by clause, with duties and citations marked in the words themselves.

Nothing of the text is changed: the segments of all blocks, put together, are the
document's text without the white space between clauses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Clause, ClauseKind, Document, Obligation, Record, Reference, Span
from search_api.headings import heading
from search_api.labels import HEADING_KINDS, cited
from search_api.views import STRICT

# A clause with this many characters of its own is running text, whatever its kind.
_LONGEST_HEADING = 240
# Entries of an outline are lines of a narrow column.
_OUTLINE_LENGTH = 70


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation and its number among the document's, as printed in the margin."""

    number: int
    obligation: Obligation


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference and the document it leads to, where the knowledge base holds it."""

    reference: Reference
    target: Document | None


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that are marked alike: the duties they belong to, those that begin here, the citation they are part of."""

    text: str
    duties: tuple[Duty, ...] = ()
    begins: tuple[Duty, ...] = ()
    citation: Citation | None = None
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A clause's own words; `duties` are those that begin in it, `rows` a table's cells as segments."""

    path: str
    cited: str
    kind: ClauseKind
    depth: int
    is_heading: bool
    page: int | None
    segments: tuple[Segment, ...]
    duties: tuple[Duty, ...]
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its own anchor, its cells, and the duties that begin in it."""

    path: str
    cited: str
    cells: tuple[tuple[Segment, ...], ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading of the document, the depth it stands at, and the number of duties below it."""

    __pydantic_config__ = STRICT

    path: str
    title: str
    depth: int
    duties: int


def blocks(record: Record, targets: Mapping[str, Document]) -> tuple[Block, ...]:
    """The blocks of a document in text order; `targets` are the documents it cites, by id."""
    return _Typesetting(record, targets).blocks()


def outline(record: Record) -> tuple[OutlineEntry, ...]:
    """The headings of a document, in text order."""
    depths = _depths(record.clauses)
    found = []
    for clause in record.clauses:
        if clause.kind in HEADING_KINDS and depths[clause.path] < 3:
            below = sum(clause.start <= o.start < clause.end for o in record.obligations)
            title = heading(clause, record.text, _OUTLINE_LENGTH)
            found.append(OutlineEntry(clause.path, title, depths[clause.path], below))
    return tuple(found)


class _Typesetting:
    """Cuts each clause's own words where a mark begins or ends."""

    def __init__(self, record: Record, targets: Mapping[str, Document]) -> None:
        self._text = record.text
        self._clauses = record.clauses
        in_order = sorted(record.obligations, key=lambda o: (o.start, -o.end))
        self._duties = [Duty(number, obligation) for number, obligation in enumerate(in_order, 1)]
        self._citations = [Citation(r, targets.get(r.target or "")) for r in record.references]
        self._children: dict[str | None, list[Clause]] = defaultdict(list)
        for clause in record.clauses:
            self._children[clause.parent].append(clause)
        self._tables = {clause.path for clause in record.clauses if clause.kind is ClauseKind.TABLE}

    def blocks(self) -> tuple[Block, ...]:
        depths = _depths(self._clauses)
        return tuple(
            self._block(clause, depths[clause.path])
            for clause in self._clauses
            if clause.kind is not ClauseKind.ROW or clause.parent not in self._tables
        )

    def _block(self, clause: Clause, depth: int) -> Block:
        own = Span(clause.start, clause.head_end)
        rows: tuple[Row, ...] = ()
        if clause.kind is ClauseKind.TABLE:
            rows = tuple(self._row(c) for c in self._children[clause.path] if c.kind is ClauseKind.ROW)
        return Block(
            path=clause.path,
            cited=cited(clause.path),
            kind=clause.kind,
            depth=depth,
            is_heading=self._is_heading(clause),
            page=clause.page,
            segments=self._segments(own, clause.label),
            duties=self._beginning(own),
            rows=rows,
        )

    def _row(self, clause: Clause) -> Row:
        spans = clause.cells or (Span(clause.start, clause.head_end),)
        return Row(
            path=clause.path,
            cited=cited(clause.path),
            cells=tuple(self._segments(span) for span in spans),
            duties=self._beginning(Span(clause.start, clause.head_end)),
        )

    def _is_heading(self, clause: Clause) -> bool:
        short = clause.head_end - clause.start <= _LONGEST_HEADING
        return clause.kind in HEADING_KINDS and short and clause.end > clause.head_end

    def _beginning(self, span: Span) -> tuple[Duty, ...]:
        return tuple(d for d in self._duties if span.start <= d.obligation.start < max(span.end, span.start + 1))

    def _segments(self, span: Span, label: str = "") -> tuple[Segment, ...]:
        duties = [d for d in self._duties if d.obligation.start < span.end and d.obligation.end > span.start]
        citations = [c for c in self._citations if c.reference.start < span.end and c.reference.end > span.start]
        marked = len(label) if label and self._text.startswith(label, span.start) else 0
        cuts = {span.start, span.start + marked, span.end}
        cuts |= {at for d in duties for at in (d.obligation.start, d.obligation.end)}
        cuts |= {at for c in citations for at in (c.reference.start, c.reference.end)}
        return tuple(
            Segment(
                text=self._text[start:end],
                duties=tuple(d for d in duties if d.obligation.start <= start and end <= d.obligation.end),
                begins=tuple(d for d in duties if d.obligation.start == start),
                citation=next((c for c in citations if c.reference.start <= start and end <= c.reference.end), None),
                is_label=end <= span.start + marked,
            )
            for start, end in pairwise(sorted(at for at in cuts if span.start <= at <= span.end))
        )


def _depths(clauses: Sequence[Clause]) -> dict[str, int]:
    """How many clauses each clause stands under; parents come before their children."""
    depths: dict[str, int] = {}
    for clause in clauses:
        depths[clause.path] = depths[clause.parent] + 1 if clause.parent is not None else 0
    return depths


def duties_of(blocks: Iterable[Block]) -> list[Duty]:
    """The duties that begin in `blocks`, in order."""
    return [duty for block in blocks for duty in (*block.duties, *(d for row in block.rows for d in row.duties))]
