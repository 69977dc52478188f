"""The words and themes of units, what each says of a document, and how much of them two units share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise, repeat
from math import log

import numpy as np
from numpy.typing import NDArray

from corpus.authority.agency_names import expand
from corpus.vietnamese import fold, syllables
from corpus.vocabulary import load

Matrix = NDArray[np.float64]
Bag = frozenset[str]

_LETTER = re.compile(r"\w")
# How every pattern of ``task_themes.yaml`` and ``task_acts.yaml`` begins.
NO_LETTER_BEFORE = r"(?<!\w)"


class Weights:
    """How much each word and theme says: its inverse document frequency over the units of both documents."""

    def __init__(self, *bags: Iterable[Bag]) -> None:
        every = list(chain.from_iterable(bags))
        counts = Counter(chain.from_iterable(every))
        found = np.fromiter(counts.values(), np.float64, len(counts))
        weights = np.log(1 + (len(every) - found + 0.5) / (found + 0.5))
        self._weights: dict[str, float] = dict(zip(counts, weights.tolist(), strict=True))
        self._unseen = log(2 * len(every) + 2)

    def of(self, term: str) -> float:
        """The weight of one term, above 0 for a term that stands everywhere."""
        return self._weights.get(term, self._unseen)

    def sum(self, terms: Iterable[str]) -> float:
        """The weight of several terms together."""
        return sum(map(self._weights.get, terms, repeat(self._unseen)))

    def each(self, terms: Iterable[str]) -> Matrix:
        """The weight of each of `terms`."""
        return np.fromiter(map(self._weights.get, terms, repeat(self._unseen)), np.float64)


class Columns:
    """The terms of some bags as columns of a matrix, made once and held against any number of other bags."""

    def __init__(self, bags: Sequence[Bag]) -> None:
        self._column = {term: i for i, term in enumerate(sorted(frozenset().union(*bags)))}
        # A row for each term, so that the terms of a bag are read from rows that lie together.
        self._incidence = np.zeros((len(self._column), len(bags)))
        for number, terms in enumerate(bags):
            self._incidence[[self._column[term] for term in terms], number] = 1

    def shared(self, others: Sequence[Bag], weights: Weights, *, doubt: float = 0.0) -> Matrix:
        """The weight of the terms that two bags share, over the geometric mean of their own, ``[bags, others]``."""
        importance = weights.each(self._column)
        sizes = np.fromiter(map(len, others), np.intp, len(others))
        terms = list(chain.from_iterable(others))
        column = np.fromiter(map(self._column.get, terms, repeat(-1)), np.intp, len(terms))
        known = column >= 0
        of = np.repeat(np.arange(len(others)), sizes)
        common = column[known]
        weighed = self._incidence[common] * importance[common, None]
        together = _sums(weighed, np.bincount(of[known], minlength=len(others)))
        ours = np.einsum("t,tb->b", importance, self._incidence) + doubt
        theirs = np.bincount(of, weights.each(terms), minlength=len(others)) + doubt
        return np.asarray(together.T / np.maximum(np.sqrt(np.outer(ours, theirs)), 1e-9))


def _sums(rows: Matrix, sizes: NDArray[np.intp]) -> Matrix:
    """The sum of the first ``sizes[0]`` rows, of the next ``sizes[1]``, and so on."""
    sums = np.zeros((len(sizes), rows.shape[1]))
    some = sizes > 0
    if some.any():
        sums[some] = np.add.reduceat(rows, (np.cumsum(sizes) - sizes)[some], axis=0)
    return sums


def word_bag(words: str) -> Bag:
    """The syllables of `words` and their pairs, folded, abbreviations of bodies written out."""
    return bag_of(spoken_words(words))


def spoken_words(words: str) -> list[str]:
    """The syllables of `words` in order, folded, abbreviations of bodies written out."""
    return syllables(expand(words))


def bag_of(found: Sequence[str]) -> Bag:
    """Syllables in order, and their pairs."""
    return frozenset((*found, *map(" ".join, pairwise(found))))


# Themes, acts and affairs of a unit are read from the same words; a document has some hundred units.
@lru_cache(maxsize=1024)
def on_one_line(words: str) -> str:
    """`words` folded, with single spaces."""
    return " ".join(fold(words).split())


def themes(words: str) -> Bag:
    """The keys of ``corpus/reference/task_themes.yaml`` that `words` speak of."""
    folded = on_one_line(words)
    return frozenset(key for key, compiled in _themes() if _begins_a_word(compiled, folded))


def _begins_a_word(pattern: re.Pattern[str], text: str) -> bool:
    """Whether `pattern` matches somewhere in `text` from the first letter of a word."""
    found = pattern.search(text)
    while found and found.start() and _LETTER.match(text, found.start() - 1):
        found = pattern.search(text, found.start() + 1)
    return found is not None


@cache
def _themes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns without the "no letter before" that they begin with: asked at each place, it doubles the time.

    The words are folded already: not minding case would take the engine's short cuts away too.
    """
    patterns = [(entry["key"], entry["pattern"].removeprefix(NO_LETTER_BEFORE)) for entry in load("task_themes")]
    return tuple((key, re.compile(pattern, re.VERBOSE)) for key, pattern in patterns)
