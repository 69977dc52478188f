"""The other engine: a Qdrant server or cluster, reached by qdrant-client.

A generation is a collection, ``nhiemvu-<hex>``; the current one has the alias
``nhiemvu``, and what was noted of it is the collection's metadata. ``:memory:`` as the
address gives the client's own engine in this process: the same answers, slowly,
and nothing kept; tests use it as the server's stand-in.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import numpy as np
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from index.engines.filters import Between, Condition, Translator
from index.engines.port import PayloadSchema, Point, ScoredPoint, VectorQuery
from index.errors import EngineUnreachable, IndexDamaged
from index.retrieval.sparse import SparseVector

_T = TypeVar("_T")

ALIAS = "nhiemvu"
IN_MEMORY = ":memory:"
_DENSE, _WORDS = "dense", "words"
_SCROLL_STEP = 1_000
_UPSERT_STEP = 500
_TIMEOUT_SECONDS = 60


class ServerCollections:
    """One index on a server; any number of processes may have it open."""

    def __init__(self, url: str) -> None:
        """Reaches the server at `url`; raises `EngineUnreachable` where it does not answer."""
        self._url = url
        local = url == IN_MEMORY
        # The version check asks before anything is asked of it, and warns where it gets no answer.
        self._client = QdrantClient(
            location=url if local else None,
            url=None if local else url,
            timeout=_TIMEOUT_SECONDS,
            check_compatibility=False,
        )
        self._replaced: list[str] = []
        self.ask(lambda client: client.get_aliases())

    def ask(self, question: Callable[[QdrantClient], _T]) -> _T:
        """What the client answers; raises our own errors."""
        try:
            return question(self._client)
        except (ResponseHandlingException, httpx.TransportError, ConnectionError) as error:
            raise EngineUnreachable(
                f"Không kết nối được máy chủ Qdrant ở {self._url}. "
                "Hãy kiểm tra máy chủ đang chạy và biến NHIEMVU_QDRANT_URL."
            ) from error
        except UnexpectedResponse as error:
            raise IndexDamaged(f"Máy chủ Qdrant ở {self._url} từ chối yêu cầu: {error}") from error

    def manifest(self) -> dict[str, Any] | None:
        """What was noted of the current generation; None where there is none."""
        name = self._generation()
        if name is None:
            return None
        return dict(self.ask(lambda client: client.get_collection(name)).config.metadata or {})

    def current(self, layout: PayloadSchema) -> ServerEngine:
        """The current generation."""
        # By its alias: when another process rebuilds the index, this one follows.
        return ServerEngine(self, ALIAS)

    def create(self, layout: PayloadSchema, manifest: Mapping[str, Any]) -> ServerDraft:
        """A new, empty collection beside the current one."""
        name = f"{ALIAS}-{uuid4().hex[:12]}"
        self.ask(
            lambda client: client.create_collection(
                name,
                vectors_config={_DENSE: models.VectorParams(size=layout.dimension, distance=models.Distance.DOT)},
                sparse_vectors_config={_WORDS: models.SparseVectorParams(modifier=models.Modifier.IDF)},
                metadata=dict(manifest),
            )
        )
        for field in layout.keywords:
            self._index(name, field, models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD))
        for field in layout.integers:
            kind = models.IntegerIndexParams(type=models.IntegerIndexType.INTEGER, lookup=True, range=True)
            self._index(name, field, kind)
        return ServerDraft(self, name, ServerEngine(self, name))

    def point_to(self, name: str) -> None:
        """Lets the alias lead to a collection, in one step."""
        before = self._generation()
        steps: list[models.AliasOperations] = []
        if before is not None:
            steps.append(models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=ALIAS)))
        steps.append(
            models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=name, alias_name=ALIAS))
        )
        self.ask(lambda client: client.update_collection_aliases(steps))
        if before is not None:
            self._replaced.append(before)

    def sweep(self) -> None:
        """Removes the collections that this process replaced; another's drafts look like leftovers and stay."""
        while self._replaced:
            self.remove(self._replaced.pop())

    def remove(self, name: str) -> None:
        """Removes a collection."""
        self.ask(lambda client: client.delete_collection(name))

    def close(self) -> None:
        """Lets go of the server."""
        self._client.close()

    def _generation(self) -> str | None:
        aliases = self.ask(lambda client: client.get_aliases()).aliases
        return next((alias.collection_name for alias in aliases if alias.alias_name == ALIAS), None)

    def _index(self, name: str, field: str, kind: models.PayloadSchemaParams) -> None:
        with warnings.catch_warnings():
            # The stand-in has no payload indexes and says so each time.
            warnings.filterwarnings("ignore", "Payload indexes have no effect", UserWarning)
            self.ask(lambda client: client.create_payload_index(name, field, kind))


class ServerDraft:
    """A collection that is being written; see `index.engines.port.StagedGeneration`."""

    def __init__(self, home: ServerCollections, name: str, engine: ServerEngine) -> None:
        self._home, self._name, self.engine = home, name, engine

    def publish(self) -> ServerEngine:
        """Makes it the current one."""
        self._home.point_to(self._name)
        return ServerEngine(self._home, ALIAS)

    def discard(self) -> None:
        """Removes it."""
        self._home.remove(self._name)


