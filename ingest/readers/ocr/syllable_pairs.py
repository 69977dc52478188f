"""How often syllables stand beside one another in Vietnamese law and administration.

The table counts 689,000 syllables of laws, decrees and directives (1,798 different ones,
29,500 pairs seen twice or more); `scripts/count_syllables.py` writes it. It holds
nothing but counts.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from math import log
from pathlib import Path

from corpus.vietnamese import bare

TABLE = Path(__file__).with_name("syllable_pairs.txt.gz")

# What stands for every number: "ngày 16 tháng 6" is counted as "ngày 0 tháng 0".
NUMBER = "0"

# Added to every count, so that what was never seen is unlikely and not impossible.
_UNSEEN = 0.3


class SyllablePairs:
    """A language model of pairs of syllables, in `corpus.vietnamese.fold` form (Witten and Bell's interpolation)."""

    def __init__(self, alone: Mapping[str, int], pairs: Mapping[str, Mapping[str, int]]) -> None:
        self._alone = alone
        self._pairs = pairs
        self._total = sum(alone.values()) + _UNSEEN * len(alone)
        self._forms: dict[str, list[str]] = defaultdict(list)
        for word in alone:
            self._forms[bare(word)].append(word)

    def forms(self, word: str) -> Sequence[str]:
        """The syllables that differ from `word` by their diacritics alone, itself among them where it is known."""
        return self._forms.get(bare(word), ())

    def seen(self, word: str) -> int:
        """How often `word` was counted."""
        return self._alone.get(word, 0)

    def together(self, first: str, second: str) -> int:
        """How often `second` was counted right after `first`; less than 2 is 0."""
        return self._pairs.get(first, {}).get(second, 0)

    def followers(self, first: str) -> Mapping[str, int]:
        """How often each syllable was counted right after `first`, those seen twice or more."""
        return self._pairs.get(first, {})

    def alone(self, word: str) -> float:
        """The logarithm of the probability of `word`, whatever stands before it."""
        return log((self.seen(word) + _UNSEEN) / self._total)

    def after(self, first: str, second: str) -> float:
        """The logarithm of the probability that `second` follows `first`."""
        by_itself = (self.seen(second) + _UNSEEN) / self._total
        seen, followers = self.seen(first), self._pairs.get(first)
        if not seen or not followers:
            return log(by_itself)
        share = seen / (seen + len(followers))
        return log(share * followers.get(second, 0) / seen + (1 - share) * by_itself)


@cache
def syllable_pairs() -> SyllablePairs:
    """The table that comes with the program."""
    alone: dict[str, int] = {}
    pairs: dict[str, dict[str, int]] = {}
    for line in gzip.decompress(TABLE.read_bytes()).decode().splitlines():
        word, count, *followers = line.split(" ")
        alone[word] = int(count)
        pairs[word] = {second: int(n) for second, n in zip(followers[::2], followers[1::2], strict=True)}
    return SyllablePairs(alone, pairs)
