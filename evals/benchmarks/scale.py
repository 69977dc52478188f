"""Measures search at size: ``python -m evals.benchmarks.scale [PASSAGES]`` (default 100,000; minutes and 3 GB of disk).

The sample documents' passages are written again and again with other words, numbers,
places and years, and with noise on their vectors, until there are enough. Then whole
queries are timed (understanding, embedding, retrieval, fusion, highlights), alone,
while the graphs are built, and while documents are taken in (cut, embedded, written) by
the process that answers and by another; and what each filter finds is held against an
exact search. Times on a shared machine say little by themselves:
the ratios do.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document, Record
from corpus.offline import disable_network
from corpus.settings import Settings
from evals.benchmarks.synthetic_passages import (
    NOISE,
    OF_A_DOCUMENT,
    SAMPLES,
    Floats,
    batches,
    documents,
    made_questions,
    unit,
    with_vectors,
)
from index.engines.filters import Equals
from index.engines.port import Engine, Point, VectorQuery
from index.retrieval.index import Index
from index.retrieval.payloads import DOC, NUMBER, REVISION, layout
from index.retrieval.query import Query
from index.retrieval.remote import IndexServer, connect
from search_api.bootstrap import KnowledgeBase

PASSAGES = 100_000
# Documents taken in while questions are asked.
TAKEN_IN = 5
# Values of each field that are searched by, from the commonest to the rarest.
VALUES = 5
VECTORS_TO_A_VALUE = 20


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
    disable_network()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES
    with tempfile.TemporaryDirectory(prefix="nhiemvu-scale-") as folder:
        measure(Path(folder), count, lambda line: print(line, flush=True))  # noqa: T201 the program's own voice


def measure(folder: Path, count: int, say: Callable[[str], None]) -> None:
    """Fills an index in `folder` with `count` passages and says what was measured."""
    settings = Settings(
        folder / "data", f"sqlite:///{folder / 'store.sqlite'}", cache=Settings.from_environment().cache
    )
    rng = np.random.default_rng(11)
    with KnowledgeBase(settings) as kb:
        kb.take_in([SAMPLES])
        index = kb.index
        assert isinstance(index, Index)
        base = with_vectors(index.engine)
        questions = made_questions(base, rng)
        began = time.perf_counter()
        payloads, vectors = _fill(index, base, count, rng)
        say(f"{len(payloads):,} passages written: {len(payloads) / (time.perf_counter() - began):,.0f} a second")
        say(f"before the graphs are built: {timed(index, questions)}")
        building = _beside(index, questions, index.optimise)
        idle = timed(index, questions)
        say(f"idle: {idle}")
        say(f"while the graphs are built: {building}; p95 {building.p95 / idle.p95:.1f} times idle")
        here, there = (_records(base, rng, name) for name in ("here", "there"))
        within = _beside(index, questions, lambda: index.add_all((record, "1") for record in here))
        say(f"while it takes documents in: {within}; p95 {within.p95 / idle.p95:.1f} times idle")
        with closing(IndexServer(index, kb.store, settings.index)):
            beside = _beside(index, questions, lambda: _in_another_process(settings, there))
        say(f"while another process takes documents in: {beside}; p95 {beside.p95 / idle.p95:.1f} times idle")
        for name, recall in filtered_recall(index.engine, payloads, vectors, rng):
            say(f"recall@10 of the vectors' search by {name}, against exact: {recall:.3f}")
        say(f"memory, at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GiB")


def _fill(index: Index, base: Sequence[Point], count: int, rng: np.random.Generator) -> tuple[list[dict], Floats]:  # type: ignore[type-arg]
    payloads, vectors = [], []
    for some in batches(base, count, rng, "made"):
        index.write(some)
        payloads += [dict(point.payload["meta"]) for point in some]
        vectors += [point.dense for point in some]
    return payloads, np.array(vectors, np.float32)


def _records(base: Sequence[Point], rng: np.random.Generator, name: str) -> list[Record]:
    """Documents of which nothing is known but their words."""
    return [
        Record(
            Document(id=f"{name}-{place}", source=name, sha256="", title=f"Văn bản {place}"),
            "\n\n".join(str(point.payload["content"]) for point in made),
        )
        for place, made in enumerate(documents(base, TAKEN_IN * OF_A_DOCUMENT, rng, name))
    ]


def _in_another_process(settings: Settings, records: Sequence[Record]) -> None:
    process = get_context("spawn").Process(target=_add_all, args=(settings, records))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"the process that took documents in ended with {process.exitcode}")


def _add_all(settings: Settings, records: Sequence[Record]) -> None:
    disable_network()
    index = connect(settings)
    assert index is not None
    with closing(index):
        for record in records:
            index.add(record, "1")


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
        if name in {DOC, REVISION, NUMBER}:
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
        near = vectors[rng.integers(len(vectors))] + NOISE * unit(rng, vectors.shape[1])
        near /= np.linalg.norm(near)
        scores = np.sort(own @ near)[::-1][:10]
        answer = engine.search([VectorQuery(near, 10, Equals(name, value), payload=False)])[0]
        # By score, not by id: of two that are equally near either will do.
        found += sum(point.score >= scores[-1] - 1e-5 for point in answer)
    return found / (VECTORS_TO_A_VALUE * 10)


if __name__ == "__main__":
    main()
