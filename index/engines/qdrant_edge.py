"""The default engine: Qdrant Edge, in this process, one shard to a generation of the index.

Every call holds the GIL; optimising, which would hold it for minutes, is done by a
child process on a copy, which is then put in the shard's place.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import qdrant_edge as qdrant

from index.engines.filters import Between, Condition, Translator
from index.engines.port import PayloadSchema, Point, ScoredPoint, VectorQuery
from index.errors import IndexDamaged
from index.retrieval.sparse import SparseVector

_T = TypeVar("_T")

_DENSE, _WORDS = "dense", "words"
_SCROLL_STEP = 1_000
# Edge holds the GIL while it writes, at 6,000 points a second: so many at a time keep a
# question waiting for 15 ms at most. That a document is not whole shows in its marks.
_UPSERT_STEP = 100
# Between two writes those who wait for the shard get their turn: without it, the writer,
# who has the GIL, takes the lock again before they wake.
_TURN_SECONDS = 0.002
# Below this many points an unindexed search takes 2 to 5 ms (1.1 ms at 10,000, 22 at
# 100,000) and optimising gains nothing.
OPTIMISE_FROM = 20_000
# Optimised again once it has grown by this much.
_OPTIMISE_GROWTH = 1.3


class EdgeEngine:
    """One shard; see `index.engines.port.Engine`. Safe to use from several threads."""

    def __init__(self, path: Path, layout: PayloadSchema, shard: qdrant.EdgeShard) -> None:
        self._path, self._layout, self._shard = path, layout, shard
        self._calling = threading.RLock()  # the shard is being used or exchanged
        self._writing = threading.RLock()  # it is being written, or copied for optimising
        self._filters = Translator(_FilterTranslator())

    @classmethod
    def create(cls, path: Path, layout: PayloadSchema) -> EdgeEngine:
        """A new shard with its payload indexes, which must be there before anything is optimised."""
        path.mkdir(parents=True)
        shard = qdrant.EdgeShard.create(str(path), _config(layout))
        for name in layout.keywords:
            index = qdrant.KeywordIndexParams(enable_hnsw=True)
            shard.update(qdrant.UpdateOperation.create_field_index(name, index))
        for name in layout.integers:
            numbers = qdrant.IntegerIndexParams(lookup=True, range=True, enable_hnsw=True)
            shard.update(qdrant.UpdateOperation.create_field_index(name, numbers))
        shard.flush()
        return cls(path, layout, shard)

    @classmethod
    def load(cls, path: Path, layout: PayloadSchema) -> EdgeEngine:
        """The shard at `path`; raises `IndexDamaged` where it cannot be opened."""
        _finish_exchange(path)
        return cls(path, layout, _loaded(path))

    def upsert(self, points: Sequence[Point]) -> None:
        """Adds or replaces points, and flushes."""
        with self._writing:
            for at in range(0, len(points), _UPSERT_STEP):
                some = [_edge_point(point) for point in points[at : at + _UPSERT_STEP]]
                self._call(lambda shard, some=some: shard.update(qdrant.UpdateOperation.upsert_points(some)))  # type: ignore[misc]
                time.sleep(_TURN_SECONDS)
            self._flush()

    def delete(self, where: Condition) -> None:
        """Removes points, and flushes."""
        chosen = self._filters.filter(where) or qdrant.Filter()
        with self._writing:
            self._call(lambda shard: shard.update(qdrant.UpdateOperation.delete_points_by_filter(chosen)))
            self._flush()

    def search(self, requests: Sequence[VectorQuery]) -> list[list[ScoredPoint]]:
        """The nearest points for each request."""
        batch = qdrant.QueryBatchRequest([self._request(request) for request in requests])
        answers = self._call(lambda shard: shard.query_batch(batch))
        return [[ScoredPoint(str(p.id), p.score, p.payload or {}) for p in answer] for answer in answers]

    def scroll(self, where: Condition | None = None, *, vectors: bool = False) -> Iterator[Point]:
        """All points that meet the condition."""
        chosen, offset = self._filters.filter(where), None
        while True:
            request = qdrant.ScrollRequest(
                offset=offset, limit=_SCROLL_STEP, filter=chosen, with_payload=True, with_vector=vectors
            )
            records, offset = self._call(lambda shard, request=request: shard.scroll(request))  # type: ignore[misc]
            for record in records:
                yield _point(record)
            if offset is None:
                return

    def count(self, where: Condition | None = None) -> int:
        """How many points meet the condition."""
        request = qdrant.CountRequest(exact=True, filter=self._filters.filter(where))
        return self._call(lambda shard: shard.count(request))

    def facet(self, name: str, where: Condition | None = None) -> dict[str, int]:
        """How many points have each value of a keyword field."""
        request = qdrant.FacetRequest(name, limit=2**31, exact=True, filter=self._filters.filter(where))
        hits = self._call(lambda shard: shard.facet(request)).hits
        # Without a filter, Edge goes on naming values that no point has any more.
        return {str(hit.value): hit.count for hit in hits if hit.count}

    def optimise(self) -> bool:
        """Builds the search graphs, where there are points enough: on a copy, while this one goes on answering."""
        with self._writing:
            total, noted = self.count(), self._path.with_name("optimised")
            before = int(noted.read_text("utf-8")) if noted.is_file() else 0
            if total < OPTIMISE_FROM or total < before * _OPTIMISE_GROWTH:
                return False
            self._flush()
            copy = self._path.with_name("shard.new")
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(self._path, copy)
            # -P: what happens to be in the current folder is not imported.
            subprocess.run([sys.executable, "-P", "-m", "index.engines.optimize_worker", str(copy)], check=True)  # noqa: S603
            with self._calling:
                self._shard.close()
                self._path.rename(self._path.with_name("shard.old"))
                _finish_exchange(self._path)
                self._shard = _loaded(self._path)
            noted.write_text(str(total), "utf-8")
            return True

    def close(self) -> None:
        """Flushes and closes the shard."""
        with self._writing, self._calling:
            self._flush()
            self._shard.close()

    def _request(self, request: VectorQuery) -> qdrant.QueryRequest:
        if isinstance(request.vector, SparseVector):
            query = qdrant.Query.Nearest(_edge_words(request.vector), using=_WORDS)
        else:
            query = qdrant.Query.Nearest(request.vector.tolist(), using=_DENSE)
        return qdrant.QueryRequest(
            limit=request.limit,
            query=query,
            filter=self._filters.filter(request.where),
            with_payload=request.payload,
        )

    def _call(self, ask: Callable[[qdrant.EdgeShard], _T]) -> _T:
        with self._calling:
            try:
                return ask(self._shard)
            except Exception as error:
                # Edge raises plain exceptions, whatever went wrong.
                raise IndexDamaged(damaged(self._path)) from error

    def _flush(self) -> None:
        """Puts what was written on disk. A flush that fails is answered by opening anew: the log has everything."""
        with self._calling:
            try:
                self._shard.flush()
            except Exception:
                self._shard.close()
                self._shard = _loaded(self._path)
                self._call(lambda shard: shard.flush())


def _finish_exchange(path: Path) -> None:
    """Puts an optimised copy in the shard's place; also where a kill interrupted that between two renames."""
    old, new = path.with_name("shard.old"), path.with_name("shard.new")
    if not path.exists() and old.exists():
        (new if new.exists() else old).rename(path)
    for left in (old, new):
        shutil.rmtree(left, ignore_errors=True)


