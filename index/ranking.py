"""Finds and ranks passages: by meaning and by words, weighed together.

Reciprocal rank fusion can lose to its better half, and so can any fixed mixture of
scores scaled to the best hit: a paraphrase or an English question shares hardly a
word with its answer, and then the words must not decide. So the words' score is
taken as the share of the query's own weight that a passage has, which is small when
little matches, and the cosine is added to it. Measured with multilingual-e5-small
(nDCG@10, or reciprocal rank on the 30 queries over 1,230 passages):

===================================  =====  ===========  =======
                                     alqac  nguoicocong  seeds
===================================  =====  ===========  =======
words alone                          .908   .769         .607
meaning alone                        .828   .576         .548
0.4 / 0.6, each scaled to its best   .915   .773         .744
share of words + 3 x cosine          .917   .771         .840
===================================  =====  ===========  =======
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from index.conditions import AllOf, Condition, WithId
from index.diacritics import Restored
from index.embedding import Vectors
from index.engine import Engine, Nearest, Scored
from index.numbers_in_text import find_numbers
from index.sparse import BARE_SHARE, NUMBER_WEIGHT, SparseVector, sparse_query
from index.syllable_counts import SyllableCounts

# Passages taken from each side before they are weighed together.
CANDIDATES = 100
# How much meaning counts against words: 0.9 of a span of cosine of 0.3 is "3 x cosine".
MEANING_SHARE = 0.9
# Vectors of the E5 family lie in a narrow cone: unrelated texts still have a cosine of 0.7 to
# 0.8. Of other models nothing is known beforehand.
_E5_FLOOR = 0.7
_PASSAGES_WITH_A_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A query ready to be searched: restored, embedded, and with the weight its words come to."""

    text: Restored
    dense: Vectors
    words: SparseVector
    weight: float
    floor: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage's id with its scores, each from 0 to 1: `words` and `meaning`, and `score`, the two together."""

    id: str
    score: float
    words: float
    meaning: float


def ask(text: Restored, dense: Vectors, counts: SyllableCounts, model: str) -> Question:
    """The question that `text` asks of an index with these counts, embedded as `dense` by `model`."""
    floor = _E5_FLOOR if "e5" in model.lower() else 0.0
    return Question(text, dense, sparse_query(text.text, text.typed), _own_weight(text, counts), floor)


def _own_weight(text: Restored, counts: SyllableCounts) -> float:
    """What a passage of ordinary length would score that has every word of the query once."""
    rare, pairs = counts.weights(text.text)
    words = sum(rare.values()) + sum(pairs.values())
    numbers = len(list(find_numbers(text.typed)))
    # How many passages name a number is not counted: a document's own stands in all of its passages.
    rarity = log(1 + counts.passages() / _PASSAGES_WITH_A_NUMBER)
    return words * (1 + (1.0 if text.changed else BARE_SHARE)) + numbers * NUMBER_WEIGHT * rarity


def rank(question: Question, engine: Engine, where: Condition | None, candidates: int = CANDIDATES) -> list[Ranked]:
    """The best passages for `question` among those that meet `where`, best first."""
    near, worded = engine.search(
        [
            Nearest(question.dense, candidates, where, payload=False),
            Nearest(question.words, candidates, where, payload=False),
        ]
    )
    meaning, words = _scores(near), _scores(worded)
    # What one side found and the other did not is scored by the other as well: a passage
    # is not to lose for being the hundred and first there.
    for vector, here, there in ((question.dense, meaning, words), (question.words, words, meaning)):
        unknown = tuple(there.keys() - here.keys())
        if unknown:
            only = WithId(unknown)
            asked = Nearest(vector, len(unknown), AllOf((only, where)) if where else only, payload=False)
            here |= _scores(engine.search([asked])[0])
    ranked = (_weighed(i, question, meaning, words) for i in meaning.keys() | words.keys())
    return sorted(ranked, key=lambda r: (-r.score, r.id))


def _scores(found: Iterable[Scored]) -> dict[str, float]:
    return {point.id: point.score for point in found}


def _weighed(passage: str, question: Question, meaning: Mapping[str, float], words: Mapping[str, float]) -> Ranked:
    share = words.get(passage, 0.0) / question.weight if question.weight else 0.0
    near = (meaning.get(passage, 0.0) - question.floor) / (1 - question.floor)
    # A short passage in which the words come often scores above what was reckoned.
    share, near = min(1.5, share), max(0.0, near)
    return Ranked(passage, (share + MEANING_SHARE * near) / (1.5 + MEANING_SHARE), min(1.0, share), near)
