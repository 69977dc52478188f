"""Crosswalks over the knowledge base: of two documents, of a parent with all its children; with verdicts over them."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cachetools import LRUCache

from corpus.model import Clause, Document, DocumentKind, Record, Relation
from corpus.relations.review_decisions import Anchor, Decision, Verdict
from search_api.agencies.directory import AgencyDirectory
from search_api.errors import UnknownValue
from search_api.labels import cited
from search_api.schemas.crosswalk import (
    COVERAGES,
    ChainRow,
    CrosswalkChild,
    CrosswalkRow,
    CrosswalkView,
    GapRow,
    MatrixView,
    VerdictRow,
)
from search_api.schemas.records import DocumentRow

if TYPE_CHECKING:
    from index.crosswalk.alignment import Alignment, Tasks
    from index.crosswalk.alignment import CrosswalkRow as AlignedTask
    from index.crosswalk.amendments import Amendment
    from index.crosswalk.feature_cache import FeatureCache
    from index.crosswalk.features import EmbeddedDocument
    from index.crosswalk.matrix import EmbeddedDocumentCache
    from search_api.resources import Resources
    from search_api.snapshot import StoreSnapshot

# Parents whose tasks are kept ready.
_PARENTS = 8
# Beside the store and the vectors; all of it can be made again.
_FEATURES_FILE = "crosswalk.sqlite"


class Crosswalks:
    """The crosswalks of one knowledge base; keeps what it made of documents for as long as these stay as they are."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._tasks: LRUCache[tuple[str, str], Tasks] = LRUCache(_PARENTS)
        self._preparing = threading.Lock()
        self._opening = threading.Lock()
        self._kept: FeatureCache | None = None
        self._sides: EmbeddedDocumentCache | None = None

    def close(self) -> None:
        """Let go of the file in which documents are kept as they were taken apart."""
        with self._opening:
            if self._kept is not None:
                self._kept.close()
            self._kept = self._sides = None

    def precompute(self, record: Record, revision: str) -> None:
        """Take a document that carries out another apart, ahead of the first crosswalk; nothing is embedded."""
        if any(reference.relation is Relation.IMPLEMENTS for reference in record.references):
            self._on_disk.of(record, revision)

    def forget(self, doc: str) -> None:
        """Let go of what a document was taken apart into."""
        self._on_disk.forget(doc)

    @property
    def _on_disk(self) -> FeatureCache:
        with self._opening:
            if self._kept is None:
                from index.crosswalk.feature_cache import FeatureCache

                self._kept = FeatureCache(self._resources.settings.data / _FEATURES_FILE)
            return self._kept

    def _sides_kept(self) -> EmbeddedDocumentCache:
        disk, embedder = self._on_disk, self._resources.index.embedder
        with self._opening:
            # A borrowed index may have been given back and another one opened, with an embedder of its own.
            if self._sides is None or self._sides.embedder is not embedder:
                from index.crosswalk.matrix import EmbeddedDocumentCache

                self._sides = EmbeddedDocumentCache(embedder, disk=disk)
            return self._sides

    def between(self, parent: str, child: str, agency: str = "") -> CrosswalkView:
        """What became of each task of `parent` in `child`; with `agency`, of those that concern it."""
        above, below = (self._resources.store.document(name).id for name in (parent, child))
        view = self._view(above, below, reasons=True)
        return self._of_agency(view, agency) if agency else view

    def matrix(self, parent: str) -> MatrixView:
        """The tasks of `parent` by all documents that carry it out directly."""
        document = self._resources.store.document(parent)
        amended = self._amended(document.id)
        children = self.children(document.id)
        tasks = self._ready(document.id)
        revisions, decided = (
            self._resources.store.index_state(),
            self._resources.store.verdicts_below(document.id, children),
        )
        views = tuple(
            self._held_against(
                tasks, self._below(doc, revisions.get(doc, "")), amended, decided.get(doc, ()), reasons=False
            )
            for doc in children
        )
        return MatrixView.of(document, views)

    def children(self, parent: str) -> list[str]:
        """The ids of the documents that carry out the document with this id, the earliest first."""
        return _children(self._resources.snapshot, parent)

    def chain(self, top: str) -> tuple[ChainRow, ...]:
        """All documents below `top` along what carries out what, in reading order."""
        from index.crosswalk.matrix import chain

        whole = self._resources.snapshot
        first = self._resources.store.document(top)
        below: dict[str, list[str]] = {}
        waiting = [first.id]
        while waiting:
            doc = waiting.pop()
            if doc not in below:
                below[doc] = _children(whole, doc)
                waiting.extend(below[doc])
        return tuple(
            ChainRow(s.doc, s.parent, s.depth, DocumentRow.of(whole.by_id.get(s.doc, first)))
            for s in chain(first.id, below)
        )

    # --- verdicts ------------------------------------------------------------

    def decide(self, parent: str, child: str, verdict: Verdict) -> CrosswalkView:
        """Keep a verdict, dated now, and give the crosswalk as it is with it.

        Raises `UnknownValue` where it names no coverage there is, or a clause that the child does not have.
        """
        if (verdict.decision is Decision.COVERAGE) != (verdict.coverage in COVERAGES):
            raise UnknownValue(f"Mức độ “{verdict.coverage}” không dùng được; hãy chọn full, partial hoặc none.")
        if (verdict.decision is Decision.COVERAGE) != (verdict.clause is None):
            raise UnknownValue("Nhận xét về mức độ gắn với nhiệm vụ; các nhận xét khác gắn với một điều khoản.")
        above, below = (self._resources.store.document(name) for name in (parent, child))
        if verdict.clause and _find(self._resources.store.text(below.id), verdict.clause.quote) is None:
            raise UnknownValue("Văn bản triển khai không có đoạn này. Hãy chép đúng nguyên văn một đoạn.")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._resources.store.decide(above.id, below.id, replace(verdict, at=now))
        return self._view(above.id, below.id, reasons=True)

    def withdraw(self, parent: str, child: str, task: Anchor, clause: Anchor | None) -> CrosswalkView:
        """Take a verdict back and give the crosswalk as it is without it."""
        above, below = (self._resources.store.document(name).id for name in (parent, child))
        self._resources.store.withdraw(above, below, task, clause)
        return self._view(above, below, reasons=True)

    # --- what the machine finds ----------------------------------------------

    def _view(self, parent: str, child: str, *, reasons: bool) -> CrosswalkView:
        below = self._below(child, self._resources.store.revision(child))
        decided = self._resources.store.verdicts(parent, child)
        return self._held_against(self._ready(parent), below, self._amended(parent), decided, reasons=reasons)

    def _amended(self, parent: str) -> Sequence[Amendment]:
        from index.crosswalk.amendments import amendments

        return amendments(self._ready(parent).record, self._amending(parent))

    def _held_against(
        self,
        tasks: Tasks,
        below: tuple[Record, EmbeddedDocument],
        amended: Sequence[Amendment],
        decided: Sequence[Verdict],
        *,
        reasons: bool,
    ) -> CrosswalkView:
        from index.crosswalk.alignment import compare

        child, side = below
        found = compare(tasks, child, side, amended, reasons=reasons)
        return apply_verdicts(tasks.record, child, found, decided)

    def _below(self, doc: str, revision: str) -> tuple[Record, EmbeddedDocument]:
        """A child and its side, as they are kept of the revision that it is at, else read again."""
        if (kept := self._sides_kept().find(doc, revision)) is not None:
            child, side = kept
            # A revision says nothing of the file's name and the like.
            now = self._resources.snapshot.by_id.get(doc)
            return (replace(child, document=now) if now else child), side
        child, revision = self._resources.store.revised(doc, with_layout=False)
        return child, self._sides_kept().of(child, revision)

    def _ready(self, parent: str) -> Tasks:
        from index.crosswalk.alignment import Tasks

        key = (parent, self._resources.store.revision(parent))
        # Held while a parent is embedded: another request for it waits instead of embedding it as well.
        with self._preparing:
            ready = self._tasks.get(key)
            if ready is None:
                record, revision = self._resources.store.revised(parent)
                ready = self._tasks[parent, revision] = Tasks.of(record, self._resources.index.embedder)
            return ready

    def _amending(self, parent: str) -> list[Record]:
        from index.crosswalk.amendments import is_amending

        docs = {
            doc
            for doc, r in self._resources.store.references(target=parent)
            if is_amending(r.relation) and doc != parent
        }
        return [self._resources.store.record(doc) for doc in sorted(docs)]

    def _of_agency(self, view: CrosswalkView, agency: str) -> CrosswalkView:
        """The rows that concern an agency: tasks it holds above, or that are carried out by duties it holds below."""
        ids = AgencyDirectory.of(self._resources).ids_of(agency, view.child.province)
        own = {doc: self._spans(doc, ids) for doc in (view.parent.doc, view.child.doc)}

        def concerns(row: CrosswalkRow) -> bool:
            above = _touches(row.parent_start, row.parent_end, own[view.parent.doc])
            return above or any(_touches(c.part_start, c.part_end, own[view.child.doc]) for c in row.children)

        rows = tuple(row for row in view.rows if concerns(row))
        parent, child = (self._resources.store.document(doc) for doc in (view.parent.doc, view.child.doc))
        places = {row.parent_start for row in rows}
        gaps = tuple(
            gap
            for gap in view.gaps
            if (gap.parent and gap.parent.start in places)
            or (gap.child and not gap.parent and _touches(gap.child.start, gap.child.end, own[view.child.doc]))
        )
        return CrosswalkView.of(parent, child, rows, gaps, view.lost)

    def _spans(self, doc: str, ids: tuple[str, ...]) -> list[tuple[int, int]]:
        return [(o.start, o.end) for _, o in self._resources.store.obligations(doc, agencies=ids)]


