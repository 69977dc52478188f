"""How near each unit of a child document is to each task of its parent.

Four signs count alike: the vectors of the two, the vector of the nearest part of the
unit, the words they share, and the themes they share. Each is a cosine, from 0 to 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from corpus.agency_names import expand
from corpus.vietnamese import fold, syllables
from corpus.vocabulary import load, pattern
from index.crosswalk_units import Unit
from index.embedding import Embedder, Vectors

Matrix = NDArray[np.float64]
Bag = frozenset[str]

# Syllables that a part of a unit has at least. Parts of 12 or more gave average precision
# .54 on the hand-made links of Chỉ thị 28-CT/TW, parts of 6 .53, the unit's vector alone .50.
PART = 12
# From so many units on, a document's own mean is taken off its vectors: its topic, which all
# its units share. Average precision of vectors alone: .39 as they come, .55 without the mean.
OWN_MEAN = 8
# What a shared theme must outweigh: two units with one theme in common and no other are not
# yet alike ("nhân rộng mô hình điểm trông giữ trẻ", "xây dựng mô hình Bến sông an toàn").
THEME_DOUBT = 1.0
# A unit that another task claims more strongly loses this share of the difference. On the
# links of Chỉ thị 28-CT/TW: average precision .72 without, .745 with .3, .746 with .5.
RIVALRY = 0.3

# Where a long sentence may be taken apart: "…, nhằm …", "…; …", "… gắn với …".
_JOINT = re.compile(r"[,;:](?=\s) | \s(?=(?:gắn\ với|nhằm|nhất\ là|đặc\ biệt\ là|đồng\ thời|trong\ đó)\s)", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Side:
    """The units of one document, made ready to compare: vectors, words and themes; `owners` says whose each part is."""

    units: tuple[Unit, ...]
    words: tuple[Bag, ...]
    themes: tuple[Bag, ...]
    vectors: Vectors
    parts: tuple[tuple[str, ...], ...]
    part_vectors: Vectors

    @classmethod
    def of(cls, units: Sequence[Unit], embedder: Embedder) -> Side:
        """The side of `units`; all that must be embedded goes to `embedder` in one call."""
        parts = tuple(parts_of(unit.words) for unit in units)
        texts = [*(unit.words for unit in units), *chain.from_iterable(parts)]
        vectors = embedder.embed_passages(texts) if texts else np.empty((0, embedder.dimension), np.float32)
        return cls(
            tuple(units),
            tuple(bag(unit.words) for unit in units),
            tuple(themes(unit.words) for unit in units),
            vectors[: len(units)],
            parts,
            vectors[len(units) :],
        )


class Weights:
    """How much each word and theme says: its inverse document frequency over the units of both documents."""

    def __init__(self, *bags: Iterable[Bag]) -> None:
        every = list(chain.from_iterable(bags))
        counts = Counter(chain.from_iterable(every))
        self._weights = {term: log(1 + (len(every) - count + 0.5) / (count + 0.5)) for term, count in counts.items()}
        self._unseen = log(2 * len(every) + 2)

    def of(self, term: str) -> float:
        """The weight of one term, above 0 for a term that stands everywhere."""
        return self._weights.get(term, self._unseen)

    def sum(self, terms: Iterable[str]) -> float:
        """The weight of several terms together."""
        return sum(map(self.of, terms))


def similarity(tasks: Side, child: Side) -> Matrix:
    """The similarity of each task to each unit of the child, ``[tasks, units]``, from 0 to 1."""
    if not tasks.units or not child.units:
        return np.zeros((len(tasks.units), len(child.units)))
    lexical = _shared(tasks.words, child.words, Weights(tasks.words, child.words))
    thematic = _shared(tasks.themes, child.themes, Weights(tasks.themes, child.themes), doubt=THEME_DOUBT)
    # A task of no theme at all has only its words to go by.
    themeless = [not task for task in tasks.themes]
    thematic[themeless] = lexical[themeless]
    whole, part = _cosines(tasks, child)
    mean = (whole + part + lexical + thematic) / 4
    nearest: Matrix = np.maximum(mean - RIVALRY * (mean.max(axis=0, keepdims=True) - mean), 0)
    return nearest


def _cosines(tasks: Side, child: Side) -> tuple[Matrix, Matrix]:
    """The cosines of tasks with units, and with the nearest part of each unit."""
    both = np.vstack([tasks.vectors, child.vectors])
    own = _centred(tasks.vectors, both)
    whole = own @ _centred(child.vectors, both).T
    parts = own @ _centred(child.part_vectors, both).T
    begins = np.cumsum([0, *(len(each) for each in child.parts[:-1])])
    return np.maximum(whole, 0), np.maximum(np.maximum.reduceat(parts, begins, axis=1), 0)


def _centred(vectors: Vectors, both: Vectors) -> Matrix:
    mean = (vectors if len(vectors) >= OWN_MEAN else both).mean(axis=0)
    centred: Matrix = vectors.astype(np.float64) - mean
    unit: Matrix = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    return unit


def _shared(ours: Sequence[Bag], theirs: Sequence[Bag], weights: Weights, *, doubt: float = 0.0) -> Matrix:
    """The weight of the terms that two bags share, over the geometric mean of their own weights."""
    column = {term: i for i, term in enumerate(sorted(frozenset().union(*ours)))}
    importance = np.array([weights.of(term) for term in column])
    shared = (_incidence(ours, column) * importance) @ _incidence(theirs, column).T
    left = np.array([weights.sum(terms) for terms in ours]) + doubt
    right = np.array([weights.sum(terms) for terms in theirs]) + doubt
    return np.asarray(shared / np.maximum(np.sqrt(np.outer(left, right)), 1e-9))


def _incidence(bags: Sequence[Bag], column: dict[str, int]) -> Matrix:
    matrix = np.zeros((len(bags), len(column)))
    for row, terms in enumerate(bags):
        matrix[row, [column[term] for term in terms if term in column]] = 1
    return matrix


def bag(words: str) -> Bag:
    """The syllables of `words` and their pairs, folded, abbreviations of bodies written out."""
    found = syllables(expand(words))
    return frozenset((*found, *(f"{first} {second}" for first, second in pairwise(found))))


def themes(words: str) -> Bag:
    """The keys of ``corpus/reference/task_themes.yaml`` that `words` speak of."""
    folded = " ".join(fold(words).split())
    return frozenset(key for key, compiled in _themes() if compiled.search(folded))


@cache
def _themes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["key"], pattern(entry)) for entry in load("task_themes"))


def parts_of(words: str, least: int = PART) -> tuple[str, ...]:
    """`words` in parts of at least `least` syllables (the last of half as many), cut at commas and the like."""
    cuts = [0]
    for joint in _JOINT.finditer(words):
        before, after = words[cuts[-1] : joint.end()], words[joint.end() :]
        if len(syllables(before)) >= least and len(syllables(after)) >= least // 2:
            cuts.append(joint.end())
    return tuple(words[a:b].strip() for a, b in pairwise([*cuts, len(words)]))
