"""The search index of one knowledge base: what is put in, what is asked, what is answered.

It is derived from the store and can be made again from it at any time. Adding a
document is several writes, in an order that leaves a kill -9 visible: the new points,
then the removal of old ones, then the counts; `revisions` shows a document that is
not whole as ``""``, and adding it again mends it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Self

from corpus.model import Record
from corpus.settings import Settings
from corpus.store import Store
from corpus.vietnamese import clean_query
from index.embedding.cache import CachedEmbedder
from index.embedding.embedder import Embedder, open_embedder
from index.engines.filters import AllOf, Condition, Equals, OneOf, WithId
from index.engines.port import Collections, Engine, Point
from index.query.corpus_counts import SyllableCounts
from index.query.diacritics import Restored, restore
from index.query.document_numbers import find_numbers, number_asked_for
from index.retrieval import payloads, results
from index.retrieval.chunking import Passage, passages
from index.retrieval.generations import Generation, Generations
from index.retrieval.highlighting import highlight_terms
from index.retrieval.hybrid_ranking import CANDIDATES, RankedPassage, meant, prepare_query, rank
from index.retrieval.query import Hit, Query
from index.retrieval.reranking import RERANK_DEPTH, rerank

# Called before each document with its position, the number of documents and its source.
Progress = Callable[[int, int, str], None]

_VECTORS = "vectors.sqlite"
# Text of the documents that are embedded and written together: some 500 passages.
_BATCH_CHARACTERS = 200_000


class Index:
    """The index; safe to search from several threads while one writes. Close it, or use it in a ``with`` statement.

    Where it was built with another model or by another version, every method but
    `rebuild` and `close` raises `IndexMismatch`.
    """

    is_disconnected = False  # as a borrowed one may be; see `index.retrieval.remote`

    def __init__(self, home: Collections, embedder: Embedder, folder: Path) -> None:
        """Opens what `home` holds, making it where there is nothing; `folder` is where the counts are kept."""
        self.embedder = embedder
        self._generations = Generations(home, embedder, folder)
        self._writing = threading.RLock()

    @classmethod
    def open(cls, settings: Settings, *, embed: Embedder | None = None) -> Self:
        """The index that `settings` name; raises `IndexBusy`, `EngineUnreachable` or `ModelError`.

        `embed` stands in for the model. Nothing of it is loaded before it is needed.
        """
        settings.index.mkdir(parents=True, exist_ok=True)
        embedder = open_cached_embedder(settings, embed)
        home = _home(settings)
        try:
            return cls(home, embedder, settings.index)
        except BaseException:
            home.close()
            raise

    def close(self) -> None:
        """Lets go of the index."""
        with self._writing:
            self._generations.close()
            if isinstance(self.embedder, CachedEmbedder):
                self.embedder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- writing ---------------------------------------------------------------

    def add(self, record: Record, revision: str) -> int:
        """Puts a document in, in place of what was there of it; gives the number of passages. Kept when it returns."""
        return self._put([(record, revision)])

    def add_all(self, records: Iterable[tuple[Record, str]]) -> int:
        """Puts many documents in, some at a time; gives the number of passages.

        Quicker than one by one: texts of like length are embedded together, and written together.
        """
        return sum(self._put(batch) for batch in _batches(records))

    def _put(self, batch: Sequence[tuple[Record, str]]) -> int:
        new = points_of(batch, self.embedder)
        self.write(new)
        return payloads.passages_in(new)

    def write(self, new: Sequence[Point]) -> None:
        """Puts points in that are the whole of one or more documents, in place of what was there of those."""
        docs = tuple({point.payload["meta"]["doc"]: None for point in new})
        with self._writing, self._generations.current() as current:
            old = list(current.engine.scroll(OneOf(payloads.DOC, docs)))
            current.engine.upsert(new)
            if stale := {point.id for point in old} - {point.id for point in new}:
                current.engine.delete(WithId(tuple(stale)))
            before, after = payloads.texts_by_document(old), payloads.texts_by_document(new)
            current.counts.replace_all((doc, before.get(doc, ()), after.get(doc, ())) for doc in docs)

    def remove(self, doc: str) -> None:
        """Takes a document out; one that is not there is left out in silence."""
        with self._writing, self._generations.current() as current:
            chosen = Equals(payloads.DOC, doc)
            old = payloads.texts_by_document(current.engine.scroll(chosen)).get(doc, ())
            current.engine.delete(chosen)
            current.counts.replace_all([(doc, old, ())])

    def rebuild(self, store: Store, *, progress: Progress | None = None) -> int:
        """Makes the index anew beside the present one, which answers until then; gives the number of documents."""
        state = store.index_state()

        def documents() -> Iterator[tuple[Record, str]]:
            for place, (doc, revision) in enumerate(sorted(state.items())):
                record = store.record(doc)
                if progress:
                    progress(place, len(state), record.document.source)
                yield record, revision

        def fill(generation: Generation) -> None:
            for batch in _batches(documents()):
                new = points_of(batch, self.embedder)
                generation.engine.upsert(new)
                texts = payloads.texts_by_document(new)
                generation.counts.replace_all((doc, (), found) for doc, found in texts.items())

        with self._writing:
            self._generations.write_anew(fill)
            self.optimise()
        return len(state)

    def optimise(self) -> bool:
        """Makes a large index quick to search, after much was added; says whether it did anything. Searches go on."""
        with self._writing, self._generations.current() as current:
            return current.engine.optimise()

    # --- reading ---------------------------------------------------------------

    def revisions(self) -> dict[str, str]:
        """The revision of every document as it is indexed; ``""`` of one that is not wholly there."""
        with self._generations.current() as current:
            return payloads.revisions(current.engine.facet(payloads.REVISION))

    @property
    def engine(self) -> Engine:
        """The vector engine of the current generation, until the index is rebuilt."""
        with self._generations.current() as current:
            return current.engine

    @property
    def counts(self) -> SyllableCounts:
        """The counts of the current generation, until the index is rebuilt."""
        with self._generations.current() as current:
            return current.counts

    def restore(self, text: str) -> Restored:
        """`text` with the diacritics that it lacks, as far as the indexed documents tell."""
        with self._generations.current() as current:
            return restore(text, current.counts)

    def search(self, query: Query) -> list[Hit]:
        """The passages that answer `query`, best first; those of a document where the query is its number."""
        with self._generations.current() as current:
            return self._search(query, current.engine, current.counts)

    def _search(self, query: Query, engine: Engine, counts: SyllableCounts) -> list[Hit]:
        query = replace(query, text=clean_query(query.text))
        where = payloads.conditions(query)
        if (number := number_asked_for(query.text)) and (hits := _of_document(engine, number, where, query)):
            return hits
        text = Restored(query.text, query.text) if query.as_typed else restore(query.text, counts)
        if not text.text.strip():
            return []
        question = prepare_query(text, self.embedder.embed_query(meant(text)), counts, self.embedder.fingerprint)
        preferred = [one for narrowing in query.preferred if (one := payloads.conditions(narrowing))]
        ranked = rank(question, engine, where, max(CANDIDATES, 2 * query.limit), preferred)
        understood = text.text if text.changed else ""
        answers = results.ResultCollector(highlight_terms(text, counts), understood, query.limit, bool(preferred))
        step = max(RERANK_DEPTH, 2 * query.limit)
        for passage, of in rerank(_looked_up(engine, ranked, step), step):
            answers.take(passage, of)
            if answers.enough:
                break
        return answers.hits


def points_of(batch: Sequence[tuple[Record, str]], embedder: Embedder) -> list[Point]:
    """The points of documents, given with their revisions."""
    found = [passages(record) for record, _ in batch]
    dense = iter(embedder.embed_passages([passage.embedded for one in found for passage in one]))
    return [
        point
        for (record, revision), one in zip(batch, found, strict=True)
        for point in payloads.points(record.document, revision, one, list(islice(dense, len(one))))
    ]


def open_cached_embedder(settings: Settings, embed: Embedder | None = None) -> CachedEmbedder:
    """The model that the settings name, or `embed`, with the vectors that the knowledge base keeps."""
    return CachedEmbedder(embed or open_embedder(settings), settings.data / _VECTORS)


def _home(settings: Settings) -> Collections:
    # Each imports its engine, and only one is needed.
    if settings.qdrant_url:
        from index.engines.qdrant_server import ServerCollections

        return ServerCollections(settings.qdrant_url)
    from index.engines.edge_storage import EdgeCollections

    return EdgeCollections(settings.index)


def _batches(records: Iterable[tuple[Record, str]]) -> Iterator[list[tuple[Record, str]]]:
    """Documents some at a time, by the size of their text."""
    batch: list[tuple[Record, str]] = []
    size = 0
    for record, revision in records:
        if batch and size + len(record.text) > _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
        batch.append((record, revision))
        size += len(record.text)
    if batch:
        yield batch


def _looked_up(engine: Engine, ranked: Sequence[RankedPassage], step: int) -> Iterator[tuple[Passage, RankedPassage]]:
    """The passages of ranked ids, in their order, looked up `step` at a time."""
    for at in range(0, len(ranked), step):
        some = ranked[at : at + step]
        found = {point.id: point for point in engine.scroll(WithId(tuple(r.id for r in some)))}
        for r in some:
            if (point := found.get(r.id)) and (passage := payloads.passage_of(point.payload)):
                yield passage, r


def _of_document(engine: Engine, number: str, where: Condition | None, query: Query) -> list[Hit]:
    """The passages of the documents that bear `number` and meet the query's conditions."""
    bears = Equals(payloads.NUMBER, number)
    found = engine.scroll(AllOf((bears, where)) if where else bears)
    own = [passage for point in found if (passage := payloads.passage_of(point.payload))]
    [(place, _)] = find_numbers(query.text)
    return results.document_hits(own, place.of(query.text), query.limit)