def _children(whole: StoreSnapshot, parent: str) -> list[str]:
    """The ids of the documents that carry out the document with this id, the earliest first."""
    # What amends another document carries out nothing of its own.
    below = whole.carried_out_by.get(parent, frozenset()) - whole.amending
    found = [whole.by_id[doc] for doc in below if whole.by_id[doc].kind is DocumentKind.PRIMARY]
    return [d.id for d in sorted(found, key=lambda d: (d.issued, d.source))]


# --- what people decided, over what the machine found -------------------------


def apply_verdicts(parent: Record, child: Record, found: Alignment, verdicts: Sequence[Verdict]) -> CrosswalkView:
    """The crosswalk with `verdicts` over it; a verdict is found again by its words, wherever they stand now."""
    of_task: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        of_task.setdefault(verdict.task.mark, []).append(verdict)
    wrong: dict[int, list[str]] = {}
    for gap in found.gaps:
        if gap.parent:
            wrong.setdefault(gap.parent.start, []).append(gap.type.value)
    lost: list[VerdictRow] = []
    rows = []
    for number, row in enumerate(found.rows, 1):
        decided = of_task.pop(Anchor(row.parent_path, row.parent_quote).mark, [])
        shown = _row(parent.document, child, row, decided, wrong.get(row.parent_start, []), lost)
        rows.append(replace(shown, number=number))
    lost.extend(VerdictRow.of(v, lost=True) for left in of_task.values() for v in left)
    carried = {row.parent_start for row in rows if row.coverage != "none"}
    refused = {(row.parent_start, link.part_start) for row in rows for link in row.rejected}
    gaps = tuple(
        GapRow.of(gap)
        for gap in found.gaps
        if not (gap.type == "not_carried_out" and gap.parent and gap.parent.start in carried)
        and not (gap.parent and gap.child and (gap.parent.start, gap.child.start) in refused)
    )
    return CrosswalkView.of(parent.document, child.document, tuple(rows), gaps, tuple(lost))


