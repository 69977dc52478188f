"""In which order duties are shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from search_api.all_duties import AllDuties
    from search_api.chosen import Chosen
    from search_api.duty_table import Rows
    from search_api.duty_topics import About

# What naming the agency itself, not a class of bodies or an old name, adds to a score; and leading the work.
_NAMED = 0.15
_LEADS = 0.05
# What standing in news takes away: the document itself is worth more than what is told of it.
_TOLD = 0.05


def ordered(duties: AllDuties, spoken: About, rows: Rows, wanted: Chosen, order: str) -> NDArray[np.intp]:
    """The places of `rows` in the table, first to last: by ``relevance``, ``date`` or ``due``."""
    table = duties.table
    places = np.flatnonzero(rows)
    newest = -table.issued()[places]
    group, day = (part[places] for part in table.by_deadline(date.today()))
    if order == "due":
        return places[np.lexsort((places, newest, day, group))]
    if order == "date":
        return places[np.lexsort((places, newest))]
    score = spoken.scores[places] + _preferred(duties, wanted)[places]
    if spoken.topic:
        return places[np.lexsort((places, newest, -score))]
    if wanted.due:
        return places[np.lexsort((places, newest, day, group, -score))]
    return places[np.lexsort((places, newest, -score))]


def _preferred(duties: AllDuties, wanted: Chosen) -> NDArray[np.float32]:
    """What the score of each duty gains by who holds it, and where it stands."""
    table = duties.table
    gain = np.where(table.told, -_TOLD, 0.0).astype(np.float32)
    if wanted.agency:
        by = duties.reach(wanted.agency)
        gain += _NAMED * by.named
        own = [i for i, via in by.ids.items() if via in {"own", "branch"}]
        gain += _LEADS * table.held_by(own, wanted.role or "lead")
    return gain
