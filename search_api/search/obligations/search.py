"""Finds duties: "nhiệm vụ về đuối nước của Sở Y tế trong năm 2025" is answered by obligations, not paragraphs.

The duties that speak of the topic are found by their words and, among passages, by
meaning (`search_api.search.obligations.relevance`); that does not depend on any filter. Agency, role,
kind, time and document are conditions that every answer meets; where nothing meets all
of those that were read in the words, the least certain are given up, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from search_api.labels import cited
from search_api.schemas.records import STRICT, ObligationRow
from search_api.search.facets import Facets, duty_facets
from search_api.search.filter_values import read_order
from search_api.search.filters import MAX_RESULTS, SearchRequest, said
from search_api.search.obligations.explanations import Reasons
from search_api.search.obligations.query import asked_of_duties
from search_api.search.obligations.ranking import citing, ordered
from search_api.search.obligations.relevance import Relevance, nearest_by_meaning, score_topic
from search_api.search.obligations.selection import ObligationIndex, all_duties
from search_api.search.resolved_filters import Filters, chosen

if TYPE_CHECKING:
    from index.query.parser import ParsedFilter, ParsedQuery
    from search_api.agencies.directory import AgencyDirectory
    from search_api.resources import Resources

# Read in the words, what is given up first where nothing meets everything. An agency, a place and a document
# that are named are never given up: others' duties are no answer.
_DROPPED_FIRST = ("kind", "role", "due", "issued", "year", "type", "issuer")


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationHit(ObligationRow):
    """An obligation that answers a search; `highlights` are spans of `quote`.

    `why` says in Vietnamese what matched, `matched` in which fields: ``text``,
    ``heading``, ``title``, ``meaning``, and the conditions by their names.
    """

    __pydantic_config__ = STRICT

    rank: int
    score: float
    number: str
    title: str
    type: str
    issued: str
    cited: str
    highlights: tuple[tuple[int, int], ...]
    why: str
    headings: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()


class Suggestion(NamedTuple):
    """A condition of a search that finds nothing, and how many duties there are without it."""

    field: str
    value: str
    left: int


@dataclass(frozen=True, slots=True)
class ObligationResults:
    """The duties found, of `total` that meet the conditions; `dropped` are readings that were given up.

    Where none does, `rows` are the nearest by meaning, `total` is 0 and `offers` say for
    each condition how many there are without it. `parsed_filters` are those that hold, `given`
    the filters, `wanted` all conditions together, `facets` what other choices would leave,
    where that was asked.
    """

    rows: tuple[ObligationHit, ...]
    total: int
    understood: ParsedQuery
    parsed_filters: tuple[ParsedFilter, ...]
    dropped: tuple[ParsedFilter, ...]
    wanted: Filters
    given: Filters
    offers: tuple[Suggestion, ...] = ()
    facets: Facets | None = None


def search_obligations(
    resources: Resources, request: SearchRequest, *, counted: bool = False, most: int = MAX_RESULTS
) -> ObligationResults:
    """The duties that answer `request`, best first; raises as `search_api.search.passages.search_passages` does.

    `counted` has the facets worked out; no more rows are given than `most`.
    """
    order = read_order(request.order)
    given, duties = chosen(resources, request), all_duties(resources)
    asked = asked_of_duties(resources, request)
    spoken = score_topic(resources, duties, asked.topic, as_typed=request.as_typed)
    kept: list[ParsedFilter] = list(asked.parsed_filters)
    dropped: list[ParsedFilter] = []
    wanted = asked.wanted(given, kept)
    rows = spoken.rows & duties.matching(wanted)
    while not rows.any() and (least := _least_certain(kept)):
        kept = [r for r in kept if r not in least]
        dropped += least
        wanted = asked.wanted(given, kept)
        rows = spoken.rows & duties.matching(wanted)
    total = int(rows.sum())
    if not total:
        kept, dropped, wanted = list(asked.parsed_filters), [], asked.wanted(given, asked.parsed_filters)
    near = spoken if total else nearest_by_meaning(resources, duties, asked.topic, wanted)
    first = max(0, request.offset)
    better = citing(resources.store, duties, asked.carried_out)
    places = ordered(
        duties, near, rows if total else near.rows, wanted, order, better=better, asks_when=asked.asks_when
    )
    reasons = Reasons(resources, duties, near, wanted)
    shown = places[first : first + max(1, min(request.limit, most))]
    return ObligationResults(
        rows=tuple(_row(duties, near, reasons, int(at), rank) for rank, at in enumerate(shown, first + 1)),
        total=total,
        understood=asked.understood,
        parsed_filters=tuple(kept),
        dropped=tuple(dropped),
        wanted=wanted,
        given=given,
        offers=() if total else tuple(_offers(duties, spoken, wanted)),
        facets=duty_facets(resources, duties, spoken.rows, wanted) if counted else None,
    )


def _offers(duties: ObligationIndex, spoken: Relevance, wanted: Filters) -> Iterator[Suggestion]:
    """What taking back one condition would leave, most first."""
    found = []
    for field, value in wanted.given().items():
        left = int((spoken.rows & duties.matching(wanted.but(field))).sum())
        found.append(Suggestion(field, value, left))
    yield from sorted(found, key=lambda offer: -offer.left)


def _least_certain(kept: Sequence[ParsedFilter]) -> list[ParsedFilter]:
    """The readings that are given up next."""
    fields = [field for field in _DROPPED_FIRST if any(r.field == field for r in kept)]
    return [r for r in kept if r.field == fields[0]] if fields else []


def _row(duties: ObligationIndex, spoken: Relevance, reasons: Reasons, at: int, rank: int) -> ObligationHit:
    document, obligation = duties.table.document_of(at), duties.table.duties[at]
    own = ObligationRow.of(obligation, document)
    marked = spoken.marked(obligation.quote)
    why, matched = reasons.of(at, marked)
    return ObligationHit(
        **{name: getattr(own, name) for name in ObligationRow.__dataclass_fields__},
        rank=rank,
        score=round(float(spoken.scores[at]), 6),
        number=document.number,
        title=document.title,
        type=document.type,
        issued=document.issued,
        cited=cited(obligation.path),
        highlights=marked,
        why=why,
        headings=duties.headings.of(*duties.table.place(at)),
        matched=matched,
    )


def relaxation_lines(directory: AgencyDirectory, found: ObligationResults) -> list[str]:
    """A line for a person: which conditions were given up because nothing met them all."""
    if not found.dropped:
        return []
    return [f"Không có nhiệm vụ nào khớp mọi điều kiện; đã bỏ: {'; '.join(said(directory, r) for r in found.dropped)}."]