def _loaded(path: Path) -> qdrant.EdgeShard:
    try:
        return qdrant.EdgeShard.load(str(path))
    except Exception as error:
        raise IndexDamaged(damaged(path)) from error


def damaged(path: Path) -> str:
    """What to tell the user of an index that cannot be used; what the engine says of it goes to the log."""
    return f"Chỉ mục tìm kiếm ở {path} bị hỏng. Hãy tạo lại bằng lệnh: nhiemvu rebuild"


# --- to and from Qdrant's own types ---------------------------------------------


def _config(layout: PayloadSchema) -> qdrant.EdgeConfig:
    return qdrant.EdgeConfig(
        # Vectors come in unit length already, and a store of others' vectors gives them back unchanged.
        vectors={_DENSE: qdrant.EdgeVectorParams(size=layout.dimension, distance=qdrant.Distance.Dot)},
        sparse_vectors={_WORDS: qdrant.EdgeSparseVectorParams(modifier=qdrant.Modifier.Idf)},
        hnsw_config=qdrant.HnswIndexConfig(m=16, ef_construct=128, full_scan_threshold=10_000),
        wal_enabled=True,
    )


def _edge_point(point: Point) -> qdrant.Point:
    vector: dict[str, Any] = {}
    if point.dense is not None:
        vector[_DENSE] = np.asarray(point.dense, np.float32).tolist()
    if point.words is not None:
        vector[_WORDS] = _edge_words(point.words)
    return qdrant.Point(point.id, vector, dict(point.payload))


def _edge_words(words: SparseVector) -> qdrant.SparseVector:
    return qdrant.SparseVector(list(words.indices), list(words.values))


def _point(record: qdrant.Record) -> Point:
    vector: Any = record.vector or {}
    dense, words = vector.get(_DENSE), vector.get(_WORDS)
    return Point(
        str(record.id),
        record.payload or {},
        dense=np.array(dense, np.float32) if dense is not None else None,
        words=SparseVector(tuple(words.indices), tuple(words.values)) if words is not None else None,
    )


class _FilterTranslator:
    """Conditions as Edge spells them; see `index.engines.filters.FilterTranslator`."""

    def equals(self, name: str, value: str | int) -> Any:
        return qdrant.FieldCondition(name, match=qdrant.MatchValue(value))

    def one_of(self, name: str, values: Sequence[str | int]) -> Any:
        return qdrant.FieldCondition(name, match=qdrant.MatchAny(list(values)))  # type: ignore[arg-type]

    def between(self, condition: Between) -> Any:
        bounds = {
            "gte": condition.at_least,
            "gt": condition.above,
            "lte": condition.at_most,
            "lt": condition.below,
        }
        kind: Any = qdrant.RangeDateTime if condition.is_time else qdrant.RangeFloat
        return qdrant.FieldCondition(condition.field, range=kind(**bounds))

    def absent(self, name: str) -> Any:
        return qdrant.IsEmptyCondition(name)

    def with_id(self, ids: Sequence[str]) -> Any:
        return qdrant.HasIdCondition(set(ids))

    def filter(
        self, must: list[Any] | None = None, should: list[Any] | None = None, must_not: list[Any] | None = None
    ) -> Any:
        return qdrant.Filter(must=must, should=should, must_not=must_not)
