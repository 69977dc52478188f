"""A search and what it found, as shown to a person or a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.model import ObligationKind
from search_api.agencies.directory import AgencyDirectory
from search_api.records.overview import AgencyCount, agency_counts
from search_api.schemas.passages import SearchRow
from search_api.schemas.records import STRICT, DocumentRow
from search_api.search.facets import Facets, documents_left
from search_api.search.filters import SearchRequest, describe_filter, said
from search_api.search.obligations.search import ObligationHit, ObligationResults, Suggestion, search_obligations
from search_api.search.passages import search_passages
from search_api.search.resolved_filters import Filters

if TYPE_CHECKING:
    from index.query.parser import ParsedFilter, ParsedQuery
    from search_api.resources import Resources
    from search_api.snapshot import StoreSnapshot


# A list to choose from while typing; past some hundreds browsers grow slow, and any
# other agency can still be typed.
_AGENCIES_OFFERED = 500


@dataclass(frozen=True, slots=True)
class SearchView:
    """A search as it was asked and the passages that answer, best first.

    `read_as` is the query with the diacritics it lacked, `""` where it lacked none;
    `understood` what else was read in its words, each of which may be taken back;
    `named` are the documents held that it names by number.
    """

    __pydantic_config__ = STRICT

    query: str
    agency: str
    type: str
    province: str
    year: str
    kind: str
    doc: str
    limit: int
    results: tuple[SearchRow, ...]
    role: str = ""
    issuer: str = ""
    number: str = ""
    due: str = ""
    status: str = ""
    order: str = ""
    read_as: str = ""
    understood: tuple[ReadingRow, ...] = ()
    named: tuple[DocumentRow, ...] = ()
    asks_for_duties: bool = False
    filters: tuple[FilterRow, ...] = ()
    offset: int = 0
    offers: tuple[SuggestionRow, ...] = ()
    issued: str = ""

    def by_document(self) -> list[list[SearchRow]]:
        """The results document by document, in the order in which each document's best one ranks."""
        first = {row.doc: row.rank for row in reversed(self.results)}
        ordered = sorted(self.results, key=lambda row: (first[row.doc], row.rank))
        return [list(group) for _, group in groupby(ordered, key=lambda row: row.doc)]


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """Words ``[start, end)`` of the query taken for the value of `field`; `said` is that in Vietnamese."""

    __pydantic_config__ = STRICT

    field: str
    value: str
    words: str
    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class FilterRow:
    """A filter that was set: its value as it was read, and that in Vietnamese."""

    __pydantic_config__ = STRICT

    field: str
    value: str
    said: str


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A condition of a search that finds nothing: without it there are `left`; `is_read` says that the words set it."""

    __pydantic_config__ = STRICT

    field: str
    said: str
    left: int
    is_read: bool


@dataclass(frozen=True, slots=True)
class ObligationSearchView:
    """The duties that answer a search, of `total` that meet its conditions, best first.

    Where nothing does, `results` are the nearest by meaning, and `offers` what to take
    back. `dropped` are readings that were given up because nothing met them all;
    `facets` are what other choices would leave; for the rest see `SearchView`.
    """

    __pydantic_config__ = STRICT

    query: str
    total: int
    results: tuple[ObligationHit, ...]
    read_as: str
    understood: tuple[ReadingRow, ...]
    dropped: tuple[ReadingRow, ...]
    filters: tuple[FilterRow, ...] = ()
    offset: int = 0
    offers: tuple[SuggestionRow, ...] = ()
    facets: Facets | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of a search offer: only what the knowledge base holds."""

    __pydantic_config__ = STRICT

    types: tuple[str, ...]
    provinces: tuple[str, ...]
    years: tuple[str, ...]
    kinds: tuple[str, ...]
    agencies: tuple[AgencyCount, ...]