def _row(
    parent: Document,
    child: Record,
    row: AlignedTask,
    decided: Sequence[Verdict],
    gaps: list[str],
    lost: list[VerdictRow],
) -> CrosswalkRow:
    of_link = {v.clause.mark: v for v in decided if v.clause}
    own = next((VerdictRow.of(v) for v in decided if v.clause is None), None)
    kept: list[CrosswalkChild] = []
    rejected: list[CrosswalkChild] = []
    for link in row.children:
        verdict = of_link.pop(Anchor(link.path, link.quote).mark, None)
        shown = CrosswalkChild.of(link, VerdictRow.of(verdict) if verdict else None)
        (rejected if verdict and verdict.decision is Decision.REJECT else kept).append(shown)
    for verdict in of_link.values():
        if verdict.decision is Decision.REJECT or verdict.clause is None:
            continue  # what the machine no longer links needs no rejecting
        again = _anchored(child, verdict)
        if again is None:
            lost.append(VerdictRow.of(verdict, lost=True))
        else:
            kept.append(again)
    coverage = _coverage(row.coverage.value, own, bool(kept))
    note = row.note if coverage == row.coverage.value else ""
    if coverage != "none":
        gaps = [gap for gap in gaps if gap != "not_carried_out"]
    elif row.coverage.value != "none":
        gaps = ["not_carried_out"]
    return CrosswalkRow(
        parent_doc=parent.id,
        parent_path=row.parent_path,
        parent_quote=row.parent_quote,
        coverage=coverage,
        score=round(row.score, 4),
        children=tuple(kept),
        note=note,
        parent_start=row.parent_start,
        parent_end=row.parent_end,
        parent_cited=cited(row.parent_path),
        share=round(row.share, 4),
        machine_coverage=row.coverage.value,
        verdict=own,
        rejected=tuple(rejected),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _coverage(machine: str, own: VerdictRow | None, has_links: bool) -> str:
    """The coverage that holds: the person's own word, else the machine's as far as its links still stand."""
    if own:
        return own.coverage
    if not has_links:
        return "none"
    return "partial" if machine == "none" else machine


def _anchored(child: Record, verdict: Verdict) -> CrosswalkChild | None:
    """The link that a person added or accepted, where its words stand now; None where they are gone."""
    quote = verdict.clause.quote if verdict.clause else ""
    place = _find(child.text, quote)
    if place is None:
        return None
    start, end = place
    path = min(_holding(child, start), key=lambda c: c.end - c.start).path
    words = child.text[start:end]
    row = VerdictRow.of(verdict)
    reason = "Do người rà soát thêm." if verdict.decision is Decision.ADD else "Do người rà soát xác nhận."
    return CrosswalkChild(child.document.id, path, words, 1.0, start, end, cited(path), reason, words, start, end, row)


def _holding(child: Record, start: int) -> list[Clause]:
    return [c for c in child.clauses if c.start <= start < c.end]


def _find(text: str, quote: str) -> tuple[int, int] | None:
    """Where the words of `quote` stand in `text`, however they are wrapped; None where they do not."""
    words = quote.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else None


def _touches(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in spans)
