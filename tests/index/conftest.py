"""What the tests of the index share: a small embedder, documents made by hand, and both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest

from corpus.model import Clause, ClauseKind, Document, Obligation, Record
from corpus.settings import Settings
from corpus.vietnamese import bare, syllables
from index.engines.edge_storage import EdgeCollections
from index.engines.port import Collections, Engine, PayloadSchema
from index.engines.qdrant_server import ServerCollections


class FakeEmbedder:
    """Vectors that add up a random direction for each bare syllable: texts that share words are near."""

    dimension = 32

    def __init__(self, fingerprint: str = "fake") -> None:
        self.fingerprint = fingerprint
        self.embedded: list[str] = []

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        self.embedded += texts
        return np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), self.dimension)

    def embed_query(self, text: str) -> np.ndarray:
        return self._vector(text)

    def _vector(self, text: str) -> np.ndarray:
        total = np.full(self.dimension, 1e-3, np.float32)
        for word in set(syllables(bare(text))):
            seed = int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "little")
            total += np.random.default_rng(seed).standard_normal(self.dimension, np.float32)
        return total / np.linalg.norm(total)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def make_embedder() -> type[FakeEmbedder]:
    return FakeEmbedder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", database_url="", cache=tmp_path / "cache")


@pytest.fixture(params=["edge", "server"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Collections]:
    """Both engines: what a test says of one holds for the other."""
    place: Collections = (
        EdgeCollections(tmp_path / "index") if request.param == "edge" else ServerCollections(":memory:")
    )
    yield place
    place.close()


@pytest.fixture
def layout() -> PayloadSchema:
    return PayloadSchema(dimension=4, keywords=("meta.doc", "meta.tags"), integers=("meta.year",))


@pytest.fixture
def engine(home: Collections, layout: PayloadSchema) -> Iterator[Engine]:
    draft = home.create(layout, {"made": "for a test"})
    yield draft.engine
    draft.discard()


Make = Callable[..., Record]


@pytest.fixture
def make_record() -> Make:
    """A document from ``(path, kind, own words)``; its text is put together from the words."""

    def make(
        doc: str,
        parts: list[tuple[str, ClauseKind, str]],
        *,
        obligations: tuple[Obligation, ...] = (),
        **fields: object,
    ) -> Record:
        text, placed = "", []
        for path, kind, words in parts:
            start = len(text)
            text += words + "\n"
            placed.append((path, kind, start, start + len(words)))
        clauses = []
        for path, kind, start, head_end in placed:
            inside = [end for other, _, _, end in placed if other == path or other.startswith(path + "/")]
            parent = path.rpartition("/")[0] or None
            label = text[start:head_end].split(" ", 1)[0]
            clauses.append(Clause(path, parent, kind, label, start, max(inside), head_end))
        document = Document(id=doc, source=f"{doc}.txt", sha256=doc, **fields)  # type: ignore[arg-type]
        return Record(document, text, tuple(clauses), obligations=obligations)

    return make
