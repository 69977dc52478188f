"""A document as its reader sees it: clause by clause, with duties and citations marked in the words themselves.

Nothing of the text is changed: the segments of all blocks, put together, are the
document's text without the white space between clauses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import FRAME_KINDS, Clause, ClauseKind, Document, Obligation, Record, Reference, Span
from search_api.documents.headings import heading
from search_api.documents.line_breaks import line_starts
from search_api.labels import HEADING_KINDS, cited
from search_api.schemas.records import STRICT

# A clause with this many characters of its own is running text, whatever its kind.
_LONGEST_HEADING = 240
# Entries of an outline are lines of a narrow column.
_OUTLINE_LENGTH = 70


@dataclass(frozen=True, slots=True)
class NumberedObligation:
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
    """Words that are marked alike: the duties they belong to, those that begin here, the citation they are part of.

    `ends_line` says that a new line begins after them; any other line end in `text`
    is where a page or a screen ran out, and is shown as the space it stands for.
    `is_noise` marks what a page break put between the words: a page number, a running header.
    """

    text: str
    duties: tuple[NumberedObligation, ...] = ()
    begins: tuple[NumberedObligation, ...] = ()
    citation: Citation | None = None
    is_label: bool = False
    ends_line: bool = False
    is_noise: bool = False


@dataclass(frozen=True, slots=True)
class RenderedClause:
    """A clause's own words; `duties` are those that begin in it.

    Of a table, `head` holds the headings of its columns where its own words are
    just those (`segments` is empty then), and `rows` the rest.
    """

    path: str
    cited: str
    kind: ClauseKind
    depth: int
    is_heading: bool
    page: int | None
    segments: tuple[Segment, ...]
    duties: tuple[NumberedObligation, ...]
    head: tuple[tuple[Segment, ...], ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table and how many columns wide it is."""

    segments: tuple[Segment, ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its own anchor, its cells, the duties that begin in it.

    `between` are words that stand in no cell: what a page break put into the row.
    """

    path: str
    cited: str
    cells: tuple[Cell, ...]
    between: tuple[Segment, ...]
    duties: tuple[NumberedObligation, ...]


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading of the document, the depth it stands at, and the number of duties below it."""

    __pydantic_config__ = STRICT

    path: str
    title: str
    depth: int
    duties: int


def render_clauses(record: Record, targets: Mapping[str, Document]) -> tuple[RenderedClause, ...]:
    """The blocks of a document in text order; `targets` are the documents it cites, by id."""
    return _Annotator(record, targets).render_clauses()


def outline(record: Record) -> tuple[OutlineEntry, ...]:
    """The headings of a document, in text order; an item is one where it has something under it."""
    depths = _depths(record.clauses)
    found = []
    for clause in record.clauses:
        leaf = clause.kind is ClauseKind.ITEM and clause.end == clause.head_end and depths[clause.path] > 0
        if clause.kind in HEADING_KINDS and depths[clause.path] < 3 and not leaf:
            below = sum(clause.start <= o.start < clause.end for o in record.obligations)
            title = heading(clause, record.text, _OUTLINE_LENGTH)
            found.append(OutlineEntry(clause.path, title, depths[clause.path], below))
    return tuple(found)


class _Annotator:
    """Cuts each clause's own words where a mark begins or ends."""

    def __init__(self, record: Record, targets: Mapping[str, Document]) -> None:
        self._text = record.text
        self._clauses = record.clauses
        in_order = sorted(record.obligations, key=lambda o: (o.start, -o.end))
        self._duties = [NumberedObligation(number, obligation) for number, obligation in enumerate(in_order, 1)]
        self._citations = [Citation(r, targets.get(r.target or "")) for r in record.references]
        self._children: dict[str | None, list[Clause]] = defaultdict(list)
        for clause in record.clauses:
            self._children[clause.parent].append(clause)
        frames = [Span(c.start, c.end) for c in record.clauses if c.kind in FRAME_KINDS]
        self._noise = [
            Span(c.start, c.end) for c in record.clauses if c.kind is ClauseKind.NOISE and c.head_end == c.start
        ]
        self._breaks = frozenset(at for at in line_starts(record.text, frames) if not self._beside_noise(at))
        self._tables = {clause.path for clause in record.clauses if clause.kind is ClauseKind.TABLE}

    def render_clauses(self) -> tuple[RenderedClause, ...]:
        depths = _depths(self._clauses)
        return tuple(
            self._block(clause, depths[clause.path])
            for clause in self._clauses
            if clause.kind is not ClauseKind.ROW or clause.parent not in self._tables
        )

    def _block(self, clause: Clause, depth: int) -> RenderedClause:
        own = Span(clause.start, clause.head_end)
        lines = [c for c in self._children[clause.path] if c.kind is ClauseKind.ROW]
        width = max((len(line.cells) for line in lines), default=0)
        head = self._head(own, width) if clause.path in self._tables else ()
        return RenderedClause(
            path=clause.path,
            cited=cited(clause.path),
            kind=clause.kind,
            depth=depth,
            is_heading=self._is_heading(clause),
            page=clause.page,
            segments=() if head else self._segments(own, clause.label),
            duties=self._beginning(own),
            head=head,
            rows=tuple(self._row(line, width) for line in lines) if clause.path in self._tables else (),
        )

    def _head(self, own: Span, width: int) -> tuple[tuple[Segment, ...], ...]:
        """The headings of a table's columns, where its own words are one for each: by tabs, or else by lines."""
        words = own.of(self._text)
        parts = list(re.finditer(r"[^\t]+" if "\t" in words else r"[^\n]+", words))
        if len(parts) != width or width < 2:
            return ()
        return tuple(self._segments(Span(own.start + m.start(), own.start + m.end())) for m in parts)

    def _row(self, clause: Clause, width: int) -> Row:
        own = Span(clause.start, clause.head_end)
        spans = list(clause.cells or (own,))
        # "I | HOÀN THIỆN THỂ CHẾ | | | |": a heading inside the table takes the empty cells after it.
        while len(spans) > 1 and not spans[-1].of(self._text).strip():
            spans.pop()
        wide = width - len(spans) + 1 if len(spans) <= 2 else 1
        cells = [Cell(self._segments(span)) for span in spans[:-1]] + [Cell(self._segments(spans[-1]), max(wide, 1))]
        cells += [Cell(())] * (width - len(cells) - wide + 1)
        return Row(
            path=clause.path,
            cited=cited(clause.path),
            cells=tuple(cells),
            between=self._between(own, clause.cells),
            duties=self._beginning(own),
        )

    def _between(self, own: Span, cells: Sequence[Span]) -> tuple[Segment, ...]:
        at, found = own.start, []
        for cell in (*sorted(cells), Span(own.end, own.end)) if cells else ():
            if self._text[at : cell.start].strip():
                found.append(Segment(self._text[at : cell.start].strip()))
            at = max(at, cell.end)
        return tuple(found)

    def _beside_noise(self, at: int) -> bool:
        """Whether nothing but blanks stands between `at` and what interrupts a sentence."""
        return any(n.start <= at <= n.end or not self._text[n.end : at].strip() for n in self._noise if n.start <= at)

    def _is_heading(self, clause: Clause) -> bool:
        short = clause.head_end - clause.start <= _LONGEST_HEADING
        return clause.kind in HEADING_KINDS and short and clause.end > clause.head_end

    def _beginning(self, span: Span) -> tuple[NumberedObligation, ...]:
        return tuple(d for d in self._duties if span.start <= d.obligation.start < max(span.end, span.start + 1))

    def _segments(self, span: Span, label: str = "") -> tuple[Segment, ...]:
        duties = [d for d in self._duties if d.obligation.start < span.end and d.obligation.end > span.start]
        citations = [c for c in self._citations if c.reference.start < span.end and c.reference.end > span.start]
        marked = len(label) if label and self._text.startswith(label, span.start) else 0
        cuts = {span.start, span.start + marked, span.end}
        cuts |= {at for d in duties for at in (d.obligation.start, d.obligation.end)}
        cuts |= {at for c in citations for at in (c.reference.start, c.reference.end)}
        cuts |= {at for at in range(span.start, span.end) if at in self._breaks}
        cuts |= {at for noise in self._noise for at in noise}
        return tuple(
            Segment(
                text=self._text[start:end],
                duties=tuple(d for d in duties if d.obligation.start <= start and end <= d.obligation.end),
                begins=tuple(d for d in duties if d.obligation.start == start),
                citation=next((c for c in citations if c.reference.start <= start and end <= c.reference.end), None),
                is_label=end <= span.start + marked,
                ends_line=end in self._breaks,
                is_noise=any(noise.start <= start and end <= noise.end for noise in self._noise),
            )
            for start, end in pairwise(sorted(at for at in cuts if span.start <= at <= span.end))
        )


def _depths(clauses: Sequence[Clause]) -> dict[str, int]:
    """How many clauses each clause stands under; parents come before their children."""
    depths: dict[str, int] = {}
    for clause in clauses:
        depths[clause.path] = depths[clause.parent] + 1 if clause.parent is not None else 0
    return depths


def duties_of(render_clauses: Iterable[RenderedClause]) -> list[NumberedObligation]:
    """The duties that begin in `render_clauses`, in order."""
    return [
        duty for block in render_clauses for duty in (*block.duties, *(d for row in block.rows for d in row.duties))
    ]
