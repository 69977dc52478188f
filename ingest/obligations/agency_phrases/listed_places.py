"""Provinces in a list of words: one, several, and the province as the body that acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.mention import Mention
from ingest.obligations.agency_phrases.tokens import Word

_UNITS = lexicon.Phrases({"tỉnh": "tỉnh", "thành phố": "thành phố", "tp": "thành phố", "địa phương": "địa phương"})


@dataclass(frozen=True, slots=True)
class Place:
    """A province at words up to `end`: its canonical `name` and the unit said before it, where one is."""

    name: str
    unit: str
    end: int


def place_at(words: Sequence[Word], at: int) -> Place | None:
    """The province that words from `at` on name in capitals, with or without "tỉnh" before it."""
    unit = _UNITS.longest(words, at)
    first = unit[0] if unit else at
    found = lexicon.places().longest(words, first)
    if found is None or not words[found[0] - 1].is_capital or not words[first].is_capital:
        return None
    return Place(found[1], unit[1] if unit else "", found[0])


def places_from(words: Sequence[Word], at: int) -> list[Place]:
    """The provinces listed from word `at` on; each takes the unit of the one before it where none is said."""
    found: list[Place] = []
    unit = ""
    while place := place_at(words, at):
        unit = place.unit or unit
        found.append(Place(place.name, unit, place.end))
        if place.end >= len(words) or words[place.end].form not in {",", "và", ";"}:
            break
        at = place.end + 1
        if words[place.end].form == "," and at < len(words) and words[at].form == "và":
            at += 1
        if at < len(words) and words[at].form == "các":
            at += 1
    return found


def branch_of_brand(words: Sequence[Word], at: int, end: int, whole: str) -> tuple[Mention, int] | None:
    """A company by its letters with a province behind them, which is its branch there: "VNPT Lâm Đồng".

    `whole` is the company's full name; None where the words are no letters or no province follows.
    """
    place = place_at(words, end) if end - at == 1 and " " in whole else None
    if place is None or place.unit:
        return None
    printed = f"{words[at].printed} {place.name}"
    return Mention(printed, words[at].start, words[place.end - 1].end, place.name), place.end


def is_qualifier(words: Sequence[Word], at: int) -> bool:
    """Capitals at word `at` that tell one body from others of its kind: "Ban Quản lý Khu kinh tế | Đông Nam"."""
    if at >= len(words) or not words[at].printed[:1].isupper() or place_at(words, at):
        return False
    return lexicon.verbs().longest(words, at) is None and lexicon.heads().longest(words, at) is None


def names_a_place(words: Sequence[Word], at: int) -> bool:
    """A province, its level or a number stands at word `at`: "Viễn thông | Sơn La", "Thuế cơ sở | 5"."""
    if at >= len(words):
        return False
    return words[at].printed.isdigit() or words[at].form in {"tỉnh", "thành"} or place_at(words, at) is not None
