"""Which duties of the table are an agency's: under its own name, an old one, or through a class that includes it.

Of the duties given to a body whose work was divided, only those count that went to the
agency (`search_api.agencies.assignments`), as on its own page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search_api.agencies.assignments import HasHeadings, Holdings
from search_api.agencies.lookup import Via, answers_to
from search_api.search.obligations.table import DutyTable, Rows

if TYPE_CHECKING:
    from search_api.bootstrap import KnowledgeBase
    from search_api.snapshot import Whole


@dataclass(frozen=True, slots=True)
class Reach:
    """The ids under which duties reach an agency, the duties that do, and those that name it itself."""

    agency: str
    ids: Mapping[str, Via]
    rows: Rows
    named: Rows


# Agencies whose duties are kept: those that people ask for and those that facets count.
_KEPT = 256


def reach(kb: KnowledgeBase, whole: Whole, table: DutyTable, headings: HasHeadings, agency: str) -> Reach:
    """How the duties of `table`, which is that of `whole`, reach an agency (id)."""
    known: dict[str, Reach] = whole.part("reach", dict)
    if (found := known.get(agency)) is None:
        if len(known) >= _KEPT:
            known.clear()
        found = known[agency] = _reach(kb, whole, table, headings, agency)
    return found


def _reach(kb: KnowledgeBase, whole: Whole, table: DutyTable, headings: HasHeadings, agency: str) -> Reach:
    ids = answers_to(agency, kb.agencies, whole.agency_counts) or {agency: Via.OWN}
    named = table.held_by([i for i, via in ids.items() if via in {Via.OWN, Via.BRANCH}])
    classes = {group.partition("@")[0] for group in kb.agencies.classes_of(agency)} | {agency.partition("@")[0]}
    certain = named | table.held_by([i for i in ids if i.partition("@")[0] in classes])
    rows = certain.copy()
    holdings = Holdings(kb, headings=headings)
    for at in map(int, np.flatnonzero(table.held_by(ids) & ~certain)):
        rows[at] = holdings.is_held_by(agency, ids, table.document_of(at), table.duties[at])
    return Reach(agency, ids, rows, named)
