"""All duties of the store as it is, worked out once for each state of it: in columns, with their headings and words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from corpus.model import Document, Obligation, Status
from search_api.agencies.lookup import ids_for_agency
from search_api.documents.headings import headings_of
from search_api.documents.relations import today
from search_api.search.obligations.assignee_match import AssigneeMatch, match_assignee
from search_api.search.obligations.lexical_index import DutyWords, TokenizedObligation, tokenize
from search_api.search.obligations.table import Column, ObligationTable, Rows
from search_api.search.resolved_filters import Filters

if TYPE_CHECKING:
    from search_api.resources import Resources
    from search_api.snapshot import StoreSnapshot

Headings = dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class KnownHeadings:
    """The headings that duties stand under, by document id and path."""

    lines: Mapping[tuple[str, str], tuple[str, ...]]

    def of(self, doc: str, path: str, /) -> tuple[str, ...]:
        """The headings above the clause `path` of the document with id `doc`, outermost first."""
        return self.lines.get((doc, path), ())


class ObligationIndex:
    """The duties of one state of the store, and which of them meet conditions."""

    def __init__(self, resources: Resources, whole: StoreSnapshot) -> None:
        self._resources, self._whole = resources, whole
        self.table: ObligationTable = whole.part("duty table", self._table)

    def _table(self) -> ObligationTable:
        duties = ((doc, duty) for doc, own in self._whole.duties.items() for duty in own)
        return ObligationTable(self._whole.documents, duties, self._whole.copies)

    @property
    def headings(self) -> KnownHeadings:
        """The headings that the duties stand under."""

        def read(docs: Collection[str]) -> dict[str, Headings]:
            places = {(doc, duty.path) for doc in docs for duty in self._whole.duties[doc]}
            found: dict[str, Headings] = {doc: {} for doc in docs}
            for place, lines in headings_of(self._resources.store, places).items():
                found[place[0]][place] = lines
            return found

        per_document = self._whole.per_document("duty headings", read)
        return self._whole.part(
            "known headings",
            lambda: KnownHeadings({k: lines for own in per_document.values() for k, lines in own.items()}),
        )

    @property
    def words(self) -> DutyWords:
        """The words of the duties and around them."""
        table, headings = self.table, self.headings

        def read(docs: Collection[str]) -> dict[str, tuple[TokenizedObligation, ...]]:
            return {
                doc: tokenize(map(partial(_words, self._whole.by_id[doc]), self._whole.duties[doc])) for doc in docs
            }

        def _words(document: Document, duty: Obligation) -> tuple[str, str]:
            own = " ".join((duty.quote, *(a.name for a in duty.assignees)))
            return own, " . ".join((document.title, *headings.of(document.id, duty.path)))

        said = self._whole.per_document("duty words", read)
        # Document by document as the table has them.
        return self._whole.part(
            "words", lambda: DutyWords(one for document in table.documents for one in said[document.id])
        )

    def match_assignee(self, agency: str) -> AssigneeMatch:
        """How the duties reach an agency (id)."""
        return match_assignee(self._resources, self._whole, self.table, self.headings, agency)

    # --- conditions -----------------------------------------------------------

    def matching(self, wanted: Filters) -> Rows:
        """The duties that meet every condition; those of copies only where the copy is what is asked for."""
        documents = self.documents(wanted)
        if not wanted.doc:
            documents &= ~self.table.copies
        return documents[self.table.document_ids] & self.held(wanted)

    def documents(self, wanted: Filters) -> Rows:
        """The documents that meet the conditions on documents."""
        found = self.table.in_documents(wanted)
        if wanted.status:
            found &= self.standing(wanted.status)
        return found

    def standing(self, status: str) -> Rows:
        """The documents of a status today; in force is what is not known to have ended."""
        if status == Status.IN_FORCE:
            return ~self._statuses.one_of([Status.REPLACED.value, Status.REPEALED.value])
        return self._statuses.equal(status)

    @property
    def _statuses(self) -> Column:
        """The status of each document today."""
        day = today()

        def read() -> Column:
            validities = self._whole.validities(day)
            return Column([validities[d.id].status.value for d in self.table.documents])

        return self._whole.part(f"statuses on {day}", read)

    def held(self, wanted: Filters) -> Rows:
        """The duties that meet the conditions on duties: who holds them in which role, of what kind, due when."""
        table = self.table
        found = np.ones(len(table), np.bool_)
        if wanted.agency:
            found &= (by := self.match_assignee(wanted.agency)).rows
            if wanted.role:
                found &= table.held_by(by.ids, wanted.role)
        elif wanted.role:
            found &= table.held_by((), wanted.role)
        if wanted.kind:
            found &= table.of_kind(wanted.kind)
        if wanted.due:
            found &= table.falling_due(wanted.due)
        return found

    def _ids(self, agency: str) -> tuple[str, ...]:
        """The ids under which the index finds an agency."""
        known: dict[str, tuple[str, ...]] = self._whole.part("ids of agencies", dict)
        if agency not in known:
            reaching = ids_for_agency(agency, self._resources.agencies, self._whole.agency_counts)
            known[agency] = tuple(reaching) or (agency,)
        return known[agency]

    # --- as the index has it --------------------------------------------------

    def documents_matching_index(self, wanted: Filters) -> Rows:
        """The documents that answer a search for passages: where duties are asked for, those with one that meets all.

        The index knows under which names duties are held, not what became of them since,
        and of times only days.
        """
        found = self.documents(wanted)
        if wanted.agency or wanted.role or wanted.kind or wanted.due:
            containing = np.zeros(len(found), np.bool_)
            containing[self.table.document_ids[self._held_as_indexed(wanted)]] = True
            found &= containing
        return found

    def _held_as_indexed(self, wanted: Filters) -> Rows:
        table = self.table
        found = np.ones(len(table), np.bool_)
        if wanted.agency or wanted.role:
            found &= table.held_by(self._ids(wanted.agency) if wanted.agency else (), wanted.role)
        if wanted.kind:
            found &= table.of_kind(wanted.kind)
        if wanted.due:
            found &= table.with_a_day_in(wanted.due)
        return found


def all_duties(resources: Resources) -> ObligationIndex:
    """The duties of the store as it is now; ask once where they are to hold still."""
    return ObligationIndex(resources, resources.snapshot)
