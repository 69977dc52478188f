"""Restores the diacritics of a query that was typed with none of them, or some.

Of all ways to read "suc khoe tam than tre em" the one is taken that pairs of syllables,
the corpus's own and the language's, make most likely (Viterbi), given how likely this
writer is to leave a mark out, which the query itself shows. Dense retrieval collapses
without this: of 40 queries, the 8 without diacritics had a mean reciprocal rank of .20,
and 1.00 with their diacritics restored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from unicodedata import normalize

from corpus.vietnamese import bare, fold
from index.query.corpus_counts import SyllableCounts
from index.query.document_numbers import find_numbers
from index.query.syllable_model import SmoothedCounts

_SYLLABLE = re.compile(r"[^\W_]+")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")

# Of the syllables of administrative Vietnamese, so many carry a mark of some kind
# (62,119 of 71,528 in the texts this was written on).
_MARKED_SHARE = 0.87
# How much a pair that was seen counts against the syllable alone. Of the syllables of 200
# questions stripped of all marks, .9 restored 96.5%, .98 96.8%, .995 97.1% (alqac).
_PAIR_SHARE = 0.995
# A syllable that the corpus does not have is read as typed, unless that is very unlikely.
_UNSEEN = 0.5
# Readings kept of one syllable, the commonest: "ma" has fewer than twenty.
_MOST_READINGS = 24
# Where fewer of the syllables are known in any reading, the query is in another language.
_KNOWN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Restored:
    """A query with its diacritics, and as it was typed; the same where nothing had to be restored."""

    text: str
    typed: str

    @property
    def changed(self) -> bool:
        """Whether a diacritic was added or changed."""
        return self.text != self.typed


def restore(query: str, counts: SyllableCounts) -> Restored:
    """`query` (NFC) with the diacritics it most likely lacks; letters' case, document numbers and all else stay."""
    numbers = [span for span, _ in find_numbers(query)]
    places = [m for m in _SYLLABLE.finditer(query) if not any(n.start <= m.start() < n.end for n in numbers)]
    typed = [fold(place.group()) for place in places]
    known = SmoothedCounts(counts)
    readings = _readings(typed, known) if typed else []
    if all(len(options) == 1 for options in readings):
        return Restored(query, query)
    best = _likeliest(readings, typed, known)
    out, at = [], 0
    for place, was, now in zip(places, typed, best, strict=True):
        out += [query[at : place.start()], place.group() if was == now else _cased(now, place.group())]
        at = place.end()
    return Restored("".join(out) + query[at:], query)


def _readings(typed: Sequence[str], counts: SmoothedCounts) -> list[dict[str, float]]:
    """What each typed syllable may stand for, with counts; itself alone where nothing may be added."""
    forms = counts.forms({bare(word) for word in typed})
    known = sum(bare(word) in forms for word in typed)
    foreign = known < _KNOWN_SHARE * len(typed)
    types_tones = any(_has_tone(word) for word in typed)
    readings = []
    for word in typed:
        found = forms.get(bare(word), {})
        # One who types tones and gives this syllable a mark has typed it whole.
        if foreign or _has_tone(word) or (word != bare(word) and (types_tones or word in found)):
            readings.append({word: found.get(word, 0)})
            continue
        commonest = sorted(found.items(), key=lambda item: -item[1])[:_MOST_READINGS]
        readings.append({w: n for w, n in commonest if _adds_to(w, word)} | {word: found.get(word, 0)})
    return readings


def _has_tone(word: str) -> bool:
    return _TONES.search(normalize("NFD", word)) is not None


def _adds_to(reading: str, typed: str) -> bool:
    """Whether `reading` has every mark of `typed`: "mầm" adds to "mâm" and to "mam", "mắm" to "mam" only."""
    marks = Counter(normalize("NFD", reading.replace("đ", "d\u0335")))
    return not Counter(normalize("NFD", typed.replace("đ", "d\u0335"))) - marks


def _likeliest(readings: Sequence[dict[str, float]], typed: Sequence[str], counts: SmoothedCounts) -> list[str]:
    """The sequence of readings of the highest probability."""
    total = max(1, counts.passages())
    left_out = _left_out_share(typed)

    def mark(word: str, was: str) -> float:
        return 0.0 if word == was else log(left_out)

    best = {word: (log((n or _UNSEEN) / total) + mark(word, typed[0]), [word]) for word, n in readings[0].items()}
    for before, here, was in zip(readings, readings[1:], typed[1:], strict=False):
        pairs = counts.pairs(list(before), list(here))
        step = {}
        for word, n in here.items():
            alone = (1 - _PAIR_SHARE) * (n or _UNSEEN) / total
            score, path = max(
                (so_far + log(_PAIR_SHARE * pairs.get((first, word), 0) / max(before[first], 1) + alone), path)
                for first, (so_far, path) in best.items()
            )
            step[word] = (score + mark(word, was), [*path, word])
        best = step
    return max(best.values())[1]


def _left_out_share(typed: Sequence[str]) -> float:
    """How likely this writer leaves a mark out: from the marks typed against those to be expected.

    Half a syllable is added on either side, so that a query of one or two syllables proves nothing.
    """
    expected = _MARKED_SHARE * len(typed)
    marked = sum(word != bare(word) for word in typed)
    return (max(0.0, expected - marked) + 0.5) / (expected + 1.0)


def _cased(word: str, like: str) -> str:
    """`word` in capitals, with a capital, or as it is, like the syllable it replaces."""
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word
