"""Simple ways to tell which units carry out which tasks, beside which the crosswalk is measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from evals.quality.crosswalk.annotated_pairs import Pair
from evals.quality.crosswalk.link_training import scores_of_links
from index.crosswalk.lexical_similarity import Matrix, Weights

# The usual constants of BM25.
_K1, _B = 1.2, 0.75
# Thresholds are tried at these shares of the pairs of a task and a unit, from the highest score on.
_SHARES = np.linspace(0.001, 0.15, 60)

Peer = Callable[[Pair], Matrix]


def tf_idf(pair: Pair) -> Matrix:
    """Returns the cosine of the words and pairs of words of each task and unit, by inverse document frequency."""
    weights = Weights(pair.tasks.side.words, pair.below.words)
    return pair.tasks.side.word_columns.shared(pair.below.words, weights)


def bm25(pair: Pair) -> Matrix:
    """Returns BM25 of each task, as the question, in each unit; each word of a unit counts once."""
    weights = Weights(pair.below.words)
    sizes = np.array([len(bag) for bag in pair.below.words], float)
    damped = 1 + _K1 * (1 - _B + _B * sizes / max(sizes.mean(), 1))
    found = [[weights.sum(task & unit) for unit in pair.below.words] for task in pair.tasks.side.words]
    return np.asarray(np.array(found) * (_K1 + 1) / damped)


def vectors(pair: Pair) -> Matrix:
    """Returns the cosine of the vectors of each task and unit, as the encoder gives them."""
    return np.asarray(pair.tasks.side.vectors @ pair.below.vectors.T, np.float64)


def mixture(pair: Pair) -> Matrix:
    """Returns the mean of tf-idf and vectors, both made standard over the pair of documents."""
    both = tf_idf(pair), vectors(pair)
    return np.asarray(sum((score - score.mean()) / score.std() for score in both) / 2)


PEERS: dict[str, Peer] = {"tf-idf": tf_idf, "bm25": bm25, "vectors": vectors, "mixture": mixture}


def best_threshold(peer: Peer, held: Sequence[Pair]) -> float:
    """Returns the threshold with the best mean F1 over some pairs."""
    scores = [peer(pair) for pair in held]
    grid = np.quantile(np.concatenate([score.ravel() for score in scores]), 1 - _SHARES)
    return float(
        max(
            grid,
            key=lambda cut: np.mean(
                [scores_of_links(pair, score >= cut).f1 for pair, score in zip(held, scores, strict=True)]
            ),
        )
    )
