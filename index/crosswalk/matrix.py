"""One parent's tasks against all its children, and chains of documents that carry one another out.

The parent's side is made once; each child is compared by itself, so the work grows with
the number of children and no further.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Record
from index.crosswalk.alignment import Alignment, Tasks, compare
from index.crosswalk.amendments import Amendment
from index.crosswalk.feature_cache import FeatureCache
from index.crosswalk.features import DocumentFeatures, EmbeddedDocument
from index.crosswalk.units import units
from index.embedding.embedder import Embedder

# Sides kept in memory: of a plan of 100 clauses about 1 MB, so 200 are the children of three directives.
KEPT = 200


class EmbeddedDocumentCache:
    """The child's sides of documents, kept from one comparison to the next by their revision.

    The last ones are kept in memory; what documents were taken apart into is kept in `disk`, where there is one.
    """

    def __init__(self, embedder: Embedder, kept: int = KEPT, disk: FeatureCache | None = None) -> None:
        self.embedder = embedder
        self._kept = kept
        self._disk = disk
        self._sides: OrderedDict[tuple[str, str], tuple[Record, EmbeddedDocument]] = OrderedDict()
        self._looking = threading.Lock()

    def find(self, doc: str, revision: str) -> tuple[Record, EmbeddedDocument] | None:
        """A document of which the side at this revision is in memory, and the side."""
        with self._looking:
            if (found := self._sides.get((doc, revision))) is not None:
                self._sides.move_to_end((doc, revision))
            return found

    def of(self, child: Record, revision: str = "") -> EmbeddedDocument:
        """The side of `child`; without a `revision` it is made anew."""
        doc = child.document.id
        if revision and (found := self.find(doc, revision)) is not None:
            return found[1]
        kept = self._disk if revision else None
        side = EmbeddedDocument.embedded(
            kept.of(child, revision) if kept else DocumentFeatures.of(units(child)), self.embedder
        )
        if revision:
            with self._looking:
                self._sides[doc, revision] = (child, side)
                while len(self._sides) > self._kept:
                    self._sides.popitem(last=False)
        return side


@dataclass(frozen=True, slots=True)
class Step:
    """A document in a chain, with what it carries out directly."""

    doc: str
    parent: str | None
    depth: int


def matrix(
    parent: Tasks, children: Iterable[Record], embedder: Embedder, amended: Sequence[Amendment] = ()
) -> Iterator[tuple[Record, Alignment]]:
    """The alignment of `parent` with each of `children`, one after the other."""
    for child in children:
        yield child, compare(parent, child, EmbeddedDocument.of(units(child), embedder), amended, reasons=False)


def chain(top: str, carried_out_by: dict[str, list[str]]) -> tuple[Step, ...]:
    """All documents below `top`, each once at its least depth, in reading order.

    `carried_out_by` names the documents that carry each one out directly. A document that
    carries out both a directive and the decision between them stands under the decision.
    """
    depths = _depths(top, carried_out_by)
    under: dict[str, str] = {}
    for doc in depths:
        for below in carried_out_by.get(doc, ()):
            deeper = depths[doc] < depths[below]
            if deeper and (below not in under or depths[doc] > depths[under[below]]):
                under[below] = doc
    steps: list[Step] = []

    def walk(doc: str, parent: str | None, depth: int) -> None:
        steps.append(Step(doc, parent, depth))
        for below in carried_out_by.get(doc, ()):
            if under.get(below) == doc:
                walk(below, doc, depth + 1)

    walk(top, None, 0)
    return tuple(steps)


def _depths(top: str, carried_out_by: dict[str, list[str]]) -> dict[str, int]:
    """How many steps below `top` each document stands at the most; circles are cut where they close."""
    depths = {top: 0}

    def visit(doc: str, trail: frozenset[str]) -> None:
        for below in carried_out_by.get(doc, ()):
            if below not in trail and depths.get(below, -1) < len(trail):
                depths[below] = len(trail)
                visit(below, trail | {below})

    visit(top, frozenset({top}))
    return depths
