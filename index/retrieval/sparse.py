"""Sparse vectors of words: what a passage says, hashed, weighted as BM25 weighs it.

A passage's features are its syllables and pairs of neighbouring syllables, once as
written (folded) and once without diacritics, and the document numbers in it. One
syllable of Vietnamese means little; pairs raised nDCG@10 by 5 to 13 points on two
sets of questions. The engine multiplies by the
inverse document frequency (its IDF modifier); saturation and length are ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from corpus.vietnamese import bare, syllables
from index.query.document_numbers import find_numbers

# Raised when features or weights change: vectors of two versions do not compare.
SPARSE_VERSION = 2

# BM25's saturation and length normalisation. Chosen on every other question of two sets, mixed
# with meaning as in `index.retrieval.hybrid_ranking`; nDCG@10 on the others rose from .925 to .932 (alqac) and from
# .811 to .823 (nguoicocong) against k1 1.2 and b 0.5: that a clause has a word says more
# than how often it repeats it.
_K1 = 0.6
_B = 0.3
# Syllables of a passage of ordinary length. A constant, not a running mean, so that a
# vector does not depend on what else was indexed before it.
_ORDINARY_LENGTH = 120

# The weight of what matches only without its diacritics, where the query was typed with them.
BARE_SHARE = 0.25
# The weight of other words for the query's own.
BESIDE_SHARE = 0.7
# A document's number says more than any of its words.
NUMBER_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Feature hashes (32 bits, each once, ascending) and their weights."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


def sparse_passage(text: str) -> SparseVector:
    """The vector of a passage; `text` is with its heading path."""
    length = max(1, len(syllables(text)))
    norm = _K1 * (1 - _B + _B * length / _ORDINARY_LENGTH)
    counts = Counter((*_words(text), *_bare_words(text), *_numbers(text)))
    return _vector({feature: count * (_K1 + 1) / (count + norm) for feature, count in counts.items()})


def sparse_query(text: str, typed: str, beside: Sequence[str] = ()) -> SparseVector:
    """The vector of a query: `text` with its diacritics restored, and as it was `typed`.

    `beside` says the same in other words (abbreviations written out, and the like).

    Where restoring changed something it may have changed it wrongly, so both forms
    count, and what matches without diacritics counts fully.
    """
    certain = text == typed
    weights = dict.fromkeys(_telling(_words(text)), 1.0)
    # What joins is told by its diacritics: "đã" says nothing, the "da" of "da liễu" does.
    for feature in map(_bare_feature, _telling(_words(text))):
        weights[feature] = BARE_SHARE if certain else 1.0
    if not certain:
        weights |= {feature: 0.5 for feature in _telling(_words(typed)) if feature not in weights}
    for words in beside:
        for feature in _telling(_words(words)):
            weights.setdefault(feature, BESIDE_SHARE)
    weights |= dict.fromkeys(_numbers(typed), NUMBER_WEIGHT)
    return _vector(weights)


# Words that join others and say nothing themselves: the closed classes of prepositions,
# conjunctions, particles, pronouns and copulas. Leaving them, and pairs of them, out of queries
# raised nDCG@10 of the words alone from .903 to .906 (alqac) and from .798 to .801 (nguoicocong).
FUNCTION_WORDS = frozenset(
    syllables(
        "của về và các những cho để với trong trên dưới theo tại từ đến tới là có được bị do bởi ở khi mà thì này đó"
        " kia như hoặc hay phải gì nào ai sao thế vì nên nếu tuy nhưng cũng đã đang sẽ vẫn còn rồi không chưa mọi mỗi"
        " một ra vào lên xuống qua lại nữa rất"
    )
)


def says_nothing(words: tuple[str, ...]) -> bool:
    """Whether all of these (folded) words only join others."""
    return all(word in FUNCTION_WORDS for word in words)


def _words(text: str) -> Iterator[str]:
    return _runs("w", syllables(text))


def _telling(features: Iterable[str]) -> Iterator[str]:
    """The features (``w:trẻ em``) of which not every word only joins others."""
    return (feature for feature in features if not all(word in FUNCTION_WORDS for word in feature[2:].split()))


def _bare_feature(feature: str) -> str:
    return f"b:{bare(feature[2:])}"


def _bare_words(text: str) -> Iterator[str]:
    return _runs("b", syllables(bare(text)))


def _numbers(text: str) -> Iterator[str]:
    for _, identity in find_numbers(text):
        yield f"n:{identity}"


def _runs(field: str, words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield f"{field}:{word}"
    for first, second in pairwise(words):
        yield f"{field}:{first} {second}"


def _vector(weights: dict[str, float]) -> SparseVector:
    hashed: dict[int, float] = {}
    for feature, weight in weights.items():
        index = crc32(feature.encode())
        hashed[index] = hashed.get(index, 0.0) + weight
    indices = sorted(hashed)
    return SparseVector(tuple(indices), tuple(hashed[index] for index in indices))
