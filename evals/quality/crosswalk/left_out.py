"""What the crosswalk is worth on a pair of documents that it was not made from.

``python -m evals.quality.crosswalk`` leaves out one pair after the other, learns the weights of the links from the
rest, and reports the pair left out; beside it tf-idf, BM25, vectors and their mixture, the threshold of each chosen on
the same other pairs. ``--write`` then learns from all pairs and writes ``index/crosswalk/linking/weights.json``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.settings import Settings
from evals.quality.crosswalk.annotated_pairs import Pair, pairs
from evals.quality.crosswalk.link_training import linked, scores_of_links, train
from evals.quality.crosswalk.simple_links import PEERS, best_threshold
from index.crosswalk.alignment import compare
from index.crosswalk.linking.link_model import WEIGHTS, LinkModel
from index.embedding.embedder import open_embedder


@dataclass(frozen=True, slots=True)
class Figures:
    """F1 of links and of gaps, share of coverages that are right, precision of sure links and how many there are."""

    links: float
    gaps: float
    coverage: float
    sure: float
    sure_links: int


def figures(pair: Pair, model: LinkModel) -> Figures:
    """Returns the figures of the crosswalk of a pair by the weights of `model`."""
    rows = compare(pair.tasks, pair.child, pair.below, reasons=False, model=model).rows
    given = {row: str(found.coverage) for row, found in zip(pair.task_rows, rows, strict=True) if row >= 0}
    wanted = {row for row, coverage in enumerate(pair.coverage) if coverage == "none"}
    empty = {row for row, coverage in given.items() if coverage == "none"}
    found = model.links(pair.tasks.side, pair.below)
    sure = pair.found((found.probabilities >= found.cut) & (found.probabilities >= found.sure))
    return Figures(
        links=scores_of_links(pair, linked(pair, model)).f1,
        gaps=2 * len(wanted & empty) / max(len(wanted) + len(empty), 1),
        coverage=sum(given.get(row) == coverage for row, coverage in enumerate(pair.coverage)) / len(pair.coverage),
        sure=len(sure & pair.wanted) / len(sure) if sure else 1.0,
        sure_links=len(sure),
    )


def leave_one_out(held: Sequence[Pair]) -> dict[str, dict[str, Any]]:
    """Returns the figures of each pair by what was learned from the others, and the F1 of each simple peer."""
    return {pair.name: beside_peers([pair], [p for p in held if p is not pair])[pair.name] for pair in held}


def beside_peers(measured: Sequence[Pair], learned: Sequence[Pair]) -> dict[str, dict[str, Any]]:
    """Returns the figures of some pairs by what is learned from others, and the F1 of each simple peer."""
    model = train(learned)
    cuts = {name: best_threshold(score, learned) for name, score in PEERS.items()}
    table: dict[str, dict[str, Any]] = {}
    for pair in measured:
        mine = figures(pair, model)
        row: dict[str, Any] = {key: getattr(mine, key) for key in mine.__slots__}
        row |= {name: scores_of_links(pair, score(pair) >= cuts[name]).f1 for name, score in PEERS.items()}
        table[pair.name] = row
    return table


def agreement(first: Sequence[Pair], second: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """Returns how far two annotators agree on each pair that both have read: the ceiling of all figures."""
    by_name = {pair.name: pair for pair in first}
    return {other.name: _agreed(by_name[other.name], other) for other in second}


def _agreed(one: Pair, other: Pair) -> dict[str, float]:
    ours = {(t, u) for t, u in zip(*np.nonzero(one.labels), strict=True)}
    theirs = {(t, u) for t, u in zip(*np.nonzero(other.labels), strict=True)}
    told = [
        (one.coverage[a], other.coverage[b])
        for a, b in zip(one.task_rows, other.task_rows, strict=True)
        if a >= 0 and b >= 0
    ]
    none = sum(a == b == "none" for a, b in told), sum((a == "none") + (b == "none") for a, b in told)
    return {
        "links": 2 * len(ours & theirs) / max(len(ours) + len(theirs), 1),
        "gaps": 2 * none[0] / max(none[1], 1),
        "coverage": sum(a == b for a, b in told) / max(len(told), 1),
    }


def main() -> None:
    """Print the table of pairs left out and how far annotators agree; with ``--write`` renew the shipped weights."""
    embedder = open_embedder(Settings.from_environment(Path()))
    held = list(pairs(embedder))
    if not held:
        sys.exit("No pair of documents is at hand: they lie in ../shared/corpus.")
    table = leave_one_out(held)
    _print("left out", table)
    names = next(iter(table.values()))
    _print("", {"mean": {name: float(np.mean([row[name] for row in table.values()])) for name in names}})
    _print("kept aside", beside_peers(list(pairs(embedder, aside=True)), held))
    _print("two annotators", agreement(held, list(pairs(embedder, second=True))))
    if "--write" in sys.argv:
        model = train(held)
        model.save(WEIGHTS)
        _print("learned from all", {p.name: {"links": scores_of_links(p, linked(p, model)).f1} for p in held})


def _print(title: str, table: dict[str, dict[str, Any]]) -> None:
    if title:
        columns = "  ".join(f"{name:>10}" for name in next(iter(table.values()), {}))
        sys.stdout.write(f"\n{title:<14}{columns}\n")
    for name, row in table.items():
        sys.stdout.write(f"{name:<14}" + "  ".join(f"{value:>10.3f}" for value in row.values()) + "\n")
