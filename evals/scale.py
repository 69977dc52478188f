"""Search at size: ``python -m evals.scale [PASSAGES]`` (100,000 without a number; some minutes and 3 GB of disk).

The sample documents' passages are written again and again with other words, numbers,
places and years, and with noise on their vectors, until there are enough. Then whole
queries are timed (understanding, embedding, retrieval, fusion, highlights), alone,
while documents are taken in and while the graphs are built; and what each filter finds
is held against an exact search. Times on a shared machine say little by themselves:
the ratios do.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

import corpus.documents
from corpus.settings import Settings
from corpus.vietnamese import bare
from index.conditions import Equals
from index.engine import Engine, Nearest, Point
from index.offline import stay_offline
from index.points import DOC, MARK, NUMBER, Mark, layout
from index.query import Query
from index.searching import Index
from index.sparse import sparse_passage
from search_api.knowledge_base import KnowledgeBase

SAMPLES = Path(corpus.documents.__file__).parent / "files"
PASSAGES = 100_000
QUESTIONS = 200
# Passages of a made document, as of the real ones.
OF_A_DOCUMENT = 60
# Documents that are written together.
TOGETHER = 30
# The share of a passage's words that another passage of the samples lends.
LENT = 0.3
# Noise on a unit vector, as a share of its length: copies of one passage have a cosine of
# 0.9, as different passages of the real documents have.
NOISE = 0.33
# Values of each field that are searched by, from the commonest to the rarest.
VALUES = 5
VECTORS_TO_A_VALUE = 20

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of whole queries: the median, and what 19 in 20 stay under; `failed` raised an error.

    `processor` is the median of the time the asking thread computed, which others at work on
    the machine change little.
    """

    p50: float
    p95: float
    processor: float
    queries: int
    failed: int = 0

    def __str__(self) -> str:
        return (
            f"p50 {self.p50:.1f} ms, p95 {self.p95:.1f} ms, of the processor {self.processor:.1f} ms "
            f"({self.queries} queries, {self.failed} failed)"
        )


def main() -> None:
    """Print a line for each figure."""
    stay_offline()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES
    with tempfile.TemporaryDirectory(prefix="nhiemvu-scale-") as folder:
        measure(Path(folder), count, lambda line: print(line, flush=True))  # noqa: T201 the program's own voice


def measure(folder: Path, count: int, say: Callable[[str], None]) -> None:
    """Fills an index in `folder` with `count` passages and says what was measured."""
    settings = Settings(
        folder / "data", f"sqlite:///{folder / 'store.sqlite'}", cache=Settings.from_environment().cache
    )
    with KnowledgeBase(settings) as kb:
        kb.take_in([SAMPLES])
    rng = np.random.default_rng(11)
    with Index.open(settings) as index:
        base = [point for point in index.engine.scroll(vectors=True) if point.dense is not None]
        questions = made_questions(base, rng)
        began = time.perf_counter()
        payloads, vectors = _fill(index, base, count, rng)
        say(f"{len(payloads):,} passages written: {len(payloads) / (time.perf_counter() - began):,.0f} a second")
        say(f"before the graphs are built: {timed(index, questions)}")
        building = _beside(index, questions, index.optimise)
        idle = timed(index, questions)
        say(f"idle: {idle}")
        say(f"while the graphs are built: {building}; p95 {building.p95 / idle.p95:.1f} times idle")
        more = documents(base, 20 * OF_A_DOCUMENT, rng, "later")
        writing = _beside(index, questions, lambda: _write_all(index, more))
        say(f"while documents are taken in: {writing}; p95 {writing.p95 / idle.p95:.1f} times idle")
        for name, recall in filtered_recall(index.engine, payloads, vectors, rng):
            say(f"recall@10 of the vectors' search by {name}, against exact: {recall:.3f}")
        say(f"memory, at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GiB")


# --- what is searched ---------------------------------------------------------------


def _fill(index: Index, base: Sequence[Point], count: int, rng: np.random.Generator) -> tuple[list[dict], Floats]:  # type: ignore[type-arg]
    payloads, vectors = [], []
    made = documents(base, count, rng, "made")
    while some := list(chain.from_iterable(islice(made, TOGETHER))):
        index.write(some)
        payloads += [dict(point.payload["meta"]) for point in some]
        vectors += [point.dense for point in some]
    return payloads, np.array(vectors, np.float32)


def _write_all(index: Index, made: Iterable[list[Point]]) -> None:
    for new in made:
        index.write(new)


