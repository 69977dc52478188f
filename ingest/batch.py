"""Files and folders into the store, one document at a time; what cannot be read is set aside."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from corpus.model import Record
from corpus.soundness import is_sound
from corpus.store import Store
from ingest.errors import SetAside
from ingest.pipeline import ANALYSER_VERSION, id_of
from ingest.references.resolution import changed_by_removal, changed_targets
from ingest.sources import SourceFile, files_of, sha256_of
from ingest.workers.pool import WorkerPool
from ingest.workers.protocol import Analysed, Answer, Member, Read, Rejected, Unpacked
from ingest.workers.worker import CHANGED

log = logging.getLogger(__name__)

# Files read ahead of the one to be stored next, for each process: enough that one long
# scan does not leave the others idle, few enough that their records fit in memory.
_AHEAD = 4

# Called before each file, and as its pages are read, with its position, the number of files and its name.
Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class BatchReport:
    """What became of each file: document ids, and for files set aside their path and the reason."""

    ingested: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    set_aside: list[tuple[str, str]] = field(default_factory=list)


def ingest(
    paths: Iterable[Path],
    store: Store,
    *,
    progress: Progress | None = None,
    again: bool = False,
    processes: int = 0,
) -> BatchReport:
    """Take the files at `paths`, and all files below folders among them, into `store`.

    Files are read in `processes` processes (0: as many as suit the machine) and stored
    in their own order. Each document is one transaction, so an interrupted batch leaves
    whole documents only. Bytes already in the store, analysed by this version, are left
    alone unless `again`, or unless what is kept of them is damaged. A file that cannot be
    read is set aside with its reason and its original, and the rest goes on.
    """
    return take_in(list(files_of(paths)), store, progress=progress, again=again, processes=processes)


def take_in(
    files: Sequence[SourceFile],
    store: Store,
    *,
    progress: Progress | None = None,
    again: bool = False,
    processes: int = 0,
) -> BatchReport:
    """Take `files` into `store`, as `ingest` does."""
    with tempfile.TemporaryDirectory(prefix="nhiemvu-") as folder, WorkerPool(processes) as readers:
        batch = _Batch(store, readers, Path(folder), progress=progress, again=again)
        batch.take(files)
    return batch.report


@dataclass(frozen=True, slots=True)
class _Pending:
    """A file whose turn to be stored has not come: its hash and answer, or why it was not even opened."""

    file: SourceFile
    sha256: str = ""
    answer: Future[Answer] | None = None
    refused: str = ""


class _Batch:
    """Files on their way into the store: read by several processes, stored one after another in order."""

    def __init__(
        self, store: Store, readers: WorkerPool, folder: Path, *, progress: Progress | None, again: bool
    ) -> None:
        self.report = BatchReport()
        self._store = store
        self._readers = readers
        self._folder = folder
        self._progress = progress
        self._again = again
        self._under_way: dict[str, Future[Answer]] = {}
        self._taken: set[str] = set()
        self._damaged: set[str] = set()  # known, but the record or its original no longer holds: read again
        self._position = self._total = self._sent = 0

    def take(self, files: Sequence[SourceFile]) -> None:
        """Take `files` in, and what archives among them hold."""
        self._total += len(files)
        waiting: deque[_Pending] = deque()
        for file in files:
            waiting.append(self._begin(file))
            if len(waiting) > _AHEAD * self._readers.processes:
                self._finish(waiting.popleft())
        while waiting:
            self._finish(waiting.popleft())

    def _begin(self, file: SourceFile) -> _Pending:
        try:
            sha256 = sha256_of(file.path)
        except SetAside as reason:
            return _Pending(file, refused=str(reason))
        if self._is_known(sha256):
            return _Pending(file, sha256)
        if sha256 not in self._under_way:
            self._under_way[sha256] = self._send(file, sha256)
        return _Pending(file, sha256, self._under_way[sha256])

    def _is_known(self, sha256: str) -> bool:
        if sha256 in self._taken:
            return True
        if self._again or self._store.known(sha256) != ANALYSER_VERSION:
            return False
        if sha256 not in self._damaged and not is_sound(self._store, id_of(sha256)):
            self._damaged.add(sha256)
        return sha256 not in self._damaged

    def _send(self, file: SourceFile, sha256: str) -> Future[Answer]:
        self._sent += 1
        request = Read(
            path=str(file.path),
            name=file.name,
            id=id_of(sha256),
            source=file.source,
            sha256=sha256,
            folder=str(self._folder / str(self._sent)),
            depth=file.depth,
        )

        def heard(at: int, of: int) -> None:
            if self._progress and of > 1:
                self._progress(self._position, self._total, f"{file.name} (trang {at}/{of})")

        return self._readers.read(request, heard)

    def _finish(self, pending: _Pending) -> None:
        file, sha256 = pending.file, pending.sha256
        if self._progress:
            self._progress(self._position, self._total, file.name)
        if pending.refused:
            self._set_aside(file, pending.refused)
        elif self._is_known(sha256):
            self._settle_removed(self._store.add_source(id_of(sha256), file.source_path))
            self.report.unchanged.append(id_of(sha256))
        else:
            answer = (pending.answer or self._send(file, sha256)).result()
            self._settle(file, sha256, answer)
        self._under_way.pop(sha256, None)
        self._position += 1

    def _settle(self, file: SourceFile, sha256: str, answer: Answer) -> None:
        match answer:
            case Rejected():
                if answer.trace:
                    log.warning("%s: %s\n%s", file.source_path, answer.reason, answer.trace)
                self._set_aside(file, answer.reason, sha256)
            case Unpacked():
                self._store.forget_set_aside(file.source_path)
                self._take_members(file, answer.members)
            case Analysed():
                self._put(file, sha256, answer.record)
                self._take_members(file, answer.members)

    def _put(self, file: SourceFile, sha256: str, record: Record) -> None:
        data = _bytes(file.path, sha256)
        if data is None:
            self._set_aside(file, CHANGED)
            return
        removed = self._store.put(
            record, source_path=file.source_path, original=data, analyser=ANALYSER_VERSION, anew=sha256 in self._damaged
        )
        self._store.update_targets(changed_targets(record.document, self._store))
        self._settle_removed(removed)
        self._taken.add(sha256)
        self.report.ingested.append(record.document.id)

    def _settle_removed(self, removed: Sequence[str]) -> None:
        """What cited documents that are gone may mean a copy of them."""
        if removed:
            self._store.update_targets(changed_by_removal(self._store))

    def _take_members(self, archive: SourceFile, members: Sequence[Member]) -> None:
        files = []
        for member in members:
            file = archive.member(member.name, Path(member.path))
            if member.reason:
                self._set_aside(file, member.reason)
            else:
                files.append(file)
        self.take(files)
        for file in files:
            file.path.unlink(missing_ok=True)

    def _set_aside(self, file: SourceFile, reason: str, sha256: str = "") -> None:
        original = _bytes(file.path, sha256) if sha256 else None
        self._store.set_aside(file.source_path, sha256, reason, original=original)
        self.report.set_aside.append((file.shown, reason))


def _bytes(path: Path, sha256: str) -> bytes | None:
    """The bytes at `path`; None where they are no longer those with this hash."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None