def search_view(resources: Resources, request: SearchRequest) -> SearchView:
    """The view of a search; raises as `search_api.search.passages.search_passages` does."""
    found, directory = search_passages(resources, request), AgencyDirectory.of(resources)
    return SearchView(
        query=request.text,
        agency=request.agency,
        type=request.type,
        province=request.province,
        year=request.year,
        kind=request.kind,
        doc=request.doc,
        limit=request.limit,
        results=found.rows,
        role=request.role,
        issuer=request.issuer,
        number=request.number,
        due=request.due,
        issued=request.issued,
        status=request.status,
        order=request.order,
        read_as=found.understood.query.text if found.understood.query.changed else "",
        understood=reading_rows(directory, found.understood),
        named=tuple(DocumentRow.of(document) for document in found.named),
        asks_for_duties=found.understood.duties,
        filters=filter_rows(directory, found.given),
        offset=request.offset,
        offers=() if found.rows or request.offset else tuple(_offered_documents(resources, found.given)),
    )


def _offered_documents(resources: Resources, wanted: Filters) -> Iterator[SuggestionRow]:
    """The filters of a search that finds no passage, and how many documents answer without each."""
    directory = AgencyDirectory.of(resources)
    left = {field: documents_left(resources, wanted.but(field)) for field in wanted.given()}
    for field, value in sorted(wanted.given().items(), key=lambda item: -left[item[0]]):
        yield SuggestionRow(field, describe_filter(directory, field, value), left[field], is_read=False)


def obligation_search_view(
    resources: Resources, request: SearchRequest, *, counted: bool = False
) -> ObligationSearchView:
    """The view of a search for duties, with its facets where they are to be `counted`.

    Raises as `search_api.search.obligations.search.search_obligations` does.
    """
    found = search_obligations(resources, request, counted=counted)
    understood, directory = found.understood, AgencyDirectory.of(resources)
    filters = filter_rows(directory, found.given)
    shown = (*found.parsed_filters, *found.dropped)
    set_by_hand = {row.field for row in filters}
    return ObligationSearchView(
        query=request.text,
        total=found.total,
        results=found.rows,
        read_as=understood.query.text if understood.query.changed else "",
        understood=reading_rows(directory, understood, sorted(shown, key=lambda reading: reading.start)),
        dropped=reading_rows(directory, understood, found.dropped),
        filters=filters,
        offset=request.offset,
        offers=tuple(
            SuggestionRow(
                _READ_AS.get(o.field, o.field), _offered(directory, o, found), o.left, o.field not in set_by_hand
            )
            for o in found.offers
        ),
        facets=found.facets,
    )


# The documents that the words name are taken back as a number is.
_READ_AS = {"named": "number"}


def _offered(directory: AgencyDirectory, offer: Suggestion, found: ObligationResults) -> str:
    if offer.field == "named":
        return next(said(directory, r) for r in found.parsed_filters if r.field == "number")
    return describe_filter(directory, offer.field, offer.value)


def filter_rows(directory: AgencyDirectory, given: Filters) -> tuple[FilterRow, ...]:
    """The filters that were `given`, as shown."""
    return tuple(
        FilterRow(field, value, describe_filter(directory, field, value)) for field, value in given.given().items()
    )


def reading_rows(
    directory: AgencyDirectory, understood: ParsedQuery, parsed_filters: Sequence[ParsedFilter] | None = None
) -> tuple[ReadingRow, ...]:
    """What was read in a query, as shown; only `parsed_filters` of it where they are given."""
    return tuple(
        ReadingRow(r.field.value, r.value, understood.words(r), r.start, r.end, said(directory, r))
        for r in (understood.parsed_filters if parsed_filters is None else parsed_filters)
    )


def choices(resources: Resources) -> Choices:
    """What can be filtered by."""
    whole = resources.snapshot
    return whole.part("choices", lambda: _choices(resources, whole))


def _choices(resources: Resources, whole: StoreSnapshot) -> Choices:
    return Choices(
        types=tuple(sorted(whole.types)),
        provinces=tuple(sorted(whole.provinces)),
        years=tuple(sorted({d.issued[:4] for d in whole.documents} - {""}, reverse=True)),
        kinds=tuple(kind.value for kind in ObligationKind),
        agencies=agency_counts(AgencyDirectory.of(resources))[:_AGENCIES_OFFERED],
    )
