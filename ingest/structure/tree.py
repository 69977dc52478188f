"""Blocks and their levels to the clause tree, and the tree to clauses with paths."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.model import Clause, ClauseKind, Page, Span
from ingest.markers import Style


@dataclass(slots=True)
class Node:
    """A clause in the making: its own words ``[start, head_end)``, and the nodes under it.

    A `silent` node marks a stretch inside its parent's own words and has none itself.
    """

    kind: ClauseKind
    start: int
    head_end: int
    label: str = ""
    style: Style | None = None
    number: str = ""
    cells: tuple[Span, ...] = ()
    silent: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Where the last of what stands under the node ends."""
        return max([self.head_end, *(child.end for child in self.children)])


def clauses_of(roots: Sequence[Node], pages: Sequence[Page]) -> tuple[Clause, ...]:
    """The clauses of the tree in document order, each with a path that no other has."""
    return tuple(_walk(sorted(roots, key=lambda n: n.start), None, None, pages))


def _walk(nodes: Sequence[Node], parent: Node | None, path: str | None, pages: Sequence[Page]) -> Iterator[Clause]:
    taken: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for node in nodes:
        segment = _segment(node, parent, counts)
        taken[segment] += 1
        if taken[segment] > 1:
            segment = f"{segment}~{taken[segment]}"
        own = f"{path}/{segment}" if path else segment
        head_end = node.start if node.silent else node.head_end
        yield Clause(
            path=own,
            parent=path,
            kind=node.kind,
            label=node.label,
            start=node.start,
            end=node.end,
            head_end=head_end,
            page=_page_at(node.start, pages),
            cells=node.cells,
        )
        yield from _walk(sorted(node.children, key=lambda n: n.start), node, own, pages)


# Segments that count their kind under one parent.
_COUNTED = {
    ClauseKind.PARAGRAPH: "doan",
    ClauseKind.BASIS: "can-cu",
    ClauseKind.TABLE: "bang",
    ClauseKind.ROW: "hang",
}
_NAMED = {
    ClauseKind.LETTERHEAD: "dau-van-ban",
    ClauseKind.TITLE: "ten",
    ClauseKind.RECIPIENTS: "noi-nhan",
    ClauseKind.SIGNATURE: "ky",
    ClauseKind.NOISE: "ngoai-le",
}
_PREFIXES = {
    Style.PART: "phan",
    Style.CHAPTER: "chuong",
    Style.SECTION: "muc",
    Style.ARTICLE: "dieu",
    Style.LETTER: "diem",
    Style.LETTER_IN_BRACKETS: "diem",
    Style.ROMAN_IN_BRACKETS: "tiet",
}
_BULLET_NAMES = {Style.DASH: "gach", Style.DOT: "gach", Style.PLUS: "cong"}


def _segment(node: Node, parent: Node | None, counts: Counter[str]) -> str:
    if node.kind in _NAMED:
        return _NAMED[node.kind]
    if node.kind is ClauseKind.ANNEX:
        name = "phu-luc" if node.label else "kem-theo"
        return f"{name}-{node.number}" if node.number else name
    if node.kind is ClauseKind.FOOTNOTE and node.number:
        return f"chu-thich-{node.number}"
    counted = _COUNTED.get(node.kind) or _BULLET_NAMES.get(node.style or Style.PART)
    if counted or node.style is None:
        name = counted or "doan"
        counts[name] += 1
        return f"{name}-{counts[name]}"
    if node.kind is ClauseKind.CLAUSE:
        return f"khoan-{node.number}"
    prefix = _PREFIXES.get(node.style)
    return f"{prefix}-{node.number}" if prefix else node.number


def _page_at(at: int, pages: Sequence[Page]) -> int | None:
    n = bisect_right(pages, at, key=lambda page: page.start) - 1
    return pages[n].number if n >= 0 and at < pages[n].end else None
