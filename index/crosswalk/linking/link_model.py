"""How probable it is that a unit carries out a task, by weights learned from pairs of documents read by hand.

Two logistic models: the first over the signs of one task and one unit, the second over its probabilities and what
rivals them. ``weights.json`` holds both, made by ``python -m evals.quality.crosswalk --write``, which also says what
they are worth on a pair of documents that they were not made from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from index.crosswalk.features import EmbeddedDocument
from index.crosswalk.lexical_similarity import Matrix, Weights
from index.crosswalk.linking.pair_signs import SIGNS, pair_signs
from index.crosswalk.linking.rivalry import RIVALRY_SIGNS, rivalry_signs
from index.crosswalk.similarity import similarity

WEIGHTS = Path(__file__).with_name("weights.json")
# Below so many tasks or units the means of a pair of documents say nothing: nearness alone decides there.
FEWEST = 6
# The nearness from which a sentence carries a task where it alone decides. From .14 to .19 F1 of the links is
# .81 to .84 in sections 1 to 3 of Chỉ thị 28-CT/TW.
CARRIES = 0.165
_CERTAIN = 1e-6


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over signs that are first made standard by `means` and `deviations`."""

    means: Matrix
    deviations: Matrix
    weights: Matrix
    intercept: float

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Logistic:
        """Returns the model that ``weights.json`` holds."""
        means, deviations, weights = (np.array(row[key]) for key in ("means", "deviations", "weights"))
        return cls(means, deviations, weights, row["intercept"])

    def row(self) -> dict[str, Any]:
        """Returns the model as `of` reads it."""
        return {
            "means": [round(v, 5) for v in self.means.tolist()],
            "deviations": [round(v, 5) for v in self.deviations.tolist()],
            "weights": [round(v, 5) for v in self.weights.tolist()],
            "intercept": round(self.intercept, 5),
        }

    def probabilities(self, signs: Matrix) -> Matrix:
        """Returns the probability of each pair of signs ``[signs, …]``, never quite 0 or 1."""
        scaled = self.weights / self.deviations
        odds = np.tensordot(scaled, signs, axes=1) + self.intercept - float(scaled @ self.means)
        return np.asarray(np.clip(1 / (1 + np.exp(-odds)), _CERTAIN, 1 - _CERTAIN))


@dataclass(frozen=True, slots=True)
class Links:
    """The probability of each task and unit, ``[tasks, units]``, and from which one on there is a link."""

    probabilities: Matrix
    cut: float
    sure: float

    def units_of(self, task: int) -> list[int]:
        """Returns the units that carry out a task, the most probable first."""
        row = self.probabilities[task]
        enough = np.flatnonzero(row >= self.cut)
        return [int(unit) for unit in enough[np.argsort(-row[enough], kind="stable")]]


@dataclass(frozen=True, slots=True)
class LinkModel:
    """Both models, the share of the best expected cut that is used, and the probability of a sure link."""

    signs: Logistic
    rivals: Logistic
    strictness: float
    sure: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> LinkModel:
        """Returns the model in a file; raises `ValueError` where its signs are not those of this version."""
        held = json.loads(path.read_text("utf-8"))
        if held["signs"]["names"] != list(SIGNS) or held["rivals"]["names"] != list(RIVALRY_SIGNS):
            raise ValueError(f"{path.name} was made for other signs")
        return cls(Logistic.of(held["signs"]), Logistic.of(held["rivals"]), held["strictness"], held["sure"])

    def save(self, path: Path) -> None:
        """Write the model as `load` reads it."""
        held = {
            "signs": {"names": list(SIGNS), **self.signs.row()},
            "rivals": {"names": list(RIVALRY_SIGNS), **self.rivals.row()},
            "strictness": round(self.strictness, 4),
            "sure": round(self.sure, 4),
        }
        path.write_text(json.dumps(held, indent=1) + "\n", "utf-8")

    def links(self, tasks: EmbeddedDocument, child: EmbeddedDocument, weights: Weights | None = None) -> Links:
        """Returns how probably each unit of `child` carries out each task.

        `weights` are those of the words of both, where they are known.
        """
        weights = weights or Weights(tasks.words, child.words)
        if min(len(tasks.units), len(child.units)) < FEWEST:
            return _by_nearness(tasks, child, weights, self.sure)
        first = self.signs.probabilities(pair_signs(tasks, child, weights))
        found = blend(first, self.rivals.probabilities(rivalry_signs(first, tasks, child)))
        return Links(found, self.strictness * best_cut(found), self.sure)


@cache
def link_model() -> LinkModel:
    """Returns the model that the package ships."""
    return LinkModel.load()


def blend(first: Matrix, second: Matrix) -> Matrix:
    """Returns the probabilities half way between those of both models, by their log odds.

    Mean F1 of links on six pairs left out: .348 by the first alone, .377 by the second, .383 by both.
    """
    odds = (np.log(first / (1 - first)) + np.log(second / (1 - second))) / 2
    return np.asarray(1 / (1 + np.exp(-odds)))


def best_cut(probabilities: Matrix) -> float:
    """Returns the probability from which on links have the highest F1 that can be expected of these probabilities.

    Of two documents that share little the probabilities are low throughout, and so is the cut.
    """
    ranked = np.sort(probabilities, axis=None)[::-1]
    if not len(ranked):
        return 1.0
    expected = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
    return float(ranked[int(expected.argmax())])


def _by_nearness(tasks: EmbeddedDocument, child: EmbeddedDocument, weights: Weights, sure: float) -> Links:
    near = similarity(tasks, child, weights)
    found = np.zeros((len(tasks.units), len(child.units)))
    for number, sentence in enumerate(child.sentences):
        found[:, list(sentence)] = near[:, [number]]
    return Links(np.clip(found / (2 * CARRIES), 0, 1), 0.5, sure)
