"""What each value of a filter leaves: exact, each filter counted under the others and under the words of the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from cachetools import LRUCache

from corpus.model import ObligationKind, Role, Status
from corpus.vietnamese import bare
from search_api import clock
from search_api.documents.relations import today
from search_api.schemas.records import STRICT
from search_api.search.filters import SearchRequest
from search_api.search.obligations.selection import ObligationIndex, all_duties
from search_api.search.resolved_filters import Filters, chosen

if TYPE_CHECKING:
    from search_api.resources import Resources
    from search_api.search.obligations.table import Column, Rows
    from search_api.snapshot import StoreSnapshot

# Agencies counted: those named most often in what is left, and the one that is chosen.
_AGENCIES = 20
# Choices of filters whose counts are kept.
_CACHE_SIZE = 128


@dataclass(frozen=True, slots=True)
class Facets:
    """For each filter, how much each value leaves, most first; a value that is chosen is named even at 0.

    Each is counted under all filters but its own, so that it says what another choice
    would leave. In a search for duties duties are counted, among those that speak of
    its words; elsewhere documents, for there words rank and leave nothing out. `total`
    is what is left under all filters. `issuers` and `agencies` are agencies' ids, of
    agencies those named most often; `statuses` are as of today; `dues` windows of days.
    """

    __pydantic_config__ = STRICT

    types: dict[str, int]
    provinces: dict[str, int]
    years: dict[str, int]
    issuers: dict[str, int]
    statuses: dict[str, int]
    agencies: dict[str, int]
    roles: dict[str, int]
    kinds: dict[str, int]
    dues: dict[str, int]
    total: int
    of: str


def facets(resources: Resources, request: SearchRequest) -> Facets:
    """The facets of a search for passages; raises `UnknownValue` or `UnknownAgency` as that search does."""
    wanted, whole = chosen(resources, request), resources.snapshot
    # Words rank and leave nothing out, so the counts are those of all searches under these filters.
    known: LRUCache[Filters, Facets] = whole.part(f"facets on {today()}", lambda: LRUCache(_CACHE_SIZE))
    with whole.lock:
        found = known.get(wanted)
    if found is None:
        found = _Counting(whole, ObligationIndex(resources, whole), None).of(wanted)
        with whole.lock:
            known[wanted] = found
    return found


def documents_left(resources: Resources, wanted: Filters) -> int:
    """How many documents answer a search for passages under `wanted`."""
    return int(np.count_nonzero(all_duties(resources).documents_matching_index(wanted)))


def duty_facets(resources: Resources, duties: ObligationIndex, spoken: Rows, wanted: Filters) -> Facets:
    """The facets of a search for duties: of those that speak of its words (`spoken`), under `wanted`."""
    return _Counting(resources.snapshot, duties, spoken).of(wanted)


class _Counting:
    """Counts duties among some or, where those are None, documents."""

    def __init__(self, snapshot: StoreSnapshot, duties: ObligationIndex, spoken: Rows | None) -> None:
        self._snapshot, self._duties, self._table, self._spoken = snapshot, duties, duties.table, spoken

    def of(self, wanted: Filters) -> Facets:
        types = {bare(name): name for name in self._snapshot.types}
        provinces = {bare(name): name for name in self._snapshot.provinces}
        return Facets(
            types=_named(self._by_column("type", wanted), types, wanted.type),
            provinces=_named(self._by_column("province", wanted), provinces, wanted.province),
            years=_ordered(self._by_column("year", wanted), wanted.year),
            issuers=_ordered(self._by_column("issuer", wanted), wanted.issuer),
            statuses=self._by_value("status", Status, wanted),
            agencies=self._by_value("agency", self._agencies(wanted), wanted),
            roles=self._by_value("role", Role, wanted),
            kinds=self._by_value("kind", ObligationKind, wanted),
            dues=self._by_value("due", self._windows(wanted), wanted),
            total=self._left(wanted),
            of="documents" if self._spoken is None else "duties",
        )

    def _by_column(self, name: str, wanted: Filters) -> dict[str, int]:
        column: Column = self._table.column(name)
        rows = self._rows(wanted.but(name))
        return column.counted(column.codes[rows if self._spoken is None else self._table.document_ids[rows]])

    def _by_value(self, field: str, values: Iterable[str], wanted: Filters) -> dict[str, int]:
        chosen_value = getattr(wanted, field)
        every = dict.fromkeys([*map(str, values), *([chosen_value] if chosen_value else [])])
        counts = {value: self._left(wanted.with_value(field, value)) for value in every}
        return _ordered({value: count for value, count in counts.items() if count}, chosen_value)

    def _left(self, wanted: Filters) -> int:
        return int(np.count_nonzero(self._rows(wanted)))

    def _rows(self, wanted: Filters) -> Rows:
        """The duties, or the documents, that are left."""
        duties = self._duties
        return (
            duties.documents_matching_index(wanted) if self._spoken is None else self._spoken & duties.matching(wanted)
        )

    def _of_documents(self, wanted: Filters) -> Rows:
        """The duties left, or those of the documents left."""
        rows = self._rows(wanted)
        return rows[self._table.document_ids] if self._spoken is None else rows

    def _agencies(self, wanted: Filters) -> Iterable[str]:
        among = self._of_documents(wanted.but("agency"))
        named = sorted(self._table.agencies_named(among).items(), key=lambda item: (-item[1], item[0]))
        return [agency for agency, _ in named[:_AGENCIES]]

    def _windows(self, wanted: Filters) -> Iterable[str]:
        years = self._table.years_due(self._of_documents(wanted.but("due")))
        return dict.fromkeys([*windows(clock.today()), *(f"{year}-01-01..{year}-12-31" for year in years)])


def windows(today: date) -> tuple[str, ...]:
    """The windows of days that people ask for: what is over, this month, this quarter and the next."""
    over = f"..{(today - timedelta(days=1)).isoformat()}"
    quarter = today.month - (today.month - 1) % 3
    return (
        over,
        _months(today.year, today.month, 1),
        _months(today.year, quarter, 3),
        _months(today.year, quarter + 3, 3),
    )


def _months(year: int, month: int, number: int) -> str:
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    after = month + number - 1
    last = date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1)
    return f"{first.isoformat()}..{last.isoformat()}"


def _ordered(counts: Mapping[str, int], chosen_value: str) -> dict[str, int]:
    known = {chosen_value: 0} | dict(counts) if chosen_value else dict(counts)
    return dict(sorted(known.items(), key=lambda item: (-item[1], item[0])))


def _named(counts: Mapping[str, int], names: Mapping[str, str], chosen_value: str) -> dict[str, int]:
    """Counts by comparable names, under the names as they are written."""
    return _ordered({names.get(key, key): count for key, count in counts.items()}, chosen_value)
