"""Keeps the vectors of texts that were embedded before, so that taking in or rebuilding again costs nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedder, Vectors

# Vectors are kept in half precision: half the space, and cosine above 0.9999999.
_DTYPE = "<f2"
# So many new texts are embedded and kept at a time: what a killed ingest had done is not done again.
_STEP = 256
# SQLite allows 32,766 variables in a statement; a thousand keys at a time is quick enough.
_KEYS_AT_A_TIME = 1_000


class CachedEmbedder:
    """An embedder that asks `embedder` only for texts it has not seen; safe for several processes."""

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self._embedder = embedder
        path.parent.mkdir(parents=True, exist_ok=True)
        self._rows = sqlite3.connect(path, timeout=60, check_same_thread=False, isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = NORMAL")
        self._rows.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self._embedder.dimension

    @property
    def fingerprint(self) -> str:
        """The model's own fingerprint."""
        return self._embedder.fingerprint

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, the new ones computed and kept."""
        keys = [self._key(text) for text in texts]
        found = self._found(keys)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        # By length, so that batches of like length fill each step.
        for step in _steps(sorted(new, key=lambda key: len(new[key]))):
            vectors = self._embedder.embed_passages([new[key] for key in step]).astype(_DTYPE)
            rows = {key: vector.tobytes() for key, vector in zip(step, vectors, strict=True)}
            self._rows.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows.items())
            found |= rows
        out = np.empty((len(texts), self.dimension), np.float32)
        for row, key in enumerate(keys):
            out[row] = np.frombuffer(found[key], _DTYPE)
        return out

    def embed_query(self, text: str) -> Vectors:
        """The vector of a query; queries are not kept."""
        return self._embedder.embed_query(text)

    def close(self) -> None:
        """Closes the file."""
        self._rows.close()

    def _key(self, text: str) -> bytes:
        return blake2b(f"{self.fingerprint}\0{text}".encode(), digest_size=16).digest()

    def _found(self, keys: list[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        size = self.dimension * np.dtype(_DTYPE).itemsize
        for at in range(0, len(keys), _KEYS_AT_A_TIME):
            some = keys[at : at + _KEYS_AT_A_TIME]
            marks = ",".join("?" * len(some))
            rows = self._rows.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some)  # noqa: S608
            found.update((key, vector) for key, vector in rows if len(vector) == size)
        return found


def _steps(keys: list[bytes]) -> list[list[bytes]]:
    return [keys[at : at + _STEP] for at in range(0, len(keys), _STEP)]
