"""Measures of a ranked list against judgements, as trec_eval defines them: recall, reciprocal rank, nDCG.

A test holds them to `ir_measures`, which is not among what running needs for the libraries that it brings along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2


def recall(grades: Mapping[str, int], ranked: Sequence[str], depth: int) -> float:
    """Returns the share of the texts judged right that stand among the first `depth`."""
    right = {text for text, grade in grades.items() if grade > 0}
    return len(right.intersection(ranked[:depth])) / len(right) if right else 0.0


def reciprocal_rank(grades: Mapping[str, int], ranked: Sequence[str], depth: int) -> float:
    """Returns one over the place of the first right text among the first `depth`; 0 where there is none."""
    places = (place for place, text in enumerate(ranked[:depth], 1) if grades.get(text, 0) > 0)
    return next((1 / place for place in places), 0.0)


def ndcg(grades: Mapping[str, int], ranked: Sequence[str], depth: int) -> float:
    """Returns the discounted gain of the first `depth` over that of the best order; a text gains its grade."""
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(text, 0) for text in ranked[:depth]]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(max(grade, 0) / log2(place + 1) for place, grade in enumerate(grades, 1))
