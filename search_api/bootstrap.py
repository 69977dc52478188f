"""One knowledge base: its store, its search index, and what people do with them.

The command line and the web service call the same use cases here. Nothing heavy is
loaded before it is needed: the store opens at its first use, the search engine and
the language model at theirs.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from corpus.model import Document
from corpus.settings import Settings
from corpus.vietnamese import bare, slug
from index.errors import IndexBusy, IndexDamaged, IndexMismatch
from search_api.agencies.lookup import find_agency, ids_for_agency
from search_api.documents.relations import today
from search_api.errors import UnknownAgency
from search_api.ingestion import removal
from search_api.ingestion.removal import RemovedRow
from search_api.schemas.records import DocumentRow, SetAsideRow
from search_api.search.filters import SearchRequest
from search_api.search.passages import PassageResults, search_passages
from search_api.snapshot import SnapshotCache, StoreSnapshot

if TYPE_CHECKING:
    from corpus.agencies import AuthorityList
    from corpus.relations.validity import Validity
    from corpus.store import Store
    from index.retrieval.index import Index
    from index.retrieval.remote import IndexServer, RemoteIndex
    from ingest.sources import SourceFile
    from search_api.crosswalk.service import Crosswalks
    from search_api.ingestion.recovery import Recovery
    from search_api.schemas.crosswalk import CrosswalkView

# Called before each step with what is being done, its position, the number of steps and a name.
Progress = Callable[[str, int, int, str], None]

READING = "Đọc và phân tích"
INDEXING = "Lập chỉ mục tìm kiếm"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the files given; `ingested` and `unchanged` are document ids."""

    ingested: tuple[str, ...]
    unchanged: tuple[str, ...]
    set_aside: tuple[SetAsideRow, ...]


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


