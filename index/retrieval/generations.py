"""The generations of an index: which is current, who is reading it, and how a new one takes its place.

A rebuilt index is written beside the present one, which goes on answering; then new
questions go to the new one, and the old one is closed when the last question to it
has been answered.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.embedding.embedder import Embedder
from index.engines.port import Collections, Engine
from index.query.corpus_counts import SyllableCounts
from index.retrieval import payloads
from index.retrieval.manifest import Manifest


class Generation:
    """One generation, open: the engine and the counts that belong to it."""

    def __init__(self, engine: Engine, counts: SyllableCounts) -> None:
        self.engine, self.counts = engine, counts
        self._changed = threading.Condition()
        self._readers = 0

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        """Keeps it open for as long as the block lasts."""
        with self._changed:
            self._readers += 1
        try:
            yield self
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    def close(self) -> None:
        """Waits for those who are reading, then closes it."""
        with self._changed:
            self._changed.wait_for(lambda: self._readers == 0)
        self.engine.close()
        self.counts.close()


class Generations:
    """The generations at one home, with their counts in `folder`."""

    def __init__(self, home: Collections, embedder: Embedder, folder: Path) -> None:
        """Opens nothing before it is needed, but makes an empty generation where there is none."""
        self._home, self._embedder, self._folder = home, embedder, folder
        self._exchanging = threading.Lock()
        self._opened: Generation | None = None
        if home.manifest() is None:
            self.write_anew(lambda generation: None)

    @contextmanager
    def current(self) -> Iterator[Generation]:
        """The current generation, open while the block lasts; raises `IndexMismatch`."""
        with self._exchanging:
            if self._opened is None:
                self._opened = self._open()
            reading = self._opened.reading()
            generation = reading.__enter__()
        try:
            yield generation
        finally:
            reading.__exit__(None, None, None)

    def write_anew(self, write: Callable[[Generation], None]) -> None:
        """Has `write` fill a new generation and makes it the current one; where it fails, nothing has changed."""
        manifest = Manifest.now(self._embedder)
        draft = self._home.create(payloads.layout(manifest.dimension), manifest.noted())
        counts = SyllableCounts(self._counts_path(manifest.generation))
        try:
            write(Generation(draft.engine, counts))
        except BaseException:
            draft.discard()
            counts.close()
            self._remove_counts(manifest.generation)
            raise
        with self._exchanging:
            before, self._opened = self._opened, Generation(draft.publish(), counts)
        if before is not None:
            before.close()
        self._home.sweep()
        self._sweep_counts(manifest.generation)

    def close(self) -> None:
        """Lets go of everything."""
        with self._exchanging:
            if self._opened is not None:
                self._opened.close()
                self._opened = None
            self._home.close()

    def _open(self) -> Generation:
        noted = self._home.manifest() or {}
        Manifest.now(self._embedder).check(noted)
        engine = self._home.current(payloads.layout(self._embedder.dimension))
        return Generation(engine, self._counts(str(noted["generation"]), engine))

    def _counts(self, generation: str, engine: Engine) -> SyllableCounts:
        """The counts of a generation; made again from its passages where their file is not there."""
        path = self._counts_path(generation)
        is_disconnected = not path.is_file()
        counts = SyllableCounts(path)
        if is_disconnected:
            texts = payloads.texts_by_document(engine.scroll())
            counts.replace_all((doc, (), found) for doc, found in texts.items())
        return counts

    def _counts_path(self, generation: str) -> Path:
        return self._folder / f"syllables-{generation}.sqlite"

    def _sweep_counts(self, generation: str) -> None:
        for path in self._folder.glob("syllables-*.sqlite"):
            if path != self._counts_path(generation):
                self._remove_counts(path.stem.removeprefix("syllables-"))

    def _remove_counts(self, generation: str) -> None:
        # SQLite keeps its log in files of the same name and more.
        for path in self._folder.glob(f"{self._counts_path(generation).name}*"):
            path.unlink(missing_ok=True)
