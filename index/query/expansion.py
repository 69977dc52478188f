"""Other words for a query's own: abbreviations both ways, what documents write for everyday words, and for English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.model import Span
from corpus.vietnamese import bare, fold, syllables
from corpus.vocabulary import load
from index.query.diacritics import Restored

# A syllable of Vietnamese without its diacritics: "to", "nghieng", not "bhyt". Letters that
# could be one ("BAN", "TU") are taken for an abbreviation only in capitals.
_SYLLABLE = re.compile(r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
_LETTERS = re.compile(r"(?<![\w/.-])[^\W\d_]{2,}(?:[&-][^\W\d_]+)*(?![\w/])")
# "CT 28", "QĐ số 27": letters of a kind of document, before a serial.
_BEFORE_SERIAL = re.compile(r"\s*(?:số\s*)?\d")
_VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wider:
    """A query with what else says the same: `text` with abbreviations written out, and `more` words beside it."""

    text: str
    more: tuple[str, ...]


@lru_cache(maxsize=1_000)  # asked for by each of those who weigh, embed and explain a query
def expand(query: str, typed: str = "") -> Wider:
    """`query` written out, with the abbreviations of what it says in full, and what documents write for its words.

    `typed` is the query as it was typed, where it lacks diacritics. Everyday words are often not in the
    documents that these are restored from, so they are looked for in what was typed as well.
    """
    text = _LETTERS.sub(lambda m: _written_out(m, query), query)
    words = f" {' '.join(syllables(query))} "
    more = [_printed(short) for long, short in _longs().items() if f" {long} " in words]
    more += _from_everyday(words, typed)
    more += [name for _, name in english_terms(query)]
    return Wider(text, tuple(dict.fromkeys(more)))


def expanded(query: Restored) -> Wider:
    """`query` widened, with an eye to how it was typed."""
    lacks_marks = query.changed or not _VIETNAMESE.search(query.text)
    return expand(query.text, query.typed if lacks_marks else "")


def _written_out(m: re.Match[str], query: str) -> str:
    letters = m.group()
    key = re.sub("[&-]", "", fold(letters))
    if _BEFORE_SERIAL.match(query, m.end()) and letters.isupper() and (kind := _kinds().get(key)):
        return kind
    if not letters.isupper() and is_syllable(key):
        return letters
    return _shorts().get(key) or (_bare_shorts().get(key) if letters.islower() else None) or letters


def _from_everyday(said: str, typed: str) -> list[str]:
    """What documents write for the everyday words among the syllables `said`: longest first, none in another."""
    left, bare_left = said, f" {' '.join(syllables(bare(typed)))} "
    found = []
    for words, bare_words, written in _everyday():
        # A single syllable without its diacritics may be many things.
        if f" {words} " in left or (" " in words and f" {bare_words} " in bare_left):
            left, bare_left = left.replace(f" {words} ", "  "), bare_left.replace(f" {bare_words} ", "  ")
            if f" {' '.join(syllables(written))} " not in said:
                found.append(written)
    return found


def is_syllable(letters: str) -> bool:
    """Whether letters may be a syllable of Vietnamese, with or without its diacritics."""
    return _SYLLABLE.fullmatch(bare(letters)) is not None


def english_terms(query: str) -> Iterator[tuple[Span, str]]:
    """The terms of an English question, where they stand and in Vietnamese; the longest first, none inside another."""
    if _VIETNAMESE.search(query):
        return
    left = query.lower()
    for term, words in _english():
        for m in term.finditer(left):
            yield Span(m.start(), m.end()), words
            left = left[: m.start()] + "_" * (m.end() - m.start()) + left[m.end() :]


def translated(query: str) -> tuple[str, float]:
    """The Vietnamese of an English question's terms, in their order, and the share of its telling words they cover."""
    terms = sorted(english_terms(query))
    words = [m for m in re.finditer(r"[a-z]+", query.lower()) if m.group() not in _ENGLISH_JOINS]
    covered = sum(any(span.start <= m.start() < span.end for span, _ in terms) for m in words)
    return " ".join(name for _, name in terms), covered / len(words) if words else 0.0


_ENGLISH_JOINS = frozenset(
    syllables(
        "a an the of at in on to by for from with and or is are be must do does did what which who whom when how its"
    )
)


def _printed(short: str) -> str:
    return short.upper()


@cache
def _shorts() -> dict[str, str]:
    """Letters (folded, "&" and "-" left out) to what they stand for."""
    return {e["key"]: e["name"] for e in (*load("abbreviations"), *load("agency_abbreviations"))}


@cache
def _bare_shorts() -> dict[str, str]:
    return {bare(key): name for key, name in reversed(_shorts().items())}


@cache
def _longs() -> dict[str, str]:
    """What abbreviations stand for (folded syllables) to the letters; those of two syllables would say too little."""
    longs = {" ".join(syllables(name)): key for key, name in reversed(_shorts().items())}
    return {long: key for long, key in longs.items() if long.count(" ") >= _LEAST_GAPS}


_LEAST_GAPS = 2


@cache
def _kinds() -> dict[str, str]:
    return {fold(letters): e["name"] for e in reversed(load("document_types")) for letters in e["letters"]}


@cache
def _everyday() -> tuple[tuple[str, str, str], ...]:
    """Everyday words (folded, and without diacritics) with what documents write, the longest first."""
    words = ((" ".join(syllables(e["key"])), e["name"]) for e in load("everyday_words"))
    return tuple(sorted(((key, bare(key), name) for key, name in words), key=lambda entry: -len(entry[0])))


@cache
def _english() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Terms as they are looked for in small letters ("women's union" also without its apostrophe), longest first."""
    terms = sorted(load("english_terms"), key=lambda e: -len(e["key"]))
    return tuple((_english_pattern(e["key"]), e["name"]) for e in terms)


def _english_pattern(term: str) -> re.Pattern[str]:
    words = [word.replace("'", "['’]?") for word in re.split(r"[^a-z']+", term)]
    return re.compile(rf"(?<![a-z]){'[^a-z]+'.join(words)}(?![a-z])")
