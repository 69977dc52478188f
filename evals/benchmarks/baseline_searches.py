"""The search of this project and those it is measured against, each over the same passages.

The peers get what ours gets: the heading path and the words of each passage, and the
vectors of the same model. They are set up as their own guides say; the words of those
that count words are lower-cased syllables, or these with pairs of neighbouring ones.
Their packages are the extra ``bench``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.embedding.embedder import SentenceEmbedder, prompts
from index.engines.port import Point
from index.retrieval.index import Index
from index.retrieval.query import Query

# Of BM25, in every peer: tantivy has no other.
K1, B = 1.2, 0.75
TANTIVY_MEMORY = 128 * 1024**2

PACKAGES = (
    "bm25s",
    "tantivy",
    "haystack_integrations.components.embedders.sentence_transformers",
    "haystack_integrations.document_stores.qdrant",
)

_WORD = re.compile(r"\w+")


class Search(Protocol):
    """Passages put in, then questions asked; `name` is how the tables call it."""

    name: str

    def add(self, passages: Sequence[Point]) -> None:
        """Puts passages in, which are whole documents."""
        ...

    def ready(self) -> None:
        """All passages are in: does what is to be done before the first question."""
        ...

    def find(self, text: str, limit: int) -> list[str]:
        """The documents of the `limit` best passages, best first, each once."""
        ...

    def close(self) -> None:
        """Lets go of everything."""
        ...


def load_peers() -> None:
    """Imports the peers' packages; raises `ModuleNotFoundError`, with its `name`, where one is missing."""
    for name in PACKAGES:
        import_module(name)


def peers(folder: Path, model: Path) -> list[Search]:
    """Every peer, empty, each with a place of its own in `folder`; `model` is a sentence-transformers folder."""
    return [
        Haystack(folder / "haystack", model),
        Tantivy("tantivy, syllables", folder / "tantivy", words),
        Tantivy("tantivy, syllables and pairs", folder / "tantivy-pairs", words_and_pairs),
        Bm25s("bm25s, syllables", words),
        Bm25s("bm25s, syllables and pairs", words_and_pairs),
    ]


class Ours:
    """`Index.search`, whole: diacritics restored, embedded, retrieved, weighed together, highlighted."""

    name = "Nhiệm Vụ"

    def __init__(self, index: Index) -> None:
        self._index = index

    def add(self, passages: Sequence[Point]) -> None:
        """Puts passages in."""
        self._index.write(passages)

    def ready(self) -> None:
        """Builds the graphs."""
        self._index.optimise()

    def find(self, text: str, limit: int) -> list[str]:
        """The documents of the best passages, copies of them included."""
        hits = self._index.search(Query(text, limit=limit))
        return _each_once(doc for hit in hits for doc in (hit.doc, *(other for other, _ in hit.same)))

    def close(self) -> None:
        """Leaves the index to whoever opened it."""


class Haystack:
    """Haystack's stock pipeline: its embedder by sentence-transformers, its Qdrant store on a local path."""

    name = "Haystack, Qdrant on a local path"

    def __init__(self, folder: Path, model: Path) -> None:
        from haystack import Pipeline
        from haystack.utils import ComponentDevice
        from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersTextEmbedder
        from haystack_integrations.components.retrievers.qdrant import QdrantEmbeddingRetriever
        from haystack_integrations.document_stores.qdrant import QdrantDocumentStore

        dimension = SentenceEmbedder(model, folder).dimension
        self._store = QdrantDocumentStore(path=str(folder), embedding_dim=dimension, progress_bar=False)
        embedder = SentenceTransformersTextEmbedder(
            model=str(model),
            device=ComponentDevice.from_str("cpu"),
            prefix=prompts(model)["query"],
            progress_bar=False,
            local_files_only=True,
        )
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", embedder)
        self._pipeline.add_component("retriever", QdrantEmbeddingRetriever(document_store=self._store))
        self._pipeline.connect("embedder.embedding", "retriever.query_embedding")

    def add(self, passages: Sequence[Point]) -> None:
        """Writes passages with the vectors that ours has."""
        from haystack.dataclasses import Document

        self._store.write_documents(
            [
                Document(id=p.id, content=text_of(p), meta=p.payload["meta"], embedding=_dense(p).tolist())
                for p in passages
            ]
        )

    def ready(self) -> None:
        """Loads the model."""
        self._pipeline.warm_up()

    def find(self, text: str, limit: int) -> list[str]:
        """The documents of the nearest passages."""
        found = self._pipeline.run({"embedder": {"text": text}, "retriever": {"top_k": limit}})
        return _each_once(document.meta["doc"] for document in found["retriever"]["documents"])

    def close(self) -> None:
        """Closes the store's file."""
        self._store.close()


