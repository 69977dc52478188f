"""What signs beyond words and meaning are worth: ``python -m evals.quality.reranking DIR...`` (folders in BEIR layout).

The first passages for each question are weighed again by the score they have and some
signs of their text. The signs' weights are fitted on half of the questions (which half
depends on a question's id alone, as in `evals.quality.training`), on those of each set alone and
of all together, so that the texts that answer come first (softmax over the texts, each by
its best passage). Printed is what that gives on the other halves. `index.retrieval.reranking` ships
what gained on every set: the weight of ``brevity``, fitted anew by this program.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.offline import disable_network
from corpus.settings import Settings
from corpus.vietnamese import bare, syllables
from evals.beir import index_corpus, rows
from evals.quality.retrieval import judgements, measured
from evals.quality.training import is_taught
from index.embedding.embedder import Embedder
from index.engines.filters import WithId
from index.query.corpus_counts import SyllableCounts
from index.retrieval import payloads
from index.retrieval.chunking import Passage
from index.retrieval.hybrid_ranking import RankedPassage, meant, prepare_query, rank
from index.retrieval.index import Index
from index.retrieval.reranking import brevity
from index.retrieval.sparse import says_nothing

Floats = NDArray[np.float64]

SIGNS = ("brevity", "part", "pairs", "runs", "heading", "longest run", "order by words", "order by meaning")
RERANK_DEPTH = 60
# How much a weight is held back, and the steps of the fit; figures hardly change with either.
_HELD_BACK = 0.05
_STEPS = 150
_STEP = 0.05
# A part of a passage, in syllables, at least.
_PART = 8
_PART_END = re.compile(r"(?<=[.;:!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's first passages: scores ``[n]``, signs ``[n, len(SIGNS)]``, which text each is of ``[n]``.

    `texts` are the ids of those texts, `answers` which of them answer (0 or 1), `judgement`
    the ids of all that do, with their grades.
    """

    question: str
    scores: Floats
    signs: Floats
    text_of: NDArray[np.intp]
    texts: tuple[str, ...]
    answers: Floats
    judgement: dict[str, int]


def main() -> None:
    """Print a line for each sign, fitted on each set and on all."""
    disable_network()
    folders = [Path(argument) for argument in sys.argv[1:]]
    settings = Settings.from_environment()
    for line in table({folder.name: collected(folder, settings) for folder in folders}):
        print(line, flush=True)  # noqa: T201 the program's own voice


def table(sets: dict[str, list[Judged]]) -> Iterator[str]:
    """Recall@10 and nDCG@10 on the held out half of each set: as they stand, with each sign, and with all signs."""
    held = {name: [q for q in judged if not is_taught(q.question)] for name, judged in sets.items()}
    taught = {name: [q for q in judged if is_taught(q.question)] for name, judged in sets.items()}
    yield f"as it stands: {_said(held, (), np.zeros(0))}"
    for signs in (*((i,) for i in range(len(SIGNS))), tuple(range(len(SIGNS)))):
        called = ", ".join(SIGNS[i] for i in signs)
        for name, learnt_on in (*((name, [judged]) for name, judged in taught.items()), ("all", [*taught.values()])):
            weights = fitted(learnt_on, signs)
            shown = " ".join(f"{weight:.4f}" for weight in weights)
            yield f"{called}, fitted on {name}: {_said(held, signs, weights)}; weight {shown}"


def fitted(sets: Sequence[Sequence[Judged]], signs: tuple[int, ...]) -> Floats:
    """The weights of `signs` beside the score, each set counting as much as another however many questions it has."""
    share = {id(q): 1 / (len(judged) * len(sets)) for judged in sets for q in judged}
    questions = [q for judged in sets for q in judged if 0 < q.answers.sum() < len(q.answers)]
    scale = np.concatenate([q.signs[:, signs] for q in questions]).std(axis=0) + 1e-9
    weights, warmth = np.zeros(len(signs)), 30.0
    for _ in range(_STEPS):
        slope, warmer = 2 * _HELD_BACK * warmth * weights, 0.0
        for q in questions:
            scores = q.scores + (q.signs[:, signs] / scale) @ weights
            best = _best_of_each(q, scores)
            chance = _softmax(warmth * scores[best])
            off = share[id(q)] * (chance - q.answers / q.answers.sum())
            slope = slope + warmth * off @ (q.signs[best][:, signs] / scale)
            warmer += float(off @ scores[best])
        weights = weights - _STEP / warmth * slope
        warmth = max(1.0, warmth - 20 * _STEP * warmth * warmer)
    return np.asarray(weights / scale, np.float64)


def _best_of_each(q: Judged, scores: Floats) -> NDArray[np.intp]:
    """For each text the place of its best passage."""
    order = np.argsort(-scores, kind="stable")
    _, first = np.unique(q.text_of[order], return_index=True)
    best: NDArray[np.intp] = order[first]
    return best


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float64)


