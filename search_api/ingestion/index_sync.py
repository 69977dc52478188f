"""Brings the search index to where the store is: finds where they disagree, and indexes or removes those documents."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.errors import IndexDamaged, IndexMismatch

if TYPE_CHECKING:
    from corpus.model import Record
    from search_api.resources import Resources

# Called before each step with what is being done, its position, the number of steps and a name.
Progress = Callable[[str, int, int, str], None]

INDEXING = "Lập chỉ mục tìm kiếm"


class FollowsIndex(Protocol):
    """Keeps something of each document that is made when it is indexed and goes with it."""

    def precompute(self, record: Record, revision: str) -> None:
        """Make it of a document that has just been indexed."""
        ...

    def forget(self, doc: str) -> None:
        """Let go of it for a document that is no longer held."""
        ...


@dataclass(frozen=True, slots=True)
class IndexDiff:
    """Where store and index disagree, as document ids: not indexed, indexed as it was before, no longer stored.

    `unusable` says (in Vietnamese) why nothing of the index can be used, where that is so.
    """

    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    orphaned: tuple[str, ...] = ()
    unusable: str = ""

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.orphaned or self.unusable)


class IndexSync:
    """Synchronises the index of a knowledge base with its store; `follower` is told of each document."""

    def __init__(self, resources: Resources, follower: Callable[[], FollowsIndex]) -> None:
        """`follower` is asked for when the first document is indexed or removed, not before."""
        self._resources, self._follower = resources, follower

    def ensure_index_is_free(self) -> None:
        """Raises `IndexBusy` where another program has the index; a damaged one is made anew when it is synced."""
        with suppress(IndexDamaged, IndexMismatch):
            self._resources.index.revisions()

    def diff(self) -> IndexDiff:
        """Where the index does not hold what the store holds; raises `IndexBusy` where another program has it."""
        stored = self._resources.store.index_state()
        try:
            indexed = self._resources.index.revisions()
        except (IndexMismatch, IndexDamaged) as error:
            return IndexDiff(missing=tuple(sorted(stored)), unusable=str(error))
        return IndexDiff(
            missing=tuple(sorted(stored.keys() - indexed.keys())),
            stale=tuple(sorted(doc for doc in stored.keys() & indexed.keys() if stored[doc] != indexed[doc])),
            orphaned=tuple(sorted(indexed.keys() - stored.keys())),
        )

    def sync(self, *, progress: Progress | None = None) -> IndexDiff:
        """Makes the index hold what the store holds; returns what was different."""
        found = self.diff()
        if found.unusable:
            self.rebuild(progress=progress)
        elif found:
            self._apply(found, progress)
        return found

    def rebuild(self, *, progress: Progress | None = None) -> int:
        """Makes the index anew from the store; returns the number of documents."""
        told = (lambda at, of, source: progress(INDEXING, at, of, source)) if progress else None
        try:
            index = self._resources.index
        except IndexDamaged:
            # Not even openable; it holds nothing that the store does not.
            shutil.rmtree(self._resources.settings.index)
            index = self._resources.index
        return index.rebuild(self._resources.store, progress=told)

    def _apply(self, found: IndexDiff, progress: Progress | None) -> None:
        index, follower = self._resources.index, self._follower()
        for doc in found.orphaned:
            index.remove(doc)
            follower.forget(doc)
        docs = (*found.missing, *found.stale)
        # One by one: a model that sentence-transformers runs gives a passage other last digits beside other passages,
        # and a document's vectors must not depend on which others came in the same batch.
        for position, doc in enumerate(docs):
            record, revision = self._resources.store.revised(doc)
            if progress:
                progress(INDEXING, position, len(docs), record.document.source)
            index.add(record, revision)
            follower.precompute(record, revision)
        if docs:
            index.optimise()
