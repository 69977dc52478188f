"""A stretch of running text as words, abbreviations of agencies written out, ready for the phrase grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.authority.agency_names import expand, expand_before, has_several_meanings
from corpus.normalized_text import NormalizedText
from corpus.vietnamese import fold

# A word may hold "&" (TT&TT) and, in letters that stand for agencies, "-" (LĐ-TB&XH);
# a number keeps its dots, dashes and slashes (30/11/2025, 71/NQ-CP).
_WORD = re.compile(r"\d[\w/.,-]*\w|\d|[^\W\d_]+(?:&[^\W\d_]+)*|&|[^\w\s]")
# How far behind letters it is looked for what tells their meaning.
_AHEAD = 40
_DASHED_LETTERS = re.compile(r"[^\W\d_]+(?:[&-][^\W\d_]+)+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its folded `form` to compare, as `printed`, and where it stands in the flow."""

    form: str
    printed: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Begins with a capital letter or is a number."""
        return self.printed[:1].isupper() or self.printed[:1].isdigit()

    @property
    def is_mark(self) -> bool:
        """A punctuation mark."""
        return not self.form[:1].isalnum()


def words_of(normalized: NormalizedText, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words of ``flow.text[start:end]``; an abbreviation gives each of its words, all at its place."""
    end = len(normalized.text) if end is None else end
    found: list[Word] = []
    at = start
    while m := _WORD.search(normalized.text, at, end):
        dashed = _DASHED_LETTERS.match(normalized.text, m.start(), end)
        if dashed and _written_out(dashed[0]) != dashed[0]:
            m = dashed
        whole = (
            expand_before(m[0], normalized.folded[m.end() : m.end() + _AHEAD])
            if has_several_meanings(m[0])
            else _written_out(m[0])
        )
        found.extend(_words(m[0], whole, normalized.folded[m.start() : m.end()], m.start(), m.end()))
        at = m.end()
    return tuple(found)


def _words(printed: str, whole: str, folded: str, start: int, end: int) -> list[Word]:
    if whole == printed:
        return [Word(folded, printed, start, end)]
    return [Word(fold(w), w, start, end) for w in _WORD.findall(whole)]


@cache
def _written_out(printed: str) -> str:
    return expand(printed) or printed
