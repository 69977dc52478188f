"""Which words of a passage answer a query: spans to mark, and the phrases to name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import Span
from corpus.vietnamese import bare, fold, syllables
from index.query.corpus_counts import SyllableCounts
from index.query.diacritics import Restored
from index.query.document_numbers import find_numbers
from index.query.expansion import expanded
from index.retrieval.sparse import FUNCTION_WORDS

_SYLLABLE = re.compile(r"[^\W_]+")
# White space, and the dash of "Lao động - Thương binh": what may stand inside a phrase.
_WITHIN = re.compile(r"[\s-]*")

# A single syllable is marked where it is rarer than one passage in ten: so "bơi" is, "trẻ" in a
# corpus about children is only marked in "trẻ em".
RARE_SYLLABLE = 2.2


@dataclass(frozen=True, slots=True)
class HighlightTerms:
    """What to look for of a query and of what says the same: syllables (folded) and pairs that say something, numbers.

    Where diacritics were restored, `bare` says that pairs are compared without them:
    the restored ones may be wrong. Single syllables never are: "ý" would answer "y".
    """

    syllables: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    numbers: frozenset[str]
    bare: bool


def highlight_terms(query: Restored, counts: SyllableCounts) -> HighlightTerms:
    """What to mark for `query`."""
    text = query.text
    numbers = list(find_numbers(text))
    for (start, end), _ in numbers:
        text = text[:start] + "." * (end - start) + text[end:]
    rare, pairs = counts.weights(text)
    form = bare if query.changed else fold
    wider = expanded(replace(query, text=text) if query.changed else Restored(text, text))
    beside = [syllables(words) for words in (wider.text, *wider.more)]
    alone = {words[0] for words in beside if len(words) == 1}  # the letters of an abbreviation
    found = {*pairs, *(pair for words in beside for pair in pairwise(words))}
    return HighlightTerms(
        syllables=frozenset(word for word, weight in rare.items() if weight > RARE_SYLLABLE and _says(word)) | alone,
        pairs=frozenset((form(first), form(second)) for first, second in found if _says(first) and _says(second)),
        numbers=frozenset(identity for _, identity in numbers),
        bare=query.changed,
    )


def _says(word: str) -> bool:
    return word not in FUNCTION_WORDS and not word.isdigit()


def highlights(text: str, sought: HighlightTerms) -> tuple[Span, ...]:
    """The spans of `text` that answer, in order, neighbours joined into phrases."""
    # `fold` keeps lengths, and once is many times quicker than word by word.
    words = list(_SYLLABLE.finditer(fold(text)))
    forms = [word.group() for word in words]
    marked = [form in sought.syllables for form in forms]
    compared = bare(" ".join(forms)).split(" ") if sought.bare else forms
    for i, pair in enumerate(pairwise(compared)):
        if pair in sought.pairs and _WITHIN.fullmatch(text, words[i].end(), words[i + 1].start()):
            marked[i] = marked[i + 1] = True
    spans = [Span(*word.span()) for word, is_marked in zip(words, marked, strict=True) if is_marked]
    if sought.numbers:
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
