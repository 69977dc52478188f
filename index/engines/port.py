"""The port: what the index asks of a vector engine, and in which words.

Two engines stand behind it: Qdrant in this process (`index.engines.qdrant_edge`, the default) and
a Qdrant server (`index.engines.qdrant_server`). Both pass the same contract tests
(``tests/index/engines/test_port.py``). A point carries one dense vector, one sparse vector
of words (weighted by the engine's IDF), either of which may be missing, and a payload
of JSON values. An engine is opened for one generation of the index; a `Collections` keeps
the generations and says which is current.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from index.embedding.embedder import Vectors
from index.engines.filters import Condition
from index.retrieval.sparse import SparseVector

# --- points -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """What is kept: `id` is a UUID."""

    id: str
    payload: Mapping[str, Any]
    dense: Vectors | None = None
    words: SparseVector | None = None


@dataclass(frozen=True, slots=True)
class ScoredPoint:
    """A point that answers a search; `score` is the product of its vector with the one asked for."""

    id: str
    score: float
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VectorQuery:
    """A search by one vector: dense, or of words."""

    vector: Vectors | SparseVector
    limit: int
    where: Condition | None = None
    payload: bool = True


@dataclass(frozen=True, slots=True)
class PayloadSchema:
    """What points look like: the size of the dense vector, and the payload fields that are filtered or counted by."""

    dimension: int
    keywords: tuple[str, ...] = ()
    integers: tuple[str, ...] = ()


# --- the port -----------------------------------------------------------------


class Engine(Protocol):
    """One generation of the index. Writes are on disk when they return."""

    def upsert(self, points: Sequence[Point]) -> None:
        """Adds points, or replaces those of the same id."""
        ...

    def delete(self, where: Condition) -> None:
        """Removes the points that meet the condition."""
        ...

    def search(self, requests: Sequence[VectorQuery]) -> list[list[ScoredPoint]]:
        """The nearest points for each request, best first."""
        ...

    def scroll(self, where: Condition | None = None, *, vectors: bool = False) -> Iterator[Point]:
        """All points that meet the condition, in no particular order, with their vectors where asked."""
        ...

    def count(self, where: Condition | None = None) -> int:
        """How many points meet the condition."""
        ...

    def facet(self, name: str, where: Condition | None = None) -> dict[str, int]:
        """How many points have each value of a keyword field of the layout; exact."""
        ...

    def optimise(self) -> bool:
        """Makes searching many points quick, where there are enough of them to matter; says whether it did anything."""
        ...

    def close(self) -> None:
        """Lets go of the engine; it is not used afterwards."""
        ...


class Collections(Protocol):
    """Where the generations of one index are kept; held by one process at a time where the engine needs that."""

    def manifest(self) -> dict[str, Any] | None:
        """What was noted of the current generation when it was made; None where there is none."""
        ...

    def current(self, layout: PayloadSchema) -> Engine:
        """The current generation, opened."""
        ...

    def create(self, layout: PayloadSchema, manifest: Mapping[str, Any]) -> StagedGeneration:
        """A new, empty generation, which is not current yet."""
        ...

    def sweep(self) -> None:
        """Removes generations that this process replaced, once nothing reads them any more."""
        ...

    def close(self) -> None:
        """Lets go of the index."""
        ...


class StagedGeneration(Protocol):
    """A generation that is being written beside the current one."""

    @property
    def engine(self) -> Engine:
        """Where it is written."""
        ...

    def publish(self) -> Engine:
        """Makes it the current one at a stroke; gives the engine by which it is used from then on."""
        ...

    def discard(self) -> None:
        """Removes it."""
        ...
