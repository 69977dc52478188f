"""Search beside its peers, in one run: ``python -m evals.benchmarks.baselines [PASSAGES]`` (100,000 without a number).

Latency is measured on made passages (`evals.benchmarks.synthetic_passages`), quality on sets of judged
questions (``--set DIR``, in BEIR layout; without it those of ``../shared/retrieval``,
where they are there). Questions are asked in turn, ten of each search and then of the
next, so that a shared machine's noise falls on all alike; of processor time only the
asking thread's is counted. Haystack's store goes through all vectors for each question,
so it is asked fewer of the same ones. ``--vectors FILE`` keeps the vectors of the sets
for another run: computing them takes most of the time of a first one.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from corpus.offline import disable_network
from corpus.settings import Settings
from evals.beir import index_corpus, rows
from evals.benchmarks.baseline_searches import Haystack, Ours, Search, load_peers, peers
from evals.benchmarks.synthetic_passages import QUESTIONS, SAMPLES, batches, made_questions, with_vectors
from evals.quality.retrieval import judgements, measured
from index.embedding.cache import CachedEmbedder
from index.embedding.embedder import open_embedder
from index.engines.port import Point
from index.retrieval.index import Index
from search_api.bootstrap import KnowledgeBase

PASSAGES = 100_000
# Questions asked of one search before it is the next one's turn, and of Haystack.
TURN = 10
TURN_OF_HAYSTACK = 2
LIMIT = 10
# Passages taken for the quality of ten documents: a document has several.
DEPTH = 100
SETS = Path(__file__).resolve().parents[3] / "shared" / "retrieval"

Say = Callable[[str], None]


@dataclass(slots=True)
class Cost:
    """What a search took: seconds of writing, milliseconds of each question and of the asking thread's processor."""

    writing: float = 0.0
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def row(self, name: str, passages: int, ours: Cost) -> str:
        """The line of a Markdown table."""
        p50, p95, processor = self._clock, np.quantile(self.clock, 0.95), self._processor
        return (
            f"| {name} | {passages / self.writing:,.0f} | {p50:.1f} | {p95:.1f} | {p50 / ours._clock:.3g} "
            f"| {processor:.1f} | {processor / ours._processor:.3g} | {len(self.clock)} |"
        )

    @property
    def _clock(self) -> float:
        return statistics.median(self.clock)

    @property
    def _processor(self) -> float:
        return statistics.median(self.processor)


def main() -> None:
    """Print both tables, as Markdown."""
    disable_network()
    parser = argparse.ArgumentParser(
        prog="python -m evals.benchmarks.baselines", description="Search beside its peers, in one run."
    )
    parser.add_argument("passages", nargs="?", type=int, default=PASSAGES, help="made passages; 0: quality only")
    parser.add_argument("--set", action="append", type=Path, default=[], help="a set of judged questions (BEIR layout)")
    parser.add_argument("--vectors", type=Path, help="where the vectors of the sets are kept for another run")
    chosen = parser.parse_args()
    sets = chosen.set or [file.parent for file in sorted(SETS.glob("*/qrels.tsv"))]
    try:
        load_peers()
        with tempfile.TemporaryDirectory(prefix="nhiemvu-peers-") as folder:
            if chosen.passages:
                _latency_on_samples(Path(folder), chosen.passages)
            if sets:
                quality(sets, Path(folder) / "quality", _print, vectors=chosen.vectors)
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is missing. Install the peers: pip install --constraint constraints.txt '.[bench]'")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


# --- latency ------------------------------------------------------------------------


def _latency_on_samples(folder: Path, count: int) -> None:
    cache = Settings.from_environment().cache
    settings = Settings(folder / "data", f"sqlite:///{folder / 'store.sqlite'}", cache=cache)
    with KnowledgeBase(settings) as kb:
        kb.take_in([SAMPLES])
    with Index.open(settings) as index:
        latency(index, folder / "latency", open_embedder(settings).folder, count, _print)


