"""Document numbers in running text and in queries, each in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.errors import IdentifierError
from corpus.identifiers import number_identity, parse_number, plain_letters
from corpus.model import Span
from corpus.vietnamese import bare
from corpus.vocabulary import load

# "1183/QĐ-TTg", "28 - CT/TW", "69/2024/QĐ-UBND", "377/kh-ubnd": digits, then letters joined
# by strokes and dashes. Dates ("30/6/2025") have no letters.
_NUMBER = re.compile(
    r"""
    (?<![\w/])
    \d{1,6}[A-Za-z]?\s?
    (?: / \s? (?:19|20)\d\d \s?)?
    [-/.] \s? [^\W\d_] [\w&]*
    (?: \s?[-/.]\s? [^\W\d_] [\w&]*)*
    """,
    re.VERBOSE,
)
# The words that lead up to a number: "Quyết định số 1183/QĐ-TTg", "kh số 377/KH-UBND".
_LEAD = re.compile(r"(?:[^\W\d_]+\s+){0,3}(?:số\s*:?\s*|so\s+)?", re.IGNORECASE)


# The day behind a number is the document's own: "9482/KH-UBND ngày 08/8/2025", "…, ban hành ngày 8 tháng 8 năm 2025".
_CITED_DAY = re.compile(
    r"""
    \s*,?\s* (?P<day> (?:(?:ban\s+hành|ký)\s+)? (?:ngày|ngay)\s+
    (?: \d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?P<year>(?:19|20)\d\d)
      | \d{1,2}\s+th[áa]ng\s+\d{1,2}\s+n[ăa]m\s+(?P<year_in_words>(?:19|20)\d\d) ) )
    (?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "của Ủy ban nhân dân tỉnh Bạch Lam": whose the document is; the longest such names have a dozen syllables.
_CITED_ISSUER = re.compile(r"\s*,?\s*(?:của|cua)(?:\s+[^\W\d_]+[,-]?){1,14}\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CitedDay:
    """The day that stands behind a document's number, ``[start, end)``, and its year."""

    start: int
    end: int
    year: str


def cited_day(text: str, number: Span) -> CitedDay | None:
    """Returns the day behind a document's number in `text`, which is that of the document and no deadline."""
    found = _CITED_DAY.match(text, number.end)
    return CitedDay(found.start("day"), found.end("day"), found["year"] or found["year_in_words"]) if found else None


def find_numbers(text: str) -> Iterator[tuple[Span, str]]:
    """Each document number in `text`: where it stands, and the form to compare by (`number_identity`)."""
    plain = plain_letters(text)
    for match in _NUMBER.finditer(plain):
        if identity := _identity(match.group()):
            yield Span(match.start(), match.end()), identity


def number_asked_for(query: str) -> str:
    """The number (as `number_identity`) where `query` is nothing but a document's citation, else ``""``.

    "1183/QĐ-TTg", "Quyết định số 1183/QĐ-TTg" and "Quyết định số 1183/QĐ-TTg ngày 12 tháng 6 năm
    2025 của Thủ tướng Chính phủ" are; "nhiệm vụ theo Quyết định
    1183/QĐ-TTg" asks for something in it, or near it, and is searched.
    """
    found = list(find_numbers(query))
    if len(found) != 1:
        return ""
    (start, end), identity = found[0]
    lead = query[:start].strip()
    named = not lead or (_LEAD.fullmatch(lead + " ") is not None and _names_a_type(lead))
    day = cited_day(query, Span(start, end))
    rest = query[day.end if day else end :]
    ends = not rest.strip(" .?") or _CITED_ISSUER.fullmatch(rest) is not None
    return identity if named and ends else ""


@dataclass(frozen=True, slots=True)
class PartOfNumber:
    """What is remembered of a document's number: its serial, its kind (a type's name) and, where named, its year.

    ``[start, end)`` are the words that say so.
    """

    serial: str
    type: str
    year: str = ""
    start: int = 0
    end: int = 0


# "chỉ thị 28", "Quyết định số 1183", "CT 28", "KH số 377/2024", "qđ 27 năm 2024"
_PART = r"""
    (?<![\w/-]) (?P<kind>{kinds}) \s* (?:số\s*:?\s*|so\s+)? (?P<serial>\d{{1,6}})
    (?: \s*(?:/|năm|nam)\s* (?P<year>(?:19|20)\d\d) )?
    (?! \w | \s*[/.,-]\s*\w )
    """


def parts_of_numbers(query: str) -> Iterator[PartOfNumber]:
    """The documents that `query` names by kind and serial alone."""
    for match in _part().finditer(query):
        kind = _kinds()[bare(match["kind"])]
        yield PartOfNumber(match["serial"], kind, match["year"] or "", match.start(), match.end())


def is_part_of_number(query: str) -> bool:
    """Whether `query` is nothing but a document's kind and serial."""
    return _part().fullmatch(query.strip(" .?")) is not None


@cache
def _part() -> re.Pattern[str]:
    return re.compile(_PART.format(kinds=any_kind().replace(r"\ ", r"\s+")), re.VERBOSE | re.IGNORECASE)


@cache
def any_kind() -> str:
    """A pattern of what kinds of document are called: names and letters, with diacritics and without."""
    spelt = {form for entry in load("document_types") for form in (entry["name"], *entry["letters"])}
    spelt |= {bare(form) for form in spelt}
    return "|".join(re.escape(form) for form in sorted(spelt, key=len, reverse=True))


@cache
def _kinds() -> dict[str, str]:
    """The names of kinds by their own names and letters, without diacritics; the first listed wins."""
    entries = load("document_types")
    by_letters = {bare(letters): e["name"] for e in reversed(entries) for letters in e["letters"]}
    return by_letters | {bare(e["name"]): e["name"] for e in entries}


def _names_a_type(lead: str) -> bool:
    """Whether the words before a number only say what kind of document it is: "quyết định số", "kh"."""
    words = re.sub(r"\bso\b:?", "", bare(lead)).strip()
    return words in _kinds() or words in {"", "van ban"}


def _identity(candidate: str) -> str:
    try:
        return number_identity(str(parse_number(candidate)))
    except IdentifierError:
        return ""
