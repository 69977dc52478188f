"""Opens the parts of one knowledge base: its store, its search index and its authority list.

`Resources` knows what is open, not who uses it: features take it, or only the part they need, and
`search_api.bootstrap` wires them together above. Nothing heavy is loaded before it is needed: the store opens at its
first use, the search engine and the language model at theirs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.settings import Settings
from index.errors import IndexBusy
from search_api.snapshot import SnapshotCache, StoreSnapshot

if TYPE_CHECKING:
    from corpus.agencies import AuthorityList
    from corpus.store import Store
    from index.retrieval.index import Index
    from index.retrieval.remote import IndexServer, RemoteIndex


# The snapshot of each knowledge base that the request in hand reads, once it has asked; None outside `one_snapshot`.
_pinned: ContextVar[dict[Resources, StoreSnapshot] | None] = ContextVar("pinned snapshot", default=None)


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


class Resources:
    """Holds the store, the index and the authority list that `settings` name, each opened at its first use.

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
        self._snapshots: SnapshotCache | None = None
        self._index: Index | RemoteIndex | None = index
        self._server: IndexServer | None = None
        # Apart, so that pages which need the store alone do not wait for the engine to load.
        self._opening_store = threading.Lock()
        self._opening_index = threading.Lock()

    def close(self) -> None:
        """Closes the index and the store where they were opened."""
        self.stop_serving_index()
        with self._opening_index:
            if self._index is not None:
                self._index.close()
                self._index = None
        with self._opening_store:
            if self._store is not None:
                self._store.close()
                self._store = self._snapshots = None

    @property
    def store(self) -> Store:
        """The system of record."""
        with self._opening_store:
            if self._store is None:
                from corpus.store import Store

                self._store = Store.open(self.settings)
            return self._store

    @property
    def snapshot(self) -> StoreSnapshot:
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
            if self._snapshots is None:
                self._snapshots = SnapshotCache(store)
            snapshots = self._snapshots
        return snapshots.now()

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
        """Lets other processes use the index while this one has it open, until this is closed."""
        from index.retrieval.index import Index
        from index.retrieval.remote import IndexServer

        index = self.index
        if isinstance(index, Index) and not self.settings.qdrant_url:  # a server is open to all as it is
            self._server = IndexServer(index, self.store, self.settings.index)

    def stop_serving_index(self) -> None:
        """Ends what `serve_index` began, if it did."""
        if self._server is not None:
            self._server.close()
            self._server = None

    @cached_property
    def agencies(self) -> AuthorityList:
        """The authority list of agencies."""
        if self._agencies is None:
            from corpus.agencies import authority_list

            self._agencies = authority_list()
        return self._agencies
