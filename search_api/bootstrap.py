"""Wires a knowledge base together: what is open (`Resources`), and the features that use it.

The command line and the web service hold a `KnowledgeBase` and call features with the parts of it that these take.
Nothing below knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from corpus.settings import Settings
from search_api.agencies.directory import AgencyDirectory
from search_api.ingestion.index_sync import IndexDiff, IndexSync, Progress
from search_api.ingestion.ingest_service import IngestReport, IngestService
from search_api.ingestion.removal import RemovedRow
from search_api.resources import Resources
from search_api.search.filters import SearchRequest
from search_api.search.passages import PassageResults, search_passages
from search_api.snapshot import StoreSnapshot

if TYPE_CHECKING:
    from corpus.agencies import AuthorityList
    from corpus.store import Store
    from index.retrieval.index import Index
    from index.retrieval.remote import RemoteIndex
    from ingest.sources import SourceFile
    from search_api.crosswalk.service import Crosswalks
    from search_api.ingestion.recovery import Recovery
    from search_api.schemas.crosswalk import CrosswalkView


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
        self.resources = Resources(settings, store=store, index=index, agencies=agencies)
        self.index_sync = IndexSync(self.resources, lambda: self.crosswalks)
        self.ingestion = IngestService(self.resources, self.index_sync)

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes what was opened."""
        self.resources.stop_serving_index()
        if "crosswalks" in self.__dict__:  # opened
            self.crosswalks.close()
        self.resources.close()

    # --- parts, opened at first use ------------------------------------------

    @property
    def settings(self) -> Settings:
        """The settings that name it."""
        return self.resources.settings

    @property
    def store(self) -> Store:
        """The system of record."""
        return self.resources.store

    @property
    def snapshot(self) -> StoreSnapshot:
        """The snapshot of the store that the request in hand reads, else the current one."""
        return self.resources.snapshot

    @property
    def index(self) -> Index | RemoteIndex:
        """The search index."""
        return self.resources.index

    @property
    def directory(self) -> AgencyDirectory:
        """The agencies by the names they are known under."""
        return AgencyDirectory.of(self.resources)

    @cached_property
    def crosswalks(self) -> Crosswalks:
        """Crosswalks between documents of this knowledge base."""
        from search_api.crosswalk.service import Crosswalks

        return Crosswalks(self.resources)

    # --- what people do with it ----------------------------------------------

    def take_in(self, paths: Iterable[Path], *, progress: Progress | None = None, processes: int = 0) -> IngestReport:
        """Takes files and folders into the store and brings the index up to it."""
        return self.ingestion.take_in(paths, progress=progress, processes=processes)

    def take_in_files(
        self, files: Sequence[SourceFile], *, progress: Progress | None = None, processes: int = 0, index: bool = True
    ) -> IngestReport:
        """Takes `files` in, as `take_in` does; without `index` they are searchable after the next that are."""
        return self.ingestion.take_in_files(files, progress=progress, processes=processes, index=index)

    def remove(self, names: Sequence[str], *, progress: Progress | None = None) -> tuple[RemovedRow, ...]:
        """Takes documents out of store and index, to be restored."""
        return self.ingestion.remove(names, progress=progress)

    def restore(self, names: Sequence[str], *, progress: Progress | None = None) -> IngestReport:
        """Takes removed documents in again; raises `UnknownFile`."""
        return self.ingestion.restore(names, progress=progress)

    def recover(self, *, progress: Progress | None = None, processes: int = 0) -> tuple[IngestReport, Recovery]:
        """Make a lost or unreadable store anew from the originals; raises `StoreError` where it is in order.

        One that was cut short is gone on with by the next.
        """
        from corpus.storage import salvage
        from search_api.ingestion import recovery

        found = salvage.begin(self.settings)
        planned = recovery.plan(self.store, found)
        report = self.ingestion.take_in_files(planned.files, progress=progress, processes=processes)
        salvage.finish(self.settings, found)
        return report, planned

    def diff(self) -> IndexDiff:
        """Where the index does not hold what the store holds."""
        return self.index_sync.diff()

    def sync(self, *, progress: Progress | None = None) -> IndexDiff:
        """Makes the index hold what the store holds; returns what was different."""
        return self.index_sync.sync(progress=progress)

    def rebuild(self, *, progress: Progress | None = None) -> int:
        """Makes the index anew from the store; returns the number of documents."""
        return self.index_sync.rebuild(progress=progress)

    def search(self, request: SearchRequest) -> PassageResults:
        """The passages that answer `request`, best first; see `search_api.search.passages.search_passages`."""
        return search_passages(self.resources, request)

    def crosswalk(self, parent: str, child: str) -> CrosswalkView:
        """What became of each task of the document `parent` in the document `child`."""
        return self.crosswalks.between(parent, child)