def documents(base: Sequence[Point], count: int, rng: np.random.Generator, name: str) -> Iterator[list[Point]]:
    """Made documents of `OF_A_DOCUMENT` passages, `count` passages in all."""
    metas = [point.payload["meta"] for point in base]
    for place, at in enumerate(range(0, count, OF_A_DOCUMENT)):
        size = min(OF_A_DOCUMENT, count - at)
        doc = f"{name}-{place}"
        like = metas[int(rng.integers(len(metas)))]
        shared = {
            "doc": doc,
            "mark": str(Mark(doc, "1", size)),
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
    noisy = point.dense + NOISE * _unit(rng, len(point.dense))
    return Point(identity, payload, noisy / np.linalg.norm(noisy), sparse_passage(f"{meta['context']}\n{text}"))


def _unit(rng: np.random.Generator, size: int) -> Floats:
    vector = rng.standard_normal(size, np.float32)
    unit: Floats = vector / np.linalg.norm(vector)
    return unit


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


# --- measuring --------------------------------------------------------------------------


def timed(index: Index, questions: Sequence[str], until: threading.Event | None = None) -> Timing:
    """The time of each question, asked one after another: once, or again and again `until` something is over."""
    times, processor, failed = [], [], 0
    while True:
        for question in questions:
            began, computed = time.perf_counter(), time.thread_time()
            try:
                index.search(Query(question))
            except Exception:
                # Counted, not raised: that none fails is what is measured.
                failed += 1
            times.append(1000 * (time.perf_counter() - began))
            processor.append(1000 * (time.thread_time() - computed))
            if until is not None and until.is_set():
                break
        if until is None or until.is_set():
            return Timing(
                statistics.median(times),
                float(np.quantile(times, 0.95)),
                statistics.median(processor),
                len(times),
                failed,
            )


def _beside(index: Index, questions: Sequence[str], work: Callable[[], object]) -> Timing:
    """The time of questions while `work` goes on in another thread; what it raises is raised here."""
    over = threading.Event()
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)
        finally:
            over.set()

    worker = threading.Thread(target=run)
    worker.start()
    found = timed(index, questions, over)
    worker.join()
    if raised:
        raise raised[0]
    return found


def filtered_recall(
    engine: Engine, payloads: Sequence[dict[str, object]], vectors: Floats, rng: np.random.Generator
) -> Iterator[tuple[str, float]]:
    """For each field that is filtered by: the share of an exact search's ten nearest that are found."""
    shape = layout(vectors.shape[1])
    for name in (*shape.keywords, *shape.integers):
        if name in {DOC, MARK, NUMBER}:
            continue  # a few passages each, which are always searched one by one
        shares = [
            _recall(engine, name, value, _holders(payloads, name, value), vectors, rng)
            for value in _values(payloads, name)
        ]
        if shares:
            yield name, statistics.mean(shares)


def _values(payloads: Sequence[dict[str, object]], name: str) -> list[str | int]:
    counts: dict[str | int, int] = {}
    for payload in payloads:
        for value in _of(payload, name):
            counts[value] = counts.get(value, 0) + 1
    by_count = sorted((value for value, n in counts.items() if n >= 10), key=lambda value: -counts[value])
    if not by_count:
        return []
    places = np.linspace(0, len(by_count) - 1, VALUES).astype(int)
    return [by_count[place] for place in sorted(set(places.tolist()))]


def _of(payload: dict[str, object], name: str) -> Sequence[str | int]:
    value = payload.get(name.removeprefix("meta."))
    if isinstance(value, (list, tuple)):
        return value
    return [value] if isinstance(value, (str, int)) and value != "" else []


def _holders(payloads: Sequence[dict[str, object]], name: str, value: str | int) -> NDArray[np.int64]:
    return np.array([i for i, payload in enumerate(payloads) if value in _of(payload, name)])


def _recall(
    engine: Engine,
    name: str,
    value: str | int,
    holders: NDArray[np.int64],
    vectors: Floats,
    rng: np.random.Generator,
) -> float:
    found = 0
    own = vectors[holders]
    for _ in range(VECTORS_TO_A_VALUE):
        near = vectors[rng.integers(len(vectors))] + NOISE * _unit(rng, vectors.shape[1])
        near /= np.linalg.norm(near)
        scores = np.sort(own @ near)[::-1][:10]
        answer = engine.search([Nearest(near, 10, Equals(name, value), payload=False)])[0]
        # By score, not by id: of two that are equally near either will do.
        found += sum(point.score >= scores[-1] - 1e-5 for point in answer)
    return found / (VECTORS_TO_A_VALUE * 10)


if __name__ == "__main__":
    main()
