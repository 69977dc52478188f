"""Speed as ratios: each part of the path of a query beside a peer measured in the same run.

``python -m evals.benchmarks.search_speed`` (``make bench``). The machines are shared and noisy, so no figure
here is a mark by itself: what is compared runs in turn, again and again, and the
medians are divided.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import numpy as np

import corpus.documents
from corpus.offline import disable_network
from corpus.settings import Settings
from index.embedding.e5.install import default_model
from index.embedding.embedder import open_embedder
from index.engines.edge_storage import EdgeCollections
from index.engines.port import Collections, Engine, PayloadSchema, Point, VectorQuery
from index.engines.qdrant_server import ServerCollections
from index.retrieval.sparse import SparseVector

POINTS = 2_000
DIMENSION = 384
WORDS = 60  # of a passage: syllables and pairs of 30 syllables
VOCABULARY = 5_000
ROUNDS = 20
SAMPLE = Path(corpus.documents.__file__).parent / "files" / "9755-UBND-KGVX.txt"


def main() -> None:
    """Print one line a comparison: what, our median in milliseconds, the peer's, and the ratio."""
    disable_network()
    for what, ours, peer in chain(_engines(), _encoders()):
        mine, theirs = _medians(ours, peer)
        line = f"{what}\t{1000 * mine:.2f} ms\t{1000 * theirs:.2f} ms\t{theirs / mine:.1f}x\n"
        sys.stdout.write(line)


Comparison = tuple[str, Callable[[], object], Callable[[], object]]


def _medians(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of both, run in turn so that the machine's noise falls on both alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for run, kept in zip((ours, peer), times, strict=True):
            began = time.perf_counter()
            run()
            kept.append(time.perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])


def _engines() -> Iterator[Comparison]:
    """The embedded engine beside qdrant-client's local mode, on the same points."""
    rng = np.random.default_rng(7)
    points = [_point(i, rng) for i in range(POINTS)]
    question = [VectorQuery(_unit(rng), 20), VectorQuery(_words(rng), 20)]
    with _filled(EdgeCollections, points) as edge, _filled(lambda _: ServerCollections(":memory:"), points) as local:
        yield (
            f"hybrid search, {POINTS} points, Qdrant Edge / client local",
            lambda: edge.search(question),
            lambda: local.search(question),
        )


@contextmanager
def _filled(home_at: Callable[[Path], Collections], points: list[Point]) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="nhiemvu-") as folder:
        home = home_at(Path(folder) / "index")
        draft = home.create(PayloadSchema(DIMENSION, ("meta.doc",)), {"made": "for a measurement"})
        draft.engine.upsert(points)
        try:
            yield draft.engine
        finally:
            draft.discard()
            home.close()


def _point(i: int, rng: np.random.Generator) -> Point:
    return Point(str(uuid.UUID(int=i)), {"meta": {"doc": f"d{i % 50}"}}, _unit(rng), _words(rng))


def _unit(rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    vector = rng.standard_normal(DIMENSION, np.float32)
    return vector / np.linalg.norm(vector)


def _words(rng: np.random.Generator) -> SparseVector:
    # Few words are common and most are rare, as in any language.
    chosen = np.unique((VOCABULARY * rng.random(WORDS) ** 3).astype(int))
    return SparseVector(tuple(int(i) for i in chosen), tuple(1.0 for _ in chosen))


def _encoders() -> Iterator[Comparison]:
    """Queries and passages embedded as the index does it, beside sentence-transformers run plainly in fp32."""
    from sentence_transformers import SentenceTransformer

    settings = Settings.from_environment()
    embedder = open_embedder(settings)
    plain = SentenceTransformer(str(default_model(settings)), device="cpu", local_files_only=True)
    query = "trách nhiệm của Bộ Y tế về chăm sóc sức khỏe tâm thần trẻ em"
    passages = _passages()
    yield (
        "one query embedded, the index / sentence-transformers in fp32",
        lambda: embedder.embed_query(query),
        lambda: plain.encode([query]),
    )
    yield (
        f"{len(passages)} passages embedded, the index / sentence-transformers in fp32",
        lambda: embedder.embed_passages(passages),
        lambda: plain.encode(passages),
    )


def _passages() -> list[str]:
    """Passages of 100 to 700 characters, out of a sample document."""
    text = SAMPLE.read_text("utf-8")
    sizes = range(100, 701, 50)
    return [text[at : at + size] for at, size in enumerate(sizes)]


if __name__ == "__main__":
    main()
