"""Which duties of the table are an agency's: under its own name, an old one, or through a class that includes it.

Of the duties given to a body whose work was divided, only those count that went to the
agency (`search_api.agencies.assignments`), as on its own page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from cachetools import LRUCache

from search_api.agencies.assignments import AssignmentResolver, HasHeadings
from search_api.agencies.lookup import AssignmentBasis, ids_for_agency
from search_api.search.obligations.table import ObligationTable, Rows

if TYPE_CHECKING:
    from search_api.resources import Resources
    from search_api.snapshot import StoreSnapshot


@dataclass(frozen=True, slots=True)
class AssigneeMatch:
    """The ids under which duties reach an agency, the duties that do, and those that name it itself."""

    agency: str
    ids: Mapping[str, AssignmentBasis]
    rows: Rows
    named: Rows


# Agencies whose duties are kept: those that people ask for and those that facets count.
_CACHE_SIZE = 256


def match_assignee(
    resources: Resources, whole: StoreSnapshot, table: ObligationTable, headings: HasHeadings, agency: str
) -> AssigneeMatch:
    """How the duties of `table`, which is that of `whole`, reach an agency (id)."""
    known: LRUCache[str, AssigneeMatch] = whole.part("assignee matches", lambda: LRUCache(_CACHE_SIZE))
    with whole.lock:
        found = known.get(agency)
    if found is None:
        found = _match(resources, whole, table, headings, agency)
        with whole.lock:
            known[agency] = found
    return found


def _match(
    resources: Resources, whole: StoreSnapshot, table: ObligationTable, headings: HasHeadings, agency: str
) -> AssigneeMatch:
    ids = ids_for_agency(agency, resources.agencies, whole.agency_counts) or {agency: AssignmentBasis.OWN}
    named = table.held_by([i for i, via in ids.items() if via in {AssignmentBasis.OWN, AssignmentBasis.BRANCH}])
    classes = {group.partition("@")[0] for group in resources.agencies.classes_of(agency)} | {agency.partition("@")[0]}
    certain = named | table.held_by([i for i in ids if i.partition("@")[0] in classes])
    rows = certain.copy()
    holdings = AssignmentResolver(resources, headings=headings)
    for at in map(int, np.flatnonzero(table.held_by(ids) & ~certain)):
        rows[at] = holdings.is_assigned_to(agency, ids, table.document_of(at), table.duties[at])
    return AssigneeMatch(agency, ids, rows, named)
