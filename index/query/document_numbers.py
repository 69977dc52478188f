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


def find_numbers(text: str) -> Iterator[tuple[Span, str]]:
    """Each document number in `text`: where it stands, and the form to compare by (`number_identity`)."""
    plain = plain_letters(text)
    for match in _NUMBER.finditer(plain):
        if identity := _identity(match.group()):
            yield Span(match.start(), match.end()), identity


# "ngày 08/8/2025", ", ngày 14 tháng 10 năm 2024": the day of the document whose number stands before
_DAY = r"""
    \s* ,? \s* (?P<day> ngay \s+ \d{1,2} (?: \s*[/.-]\s* \d{1,2} \s*[/.-]\s* | \s+ thang \s+ \d{1,2} \s+ nam \s+ )
    (?P<year>(?:19|20)\d\d) ) (?!\w)
"""
_DAY_AFTER = re.compile(_DAY, re.VERBOSE)
# "của Ủy ban nhân dân tỉnh Lâm Đồng": whose it is; "của Sở Y tế phải làm gì" asks for something
_REST_OF_CITATION = re.compile(
    rf"""
    (?: {_DAY} )?
    (?:
        \s* ,? \s* cua
        (?! .* (?<!\w) (?:ai|gi|nao|phai|duoc|giao|nhiem\ vu|trach\ nhiem|quy\ dinh) (?!\w) )
        (?:\s+[\w&.-]+){{1,10}}
    )?
    [\s.?,;]*
    """,
    re.VERBOSE,
)


def dates_of_numbers(text: str) -> Iterator[tuple[Span, str]]:
    """The days that stand behind the document numbers in `text`, each with its year: no deadlines."""
    plain = bare(text)
    for span, _ in find_numbers(text) if len(plain) == len(text) else ():
        if m := _DAY_AFTER.match(plain, span.end):
            yield Span(m.start("day"), m.end("day")), m["year"]


def ends_in_number(text: str) -> bool:
    """Whether a document's number, with or without its day, is the last thing that `text` says."""
    plain = bare(text)
    rests = (plain[span.end :] for span, _ in find_numbers(plain))
    return any(not rest.strip(" ,") or _DAY_AFTER.fullmatch(rest.rstrip(" ,")) for rest in rests)


def number_asked_for(query: str) -> str:
    """The number (as `number_identity`) where `query` is nothing but a citation of one document, else ``""``.

    "1183/QĐ-TTg" and "Quyết định số 1183/QĐ-TTg ngày 14/10/2024 của Thủ tướng Chính phủ" are;
    "nhiệm vụ theo Quyết định 1183/QĐ-TTg" asks for something in it, or near it, and is searched.
    """
    found = list(find_numbers(query))
    if len(found) != 1:
        return ""
    (start, end), identity = found[0]
    lead = query[:start].strip()
    named = not lead or (_LEAD.fullmatch(lead + " ") is not None and _names_a_type(lead))
    return identity if named and _REST_OF_CITATION.fullmatch(bare(query[end:])) else ""


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
