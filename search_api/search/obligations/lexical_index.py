"""Which duties speak of a topic: by their own words, the headings they stand under and their document's title.

What answers does not depend on the filters of a search, so that what is counted under
one choice is what that choice then finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import bare, syllables
from index.query.document_numbers import find_numbers
from index.query.expansion import expand, translated
from index.retrieval.highlighting import RARE_SYLLABLE, HighlightTerms
from index.retrieval.sparse import FUNCTION_WORDS

Shares = NDArray[np.float32]

# How much a word counts that stands in a heading or title and not in the duty itself.
_AROUND = 0.7

Feature = tuple[str, ...]
# Hashes of features, of 64 bits: that two of a million have one happens once in 40 million stores.
# They are of this process alone, as Python's hashes are.
Marks = NDArray[np.int64]


class DutyWords:
    """The syllables of duties and pairs of neighbours, diacritics aside, and where each stands."""

    def __init__(self, duties: Iterable[TokenizedObligation]) -> None:
        """Of what each duty says; many share what is around."""
        said = tuple(duties)
        groups = {one.around: one.marks_around for one in said}
        place = {text: at for at, text in enumerate(groups)}
        self._group_of = np.array([place[one.around] for one in said], np.int32)
        self._own, self._around = _Postings([one.marks for one in said]), _Postings(list(groups.values()))

    def shares(self, topic: str) -> tuple[Shares, Shares]:
        """For each duty the share of what `topic` says that it says, by itself and with what is around it, 0 to 1."""
        own = whole = np.zeros(len(self._group_of), np.float32)
        for text, trust in query_variants(topic).items():
            by_itself, with_all = self._shares(text)
            own, whole = np.maximum(own, trust * by_itself), np.maximum(whole, trust * with_all)
        return own, whole

    def sought(self, topic: str) -> HighlightTerms:
        """What to mark in the words of a duty: what says something of `topic`, or of the same in other words."""
        said = [syllables(text) for text in query_variants(topic)]
        words = {word for text in said for word in text if word not in FUNCTION_WORDS and not word.isdigit()}
        pairs = {pair for text in said for pair in pairwise(text) if not FUNCTION_WORDS & set(pair)}
        numbers = {identity for text in query_variants(topic) for _, identity in find_numbers(text)}
        return HighlightTerms(
            syllables=frozenset(word for word in words if self._idf((bare(word),)) > 1 + RARE_SYLLABLE),
            pairs=frozenset((bare(first), bare(second)) for first, second in pairs),
            numbers=frozenset(numbers),
            bare=True,
        )

    def _idf(self, feature: Feature) -> float:
        return _weight(int(np.count_nonzero(self._having(feature))), len(self._group_of))

    def _having(self, feature: Feature) -> NDArray[np.bool_]:
        return self._own.containing(feature) | self._around.containing(feature)[self._group_of]

    def _shares(self, text: str) -> tuple[Shares, Shares]:
        own = np.zeros(len(self._group_of), np.float32)
        whole, total = own.copy(), 0.0
        for feature in dict.fromkeys(features(text)):
            itself = self._own.containing(feature)
            above = self._around.containing(feature)[self._group_of]
            weight = _weight(int(np.count_nonzero(itself | above)), len(own))
            own += weight * itself
            whole += weight * np.where(itself, 1.0, np.where(above, _AROUND, 0.0)).astype(np.float32)
            total += weight
        return (own / total, whole / total) if total else (own, whole)


@dataclass(frozen=True, slots=True)
class TokenizedObligation:
    """What one duty says: marks of the features of its own words, the words around it, and marks of theirs."""

    marks: Marks
    around: str
    marks_around: Marks


def tokenize(duties: Iterable[tuple[str, str]]) -> tuple[TokenizedObligation, ...]:
    """What duties say, each given by its own words and those around it."""
    known: dict[str, Marks] = {}
    found = []
    for own, around in duties:
        if around not in known:
            known[around] = _marks(around)
        found.append(TokenizedObligation(_marks(own), around, known[around]))
    return tuple(found)


def _marks(text: str) -> Marks:
    return np.fromiter(map(hash, set(_runs(text))), np.int64)


class _Postings:
    """In which of many texts each feature stands, found by their marks."""

    def __init__(self, texts: Sequence[Marks]) -> None:
        self._size = len(texts)
        marks = np.concatenate([np.empty(0, np.int64), *texts])
        order = np.argsort(marks, kind="stable")
        self._marks = marks[order]
        self._places = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in texts])[order]

    def containing(self, feature: Feature) -> NDArray[np.bool_]:
        found = np.zeros(self._size, np.bool_)
        first, last = (
            np.searchsorted(self._marks, hash(feature), "left"),
            np.searchsorted(self._marks, hash(feature), "right"),
        )
        found[self._places[first:last]] = True
        return found


def features(text: str) -> Iterator[Feature]:
    """What a query says: its syllables and pairs of neighbours but those that join others, diacritics aside."""
    words = syllables(text)
    # What joins is told by its diacritics: "tại" says nothing, the "tai" of "tai nạn" does.
    for run in (*((word,) for word in words), *pairwise(words)):
        if FUNCTION_WORDS.isdisjoint(run):
            yield tuple(map(bare, run))


def _runs(text: str) -> Iterator[Feature]:
    words = syllables(bare(text))
    yield from ((word,) for word in words)
    yield from pairwise(words)


def query_variants(topic: str) -> dict[str, float]:
    """`topic` with abbreviations written out, and an English one in Vietnamese, each with how far it is the same."""
    vietnamese, covered = translated(topic)
    said = {topic: 1.0, expand(topic).text: 1.0}
    return said | {vietnamese: covered} if vietnamese else said


def _weight(containing: int, of: int) -> float:
    """As much as a feature tells: what few duties say tells more, but what all are about is part of the topic too."""
    return 1 + log(1 + (of - containing + 0.5) / (containing + 0.5))
