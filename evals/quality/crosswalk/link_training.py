"""Learns the weights of links from pairs of documents read by hand.

The second model is learned from first probabilities of pairs that the first did not see, as it will meet them; so are
the strictness of the cut and the probability of a sure link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from evals.quality.crosswalk.annotated_pairs import Mask, Pair
from index.crosswalk.lexical_similarity import Matrix, Weights
from index.crosswalk.linking.link_model import LinkModel, Logistic, best_cut, blend
from index.crosswalk.linking.pair_signs import pair_signs
from index.crosswalk.linking.rivalry import rivalry_signs

# How strongly weights are drawn to 0 (as in scikit-learn's C). Mean F1 of links on six pairs left out, with .003 and
# .03 for the first: .383 and .367.
FIRST, SECOND = 0.003, 0.03
_STRICTNESS = np.linspace(0.3, 2.0, 35)
# A link is sure from the probability on from which so many are right, on pairs that were left out.
SURE = 0.85
_NEVER = 1.01

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LinkScores:
    """Precision, recall and F1 of links against gold."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def scores_of_links(pair: Pair, linked: Mask) -> LinkScores:
    """Returns the scores of `linked`, ``[tasks, units]``; gold links of tasks that were not found are missed."""
    found = pair.found(linked)
    right = len(found & pair.wanted)
    return LinkScores(right / max(len(found), 1), right / max(len(pair.wanted), 1))


def linked(pair: Pair, model: LinkModel) -> Mask:
    """Returns the links that `model` makes, ``[tasks, units]``."""
    found = model.links(pair.tasks.side, pair.below)
    return np.asarray(found.probabilities >= found.cut)


def train(held: Sequence[Pair]) -> LinkModel:
    """Returns the model learned from some pairs; at least two, of which each is left out once."""
    signs = [pair_signs(p.tasks.side, p.below, Weights(p.tasks.side.words, p.below.words)) for p in held]
    first = _fit(held, signs, FIRST)
    unseen = _left_out(held, signs, FIRST)
    rivals = [rivalry_signs(found, pair.tasks.side, pair.below) for found, pair in zip(unseen, held, strict=True)]
    second = _fit(held, rivals, SECOND)
    left_out = list(map(blend, unseen, _left_out(held, rivals, SECOND)))
    return LinkModel(first, second, best_strictness(held, left_out), _sure(held, left_out))


def _left_out(held: Sequence[Pair], signs: Sequence[Matrix], strength: float) -> list[Matrix]:
    """The probabilities of each pair by the model of the others."""
    return [
        _fit(_but(held, number), _but(signs, number), strength).probabilities(signs[number])
        for number in range(len(held))
    ]


def best_strictness(held: Sequence[Pair], probabilities: Sequence[Matrix]) -> float:
    """Returns the share of the best expected cut that gives the best mean F1."""
    cuts = [best_cut(found) for found in probabilities]

    def mean(share: float) -> float:
        scored = zip(held, probabilities, cuts, strict=True)
        return float(np.mean([scores_of_links(pair, found >= share * cut).f1 for pair, found, cut in scored]))

    return float(max(_STRICTNESS, key=mean))


def _sure(held: Sequence[Pair], probabilities: Sequence[Matrix]) -> float:
    """The lowest probability from which on at least `SURE` of the links are right; never where there is none."""
    said = [(float(p), bool(y)) for pair, found in zip(held, probabilities, strict=True) for p, y in _told(pair, found)]
    said.sort(reverse=True)
    right, lowest = 0, _NEVER
    for count, (probability, is_right) in enumerate(said, 1):
        right += is_right
        if right >= SURE * count:
            lowest = probability
    return lowest


def _told(pair: Pair, found: Matrix) -> zip[tuple[float, bool]]:
    judged = pair.judged
    return zip(found[judged].ravel(), pair.labels[judged].ravel(), strict=True)


def _fit(held: Sequence[Pair], signs: Sequence[Matrix], strength: float) -> Logistic:
    """The logistic model over `signs` of the judged tasks; each pair of documents weighs as its links are many."""
    rows = np.concatenate([s[:, p.judged].reshape(len(s), -1).T for p, s in zip(held, signs, strict=True)])
    labels = np.concatenate([p.labels[p.judged].ravel() for p in held]).astype(float)
    weight = np.concatenate([np.full(p.labels[p.judged].size, 1 / max(p.labels.sum(), 1)) for p in held])
    means, deviations = rows.mean(axis=0), rows.std(axis=0)
    deviations[deviations < 1e-9] = 1.0
    found = _newton((rows - means) / deviations, labels, weight / weight.mean(), strength)
    return Logistic(means, deviations, found[:-1], float(found[-1]))


def _newton(rows: Matrix, labels: Matrix, weight: Matrix, strength: float) -> Matrix:
    """The weights, the intercept last, of a logistic regression with a ridge on all but the intercept."""
    signs = np.hstack([rows, np.ones((len(rows), 1))])
    ridge = np.diag([1.0 / strength] * rows.shape[1] + [0.0])
    found = np.zeros(signs.shape[1])
    for _ in range(100):
        expected = 1 / (1 + np.exp(-np.clip(signs @ found, -30, 30)))
        slope = signs.T @ (weight * (expected - labels)) + ridge @ found
        curve = (signs * (weight * expected * (1 - expected))[:, None]).T @ signs + ridge
        step = np.linalg.solve(curve, slope)
        found = found - step
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(found)


def _but(items: Sequence[T], number: int) -> list[T]:
    return [item for place, item in enumerate(items) if place != number]
