"""Takes files into a knowledge base and out of it again: the store first, then the index brought up to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from search_api.ingestion import removal
from search_api.ingestion.removal import RemovedRow
from search_api.schemas.records import SetAsideRow

if TYPE_CHECKING:
    from corpus.store import Store
    from ingest.sources import SourceFile
    from search_api.ingestion.index_sync import IndexSync, Progress
    from search_api.resources import Resources

READING = "Đọc và phân tích"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the files given; `ingested` and `unchanged` are document ids."""

    ingested: tuple[str, ...]
    unchanged: tuple[str, ...]
    set_aside: tuple[SetAsideRow, ...]


class IngestService:
    """Ingests files, removes documents and restores them."""

    def __init__(self, resources: Resources, index_sync: IndexSync) -> None:
        self._resources, self._index_sync = resources, index_sync

    @property
    def store(self) -> Store:
        """The store that files are taken into."""
        return self._resources.store

    def take_in(self, paths: Iterable[Path], *, progress: Progress | None = None, processes: int = 0) -> IngestReport:
        """Takes files and folders into the store and brings the index up to it.

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
        """Takes `files` in, as `take_in` does; without `index` they are searchable after the next that are."""
        from ingest.batch import take_in

        self._index_sync.ensure_index_is_free()
        told = (lambda at, of, name: progress(READING, at, of, name)) if progress else None
        report = take_in(files, self.store, progress=told, processes=processes)
        if index:
            self._index_sync.sync(progress=progress)
        return IngestReport(
            ingested=tuple(report.ingested),
            unchanged=tuple(report.unchanged),
            set_aside=tuple(SetAsideRow(source, reason) for source, reason in report.set_aside),
        )

    def remove(self, names: Sequence[str], *, progress: Progress | None = None) -> tuple[RemovedRow, ...]:
        """Takes documents out of store and index, to be restored; see `search_api.ingestion.removal`."""
        self._index_sync.ensure_index_is_free()
        rows = removal.remove(self.store, names)
        self._index_sync.sync(progress=progress)
        return rows

    def restore(self, names: Sequence[str], *, progress: Progress | None = None) -> IngestReport:
        """Takes removed documents in again; raises `UnknownFile`."""
        return self.take_in_files(removal.originals_of(self.store, names), progress=progress)
