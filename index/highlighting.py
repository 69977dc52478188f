"""Which words of a passage answer a query: spans to mark, and the phrases to name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Span
from corpus.vietnamese import bare, fold, syllables
from index.diacritics import Restored
from index.numbers_in_text import find_numbers
from index.syllable_counts import SyllableCounts

_SYLLABLE = re.compile(r"[^\W_]+")
# White space, and the dash of "Lao động - Thương binh": what may stand inside a phrase.
_WITHIN = re.compile(r"[\s-]*")

# A single syllable is marked where it is rarer than one passage in ten, a pair of neighbours
# where it is rarer than two in five: so "trẻ em" is marked, "của" and "và các" are not.
_RARE_SYLLABLE = 2.2
_RARE_PAIR = 0.9


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: syllables and pairs of a query that say something, folded or bare, and document numbers."""

    syllables: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    numbers: frozenset[str]
    bare: bool

    def form(self, word: str) -> str:
        """A word of a passage in the form in which it is compared."""
        return bare(word) if self.bare else fold(word)


def wanted(query: Restored, counts: SyllableCounts) -> Wanted:
    """What to mark for `query`; where its diacritics were restored, words are compared without them."""
    form = bare if query.changed else fold
    rare, rare_pairs = counts.weights(query.text)
    pairs = {pair for pair, weight in rare_pairs.items() if weight > _RARE_PAIR}
    single = {word for word, weight in rare.items() if weight > _RARE_SYLLABLE and not word.isdigit()}
    return Wanted(
        syllables=frozenset(form(word) for word in single),
        pairs=frozenset((form(first), form(second)) for first, second in pairs),
        numbers=frozenset(identity for _, identity in find_numbers(query.typed)),
        bare=query.changed,
    )


def highlights(text: str, sought: Wanted) -> tuple[Span, ...]:
    """The spans of `text` that answer, in order, neighbours joined into phrases."""
    words = [Span(m.start(), m.end()) for m in _SYLLABLE.finditer(text)]
    forms = [sought.form(word.of(text)) for word in words]
    marked = [form in sought.syllables for form in forms]
    for i, pair in enumerate(pairwise(forms)):
        if pair in sought.pairs and _WITHIN.fullmatch(text, words[i].end, words[i + 1].start):
            marked[i] = marked[i + 1] = True
    spans = [word for word, is_marked in zip(words, marked, strict=True) if is_marked]
    spans += [span for span, identity in find_numbers(text) if identity in sought.numbers]
    return _joined(text, sorted(spans))


def _joined(text: str, spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in spans:
        if joined and (span.start <= joined[-1].end or _WITHIN.fullmatch(text, joined[-1].end, span.start)):
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def phrases(text: str, spans: tuple[Span, ...], limit: int) -> list[str]:
    """The marked phrases, the longest first, each once, on one line."""
    found: dict[str, str] = {}
    for span in spans:
        words = " ".join(span.of(text).split())
        found.setdefault(fold(words), words)
    return sorted(found.values(), key=lambda words: -len(syllables(words)))[:limit]
