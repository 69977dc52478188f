"""In which order duties are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search_api import clock

if TYPE_CHECKING:
    from corpus.store import Store
    from search_api.search.obligations.relevance import Relevance
    from search_api.search.obligations.selection import ObligationIndex
    from search_api.search.obligations.table import Rows
    from search_api.search.resolved_filters import Filters

# What naming the agency itself, not a class of bodies or an old name, adds to a score; and leading the work.
_NAMED = 0.15
_LEADS = 0.05
# What standing in a document that is named as carried out adds, or in one that cites it.
_CITES = 0.3
# What having a deadline adds where the question is when.
_DATED = 0.1
# What being encouraged, allowed or forbidden takes away: who asks for duties asks what must be done.
_NOT_ASKED = 0.05
# What standing in news takes away: the document itself is worth more than what is told of it.
_TOLD = 0.05


def ordered(
    duties: ObligationIndex,
    spoken: Relevance,
    rows: Rows,
    wanted: Filters,
    order: str,
    *,
    better: Rows | None = None,
    asks_when: bool = False,
) -> NDArray[np.intp]:
    """The places of `rows` in the table, first to last: by ``relevance``, ``date`` or ``due``.

    `better` are duties that answer better than others, whatever their words; `asks_when`
    has those with a deadline before others.
    """
    table = duties.table
    places = np.flatnonzero(rows)
    newest = -table.issued()[places]
    group, day = (part[places] for part in table.by_deadline(clock.today()))
    if order == "due":
        return places[np.lexsort((places, newest, day, group))]
    if order == "date":
        return places[np.lexsort((places, newest))]
    score = (spoken.scores + _preferred(duties, wanted))[places]
    if better is not None:
        score += _CITES * better[places]
    if asks_when:
        score += _DATED * table.dated[places]
    if wanted.due and not spoken.topic:
        # What has a day in the time asked for, before what comes round in it.
        group = np.where(table.with_a_day_in(wanted.due)[places], group, 2)
        return places[np.lexsort((places, newest, day, group, -score))]
    return places[np.lexsort((places, newest, -score))]


def citing(store: Store, duties: ObligationIndex, documents: tuple[str, ...]) -> Rows | None:
    """The duties in `documents` (ids), and in those that cite them; None where there are none."""
    if not documents:
        return None
    beside = {doc for target in documents for doc, _ in store.references(target=target)}
    return duties.table.column("id").one_of({*documents, *beside})[duties.table.document_ids]


def _preferred(duties: ObligationIndex, wanted: Filters) -> NDArray[np.float32]:
    """What the score of each duty gains by who holds it, and where it stands."""
    table = duties.table
    gain = np.where(table.told, -_TOLD, 0.0).astype(np.float32)
    gain -= _NOT_ASKED * ~table.must
    if wanted.agency:
        by = duties.match_assignee(wanted.agency)
        gain += _NAMED * by.named
        own = [i for i, via in by.ids.items() if via in {"own", "branch"}]
        gain += _LEADS * table.held_by(own, wanted.role or "lead")
    return gain