def latency(
    index: Index, folder: Path, model: Path, count: int, say: Say, *, questions: int = QUESTIONS, seed: int = 11
) -> None:
    """Fills every search with what `index` holds and `count` passages made of it; says what each took.

    The peers work in `folder`; `model` is the folder of the model that `index` has.
    """
    rng = np.random.default_rng(seed)
    base = with_vectors(index.engine)
    ours, others = Ours(index), peers(folder, model)
    searches = [ours, *others]
    costs = {search.name: Cost() for search in searches}
    _write(others, [base], costs)
    _write(searches, batches(base, count, rng, "made"), costs)
    for search in searches:
        began = time.perf_counter()
        search.ready()
        costs[search.name].writing += time.perf_counter() - began
    asked = made_questions(base, rng)[:questions]
    for search in searches:
        search.find(asked[0], LIMIT)  # whatever is made ready at the first question is not counted
    _ask_in_turn(searches, asked, costs)
    say(f"{len(base) + count:,} passages; ratios are to {ours.name}")
    say("| search | passages written a second | p50, ms | p95, ms | p50, ratio | processor, ms | ratio | questions |")
    say("|---|---|---|---|---|---|---|---|")
    for search in searches:
        say(costs[search.name].row(search.name, count, costs[ours.name]))
        search.close()


def _write(searches: Sequence[Search], batches: Iterable[list[Point]], costs: dict[str, Cost]) -> None:
    for batch in batches:
        for search in searches:
            began = time.perf_counter()
            search.add(batch)
            costs[search.name].writing += time.perf_counter() - began


def _ask_in_turn(searches: Sequence[Search], questions: Sequence[str], costs: dict[str, Cost]) -> None:
    for at in range(0, len(questions), TURN):
        for search in searches:
            some = questions[at : at + (TURN_OF_HAYSTACK if isinstance(search, Haystack) else TURN)]
            for question in some:
                began, computed = time.perf_counter(), time.thread_time()
                search.find(question, LIMIT)
                costs[search.name].clock.append(1000 * (time.perf_counter() - began))
                costs[search.name].processor.append(1000 * (time.thread_time() - computed))


# --- quality ------------------------------------------------------------------------


def quality(sets: Sequence[Path], folder: Path, say: Say, *, vectors: Path | None = None) -> None:
    """Says how well each search answers the questions of each set; all have the same passages and vectors."""
    settings = replace(Settings.from_environment(folder), qdrant_url="")
    model = open_embedder(settings)
    embedder = CachedEmbedder(model, vectors or folder / "vectors.sqlite")
    try:
        say("| set | search | nDCG@10 | recall@10 | questions | passages |")
        say("|---|---|---|---|---|---|")
        for place, one in enumerate(sets):
            with Index.open(replace(settings, data=folder / f"ours-{place}"), embed=embedder) as index:
                _quality_of(one, index, model.folder, folder / f"peers-{place}", say)
    finally:
        embedder.close()


def _quality_of(one: Path, index: Index, model: Path, folder: Path, say: Say) -> None:
    names = index_corpus(one, index)
    passages = with_vectors(index.engine)
    judged = judgements(one / "qrels.tsv")
    questions = {row["_id"]: row["text"] for row in rows(one / "queries.jsonl") if row["_id"] in judged}
    for search in (Ours(index), *peers(folder, model)):
        if not isinstance(search, Ours):
            search.add(passages)
        search.ready()
        answers = {
            question: {names[doc]: -float(place) for place, doc in enumerate(search.find(text, DEPTH))}
            for question, text in questions.items()
        }
        search.close()
        figures = measured(judged, answers)
        found = f"{figures['ndcg@10']:.3f} | {figures['recall@10']:.3f}"
        say(f"| {one.name} | {search.name} | {found} | {len(judged)} | {len(passages):,} |")


if __name__ == "__main__":
    main()
