"""Retrieval quality on a set of judged questions in BEIR layout, and what it costs."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from corpus.settings import Settings
from evals.beir import rank_questions
from index.embedding.embedder import Embedder

# Names of the command line contract and what `ir_measures` calls them.
MEASURES = {
    "recall@1": "R@1",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "recall@100": "R@100",
    "mrr@10": "RR@10",
    "ndcg@10": "nDCG@10",
}


def evaluate(
    folder: Path, settings: Settings, *, embed: Embedder | None = None, only: Collection[str] | None = None
) -> dict[str, Any]:
    """Index the set in `folder` in a temporary place, ask its questions and score the answers.

    The folder holds ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv``; questions without
    a judgement are not counted. Times are milliseconds a question, one after the
    other, and passages indexed a second. `only` are the ids of the questions that count,
    None all. Raises `FileNotFoundError` where a file is missing.
    """
    judged = {q: a for q, a in judgements(folder / "qrels.tsv").items() if only is None or q in only}
    ranked = rank_questions(folder, settings, embed=embed, only=judged.keys() if only is not None else None)
    answers = {question: ranked.texts.get(question, {}) for question in judged}
    times = sorted(ranked.milliseconds)
    return {
        "queries": len(judged),
        "passages": ranked.passages,
        **measured(judged, answers),
        "ms_p50": round(statistics.median(times), 2),
        "ms_p95": round(times[min(len(times) - 1, int(0.95 * len(times)))], 2),
        "passages_per_s": round(ranked.passages / ranked.seconds, 1),
    }


def judgements(path: Path) -> dict[str, dict[str, int]]:
    """For each question the texts that answer it, with their grade; grades of 0 are left out."""
    judged: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if int(row["score"]) > 0:
                judged.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return judged


def measured(judged: dict[str, dict[str, int]], answers: dict[str, dict[str, float]]) -> dict[str, float]:
    """Each of `MEASURES` over the questions in `judged`; `answers` has the texts of each, best first."""
    import ir_measures

    parsed = {name: ir_measures.parse_measure(said) for name, said in MEASURES.items()}
    found: dict[Any, float] = ir_measures.calc_aggregate(parsed.values(), judged, _by_place(answers.items()))
    return {name: round(found[measure], 4) for name, measure in parsed.items()}


def _by_place(answers: Iterable[tuple[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Answers with their place for a score: equal scores must not be put in another order by the measure."""
    return {question: {text: -float(place) for place, text in enumerate(texts)} for question, texts in answers}
