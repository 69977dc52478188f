"""Finds the stored document that a citation means, or says why none is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from corpus.errors import IdentifierError
from corpus.identifiers import number_identity, number_spellings, parse_number
from corpus.model import Document, Reference
from corpus.vietnamese import bare
from ingest.references.issue_dates import DATE_NOTE

NOT_STORED = "Văn bản này chưa có trong kho."
NO_NUMBER = "Văn bản được dẫn theo tên, không có số hiệu nên chưa xác định được văn bản trong kho."
MISMATCH = "Kho có văn bản cùng số hiệu nhưng khác ngày ban hành hoặc cơ quan ban hành."
SEVERAL = "Kho có {count} văn bản cùng số hiệu; nội dung dẫn chiếu chưa đủ để phân biệt."


# Where a reference stands (document id, path, start) and what its target, clause and reason become.
Change = tuple[str, str, int, str | None, str | None, str]


class Shelf(Protocol):
    """What resolution asks of a store: documents by number, references by document and by cited number."""

    def documents(self, *, number: str = "") -> Sequence[Document]:
        """The documents of this number (`number_key`)."""

    def references(self, doc: str | None = None, *, number: str | None = None) -> Iterable[tuple[str, Reference]]:
        """References with the id of the document they stand in."""


def changed_targets(arrived: Document, shelf: Shelf) -> list[Change]:
    """What changes on `shelf` now that `arrived` and its references are on it.

    Its own references find what was there before; those of earlier documents that
    cite its number find it, or learn that there are two of them.
    """
    references = dict.fromkeys(shelf.references(arrived.id))
    for spelling in number_spellings(arrived.number) if arrived.number else ():
        references |= dict.fromkeys(shelf.references(number=spelling))
    return list(_changes(references, shelf))


def _changes(references: Iterable[tuple[str, Reference]], shelf: Shelf) -> Iterator[Change]:
    known: dict[str, list[Document]] = {}
    for doc, reference in references:
        identity = number_identity(reference.number)
        if reference.number and identity not in known:
            spellings = number_spellings(reference.number)
            known[identity] = list({d.id: d for s in spellings for d in shelf.documents(number=s)}.values())
        resolved = resolve(reference, known.get(identity, []))
        if resolved != reference:
            yield doc, resolved.path, resolved.start, resolved.target, resolved.target_path, resolved.reason


def resolve(reference: Reference, candidates: Sequence[Document]) -> Reference:
    """`reference` with its target among `candidates`, or without one and with the reason in Vietnamese.

    The number decides, in any spelling; date, issuer and province rule out documents
    that only share it. Two that remain are not guessed between.
    """
    if not reference.number:
        return _without(reference, NO_NUMBER)
    identity = number_identity(reference.number)
    named = [d for d in candidates if d.number and number_identity(d.number) == identity]
    fitting = [d for d in named if _fits(reference, d)]
    if not named:
        return _without(reference, NOT_STORED)
    if not fitting:
        return _without(reference, MISMATCH)
    # A copy of the issued text stands before a report about it and before one that lacks its date.
    exact = [d for d in fitting if reference.date and d.issued == reference.date] or fitting
    if len(exact) > 1:
        return _without(reference, SEVERAL.format(count=len(exact)))
    return replace(reference, target=exact[0].id, reason=_note(reference))


def _fits(reference: Reference, document: Document) -> bool:
    """Whether nothing that both say tells them apart, and a local number's locality is borne out."""
    same_date = _same_date(reference.date, document.issued)
    if same_date is None:
        # Only one decree or circular has a number with its year; its date is then a slip.
        years = {reference.date[:4], document.issued[:4]}
        if len(years) > 1 or years.isdisjoint(_year(reference.number)) or _is_local(reference.number):
            return False
    same_issuer = _same_issuer(reference.issuer, document.issuer)
    if _is_local(reference.number):
        return same_issuer is True or (same_issuer is False and bool(same_date) and reference.date == document.issued)
    return same_issuer is not None or bool(same_date)


def _same_date(cited: str, issued: str) -> bool | None:
    """True where both agree as far as they go, False where one is missing, None where they differ."""
    if not cited or not issued:
        return False
    return True if cited.startswith(issued) or issued.startswith(cited) else None


def _same_issuer(cited: str, issuer: str) -> bool | None:
    """True, False and None as for dates; "tỉnh" without its name agrees with no tỉnh in particular."""
    if not cited or not issuer:
        return False
    ours, theirs = ({bare(n).strip() for n in name.split(", ")} for name in (cited, issuer))
    whole = bare(cited), bare(issuer)
    if ours & theirs or whole[0] == whole[1]:
        return True
    if any(a.startswith(b + " ") for a, b in (whole, whole[::-1])):
        return False
    return None


def _is_local(number: str) -> bool:
    """Whether every province, district or commune issues numbers of this form."""
    return (
        re.search(r"(?:ubnd|hdnd|ub|tu|hu|du|ct\.ub)(?![a-z])", number_identity(number).replace("/", " ")) is not None
    )


def _year(number: str) -> Collection[str]:
    try:
        return {parse_number(number).year} - {""}
    except IdentifierError:
        return ()


def _without(reference: Reference, reason: str) -> Reference:
    return replace(reference, target=None, reason=f"{_note(reference)} {reason}".strip())


def _note(reference: Reference) -> str:
    """What was said of the citation's date when it was found; it stays beside what is said of its target."""
    return m[0] if (m := re.match(rf"{DATE_NOTE}[^.]*\.", reference.reason)) else ""
