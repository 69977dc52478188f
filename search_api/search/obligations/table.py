"""Every duty of one state of the store, in columns: narrowed, counted and found by its words at once.

A set of duties is an array of truths, one for each row of the table (`Rows`); a set of
documents one for each document.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.deadlines import next_due
from corpus.identifiers import number_identity
from corpus.model import Deadline, DeadlineKind, Document, DocumentKind, Modality, Obligation
from corpus.vietnamese import bare
from index.query.dates import last_day

if TYPE_CHECKING:
    from search_api.search.resolved_filters import Filters

Rows = NDArray[np.bool_]


class Column:
    """One value for each of many things, kept as its place among all values."""

    def __init__(self, values: Sequence[str]) -> None:
        self.names = sorted(set(values))
        self._place = {name: place for place, name in enumerate(self.names)}
        self.codes = np.array([self._place[value] for value in values], np.int32)

    def equal(self, value: str) -> Rows:
        """Which have this value."""
        found: Rows = self.codes == self._place.get(value, -1)
        return found

    def one_of(self, values: Iterable[str]) -> Rows:
        """Which have one of these values."""
        wanted = np.zeros(len(self.names), np.bool_)
        wanted[[self._place[value] for value in values if value in self._place]] = True
        return wanted[self.codes]

    def counted(self, codes: NDArray[np.integer]) -> dict[str, int]:
        """How often each value stands among `codes`; those without any, and no value at all, are left out."""
        counts = np.bincount(codes, minlength=len(self.names))
        return {self.names[place]: int(counts[place]) for place in np.flatnonzero(counts) if self.names[place]}


class ObligationTable:
    """The duties of all documents but those that are copies of others, document by document in text order."""

    def __init__(
        self, documents: Iterable[Document], duties: Iterable[tuple[str, Obligation]], copies: Collection[str]
    ) -> None:
        self.documents = tuple(documents)
        self._place = {document.id: at for at, document in enumerate(self.documents)}
        self.copies = np.array([d.id in copies for d in self.documents], np.bool_)
        # One written since the documents were read is met at the next search.
        kept = sorted(((self._place[doc], o) for doc, o in duties if doc in self._place), key=lambda duty: duty[0])
        self.duties = tuple(obligation for _, obligation in kept)
        self.document_ids = np.array([doc for doc, _ in kept], np.int32)
        self.told = np.array(
            [self.documents[doc].kind is DocumentKind.SECONDARY for doc in self.document_ids], np.bool_
        )
        self.must = np.array([o.modality is Modality.MUST for o in self.duties], np.bool_)
        self.dated = np.array([o.deadline is not None for o in self.duties], np.bool_)
        self._first = np.searchsorted(self.document_ids, np.arange(len(self.documents) + 1))
        held = [(at, a) for at, o in enumerate(self.duties) for a in o.assignees]
        self._held_by = np.array([at for at, _ in held], np.int32)
        self._agencies = Column([a.agency_id or "" for _, a in held])
        self._roles = Column([str(a.role) for _, a in held])
        self._kinds = Column([str(o.kind) for o in self.duties])
        self._issued = np.array([_number(d.issued) for d in self.documents], np.int32)
        self._by_deadline: tuple[date, tuple[NDArray[np.int32], NDArray[np.int32]]] | None = None
        self._times = _Times(self.duties, [self.documents[doc] for doc in self.document_ids])

    def __len__(self) -> int:
        return len(self.duties)

    def document_of(self, at: int) -> Document:
        """The document that a duty stands in."""
        return self.documents[int(self.document_ids[at])]

    def place(self, at: int) -> tuple[str, str]:
        """The document's id and the path of the clause that a duty stands in."""
        return self.document_of(at).id, self.duties[at].path

    def overlapping(self, doc: str, start: int, end: int) -> list[int]:
        """The duties of a document (id) that share words with the stretch ``[start, end)`` of its text."""
        return [at for at in self._in(doc) if self.duties[at].start < end and start < self.duties[at].end]

    def at_path(self, doc: str, path: str) -> list[int]:
        """The duties in one clause of a document (id)."""
        return [at for at in self._in(doc) if self.duties[at].path == path]

    def _in(self, doc: str) -> range:
        if (document := self._place.get(doc)) is None:
            return range(0)
        return range(self._first[document], self._first[document + 1])

    # --- narrowing ------------------------------------------------------------

    def in_documents(self, wanted: Filters) -> Rows:
        """The documents that meet the conditions on documents, but that on their status."""
        found = np.ones(len(self.documents), np.bool_)
        for name, value in (
            ("type", bare(wanted.type)),
            ("province", bare(wanted.province)),
            ("year", wanted.year),
            ("issuer", wanted.issuer),
            ("id", wanted.doc),
            ("number", number_identity(wanted.number) if wanted.number else ""),
        ):
            if value:
                found &= self.column(name).equal(value)
        if wanted.issued:
            found &= self._issued_within(wanted.issued)
        if wanted.named:
            found &= self.column("id").one_of(wanted.named)
        return found

    def _issued_within(self, window: str) -> Rows:
        first, last = _bounds(window)
        found: Rows = (self._issued != _DAYLESS) & (self._issued >= first) & (self._issued <= last)
        return found

    def held_by(self, agencies: Collection[str], role: str = "") -> Rows:
        """The duties that any of `agencies` (ids; with none, anybody) holds, in `role` where one is given."""
        chosen = np.ones(len(self._held_by), np.bool_)
        if agencies:
            chosen &= self._agencies.one_of(agencies)
        if role:
            chosen &= self._roles.equal(role)
        found = np.zeros(len(self), np.bool_)
        found[self._held_by[chosen]] = True
        return found

    def of_kind(self, kind: str) -> Rows:
        """The duties of one kind."""
        return self._kinds.equal(kind)

    def falling_due(self, window: str) -> Rows:
        """The duties that are to be done within a window of days (``2025-01-01..2025-12-31``).

        A recurring one without a day is, at any time from its document on. In a whole
        year also one without any day, where its document is of that year: it is that
        year's work.
        """
        return self._times.within(window)

    def with_a_day_in(self, window: str) -> Rows:
        """The duties with a day that lies in a window."""
        return self._times.fixed_within(window)

    # --- counting -------------------------------------------------------------

    def column(self, name: str) -> Column:
        """A property of the documents, in the form in which it is compared."""
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, Column]:
        def of(value: Callable[[Document], Any]) -> Column:
            return Column([value(document) for document in self.documents])

        return {
            "id": of(lambda d: d.id),
            "type": of(lambda d: bare(d.type)),
            "province": of(lambda d: bare(d.province)),
            "year": of(lambda d: d.issued[:4]),
            "issuer": of(lambda d: d.issuer_id or ""),
            "number": of(lambda d: number_identity(d.number) if d.number else ""),
        }

    def kinds(self, among: Rows) -> dict[str, int]:
        """How many of the duties `among` are of each kind."""
        return self._kinds.counted(self._kinds.codes[among])

    def agencies_named(self, among: Rows) -> dict[str, int]:
        """How many of the duties `among` name each agency."""
        chosen = among[self._held_by]
        each = len(self._agencies.names)
        pairs = np.sort(self._held_by[chosen].astype(np.int64) * each + self._agencies.codes[chosen])
        return self._agencies.counted(pairs[np.diff(pairs, prepend=-1) > 0] % each)

    def years_due(self, among: Rows) -> list[str]:
        """The years (``2025``) in which any of the duties `among` falls due."""
        return self._times.years(among)

    # --- order ----------------------------------------------------------------

    def issued(self) -> NDArray[np.int32]:
        """The day of each duty's document as a number; 0 where that is not known."""
        return self._times.issued

    def by_deadline(self, today: date) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """What to sort by for the nearest deadline first: a group, and a number within it.

        Days to come, the next first; past ones, the last first; what recurs without a
        day; the rest.
        """
        if self._by_deadline is None or self._by_deadline[0] != today:
            self._by_deadline = today, self._times.nearest_by_meaning(self.duties, today)
        return self._by_deadline[1]


