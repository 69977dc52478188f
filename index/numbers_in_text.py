"""Document numbers in running text and in queries, each in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.errors import IdentifierError
from corpus.identifiers import number_identity, parse_number, plain_letters
from corpus.model import Span

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


def number_asked_for(query: str) -> str:
    """The number (as `number_identity`) where `query` is nothing but a document's number, else ``""``.

    "1183/QĐ-TTg" and "Quyết định số 1183/QĐ-TTg" are; "nhiệm vụ theo Quyết định
    1183/QĐ-TTg" asks for something in it, or near it, and is searched.
    """
    found = list(find_numbers(query))
    if len(found) != 1:
        return ""
    (start, end), identity = found[0]
    lead = query[:start].strip()
    named = not lead or (_LEAD.fullmatch(lead + " ") is not None and _names_a_type(lead))
    return identity if named and not query[end:].strip(" .?") else ""


def _names_a_type(lead: str) -> bool:
    """Whether the words before a number only say what kind of document it is: "quyết định số", "kh"."""
    from corpus.vietnamese import bare
    from corpus.vocabulary import load

    words = re.sub(r"\bso\b:?", "", bare(lead)).strip()
    names = {bare(form) for entry in load("document_types") for form in (entry["name"], *entry["letters"])}
    return words in names | {"", "van ban"}


def _identity(candidate: str) -> str:
    try:
        return number_identity(str(parse_number(candidate)))
    except IdentifierError:
        return ""
