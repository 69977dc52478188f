"""Haystack components of the index: thin coats over its functions, to be put in pipelines of anyone's."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
from haystack import component
from haystack.dataclasses import Document, SparseEmbedding

from corpus.model import Record
from index.embedding.embedder import Embedder, Vectors
from index.engines.filters import WithId
from index.engines.port import Engine
from index.haystack.document_store import EngineDocumentStore, document_of, point_of
from index.haystack.metadata_filters import condition
from index.query.corpus_counts import SyllableCounts
from index.query.diacritics import Restored, restore
from index.retrieval import payloads
from index.retrieval.chunking import Passage, passages
from index.retrieval.hybrid_ranking import PreparedQuery, RankedPassage, meant, prepare_query, rank
from index.retrieval.index import Index
from index.retrieval.reranking import rerank
from index.retrieval.sparse import sparse_passage


@component
class RecordCutter:
    """Cuts analysed documents into passages."""

    @component.output_types(documents=list[Document])
    def run(self, records: list[Record], revisions: dict[str, str]) -> dict[str, list[Document]]:
        """One Haystack document for each passage of `records`; `revisions` is by document id."""
        kept = [
            payload
            for record in records
            for payload in payloads.payloads(record.document, revisions[record.document.id], passages(record))
        ]
        return {"documents": [Document(id=p["id"], content=p["content"], meta=p["meta"]) for p in kept]}


@component
class PassageEmbedder:
    """Gives passages their vectors, dense and of words."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    @component.output_types(documents=list[Document])
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        """The same documents, embedded; one that only marks a document without passages stays as it is."""
        kept = ({"id": d.id, "content": d.content, "meta": d.meta} for d in documents)
        found = {passage.id: passage for payload in kept if (passage := payloads.passage_of(payload))}
        dense = self.embedder.embed_passages([passage.embedded for passage in found.values()])
        vectors = dict(zip(found, dense, strict=True))
        return {"documents": [_embedded(d, found[d.id], vectors[d.id]) if d.id in found else d for d in documents]}


def _embedded(document: Document, passage: Passage, dense: Vectors) -> Document:
    words = sparse_passage(passage.embedded)
    sparse = SparseEmbedding(list(words.indices), list(words.values))
    return replace(document, embedding=dense.tolist(), sparse_embedding=sparse)


@component
class IndexWriter:
    """Puts the passages of whole documents in the index, in place of what was there of those."""

    def __init__(self, index: Index) -> None:
        self.index = index

    @component.output_types(documents_written=int)
    def run(self, documents: list[Document]) -> dict[str, int]:
        """How many passages were written."""
        self.index.write([point_of(document) for document in documents])
        return {"documents_written": len(documents)}


@component
class DiacriticsRestorer:
    """Reads a query as it was meant."""

    def __init__(self, counts: SyllableCounts) -> None:
        self.counts = counts

    @component.output_types(query=Restored)
    def run(self, query: str) -> dict[str, Restored]:
        """The query with its diacritics, and as it was typed."""
        return {"query": restore(query, self.counts)}


@component
class QueryEmbedder:
    """Gives a query its vectors, dense and of words."""

    def __init__(self, embedder: Embedder, counts: SyllableCounts) -> None:
        self.embedder, self.counts = embedder, counts

    @component.output_types(question=PreparedQuery)
    def run(self, query: Restored) -> dict[str, PreparedQuery]:
        """The query, ready to be searched."""
        dense = np.asarray(self.embedder.embed_query(meant(query)), np.float32)
        return {"question": prepare_query(query, dense, self.counts, self.embedder.fingerprint)}


@component
class PassageRetriever:
    """Finds passages by meaning and by words, weighed together."""

    def __init__(self, document_store: EngineDocumentStore, limit: int = 10) -> None:
        self.document_store, self.limit = document_store, limit

    @component.output_types(documents=list[Document])
    def run(
        self, question: PreparedQuery, filters: dict[str, Any] | None = None, limit: int | None = None
    ) -> dict[str, list[Document]]:
        """The best passages that meet the filters, best first, each with its score."""
        engine = self.document_store.engine
        ranked = rank(question, engine, condition(filters))[: limit or self.limit]
        return {"documents": _documents(engine, {r.id: r.score for r in ranked})}


@component
class PassageReranker:
    """Weighs the first passages again by what only their text tells, and gives the best."""

    def __init__(self, limit: int = 10) -> None:
        self.limit = limit

    @component.output_types(documents=list[Document])
    def run(self, documents: list[Document], limit: int | None = None) -> dict[str, list[Document]]:
        """The best of `documents`, which are given best first, each with its new score."""
        by_id = {document.id: document for document in documents}
        found = [
            (passage, RankedPassage(document.id, document.score or 0.0, 0.0, 0.0))
            for document in documents
            if (passage := payloads.passage_of(point_of(document).payload))
        ]
        best = islice(rerank(found), limit or self.limit)
        return {"documents": [replace(by_id[r.id], score=r.score) for _, r in best]}


def _documents(engine: Engine, scores: dict[str, float]) -> list[Document]:
    found = {point.id: point for point in engine.scroll(WithId(tuple(scores)))}
    return [document_of(found[i], score) for i, score in scores.items() if i in found]