Cut = Callable[[str], list[str]]


class Tantivy:
    """BM25 by tantivy, on disk, with the passages' texts kept."""

    def __init__(self, name: str, folder: Path, cut: Cut) -> None:
        import tantivy

        self.name, self._cut, self._tantivy = name, cut, tantivy
        folder.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("doc", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._writer = self._index.writer(TANTIVY_MEMORY)

    def add(self, passages: Sequence[Point]) -> None:
        """Writes passages; they are cut here, since tantivy knows no pairs."""
        for passage in passages:
            text = text_of(passage)
            self._writer.add_document(
                self._tantivy.Document(doc=passage.payload["meta"]["doc"], text=text, words=" ".join(self._cut(text)))
            )
        self._writer.commit()

    def ready(self) -> None:
        """Merges what was written."""
        self._writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, text: str, limit: int) -> list[str]:
        """The documents of the passages that share most with `text`."""
        one = self._tantivy.Query.term_query
        terms = [
            (self._tantivy.Occur.Should, one(self._schema, "words", word, index_option="freq"))
            for word in self._cut(text)
        ]
        found = self._searcher.search(self._tantivy.Query.boolean_query(terms), limit)
        kept = [self._searcher.doc(address) for _, address in found.hits]
        return _each_once(document["doc"][0] for document in kept if document["text"])

    def close(self) -> None:
        """Leaves the files to be removed with their folder."""


class Bm25s:
    """BM25 by bm25s, in memory; it indexes all at once."""

    def __init__(self, name: str, cut: Cut) -> None:
        import bm25s

        self.name, self._cut = name, cut
        self._passages: list[tuple[str, str]] = []
        self._words: list[list[str]] = []
        self._index: Any = bm25s.BM25(k1=K1, b=B)

    def add(self, passages: Sequence[Point]) -> None:
        """Cuts passages."""
        self._passages += [(passage.payload["meta"]["doc"], text_of(passage)) for passage in passages]
        self._words += [self._cut(text_of(passage)) for passage in passages]

    def ready(self) -> None:
        """Indexes them."""
        self._index.index(self._words, show_progress=False)
        self._words.clear()

    def find(self, text: str, limit: int) -> list[str]:
        """The documents of the passages that share most with `text`."""
        limit = min(limit, len(self._passages))
        places, scores = self._index.retrieve([self._cut(text)], k=limit, show_progress=False)
        found = zip(places[0].tolist(), scores[0].tolist(), strict=True)
        return _each_once(self._passages[place][0] for place, score in found if score > 0)

    def close(self) -> None:
        """Holds nothing open."""


def text_of(passage: Point) -> str:
    """What every search gets of a passage: its heading path and its words, as ours embeds and matches it."""
    context = passage.payload["meta"]["context"]
    return f"{context}\n{passage.payload['content']}" if context else str(passage.payload["content"])


def words(text: str) -> list[str]:
    """Lower-cased syllables."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def words_and_pairs(text: str) -> list[str]:
    """Lower-cased syllables, and each with the next."""
    found = words(text)
    return found + [f"{first}_{second}" for first, second in pairwise(found)]


def _dense(passage: Point) -> np.ndarray[Any, np.dtype[np.float32]]:
    assert passage.dense is not None
    return passage.dense


def _each_once(docs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(docs))
