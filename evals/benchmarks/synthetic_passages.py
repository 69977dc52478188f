"""Passages made up from real ones, and questions about them, to measure search at any size.

Words, numbers, places and years are changed and noise is put on the vectors, so that
no two passages are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

import corpus.documents
from corpus.vietnamese import bare
from index.engines.port import Engine, Point
from index.retrieval.payloads import RevisionMarker
from index.retrieval.sparse import sparse_passage

QUESTIONS = 200
# Passages of a made document, as of the real ones.
OF_A_DOCUMENT = 60
# The share of a passage's words that another passage lends.
LENT = 0.3
# Noise on a unit vector, as a share of its length: copies of one passage have a cosine of
# 0.9, as different passages of the real documents have.
NOISE = 0.33

# Made documents that are written together.
TOGETHER = 30

SAMPLES = Path(corpus.documents.__file__).parent / "files"

Floats = NDArray[np.float32]


def with_vectors(engine: Engine) -> list[Point]:
    """Every passage in `engine`, in the order of their ids: the same ones are made of them each time."""
    found = (point for point in engine.scroll(vectors=True) if point.dense is not None)
    return sorted(found, key=lambda point: point.id)


def batches(base: Sequence[Point], count: int, rng: np.random.Generator, name: str) -> Iterator[list[Point]]:
    """The passages of `documents`, as many documents at a time as are written together."""
    made = documents(base, count, rng, name)
    while some := list(chain.from_iterable(islice(made, TOGETHER))):
        yield some


def documents(base: Sequence[Point], count: int, rng: np.random.Generator, name: str) -> Iterator[list[Point]]:
    """Made documents of `OF_A_DOCUMENT` passages, `count` passages in all."""
    metas = [point.payload["meta"] for point in base]
    for place, at in enumerate(range(0, count, OF_A_DOCUMENT)):
        size = min(OF_A_DOCUMENT, count - at)
        doc = f"{name}-{place}"
        like = metas[int(rng.integers(len(metas)))]
        shared = {
            "doc": doc,
            "mark": str(RevisionMarker(doc, "1", size)),
            "number": f"{at}/{like['number']}",
            "year": int(1998 + rng.integers(29)),
            "province": f"tinh-{rng.integers(63)}" if rng.random() < 0.7 else "",
        }
        yield [_copy(base[i], base[j], shared, rng) for i, j in rng.integers(len(base), size=(size, 2)).tolist()]


def _copy(point: Point, other: Point, shared: dict[str, object], rng: np.random.Generator) -> Point:
    words = str(point.payload["content"]).split()
    lent = str(other.payload["content"]).split()
    mixed = [lent[i % len(lent)] if rng.random() < LENT else word for i, word in enumerate(words)]
    text = " ".join(str(rng.integers(10_000)) if word.isdigit() else word for word in mixed)
    identity = str(UUID(bytes=rng.bytes(16), version=4))
    meta = dict(point.payload["meta"]) | shared | {"end": point.payload["meta"]["start"] + len(text)}
    payload = dict(point.payload) | {"id": identity, "content": text, "meta": meta}
    assert point.dense is not None
    noisy = point.dense + NOISE * unit(rng, len(point.dense))
    return Point(identity, payload, noisy / np.linalg.norm(noisy), sparse_passage(f"{meta['context']}\n{text}"))


def unit(rng: np.random.Generator, size: int) -> Floats:
    """A direction, ``[size]``, all alike likely."""
    vector = rng.standard_normal(size, np.float32)
    direction: Floats = vector / np.linalg.norm(vector)
    return direction


def made_questions(base: Sequence[Point], rng: np.random.Generator) -> list[str]:
    """Runs of 5 to 12 words out of the passages, every second one without diacritics."""
    found = []
    for place in range(QUESTIONS):
        words = str(base[int(rng.integers(len(base)))].payload["content"]).split()
        size = int(rng.integers(5, 13))
        at = int(rng.integers(max(1, len(words) - size)))
        text = " ".join(words[at : at + size])
        found.append(bare(text) if place % 2 else text)
    return found
