"""Finds the stored document that a citation means, or says why none is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from corpus.errors import IdentifierError
from corpus.identifiers import number_identity, number_spellings, parse_number
from corpus.model import Clause, Document, Reference
from corpus.relations.cited_names import LAWS, borne_names, cited_name, cited_subject, subject
from corpus.relations.relation_graph import TARGET_GONE
from corpus.vietnamese import bare
from ingest.references.citations.issue_dates import DATE_NOTE
from ingest.references.target_clauses import by_citation, clause_of

NOT_STORED = "Văn bản này chưa có trong kho."
NO_NUMBER = "Văn bản được dẫn theo tên, không có số hiệu nên chưa xác định được văn bản trong kho."
NO_YEAR = "Luật được dẫn không ghi năm hay ngày ban hành nên chưa xác định được văn bản trong kho."
NO_CLAUSE = "Không thấy điều, khoản được dẫn trong bản văn bản có trong kho."
MISMATCH = "Kho có văn bản cùng số hiệu nhưng khác ngày ban hành hoặc cơ quan ban hành."
OTHER_YEAR = "Kho có văn bản cùng tên nhưng khác năm hoặc ngày ban hành."
# What the two reasons below, and no other, end with.
_UNDECIDED = "nội dung dẫn chiếu chưa đủ để phân biệt."
SEVERAL = "Kho có {count} văn bản cùng số hiệu; " + _UNDECIDED
SEVERAL_NAMED = "Kho có {count} văn bản cùng tên; " + _UNDECIDED


# Where a reference stands (document id, path, start) and what its target, clause and reason become.
Change = tuple[str, str, int, str | None, str | None, str]


class Shelf(Protocol):
    """What resolution asks of a store: documents by number and name, references by what they cite, copies, clauses."""

    def documents(self, *, number: str = "") -> Sequence[Document]:
        """The documents of this number (`number_key`)."""

    def named(self, name: str) -> Sequence[Document]:
        """The documents that may be cited by the name with this key (`corpus.relations.cited_names`)."""

    def references(
        self, doc: str | None = None, *, number: str | None = None, name: str | None = None
    ) -> Iterable[tuple[str, Reference]]:
        """References with the id of the document they stand in."""

    def unsettled(self, reasons: Collection[str]) -> Iterable[tuple[str, Reference]]:
        """References that lead nowhere, for a reason that holds one of `reasons`."""

    def copies(self) -> Mapping[str, str]:
        """For each document that is a copy, the id of the one that stands for it."""

    def clauses(self, doc: str | None = None) -> Iterable[tuple[str, Clause]]:
        """The clauses of a document with its id."""


def changed_targets(arrived: Document, shelf: Shelf) -> list[Change]:
    """What changes on `shelf` now that `arrived` and its references are on it.

    Its own references find what was there before; those of earlier documents that
    cite its number or name find it, or learn that there are two of them.
    """
    references = dict.fromkeys(shelf.references(arrived.id))
    for spelling in number_spellings(arrived.number) if arrived.number else ():
        references |= dict.fromkeys(shelf.references(number=spelling))
    for name in borne_names(arrived):
        references |= dict.fromkeys(shelf.references(name=name))
    return list(_changes(references, shelf))


def changed_by_removal(shelf: Shelf) -> list[Change]:
    """What changes on `shelf` now that documents were taken out.

    References that led to them find a copy, or become references to a document that
    is not there; those that could not choose between two of a number may choose now.
    """
    return list(_changes(shelf.unsettled((TARGET_GONE, _UNDECIDED)), shelf))


def _changes(references: Iterable[tuple[str, Reference]], shelf: Shelf) -> Iterator[Change]:
    candidates = _Candidates(shelf)
    for doc, reference in references:
        if reference.target == doc and not reference.number:
            continue  # a clause of its own document
        found = resolve(reference, candidates.of(reference))
        if found.target and found.target_path:
            found = _at_its_clause(found, candidates.paths(found.target))
        if found != reference:
            yield doc, found.path, found.start, found.target, found.target_path, found.reason


class _Candidates:
    """The stored documents that references may mean, each looked up once, of copies one."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._known: dict[str, list[Document]] = {}
        self._paths: dict[str, dict[str, list[str]]] = {}
        self._copies = shelf.copies()

    def of(self, reference: Reference) -> list[Document]:
        name = cited_name(reference)
        key = f"number {number_identity(reference.number)}" if reference.number else f"name {name}"
        if key not in self._known:
            found: list[Document] = []
            if reference.number:
                found = [d for s in number_spellings(reference.number) for d in self._shelf.documents(number=s)]
            elif name:
                found = list(self._shelf.named(name))
            self._known[key] = self._without_copies(found)
        return self._known[key]

    def paths(self, doc: str) -> dict[str, list[str]]:
        if doc not in self._paths:
            self._paths[doc] = by_citation(clause.path for _, clause in self._shelf.clauses(doc))
        return self._paths[doc]

    def _without_copies(self, found: Iterable[Document]) -> list[Document]:
        chosen: dict[str, Document] = {}
        for document in found:
            original = self._copies.get(document.id, document.id)
            if original not in chosen or document.id == original:
                chosen[original] = document
        return list(chosen.values())


