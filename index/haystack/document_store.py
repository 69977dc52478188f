"""A Haystack document store over an engine: Haystack pipelines read and write the index as they would any store.

It passes ``haystack.testing.document_store.DocumentStoreBaseExtendedTests`` on both
engines. A document's id is kept as it is; the point's id is a UUID made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import numpy as np
from haystack import default_from_dict, default_to_dict
from haystack.dataclasses import Document, SparseEmbedding
from haystack.document_stores.errors import DocumentStoreError, DuplicateDocumentError
from haystack.document_stores.types import DuplicatePolicy

from index.engines.filters import AllOf, WithId
from index.engines.port import Collections, Engine, Point
from index.haystack.metadata_filters import FLAGS, condition, flag
from index.retrieval.payloads import layout
from index.retrieval.sparse import SparseVector

_NAMESPACE = UUID("a4c07e5a-2b6f-57f0-8a49-3f4f3e6f9f55")
_STEP = 1_000


class EngineDocumentStore:
    """Documents in a vector engine, with dense and sparse embeddings.

    `place` is a folder (embedded engine), the address of a Qdrant server, or
    ``:memory:``; `engine` may be given instead, and then the store cannot be
    serialised. Dense embeddings are compared by their product: normalise them.
    """

    def __init__(self, place: str = "", dimension: int = 384, *, engine: Engine | None = None) -> None:
        """Opens nothing before it is needed."""
        if not place and engine is None:
            raise ValueError("a document store needs a place or an engine")
        self.place, self.dimension = place, dimension
        self._engine = engine
        self._home: Collections | None = None

    @property
    def engine(self) -> Engine:
        """The engine, opened; made where there is none at the place."""
        if self._engine is None:
            self._home = _home(self.place)
            shape = layout(self.dimension)
            if self._home.manifest() is None:
                self._engine = self._home.create(shape, {"dimension": self.dimension}).publish()
            else:
                self._engine = self._home.current(shape)
        return self._engine

    def close(self) -> None:
        """Lets go of what this store opened itself."""
        if self._home is not None and self._engine is not None:
            self._engine.close()
            self._home.close()
            self._engine = self._home = None

    def to_dict(self) -> dict[str, Any]:
        """The store by its place."""
        if not self.place:
            raise DocumentStoreError("a store made of an open engine cannot be serialised")
        return default_to_dict(self, place=self.place, dimension=self.dimension)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> EngineDocumentStore:
        """The store that `to_dict` described."""
        return default_from_dict(cls, data)

    # --- reading ---------------------------------------------------------------

    def count_documents(self) -> int:
        """How many documents there are."""
        return self.engine.count()

    def count_documents_by_filter(self, filters: dict[str, Any]) -> int:
        """How many documents meet the filters."""
        return self.engine.count(condition(filters))

    def filter_documents(self, filters: dict[str, Any] | None = None) -> list[Document]:
        """The documents that meet the filters, with their embeddings."""
        return [document_of(point) for point in self.engine.scroll(condition(filters), vectors=True)]

    # --- writing ---------------------------------------------------------------

    def write_documents(self, documents: list[Document], policy: DuplicatePolicy = DuplicatePolicy.NONE) -> int:
        """Writes documents; without a policy a duplicate is an error. Gives how many were written."""
        if not isinstance(documents, list) or not all(isinstance(d, Document) for d in documents):
            raise ValueError("write_documents takes a list of Documents")
        if policy is not DuplicatePolicy.OVERWRITE:
            known = self._known(documents)
            if known and policy is not DuplicatePolicy.SKIP:
                raise DuplicateDocumentError(f"documents that are there already: {', '.join(sorted(known)[:3])}")
            documents = [d for d in documents if d.id not in known]
        if documents:
            self.engine.upsert([point_of(document) for document in documents])
        return len(documents)

    def delete_documents(self, document_ids: list[str]) -> None:
        """Deletes documents by id; one that is not there is left out in silence."""
        for some in _steps([point_id(i) for i in document_ids]):
            self.engine.delete(WithId(tuple(some)))

    def delete_all_documents(self) -> None:
        """Deletes every document."""
        self.engine.delete(AllOf(()))

    def delete_by_filter(self, filters: dict[str, Any]) -> int:
        """Deletes the documents that meet the filters; gives their number."""
        where = condition(filters) or AllOf(())
        number = self.engine.count(where)
        if number:
            self.engine.delete(where)
        return number

    def update_by_filter(self, filters: dict[str, Any], meta: dict[str, Any]) -> int:
        """Sets fields in the meta data of the documents that meet the filters; gives their number."""
        documents = [replace(found, meta=found.meta | meta) for found in self.filter_documents(filters)]
        if documents:
            self.engine.upsert([point_of(document) for document in documents])
        return len(documents)

    def _known(self, documents: Sequence[Document]) -> set[str]:
        known: set[str] = set()
        for some in _steps([point_id(d.id) for d in documents]):
            known |= {point.payload["id"] for point in self.engine.scroll(WithId(tuple(some)))}
        return known


def document_of(point: Point, score: float | None = None) -> Document:
    """A point as a Haystack document."""
    words = point.words
    return Document(
        id=point.payload["id"],
        content=point.payload["content"],
        meta=dict(point.payload["meta"]),
        score=score,
        embedding=point.dense.tolist() if point.dense is not None else None,
        sparse_embedding=SparseEmbedding(list(words.indices), list(words.values)) if words is not None else None,
    )


def point_of(document: Document) -> Point:
    """A Haystack document as a point; raises `DocumentStoreError` where it has a blob, which is not kept."""
    if document.blob is not None:
        raise DocumentStoreError(f"document {document.id} has a blob; only text is kept")
    words = document.sparse_embedding
    payload: dict[str, Any] = {"id": document.id, "content": document.content, "meta": document.meta}
    if flags := [flag(f"meta.{name}", value) for name, value in document.meta.items() if isinstance(value, bool)]:
        payload[FLAGS] = flags
    return Point(
        point_id(document.id),
        payload,
        dense=np.array(document.embedding, np.float32) if document.embedding is not None else None,
        words=SparseVector(tuple(words.indices), tuple(words.values)) if words is not None else None,
    )


def point_id(document_id: str) -> str:
    """The UUID of a document's point: its own id where that is one."""
    try:
        return str(UUID(document_id))
    except ValueError:
        return str(uuid5(_NAMESPACE, document_id))


def _steps(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    for at in range(0, len(ids), _STEP):
        yield ids[at : at + _STEP]


def _home(place: str) -> Collections:
    # Each imports its engine, and only one is needed.
    if place == ":memory:" or "://" in place:
        from index.engines.qdrant_server import ServerCollections

        return ServerCollections(place)
    from pathlib import Path

    from index.engines.edge_storage import EdgeCollections

    return EdgeCollections(Path(place))