def _said(held: dict[str, list[Judged]], signs: tuple[int, ...], weights: Floats) -> str:
    parts = []
    for name, judged in held.items():
        answers = {q.question: _ranked(q, q.scores + q.signs[:, signs] @ weights) for q in judged}
        found = measured({q.question: q.judgement for q in judged}, answers)
        parts.append(f"{name} {found['recall@10']:.4f} / {found['ndcg@10']:.4f}")
    return ", ".join(parts)


def _ranked(q: Judged, scores: Floats) -> dict[str, float]:
    best = _best_of_each(q, scores)
    order = np.argsort(-scores[best], kind="stable")
    return {q.texts[i]: float(scores[best][i]) for i in order}


# --- candidates and their signs ------------------------------------------------------


def collected(folder: Path, settings: Settings, *, embed: Embedder | None = None) -> list[Judged]:
    """The judged questions of the set in `folder`, each with its first passages, from an index in a temporary place."""
    judged = judgements(folder / "qrels.tsv")
    with (
        tempfile.TemporaryDirectory(prefix="nhiemvu-") as place,
        Index.open(replace(settings, data=Path(place), qdrant_url=""), embed=embed) as index,
    ):
        names = index_corpus(folder, index)
        questions = [row for row in rows(folder / "queries.jsonl") if row["_id"] in judged]
        return [_judged(row["_id"], row["text"], index, names, judged[row["_id"]]) for row in questions]


def _judged(question: str, text: str, index: Index, names: dict[str, str], judgement: dict[str, int]) -> Judged:
    restored = index.restore(text)
    dense = index.embedder.embed_query(meant(restored))
    ranked = rank(prepare_query(restored, dense, index.counts, index.embedder.fingerprint), index.engine, None)
    first = ranked[:RERANK_DEPTH]
    kept = {
        point.id: payloads.passage_of(point.payload)
        for point in index.engine.scroll(WithId(tuple(r.id for r in first)))
    }
    found = [(passage, r) for r in first if (passage := kept[r.id])]
    texts = tuple(dict.fromkeys(names[passage.doc] for passage, _ in found))
    return Judged(
        question,
        np.array([r.score for _, r in found]),
        _signs(found, ranked, _Asked(restored.text, index.counts)),
        np.array([texts.index(names[passage.doc]) for passage, _ in found], np.intp),
        texts,
        np.array([float(text in judgement) for text in texts]),
        judgement,
    )


class _Asked:
    """What a question asks for: syllables, pairs and runs of three with their weights, without what only joins."""

    def __init__(self, text: str, counts: SyllableCounts) -> None:
        self.words = [bare(word) for word in syllables(text)]
        rare, pairs = counts.weights(text)
        self.rare = {bare(word): weight for word, weight in rare.items() if not says_nothing((word,))}
        self.pairs = {(bare(a), bare(b)): w for (a, b), w in pairs.items() if not says_nothing((a, b))}
        runs = zip(self.words, self.words[1:], self.words[2:], strict=False)
        self.runs = {(a, b, c): self.pairs.get((a, b), 0.0) + self.pairs.get((b, c), 0.0) for a, b, c in runs}


def _signs(found: Sequence[tuple[Passage, RankedPassage]], ranked: Sequence[RankedPassage], asked: _Asked) -> Floats:
    by_words = {r.id: i for i, r in enumerate(sorted(ranked, key=lambda r: -r.words))}
    by_meaning = {r.id: i for i, r in enumerate(sorted(ranked, key=lambda r: -r.meaning))}
    return np.array([
        (*_of_text(passage, asked), 1 / (5 + by_words[passage.id]), 1 / (5 + by_meaning[passage.id]))
        for passage, _ in found
    ])  # fmt: skip


def _of_text(passage: Passage, asked: _Asked) -> tuple[float, ...]:
    above, words = syllables(bare(passage.context)), syllables(bare(passage.text))
    parts = [syllables(bare(part)) for part in _PART_END.split(passage.text)]
    pairs = {*pairwise(above), *pairwise(words)}
    runs = {*zip(words, words[1:], words[2:], strict=False)}
    return (
        brevity(passage),
        max((_share(asked.rare, {*above, *part}) for part in parts if len(part) >= _PART), default=0.0),
        _share(asked.pairs, pairs),
        _share(asked.runs, runs),
        _share(asked.rare, {*above}),
        log(1 + _longest_run(asked.words, words)),
    )


def _share(weights: Mapping[Any, float], there: Iterable[Any]) -> float:
    """The share of the weight of what is asked for that is there."""
    total = sum(weights.values())
    return sum(weights.get(one, 0.0) for one in {*there}) / total if total else 0.0


def _longest_run(asked: Sequence[str], words: Sequence[str]) -> int:
    """Syllables of the longest stretch that question and passage have in common."""
    longest, before = 0, [0] * (len(words) + 1)
    for word in asked:
        here = [0] * (len(words) + 1)
        for i, other in enumerate(words):
            if word == other:
                here[i + 1] = before[i] + 1
                longest = max(longest, here[i + 1])
        before = here
    return longest


if __name__ == "__main__":
    main()
