"""Lets other processes use an index that one process holds: `nhiemvu search` while `nhiemvu serve` runs.

The embedded engine is opened by one process at a time. The one that stays, the
server, offers its index on a Unix socket in a folder of its user alone (on a port of
this machine where there are no such sockets), with a key that stands beside the index,
readable by that user alone; others borrow it. Texts
are embedded by the borrower, into the vectors both keep on disk, so that taking in
many documents does not keep the server from answering.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import socket
import tempfile
import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from corpus.model import Record
from corpus.settings import Settings
from corpus.store import Store
from index.embedding.cache import CachedEmbedder
from index.embedding.embedder import Embedder
from index.errors import EngineUnreachable, IndexingError
from index.query.diacritics import Restored
from index.retrieval.index import Index, Progress, open_cached_embedder, points_of
from index.retrieval.payloads import passages_in
from index.retrieval.query import Hit, Query

log = logging.getLogger(__name__)

_NOTE = "offer.json"
# What a borrower may ask of the index.
_SHARED = frozenset({"search", "restore", "revisions", "write", "remove", "optimise"})
_REBUILD = "rebuild"
_LOST = (OSError, EOFError)


class IndexServer:
    """An index offered to other processes until it is closed; `store` is what it is rebuilt from."""

    def __init__(self, index: Index, store: Store, folder: Path) -> None:
        """Begins at once, noting in `folder` where borrowers find it."""
        self._index, self._store = index, store
        self._note = folder / _NOTE
        # Not in the index's own folder, whose path may be too long for a socket (107 bytes).
        self._place = Path(tempfile.mkdtemp(prefix="nhiemvu-"))
        key = secrets.token_bytes(32)
        self._listener = _listener(self._place / "index", key)
        self._closed = threading.Event()
        _write_privately(self._note, json.dumps({"address": self._listener.address, "key": key.hex()}))
        threading.Thread(target=self._receive, name="index offer", daemon=True).start()

    def close(self) -> None:
        """Takes no one in any more; those who borrow are told at their next question."""
        self._closed.set()
        self._note.unlink(missing_ok=True)
        self._listener.close()
        shutil.rmtree(self._place, ignore_errors=True)

    def _receive(self) -> None:
        while not self._closed.is_set():
            try:
                borrower = self._listener.accept()
            except Exception as error:
                # A caller without the key, or one that left at once; closing ends the loop.
                if not self._closed.is_set():
                    log.warning("a process could not borrow the index: %s", error)
                continue
            threading.Thread(target=self._answer, args=(borrower,), name="index borrower", daemon=True).start()

    def _answer(self, borrower: Connection[Any, Any]) -> None:
        with borrower:
            while not self._closed.is_set():
                try:
                    name, arguments = borrower.recv()
                    borrower.send(self._done(name, arguments))
                except _LOST:
                    return

    def _done(self, name: str, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
        try:
            if name == _REBUILD:
                return True, self._index.rebuild(self._store)
            if name not in _SHARED:
                raise IndexingError(f"Chỉ mục đang mở không nhận yêu cầu {name!r}.")
            return True, getattr(self._index, name)(*arguments)
        except Exception as error:
            # What an index raises is for whoever asked.
            return False, error


class RemoteIndex:
    """An index that another process holds; see `index.retrieval.index.Index` for what its methods do.

    Each raises `EngineUnreachable` once that process has stopped; `is_disconnected` says so.
    """

    def __init__(self, connection: Connection[Any, Any], embedder: CachedEmbedder) -> None:
        self.embedder = embedder
        self.is_disconnected = False
        self._connection = connection
        self._asking = threading.Lock()

    def search(self, query: Query) -> list[Hit]:
        """The passages that answer `query`, best first."""
        found: list[Hit] = self._ask("search", query)
        return found

    def restore(self, text: str) -> Restored:
        """The words of a query with their diacritics."""
        found: Restored = self._ask("restore", text)
        return found

    def revisions(self) -> dict[str, str]:
        """The revision of every document as it is indexed."""
        found: dict[str, str] = self._ask("revisions")
        return found

    def add(self, record: Record, revision: str) -> int:
        """Puts a document in; gives the number of passages."""
        new = points_of([(record, revision)], self.embedder)
        self._ask("write", new)
        return passages_in(new)

    def remove(self, doc: str) -> None:
        """Takes a document out."""
        self._ask("remove", doc)

    def optimise(self) -> bool:
        """Makes a large index quick to search."""
        return bool(self._ask("optimise"))

    def rebuild(self, store: Store, *, progress: Progress | None = None) -> int:
        """Has the index made anew; `store` is read for what to embed."""
        docs = sorted(store.index_state())
        for place, doc in enumerate(docs):
            record = store.record(doc)
            if progress:
                progress(place, len(docs), record.document.source)
            points_of([(record, "")], self.embedder)  # for the vectors, which the holder finds
        return int(self._ask(_REBUILD))

    def close(self) -> None:
        """Gives the index back."""
        self._connection.close()
        self.embedder.close()

    def _ask(self, name: str, *arguments: object) -> Any:
        with self._asking:
            try:
                self._connection.send((name, arguments))
                well, answer = self._connection.recv()
            except _LOST as error:
                self.is_disconnected = True
                raise EngineUnreachable(
                    "Chương trình đang giữ chỉ mục tìm kiếm (cửa sổ chạy `nhiemvu serve`) vừa dừng. "
                    "Hãy chạy lại lệnh này."
                ) from error
        if not well:
            raise answer
        return answer


def connect(settings: Settings, *, embed: Embedder | None = None) -> RemoteIndex | None:
    """The index that another process offers; None where none does. `embed` stands in for the model."""
    try:
        note = json.loads((settings.index / _NOTE).read_text("utf-8"))
        address = note["address"] if isinstance(note["address"], str) else tuple(note["address"])
        connection = Client(address, authkey=bytes.fromhex(note["key"]))
    except (OSError, EOFError, ValueError, AuthenticationError):
        return None  # nothing is offered, or whoever offered it was killed, and its port may be another's now
    return RemoteIndex(connection, open_cached_embedder(settings, embed))


def _listener(path: Path, key: bytes) -> Listener:
    if hasattr(socket, "AF_UNIX"):
        return Listener(str(path), "AF_UNIX", authkey=key)
    return Listener(("127.0.0.1", 0), "AF_INET", authkey=key)


def _write_privately(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