class ServerEngine:
    """One collection; see `index.engines.port.Engine`."""

    def __init__(self, home: ServerCollections, name: str) -> None:
        self._home, self._name = home, name
        self._filters = Translator(_FilterTranslator())

    def upsert(self, points: Sequence[Point]) -> None:
        """Adds or replaces points, and waits until it is done."""
        for at in range(0, len(points), _UPSERT_STEP):
            some = [_server_point(point) for point in points[at : at + _UPSERT_STEP]]
            self._home.ask(lambda client, some=some: client.upsert(self._name, some, wait=True))  # type: ignore[misc]

    def delete(self, where: Condition) -> None:
        """Removes points, and waits until it is done."""
        chosen = models.FilterSelector(filter=self._filters.filter(where) or models.Filter())
        self._home.ask(lambda client: client.delete(self._name, points_selector=chosen, wait=True))

    def search(self, requests: Sequence[VectorQuery]) -> list[list[ScoredPoint]]:
        """The nearest points for each request."""
        batch = [self._request(request) for request in requests]
        answers = self._home.ask(lambda client: client.query_batch_points(self._name, requests=batch))
        return [[ScoredPoint(str(p.id), p.score, p.payload or {}) for p in answer.points] for answer in answers]

    def scroll(self, where: Condition | None = None, *, vectors: bool = False) -> Iterator[Point]:
        """All points that meet the condition."""
        chosen, offset = self._filters.filter(where), None
        while True:
            records, offset = self._home.ask(
                lambda client, offset=offset: client.scroll(  # type: ignore[misc]
                    self._name,
                    scroll_filter=chosen,
                    limit=_SCROLL_STEP,
                    offset=offset,
                    with_payload=True,
                    with_vectors=vectors,
                )
            )
            for record in records:
                yield _point(record)
            if offset is None:
                return

    def count(self, where: Condition | None = None) -> int:
        """How many points meet the condition."""
        chosen = self._filters.filter(where)
        return self._home.ask(lambda client: client.count(self._name, count_filter=chosen, exact=True)).count

    def facet(self, name: str, where: Condition | None = None) -> dict[str, int]:
        """How many points have each value of a keyword field."""
        chosen = self._filters.filter(where)
        answer = self._home.ask(
            lambda client: client.facet(self._name, name, facet_filter=chosen, limit=1_000_000, exact=True)
        )
        return {str(hit.value): hit.count for hit in answer.hits}

    def optimise(self) -> bool:
        """Nothing: a server optimises by itself."""
        return False

    def close(self) -> None:
        """Nothing: the connection is the home's."""

    def _request(self, request: VectorQuery) -> models.QueryRequest:
        words = isinstance(request.vector, SparseVector)
        return models.QueryRequest(
            query=_words(request.vector) if isinstance(request.vector, SparseVector) else request.vector.tolist(),
            using=_WORDS if words else _DENSE,
            filter=self._filters.filter(request.where),
            limit=request.limit,
            with_payload=request.payload,
        )


# --- to and from the client's own types -----------------------------------------


def _server_point(point: Point) -> models.PointStruct:
    vector: dict[str, Any] = {}
    if point.dense is not None:
        vector[_DENSE] = np.asarray(point.dense, np.float32).tolist()
    if point.words is not None:
        vector[_WORDS] = _words(point.words)
    return models.PointStruct(id=point.id, vector=vector, payload=dict(point.payload))


def _words(words: SparseVector) -> models.SparseVector:
    return models.SparseVector(indices=list(words.indices), values=list(words.values))


def _point(record: models.Record) -> Point:
    vector: Any = record.vector or {}
    dense, words = vector.get(_DENSE), vector.get(_WORDS)
    return Point(
        str(record.id),
        record.payload or {},
        dense=np.array(dense, np.float32) if dense is not None else None,
        words=SparseVector(tuple(words.indices), tuple(words.values)) if words is not None else None,
    )


class _FilterTranslator:
    """Conditions as the client spells them; see `index.engines.filters.FilterTranslator`."""

    def equals(self, name: str, value: str | int) -> Any:
        return models.FieldCondition(key=name, match=models.MatchValue(value=value))

    def one_of(self, name: str, values: Sequence[str | int]) -> Any:
        return models.FieldCondition(key=name, match=models.MatchAny(any=list(values)))  # type: ignore[arg-type]

    def between(self, condition: Between) -> Any:
        bounds: dict[str, Any] = {
            "gte": condition.at_least,
            "gt": condition.above,
            "lte": condition.at_most,
            "lt": condition.below,
        }
        kind: Any = models.DatetimeRange if condition.is_time else models.Range
        return models.FieldCondition(key=condition.field, range=kind(**bounds))

    def absent(self, name: str) -> Any:
        return models.IsEmptyCondition(is_empty=models.PayloadField(key=name))

    def with_id(self, ids: Sequence[str]) -> Any:
        return models.HasIdCondition(has_id=list(ids))

    def filter(
        self, must: list[Any] | None = None, should: list[Any] | None = None, must_not: list[Any] | None = None
    ) -> Any:
        return models.Filter(must=must, should=should, must_not=must_not)