def _at_its_clause(reference: Reference, paths: Mapping[str, Sequence[str]]) -> Reference:
    path = clause_of(reference.target_path or "", paths)
    if path is None:
        return replace(reference, reason=f"{_note(reference)} {NO_CLAUSE}".strip())
    return replace(reference, target_path=path)


def resolve(reference: Reference, candidates: Sequence[Document]) -> Reference:
    """`reference` with its target among `candidates`, or without one and with the reason in Vietnamese.

    The number decides, in any spelling; date, issuer and province rule out documents
    that only share it. Two that remain are not guessed between.
    """
    if not reference.number:
        return _by_name(reference, candidates)
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


def _by_name(reference: Reference, candidates: Sequence[Document]) -> Reference:
    """A law by its name and year, a programme by its name: one document bears it, or none is meant."""
    name = cited_name(reference)
    if not name:
        return _without(reference, NO_NUMBER)
    named = [d for d in candidates if name in borne_names(d)]
    if not named:
        return _without(reference, NOT_STORED)
    if reference.type in LAWS and not reference.date and reference.type != "hiến pháp":
        return _without(reference, NO_YEAR)
    fitting = [d for d in named if not reference.date or _same_date(reference.date, d.issued)]
    if not fitting:
        return _without(reference, OTHER_YEAR)
    if reference.type not in LAWS and reference.issuer and (about := cited_subject(reference)):
        fitting = [d for d in fitting if _same_subject(about, subject(d.title))]
        if not fitting:
            return _without(reference, NOT_STORED)
    if len(fitting) > 1:
        return _without(reference, SEVERAL_NAMED.format(count=len(fitting)))
    return replace(reference, target=fitting[0].id, reason=_note(reference))


def _same_subject(cited: str, borne: str) -> bool:
    """Whether one subject is the other or its beginning, as a headline cuts it."""
    return borne.startswith(cited) or cited.startswith(borne)


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
    ours, theirs = ({_speaker(n) for n in name.split(", ")} for name in (cited, issuer))
    whole = _speaker(cited), _speaker(issuer)
    if ours & theirs or whole[0] == whole[1]:
        return True
    if any(a.startswith(b + " ") for a, b in (whole, whole[::-1])):
        return False
    return None


# "Kế hoạch số 9268-KH/TU của Ban Thường vụ Tỉnh ủy" is cited as one of Tỉnh ủy: its bureau speaks for it.
_BUREAU = re.compile(r"^(?:ban\ thuong\ vu|thuong\ truc)\ ", re.VERBOSE)


def _speaker(name: str) -> str:
    return _BUREAU.sub("", bare(name).strip())


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
