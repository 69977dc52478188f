"""Retrieval quality on a set of judged questions in BEIR layout, and what it costs."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.settings import Settings
from evals.beir import rank_questions
from evals.quality.ranking_measures import ndcg, recall, reciprocal_rank
from index.embedding.embedder import Embedder

Measure = Callable[[Mapping[str, int], Sequence[str], int], float]

# The measures by their names in the command line contract, each with its depth.
MEASURES: dict[str, tuple[Measure, int]] = {
    "recall@1": (recall, 1),
    "recall@5": (recall, 5),
    "recall@10": (recall, 10),
    "recall@100": (recall, 100),
    "mrr@10": (reciprocal_rank, 10),
    "ndcg@10": (ndcg, 10),
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
    return {
        name: round(statistics.fmean(measure(judged[q], list(answers.get(q, {})), depth) for q in judged), 4)
        for name, (measure, depth) in MEASURES.items()
    }