# The snapshot of each knowledge base that the request in hand reads, once it has asked; None outside `one_snapshot`.
_pinned: ContextVar[dict[KnowledgeBase, StoreSnapshot] | None] = ContextVar("pinned snapshot", default=None)


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Has everything that reads within it read one state of the store: the one of the first question.

    For requests that only read: an answer then mixes no two states, and the store is asked for its state once.
    """
    token = _pinned.set({})
    try:
        yield
    finally:
        _pinned.reset(token)


class KnowledgeBase:
    """The knowledge base that `settings` name; a context manager that closes what it opened.

    `store`, `index` and `agencies` stand in for the ones that would be opened. All but
    `close` is safe to call from several threads.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        store: Store | None = None,
        index: Index | None = None,
        agencies: AuthorityList | None = None,
    ) -> None:
        self.settings = settings
        self._store, self._agencies = store, agencies
        self._whole: SnapshotCache | None = None
        self._index: Index | RemoteIndex | None = index
        self._offer: IndexServer | None = None
        # Apart, so that pages which need the store alone do not wait for the engine to load.
        self._opening_store = threading.Lock()
        self._opening_index = threading.Lock()

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the index and the store where they were opened."""
        if self._offer is not None:
            self._offer.close()
            self._offer = None
        if "crosswalks" in self.__dict__:  # opened
            self.crosswalks.close()
        with self._opening_index:
            if self._index is not None:
                self._index.close()
                self._index = None
        with self._opening_store:
            if self._store is not None:
                self._store.close()
                self._store = self._whole = None

    # --- parts, opened at first use ------------------------------------------

    @property
    def store(self) -> Store:
        """The system of record."""
        with self._opening_store:
            if self._store is None:
                from corpus.store import Store

                self._store = Store.open(self.settings)
            return self._store

    @property
    def whole(self) -> StoreSnapshot:
        """Returns the snapshot of the store that the request in hand reads, else the current one."""
        pinned = _pinned.get()
        if pinned is None:
            return self._current_snapshot()
        if self not in pinned:
            pinned[self] = self._current_snapshot()
        return pinned[self]

    def _current_snapshot(self) -> StoreSnapshot:
        store = self.store
        with self._opening_store:
            if self._whole is None:
                self._whole = SnapshotCache(store)
            whole = self._whole
        return whole.now()

    @property
    def index(self) -> Index | RemoteIndex:
        """The search index: opened, or borrowed from the process that has it open and offers it."""
        with self._opening_index:
            if self._index is not None and self._index.is_disconnected:
                self._index.close()
                self._index = None
            if self._index is None:
                self._index = self._open_index()
            return self._index

    def _open_index(self) -> Index | RemoteIndex:
        from index.retrieval.index import Index

        try:
            return Index.open(self.settings)
        except IndexBusy:
            from index.retrieval.remote import connect

            if borrowed := connect(self.settings):
                return borrowed
            raise

    def serve_index(self) -> None:
        """Let other processes use the index while this one has it open, until this is closed."""
        from index.retrieval.index import Index
        from index.retrieval.remote import IndexServer

        index = self.index
        if isinstance(index, Index) and not self.settings.qdrant_url:  # a server is open to all as it is
            self._offer = IndexServer(index, self.store, self.settings.index)

    @cached_property
    def agencies(self) -> AuthorityList:
        """The authority list of agencies."""
        if self._agencies is None:
            from corpus.agencies import authority_list

            self._agencies = authority_list()
        return self._agencies

    # --- taking in -----------------------------------------------------------

    def take_in(self, paths: Iterable[Path], *, progress: Progress | None = None, processes: int = 0) -> IngestReport:
        """Take files and folders into the store and bring the index up to it.

        The index is opened first, so that one in use by another program is told of
        before an hour of reading, not after.
        """
        from ingest.sources import files_of

        return self.take_in_files(list(files_of(paths)), progress=progress, processes=processes)

    def take_in_files(
        self,
        files: Sequence[SourceFile],
        *,
        progress: Progress | None = None,
        processes: int = 0,
        index: bool = True,
    ) -> IngestReport:
        """Take `files` in, as `take_in` does; without `index` they are searchable after the next that are."""
        from ingest.batch import take_in

        self._ensure_index_is_free()
        told = (lambda at, of, name: progress(READING, at, of, name)) if progress else None
        report = take_in(files, self.store, progress=told, processes=processes)
        if index:
            self.sync(progress=progress)
        return IngestReport(
            ingested=tuple(report.ingested),
            unchanged=tuple(report.unchanged),
            set_aside=tuple(SetAsideRow(source, reason) for source, reason in report.set_aside),
        )

    def _ensure_index_is_free(self) -> None:
        """Raises `IndexBusy` where another program has the index; a damaged one is made anew when it is synced."""
        with suppress(IndexDamaged, IndexMismatch):
            self.index.revisions()

    def remove(self, names: Sequence[str], *, progress: Progress | None = None) -> tuple[RemovedRow, ...]:
        """Take documents out of store and index, to be restored; see `search_api.ingestion.removal`."""
        self._ensure_index_is_free()
        rows = removal.remove(self.store, names)
        self.sync(progress=progress)
        return rows

    def restore(self, names: Sequence[str], *, progress: Progress | None = None) -> IngestReport:
        """Take removed documents in again; raises `UnknownFile`."""
        return self.take_in_files(removal.originals_of(self.store, names), progress=progress)

    def recover(self, *, progress: Progress | None = None, processes: int = 0) -> tuple[IngestReport, Recovery]:
        """Make a lost or unreadable store anew from the originals; raises `StoreError` where it is in order.

        One that was cut short is gone on with by the next.
        """
        from corpus.storage import salvage
        from search_api.ingestion import recovery

        found = salvage.begin(self.settings)
        planned = recovery.plan(self.store, found)
        report = self.take_in_files(planned.files, progress=progress, processes=processes)
        salvage.finish(self.settings, found)
        return report, planned

    def diff(self) -> IndexDiff:
        """Where the index does not hold what the store holds; raises `IndexBusy` where another program has it."""
        stored = self.store.index_state()
        try:
            indexed = self.index.revisions()
        except (IndexMismatch, IndexDamaged) as error:
            return IndexDiff(missing=tuple(sorted(stored)), unusable=str(error))
        return IndexDiff(
            missing=tuple(sorted(stored.keys() - indexed.keys())),
            stale=tuple(sorted(doc for doc in stored.keys() & indexed.keys() if stored[doc] != indexed[doc])),
            orphaned=tuple(sorted(indexed.keys() - stored.keys())),
        )

    def sync(self, *, progress: Progress | None = None) -> IndexDiff:
        """Make the index hold what the store holds; returns what was different."""
        found = self.diff()
        if found.unusable:
            self.rebuild(progress=progress)
        elif found:
            self._apply(found, progress)
        return found

    def rebuild(self, *, progress: Progress | None = None) -> int:
        """Make the index anew from the store; returns the number of documents."""
        told = (lambda at, of, source: progress(INDEXING, at, of, source)) if progress else None
        try:
            index = self.index
        except IndexDamaged:
            # Not even openable; it holds nothing that the store does not.
            shutil.rmtree(self.settings.index)
            index = self.index
        return index.rebuild(self.store, progress=told)

    def _apply(self, found: IndexDiff, progress: Progress | None) -> None:
        index = self.index
        for doc in found.orphaned:
            index.remove(doc)
            self.crosswalks.forget(doc)
        docs = (*found.missing, *found.stale)
        # One by one: a model that sentence-transformers runs gives a passage other last digits beside other passages,
        # and a document's vectors must not depend on which others came in the same batch.
        for position, doc in enumerate(docs):
            record, revision = self.store.revised(doc)
            if progress:
                progress(INDEXING, position, len(docs), record.document.source)
            index.add(record, revision)
            self.crosswalks.precompute(record, revision)
        if docs:
            index.optimise()

    # --- asking --------------------------------------------------------------

    def search(self, request: SearchRequest) -> PassageResults:
        """The passages that answer `request`, best first; see `search_api.search.passages.search_passages`."""
        return search_passages(self, request)

    def agency_id(self, words: str, province: str = "") -> str:
        """The id of the agency that `words` name; raises `UnknownAgency`."""
        try:
            return find_agency(words, self.agencies, province)
        except UnknownAgency:
            # A name as it is shown, of a place that no list of provinces holds.
            if found := self._agencies_shown().get(bare(words)):
                return found
            raise

    def _agencies_shown(self) -> Mapping[str, str]:
        """The ids of the agencies that hold duties by their names as shown, accents aside."""
        whole = self.whole
        names = ((" ".join(part for part in self.describe(i) if part), i) for i in whole.agency_counts)
        return whole.part("agencies shown", lambda: {bare(name): i for name, i in names})

    def agency_ids(self, words: str, province: str = "") -> tuple[str, ...]:
        """The ids under which the agency `words` names holds duties: its own, old names and classes."""
        agency_id = self.agency_id(words, province)
        return tuple(ids_for_agency(agency_id, self.agencies, self.whole.agency_counts)) or (agency_id,)

    def describe(self, agency_id: str) -> tuple[str, str]:
        """The display name of an agency's id and of its province, as documents write it, or ``""``."""
        name, place = self.agencies.describe(agency_id)
        whole = self.whole
        places = whole.part("places", lambda: {slug(province): province for province in whole.provinces})
        return name, places.get(place, place)

    @cached_property
    def crosswalks(self) -> Crosswalks:
        """Crosswalks between documents of this knowledge base."""
        from search_api.crosswalk.service import Crosswalks

        return Crosswalks(self)

    def crosswalk(self, parent: str, child: str) -> CrosswalkView:
        """What became of each task of the document `parent` in the document `child`."""
        return self.crosswalks.between(parent, child)

    def validities(self, as_of: str = "") -> Mapping[str, Validity]:
        """Whether each document is in force on a day (ISO, today by default), by id."""
        return self.whole.validities(as_of or today())

    def copies(self) -> Mapping[str, str]:
        """For each document that is a copy of another, the id of the one that stands for both."""
        return self.whole.copies

    def rows(self, documents: Iterable[Document], *, as_of: str = "") -> list[DocumentRow]:
        """The rows of `documents` with their standing on a day and what they are copies of."""
        found, copies = self.validities(as_of), self.copies()
        return [DocumentRow.of(d, status=found[d.id].status, duplicate_of=copies.get(d.id)) for d in documents]

    def documents(self, names: Iterable[str]) -> list[Document]:
        """The documents that `names` (ids, numbers or file names) name; all of them where there are none."""
        wanted = list(names)
        return [self.store.document(name) for name in wanted] if wanted else self.store.documents()
