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

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from index.embedding.embedder import Vectors
from index.engines.filters import AllOf, Condition, WithId
from index.engines.port import Engine, ScoredPoint, VectorQuery
from index.query.corpus_counts import SyllableCounts
from index.query.diacritics import Restored
from index.query.document_numbers import find_numbers
from index.query.expansion import expanded
from index.retrieval.sparse import BARE_SHARE, NUMBER_WEIGHT, SparseVector, says_nothing, sparse_query

# Passages taken from each side before they are weighed together.
CANDIDATES = 100
# How much meaning counts against words: 0.9 of a span of cosine of 0.3 is "3 x cosine".
MEANING_SHARE = 0.9
# Where even the best passage has less than this share of the query's words, it is a paraphrase, or
# in another language, and meaning counts more. On alqac and nguoicocong (half of the questions
# of the latter have a best share below .48) that changes nothing by more than .002, at .5 it
# would lose .009; of the 30 queries one more is answered among the first five.
LITTLE_SHARED = 0.4
PARAPHRASE_MEANING_SHARE = 1.5
# What meeting a preferred condition adds to a score.
PREFERENCE = 0.1
# Vectors of the E5 family lie in a narrow cone: unrelated texts still have a cosine of 0.7 to
# 0.8. Of other models nothing is known beforehand.
_E5_FLOOR = 0.7
_PASSAGES_WITH_A_NUMBER = 20


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A query ready to be searched: restored, embedded, and with the weight its words come to."""

    text: Restored
    dense: Vectors
    words: SparseVector
    weight: float
    floor: float


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage's id with its scores, each from 0 to 1: `words` and `meaning`, and `score`, the two together.

    `preferred` is how many of the preferred conditions it meets, each of which raises the score.
    """

    id: str
    score: float
    words: float
    meaning: float
    preferred: int = 0


def prepare_query(text: Restored, dense: Vectors, counts: SyllableCounts, model: str) -> PreparedQuery:
    """The question that `text` asks of an index with these counts, embedded as `dense` by `model`."""
    floor = _E5_FLOOR if "e5" in model.lower() else 0.0
    return PreparedQuery(
        text, dense, sparse_query(text.text, text.typed, _beside(text)), _own_weight(text, counts), floor
    )


def meant(text: Restored) -> str:
    """What is embedded of a query: with abbreviations written out, and what documents write for its words."""
    wider = expanded(text)
    written = [words for words in wider.more if not words.isupper()]
    return " ".join([wider.text, *written])


def _beside(text: Restored) -> tuple[str, ...]:
    wider = expanded(text)
    return (wider.text, *wider.more)


def _own_weight(text: Restored, counts: SyllableCounts) -> float:
    """What a passage of ordinary length would score that has every word of the query once."""
    rare, pairs = counts.weights(text.text)
    words = sum(weight for word, weight in rare.items() if not says_nothing((word,)))
    words += sum(weight for pair, weight in pairs.items() if not says_nothing(pair))
    numbers = len(list(find_numbers(text.typed)))
    # How many passages name a number is not counted: a document's own stands in all of its passages.
    rarity = log(1 + counts.passages() / _PASSAGES_WITH_A_NUMBER)
    return words * (1 + (1.0 if text.changed else BARE_SHARE)) + numbers * NUMBER_WEIGHT * rarity


def rank(
    question: PreparedQuery,
    engine: Engine,
    where: Condition | None,
    candidates: int = CANDIDATES,
    preferred: Sequence[Condition] = (),
) -> list[RankedPassage]:
    """The best passages for `question` among those that meet `where`, best first.

    What meets a condition of `preferred` ranks higher, and what meets them all is looked
    for by itself besides, so that it is not lost among many others.
    """
    sides: list[Vectors | SparseVector] = [question.dense, question.words]
    within = [where] if not preferred else [where, AllOf((*([where] if where else []), *preferred))]
    found = engine.search([VectorQuery(v, candidates, only, payload=False) for only in within for v in sides])
    meaning, words = ({i: s for of in found[side::2] for i, s in _scores(of).items()} for side in (0, 1))
    # What one side found and the other did not is scored by the other as well: a passage
    # is not to lose for being the hundred and first there.
    for vector, here, there in zip(sides, (meaning, words), (words, meaning), strict=True):
        if unknown := tuple(there.keys() - here.keys()):
            here |= _scores(engine.search([VectorQuery(vector, len(unknown), WithId(unknown), payload=False)])[0])
    ids = tuple(meaning.keys() | words.keys())
    met = _met(question, engine, ids, preferred)
    shares = {i: min(1.5, words.get(i, 0.0) / question.weight) if question.weight else 0.0 for i in ids}
    little = max(shares.values(), default=0.0) < LITTLE_SHARED
    counts = PARAPHRASE_MEANING_SHARE if little else MEANING_SHARE
    ranked = (_weighed(i, question, meaning.get(i, 0.0), share, counts, met.get(i, 0)) for i, share in shares.items())
    return sorted(ranked, key=lambda r: (-r.score, r.id))


def _met(question: PreparedQuery, engine: Engine, ids: tuple[str, ...], preferred: Sequence[Condition]) -> Counter[str]:
    """How many of the preferred conditions each passage meets."""
    if not preferred or not ids:
        return Counter()
    asked = [VectorQuery(question.dense, len(ids), AllOf((WithId(ids), one)), payload=False) for one in preferred]
    return Counter(point.id for found in engine.search(asked) for point in found)


def _scores(found: Iterable[ScoredPoint]) -> dict[str, float]:
    return {point.id: point.score for point in found}


def _weighed(
    passage: str, question: PreparedQuery, cosine: float, share: float, meaning_counts: float, met: int
) -> RankedPassage:
    near = max(0.0, (cosine - question.floor) / (1 - question.floor))
    # A short passage in which the words come often scores above what was reckoned, up to 1.5.
    score = (share + meaning_counts * near) / (1.5 + meaning_counts)
    return RankedPassage(passage, min(1.0, score + PREFERENCE * met), min(1.0, share), near, met)
