"""The vocabularies of duties, ready to match on words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from corpus.agencies import authority_list
from corpus.authority.agency_names import comparable, expand
from corpus.authority.provinces import provinces
from corpus.vietnamese import fold
from corpus.vocabulary import load, pattern
from ingest.obligations.agency_phrases.tokens import Word

_FORMS = re.compile(r"\d[\w/.,-]*\w|[^\W_]+|[^\w\s]")

# Words that the phrase grammar may pass over inside a known name: "các Sở, ban, ngành",
# "Ủy ban nhân dân các xã", "Lao động - Thương binh".
_PASSED_OVER = frozenset({"các", "những", "-"})

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases of one or more words, each with a value; finds the longest that begins at a word."""

    def __init__(self, phrases: Mapping[str, T]) -> None:
        self._root: dict[str, dict] = {}  # type: ignore[type-arg]
        self._values: dict[int, T] = {}
        for phrase, value in phrases.items():
            node = self._root
            for form in _FORMS.findall(fold(phrase)):
                if form != "-":
                    node = node.setdefault(form, {})
            self._values[id(node)] = value

    def longest(self, words: Sequence[Word], at: int, *, pass_over: bool = False) -> tuple[int, T] | None:
        """The end (a word index) and value of the longest phrase that begins at word `at`."""
        node, i, best = self._root, at, None
        while i < len(words):
            form = words[i].form
            if form in node:
                node = node[form]
                i += 1
                if id(node) in self._values:
                    best = i, self._values[id(node)]
            elif pass_over and i > at and form in _PASSED_OVER:
                i += 1
            else:
                break
        return best


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the authority list: how it is printed there, and whether it is a class."""

    printed: str
    is_class: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that heads agencies' names; see ``corpus/reference/agency_heads.yaml``."""

    form: str
    is_proper: bool
    goes_on: bool
    bare: bool
    not_before: tuple[str, ...]
    noun_before: tuple[str, ...]
    only_before: tuple[str, ...]
    not_after: frozenset[str]
    capital: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A post that speaks for a body; `alone` is the class meant where no body follows.

    `stays` is how the post is printed before a set of bodies that is named as one.
    """

    alone: str
    stays: str
    only_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tail:
    """Words after a name; `keep` says whether they are part of it, of a class's name only or of any."""

    key: str
    keep: bool
    of_class: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class NameVerb:
    """The syllables before and behind a verb that make another word of it; see ``agency_name_verbs.yaml``."""

    not_after: frozenset[str]
    not_before: frozenset[str]


@cache
def known_names() -> Phrases[Known]:
    """The names of the authority list in comparable form."""
    found: dict[str, Known] = {}
    split = {e["key"] for e in load("agencies_classes") if e.get("split")}
    read_on = {e["key"] for e in load("agencies_classes") if e.get("reads_on")}
    for agency in authority_list():
        for name in (agency.name, *agency.aliases):
            if agency.id in read_on or (agency.id in split and "," in name):
                continue
            whole = expand(name)
            is_letters = " " not in whole and whole.isupper()
            same_words = _FORMS.findall(re.sub("[,-]", "", fold(whole))) == _FORMS.findall(
                re.sub("[,-]", "", fold(agency.name))
            )
            printed = agency.name if is_letters or same_words else whole
            if agency.is_class and agency.id == "so-ban-nganh":
                printed = printed.replace(" - ", ", ")  # "sở - ngành" is how some provinces print "sở, ngành"
            found.setdefault(comparable(name), Known(printed, agency.is_class))
    return Phrases(found)


@cache
def heads() -> Phrases[Head]:
    """The nouns that head agencies' names."""
    return Phrases(
        {
            e["key"]: Head(
                e["key"],
                e["tail"] == "proper",
                e["tail"] == "class",
                bool(e.get("bare")),
                tuple(e.get("not_before", ())),
                tuple(e.get("noun_before", ())),
                tuple(e.get("only_before", ())),
                frozenset(e.get("not_after", ())),
                bool(e.get("capital")),
            )
            for e in load("agency_heads")
        }
    )