_DAYLESS = 0


class _Times:
    """When duties fall due, as numbers that compare: 20250630."""

    def __init__(self, duties: Sequence[Obligation], documents: Sequence[Document]) -> None:
        self._due = np.array([_number(o.deadline.due) if o.deadline else _DAYLESS for o in duties], np.int32)
        recurring = [bool(o.deadline and o.deadline.kind is DeadlineKind.RECURRING) for o in duties]
        self._recurring = np.array(recurring, np.bool_) & (self._due == _DAYLESS)
        self.issued = np.array([_number(d.issued) for d in documents], np.int32)

    def within(self, window: str) -> Rows:
        """Which are to be done within a window: see `ObligationTable.falling_due`."""
        first, last = _bounds(window)
        found = self.fixed_within(window) | (self._recurring & (self.issued <= last))
        if is_whole_year(window):
            found |= ~self._recurring & (self._due == _DAYLESS) & (self.issued >= first) & (self.issued <= last)
        every: Rows = found
        return every

    def fixed_within(self, window: str) -> Rows:
        first, last = _bounds(window)
        found: Rows = (self._due != _DAYLESS) & (self._due >= first) & (self._due <= last)
        return found

    def years(self, among: Rows) -> list[str]:
        return [str(year) for year in np.unique(self._due[among & (self._due != _DAYLESS)] // 10_000)]

    def nearest_by_meaning(
        self, duties: Sequence[Obligation], today: date
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        now = _number(today.isoformat())
        days = self._due.copy()
        known: dict[Deadline, int] = {}  # the same words come round in many duties
        for at in map(int, np.flatnonzero(self._recurring)):
            if deadline := duties[at].deadline:
                if deadline not in known:
                    known[deadline] = _number(next_due(deadline, today))
                days[at] = known[deadline]
        to_come, past = days >= now, (days != _DAYLESS) & (days < now)
        group = np.select([to_come, past, self._recurring], [0, 1, 2], 3).astype(np.int32)
        return group, np.where(past, -days, days)


def is_whole_year(window: str) -> bool:
    """Whether a window is a year from its first to its last day."""
    first, _, last = window.partition("..")
    return first.endswith("-01-01") and last == f"{first[:4]}-12-31"


def _bounds(window: str) -> tuple[int, int]:
    first, _, last = window.partition("..")
    return (_number(first) if first else 0), (_number(last) if last else 99_999_999)


def _number(iso: str) -> int:
    return int(last_day(iso).replace("-", "")) if iso else _DAYLESS
