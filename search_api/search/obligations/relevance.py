"""Which duties speak of a topic, and how well: by their words, and by the meaning of the passages they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.retrieval.highlighting import highlights
from search_api.search.resolved_filters import Filters, conditions

if TYPE_CHECKING:
    from index.retrieval.highlighting import HighlightTerms
    from index.retrieval.query import Hit
    from search_api.resources import Resources
    from search_api.search.obligations.selection import ObligationIndex
    from search_api.search.obligations.table import Rows

# Passages whose duties are looked at.
_PASSAGES = 60
# A duty speaks of a topic that has at least this share of the topic's weight, what is around it counted,
_SAID = 0.5
# or that stands in a passage at least this near the best, of the first ones.
_NEAR = 0.85
_FIRST = 15


@dataclass(frozen=True, slots=True)
class Relevance:
    """The duties that speak of a topic; `scores` from 0 to 1, `own` and `whole` the shares of its words that each says.

    Without a topic all duties are, none better than another. `meant` marks those whose
    passage is near by meaning.
    """

    topic: str
    rows: Rows
    scores: NDArray[np.float32]
    own: NDArray[np.float32]
    whole: NDArray[np.float32]
    meant: Rows
    sought: HighlightTerms | None = None

    def marked(self, quote: str) -> tuple[tuple[int, int], ...]:
        """The stretches of a duty's words that are the topic's."""
        return tuple((start, end) for start, end in highlights(quote, self.sought)) if self.sought else ()


def score_topic(resources: Resources, duties: ObligationIndex, topic: str, *, as_typed: bool = False) -> Relevance:
    """The duties that speak of `topic`, whatever the filters."""
    size = len(duties.table)
    if not topic:
        every, nothing = np.ones(size, np.bool_), np.zeros(size, np.float32)
        return Relevance("", every, nothing + 1.0, nothing, nothing, ~every)
    hits = _hits(resources, topic, Filters(), as_typed=as_typed)
    near = _near(duties, hits)
    own, whole = duties.words.shares(topic)
    first = _near(duties, [hit for hit in hits[:_FIRST] if hit.score >= _NEAR * hits[0].score])
    return Relevance(
        topic,
        (whole >= _SAID) | (first > 0),
        _scores(own, whole, near),
        own,
        whole,
        first > 0,
        duties.words.sought(topic),
    )


def nearest_by_meaning(resources: Resources, duties: ObligationIndex, topic: str, wanted: Filters) -> Relevance:
    """The duties under the conditions that stand nearest by meaning, though none speaks of the topic; some only."""
    size = len(duties.table)
    nothing = np.zeros(size, np.float32)
    if not topic:
        return Relevance("", nothing > 0, nothing, nothing, nothing, nothing > 0)
    near = _near(duties, _hits(resources, topic, wanted))
    rows = (near > 0) & duties.matching(wanted)
    own, whole = duties.words.shares(topic)
    return Relevance(topic, rows, _scores(own, whole, near), own, whole, rows, duties.words.sought(topic))


def _hits(resources: Resources, topic: str, wanted: Filters, *, as_typed: bool = False) -> list[Hit]:
    from index.retrieval.query import Query

    # A time is looked at duty by duty: one without a deadline may be meant too.
    return resources.index.search(
        Query(topic, limit=_PASSAGES, as_typed=as_typed, **conditions(resources, wanted.but("due")))
    )


def _near(duties: ObligationIndex, hits: Iterable[Hit]) -> NDArray[np.float32]:
    """For each duty the score of the best passage it stands in, 0 for none."""
    found = np.zeros(len(duties.table), np.float32)
    for hit in hits:
        for at in duties.table.overlapping(hit.doc, hit.start, hit.end):
            found[at] = max(found[at], hit.score)
        for doc, path in hit.same:
            for at in duties.table.at_path(doc, path):
                found[at] = max(found[at], hit.score)
    return found


def _scores(own: NDArray[np.float32], whole: NDArray[np.float32], near: NDArray[np.float32]) -> NDArray[np.float32]:
    scores: NDArray[np.float32] = (0.45 * own + 0.15 * whole + 0.4 * near).astype(np.float32)
    return scores
