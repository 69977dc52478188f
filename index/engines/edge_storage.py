"""The folder in which the embedded index lives, and who may open it.

It holds ``lock``, ``holder`` (the number of the process that has it), ``CURRENT`` (the
name of the current generation) and a folder for each generation, with ``manifest.json``
and ``shard``. Qdrant refuses a second opener itself, but the refused attempt can break
the first one's next flush: so our own lock is taken before a shard is touched.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from index.engines.port import PayloadSchema
from index.engines.qdrant_edge import EdgeEngine, damaged
from index.errors import IndexBusy, IndexDamaged


class EdgeCollections:
    """A folder with an embedded index, held by this process until it is closed."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder, making it where it is not there; raises `IndexBusy` where another process has it."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(folder)
        self.sweep()

    def manifest(self) -> dict[str, Any] | None:
        """What was noted of the current generation; None where there is none."""
        generation = self._generation()
        if generation is None:
            return None
        try:
            noted: dict[str, Any] = json.loads((generation / "manifest.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise IndexDamaged(damaged(self._folder)) from error
        return noted

    def current(self, layout: PayloadSchema) -> EdgeEngine:
        """The current generation, opened."""
        generation = self._generation()
        assert generation is not None, "there is no generation yet"
        return EdgeEngine.load(generation / "shard", layout)

    def create(self, layout: PayloadSchema, manifest: Mapping[str, Any]) -> EdgeDraft:
        """A new, empty generation beside the current one."""
        generation = self._folder / f"g-{uuid4().hex[:12]}"
        generation.mkdir()
        (generation / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
        return EdgeDraft(self, generation, EdgeEngine.create(generation / "shard", layout))

    def point_to(self, generation: Path) -> None:
        """Makes a generation the current one."""
        unfinished = self._folder / "CURRENT.new"
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._folder / "CURRENT")

    def sweep(self) -> None:
        """Removes generations that are not current: replaced ones, and what a killed rebuild left."""
        current = self._generation()
        for generation in self._folder.glob("g-*"):
            if generation != current:
                shutil.rmtree(generation, ignore_errors=True)

    def close(self) -> None:
        """Lets go of the folder."""
        self._lock.release()

    def _generation(self) -> Path | None:
        pointer = self._folder / "CURRENT"
        if not pointer.is_file():
            return None
        return self._folder / pointer.read_text("utf-8").strip()


def _locked(folder: Path) -> FileLock:
    """Takes the folder's lock, which the system gives back with the process, however that ends."""
    # No lock by a file's mere existence where the file system has no other: it would outlive a killed process.
    lock = FileLock(folder / "lock", timeout=0, thread_local=False, fallback_to_soft=False)
    # Beside the lock, which other processes may not even read on Windows.
    holder = folder / "holder"
    try:
        lock.acquire()
    except Timeout as error:
        number = holder.read_text("utf-8").strip() if holder.is_file() else ""
        raise IndexBusy(
            f"Chỉ mục tìm kiếm đang được một chương trình khác sử dụng (tiến trình số {number or 'không rõ'}). "
            "Hãy đợi chương trình đó xong hoặc đóng nó lại (ví dụ cửa sổ đang chạy `nhiemvu serve`), rồi thử lại."
        ) from error
    holder.write_text(str(os.getpid()), "utf-8")
    return lock


class EdgeDraft:
    """A generation that is being written; see `index.engines.port.StagedGeneration`."""

    def __init__(self, home: EdgeCollections, generation: Path, engine: EdgeEngine) -> None:
        self._home, self._generation, self.engine = home, generation, engine

    def publish(self) -> EdgeEngine:
        """Makes it the current one."""
        self._home.point_to(self._generation)
        return self.engine

    def discard(self) -> None:
        """Removes it."""
        self.engine.close()
        shutil.rmtree(self._generation, ignore_errors=True)