@cache
def posts() -> Phrases[Post]:
    """The posts that speak for bodies."""
    return Phrases(
        {
            e["key"]: Post(e.get("alone", ""), e.get("stays", ""), tuple(e.get("only_before", ())))
            for e in load("agency_posts")
        }
    )


@cache
def no_bodies() -> Phrases[bool]:
    """Persons and groups that lists of bodies may name beside them."""
    return Phrases({e["key"]: True for e in load("agency_nonbodies")})


@cache
def tails() -> tuple[Tail, ...]:
    """What may follow an agency's name."""
    return tuple(Tail(e["key"], bool(e["keep"]), e["keep"] == "class", pattern(e)) for e in load("agency_tails"))


@cache
def name_parts() -> Phrases[str]:
    """The compounds that stand whole inside names; each with what else it may be: "verb", "role" or nothing."""
    return Phrases(
        {e["key"]: "role" if e.get("role") else "verb" if e.get("verb") else "" for e in load("agency_name_parts")}
    )


@cache
def name_verbs() -> Phrases[NameVerb]:
    """The verbs of one syllable that end a name."""
    return Phrases(
        {
            e["key"]: NameVerb(frozenset(e.get("not_after", ())), frozenset(e.get("not_before", ())))
            for e in load("agency_name_verbs")
        }
    )


@cache
def name_bounds(key: str) -> Phrases[bool]:
    """The words of one list of ``agency_name_bounds.yaml``."""
    (words,) = (e["words"] for e in load("agency_name_bounds") if e["key"] == key)
    return Phrases(dict.fromkeys(words, True))


@cache
def allowed_ends() -> Phrases[bool]:
    """The phrases in which a word that ends no name may end one."""
    (phrases,) = (e["unless"] for e in load("agency_name_bounds") if e["key"] == "never_last")
    return Phrases(dict.fromkeys(phrases, True))


@cache
def verbs() -> Phrases[str]:
    """The words that begin a predicate, with their strength (``corpus/reference/duty_verbs.yaml``)."""
    found: dict[str, str] = {}
    for entry in load("duty_verbs"):
        for word in entry["words"]:
            found.setdefault(word, entry["strength"])
    return Phrases(found)


@cache
def places() -> Phrases[str]:
    """The names of provinces, each with its canonical name."""
    return Phrases({name: p.name for p in provinces() for name in (p.name, *p.aliases)})


def spells(words: Sequence[Word], at: int, phrase: str) -> bool:
    """The words from `at` on are those of `phrase`."""
    forms = _FORMS.findall(phrase)
    return [w.form for w in words[at : at + len(forms)]] == forms


def any_of(vocabulary: str, **fields: object) -> re.Pattern[str]:
    """One pattern that matches whatever an entry of `vocabulary` with these field values matches."""
    return re.compile("|".join(f"(?:{source})" for source in _sources(vocabulary, fields)), re.VERBOSE)


def _sources(vocabulary: str, fields: Mapping[str, object]) -> Iterable[str]:
    for entry in load(vocabulary):
        if all(entry.get(name) == value for name, value in fields.items()):
            yield entry["pattern"] + "\n"


def is_noun(words: Sequence[Word], head: tuple[int, Head]) -> bool:
    """Returns whether a head that is also a verb is a noun here: "Tổ chức tín dụng", not "Tổ chức diễn đàn"."""
    shown = head[1].noun_before
    return not shown or any(spells(words, head[0], form) for form in shown)


def ends_other_word(words: Sequence[Word], at: int, head: Head) -> bool:
    """Returns whether the syllable before word `at` makes another word of the head: "hiện trường", "cán bộ"."""
    return at > 0 and words[at - 1].form in head.not_after
