"""The model of the second reader: a linear chain over words and a logistic regression over sentences, hashed features.

Its weights are one small file beside this module, written by ``nhiemvu train extraction``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# The parts a body or a stretch of words can have in a duty, each beginning (B) and going on (I).
ROLES = ("lead", "support", "direct", "report", "time")
LABELS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BI"))

# Buckets that features are hashed into. The gold rows have 65,000 features of words, most of them seen once;
# twice and four times as many buckets changed the F1 of bodies by less than 0.01 on documents left out.
WORD_BUCKETS = 1 << 15
SENTENCE_BUCKETS = 1 << 14

WEIGHTS = Path(__file__).with_name("second_reader.npz")


@dataclass(frozen=True, slots=True)
class SequenceModel:
    """Weights of the second reader: ``word`` by bucket and label, ``step`` from label to label, ``sentence`` by bucket.

    `sentence` ends with the intercept.
    """

    word: Floats
    step: Floats
    sentence: Floats

    def probability(self, features: Sequence[str]) -> float:
        """Returns the probability that the sentence with these features lays a duty."""
        score = float(self.sentence[buckets(features, SENTENCE_BUCKETS)].sum()) + float(self.sentence[-1])
        return 1.0 / (1.0 + float(np.exp(-np.clip(score, -30, 30))))

    def emissions(self, features: Sequence[Sequence[str]]) -> Floats:
        """Returns the score of each label at each word, from the features of the words."""
        ids = np.array([buckets(of_word, WORD_BUCKETS) for of_word in features], dtype=np.intp)
        scores: Floats = self.word[ids].sum(axis=1)
        return scores

    def tags(self, features: Sequence[Sequence[str]]) -> list[str]:
        """Returns the most likely labels of a sentence's words; a word goes on only with what began before it."""
        return [LABELS[i] for i in best_path(self.emissions(features), self.step)] if features else []

    def save(self, path: Path) -> None:
        """Writes the weights in one byte each, with a scale for each array."""
        arrays: dict[str, Any] = {}
        for name, values in (("word", self.word), ("step", self.step), ("sentence", self.sentence)):
            scale = np.float32(np.abs(values).max() / 127 or 1.0)
            arrays[name], arrays[f"{name}_scale"] = np.round(values / scale).astype(np.int8), scale
        np.savez_compressed(path, **arrays)


def buckets(features: Sequence[str], size: int) -> list[int]:
    """Returns the bucket of each feature; the same on every machine and in every process."""
    return [crc32(feature.encode()) & (size - 1) for feature in features]


def best_path(emissions: Floats, step: Floats) -> list[int]:
    """Returns the path through the labels with the highest score (Viterbi)."""
    allowed = step + forbidden()
    best = emissions[0] + first_forbidden()
    back: list[NDArray[np.intp]] = []
    for at in emissions[1:]:
        through = best[:, None] + allowed
        back.append(through.argmax(axis=0))
        best = through.max(axis=0) + at
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


@cache
def forbidden() -> Floats:
    """Returns what is added to steps that cannot be: going on with what did not begin."""
    out = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for j, label in enumerate(LABELS):
        if label.startswith("I-"):
            for i, before in enumerate(LABELS):
                if before not in {f"B-{label[2:]}", label}:
                    out[i, j] = -1e4
    return out


@cache
def first_forbidden() -> Floats:
    """Returns what is added to labels that cannot be a sentence's first."""
    return np.array([-1e4 if label.startswith("I-") else 0.0 for label in LABELS], dtype=np.float32)


@cache
def shipped() -> SequenceModel:
    """Returns the model that the project ships."""
    with np.load(WEIGHTS) as file:
        return SequenceModel(
            **{name: file[name].astype(np.float32) * file[f"{name}_scale"] for name in ("word", "step", "sentence")}
        )
