"""The index as two Haystack pipelines, one that fills it and one that asks it; both run on either engine.

`index.retrieval.index.Index` does the same by the same functions without Haystack, whose
import takes seconds that a command cannot spend.
"""

from __future__ import annotations

from haystack import Pipeline

from index.haystack.components import (
    DiacriticsRestorer,
    IndexWriter,
    PassageEmbedder,
    PassageReranker,
    PassageRetriever,
    QueryEmbedder,
    RecordCutter,
)
from index.haystack.document_store import EngineDocumentStore
from index.retrieval.index import Index
from index.retrieval.reranking import RERANK_DEPTH


def indexing_pipeline(index: Index) -> Pipeline:
    """Fills `index`: run with ``{"cutter": {"records": [...], "revisions": {doc: revision}}}``."""
    pipeline = Pipeline()
    pipeline.add_component("cutter", RecordCutter())
    pipeline.add_component("embedder", PassageEmbedder(index.embedder))
    pipeline.add_component("writer", IndexWriter(index))
    pipeline.connect("cutter.documents", "embedder.documents")
    pipeline.connect("embedder.documents", "writer.documents")
    return pipeline


def query_pipeline(index: Index, limit: int = 10) -> Pipeline:
    """Asks `index`: run with ``{"restorer": {"query": "..."}}``, filters to ``retriever`` where wanted."""
    pipeline = Pipeline()
    pipeline.add_component("restorer", DiacriticsRestorer(index.counts))
    pipeline.add_component("embedder", QueryEmbedder(index.embedder, index.counts))
    store = EngineDocumentStore(engine=index.engine)
    pipeline.add_component("retriever", PassageRetriever(store, max(RERANK_DEPTH, 2 * limit)))
    pipeline.add_component("reranker", PassageReranker(limit))
    pipeline.connect("restorer.query", "embedder.query")
    pipeline.connect("embedder.question", "retriever.question")
    pipeline.connect("retriever.documents", "reranker.documents")
    return pipeline
