"""Counts of syllables and pairs that a query is restored from: the corpus's own, on the ground of the language's.

A knowledge base of a few documents lacks most words that its users type. The language's
counts (`ingest.readers.ocr.syllable_pairs`) are weighed as so many passages more, so they
decide where the corpus is silent or small and hardly count in a large one. Syllables
restored rightly of questions stripped of all diacritics, by weight in passages:

=============================================  =====  =====  =====  =====  =====
restored from                                  0      10     30     100    300
=============================================  =====  =====  =====  =====  =====
67 passages, the 30 queries about them         .843   .895   .902   .905   .915
67 passages, 580 questions of law              .713   .936   .946   .960   .963
364 passages, the 80 questions about them      .944   .945   .948   .950   .948
2,249 passages, the 580 questions about them   .965   .966   .966   .967   .968
=============================================  =====  =====  =====  =====  =====
"""

from __future__ import annotations

from collections.abc import Collection

from index.query.corpus_counts import SyllableCounts
from ingest.readers.ocr.syllable_pairs import syllable_pairs

# What the language counts for, in passages.
_WEIGHT = 100
# Syllables in the language's table by those of a passage: so many passages it comes to.
_PASSAGES_OF_TABLE = 689_000 / 60
# What the table has seen less often is mostly misprints: "nhiêm" twice, "nhiệm" 2,335 times.
_LEAST_SEEN = 5
_SCALE = _WEIGHT / _PASSAGES_OF_TABLE


class SmoothedCounts:
    """The counts of one corpus and of the language together, in passages; see `index.query.corpus_counts`."""

    def __init__(self, counts: SyllableCounts) -> None:
        self._counts = counts
        self._language = syllable_pairs()

    def passages(self) -> int:
        """How many passages the counts come to."""
        return self._counts.passages() + _WEIGHT

    def forms(self, bare_syllables: Collection[str]) -> dict[str, dict[str, float]]:
        """For each syllable without diacritics, those it may stand for, with their counts."""
        found: dict[str, dict[str, float]] = {
            plain: dict(forms) for plain, forms in self._counts.forms(bare_syllables).items()
        }
        for plain in bare_syllables:
            for word in self._language.forms(plain):
                if (seen := self._language.seen(word)) >= _LEAST_SEEN:
                    forms = found.setdefault(plain, {})
                    forms[word] = forms.get(word, 0) + _SCALE * seen
        return found

    def pairs(self, firsts: Collection[str], seconds: Collection[str]) -> dict[tuple[str, str], float]:
        """The counts of the pairs of one of `firsts` followed by one of `seconds`."""
        found: dict[tuple[str, str], float] = dict(self._counts.pairs(firsts, seconds))
        wanted = set(seconds)
        for first in firsts:
            followers = self._language.followers(first)
            for second in followers.keys() & wanted:
                found[first, second] = found.get((first, second), 0) + _SCALE * followers[second]
        return found
