"""Finds passages for a person: reads what the words ask for, searches, and describes what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.model import Document
from index.query.dates import last_day
from search_api.agencies.directory import AgencyDirectory
from search_api.documents.headings import headings_of
from search_api.documents.relations import today
from search_api.schemas.passages import SamePassage, SearchRow
from search_api.search.filter_values import read_order
from search_api.search.filters import MAX_RESULTS, PARSED_FIELDS, SearchRequest, describe_filter, said
from search_api.search.matched_filters import FilterMatcher
from search_api.search.resolved_filters import Filters, chosen, conditions, narrowing

if TYPE_CHECKING:
    from corpus.store import Store
    from index.query.parser import ParsedFilter, ParsedQuery
    from index.retrieval.index import Index
    from index.retrieval.query import Hit, Query
    from index.retrieval.remote import RemoteIndex
    from search_api.resources import Resources

# What is sorted by date or deadline are the best answers, not all that shares a word with the question.
_SORTED_AMONG = 50


@dataclass(frozen=True, slots=True)
class PassageResults:
    """What a search found: the rows, how the words were read, the documents they name by number, and its filters."""

    rows: tuple[SearchRow, ...]
    understood: ParsedQuery
    named: tuple[Document, ...]
    given: Filters


def search_passages(resources: Resources, request: SearchRequest) -> PassageResults:
    """The passages that answer `request`, best first, and how it was read.

    Raises `UnknownAgency`, `UnknownValue` or `UnknownDocument` where a filter
    names nothing there is.
    """
    from index.retrieval.query import Query

    understood = read(resources, request)
    order, given = read_order(request.order), chosen(resources, request)
    parsed_filters = filters_from(understood)
    first = max(0, request.offset)
    wanted = max(1, min(first + request.limit, MAX_RESULTS))
    query = Query(
        request.text,
        limit=wanted if order == "relevance" else max(wanted, _SORTED_AMONG),
        preferred=tuple(narrowing(resources, Filters().and_read([r])) for r in parsed_filters),
        as_typed=request.as_typed,
        **conditions(resources, given),
    )
    if sum(map(bool, (query.agencies or query.role, query.kind, query.due))) > 1:
        query = replace(query, among=_with_one_duty(resources, given))
    named = documents_named(resources.store, understood)
    if query.among is None and (cited := _cited(understood, named)):
        query = replace(query, among=cited)
    hits = _sorted(_hits(resources.index, query, named), order, resources.store)[first:wanted]
    return PassageResults(_rows(resources, hits, parsed_filters, given), understood, named, given)


def read(resources: Resources, request: SearchRequest) -> ParsedQuery:
    """What the words of `request` say; what a filter says already, and what the person took back, is not read."""
    from index.query.diacritics import Restored
    from index.query.parser import parse_query

    text = request.text
    restored = Restored(text, text) if request.as_typed else resources.index.restore(text)
    given = {name for name in PARSED_FIELDS if getattr(request, name)}
    return parse_query(restored, resources.agencies, ignored={*request.ignored, *given})


def parse_for_obligations(resources: Resources, request: SearchRequest) -> ParsedQuery:
    """As `read`, but words that say what a filter says otherwise, or what was given up, are no topic either.

    So another choice for what was read leaves the topic of the search as it was.
    """
    from index.query.parser import ParsedQuery

    found = read(resources, SearchRequest(request.text, ignored=request.ignored, as_typed=request.as_typed))
    no_condition = {name for name in PARSED_FIELDS if getattr(request, name)} | set(request.dismissed)
    parsed_filters = tuple(r for r in found.parsed_filters if r.field not in no_condition)
    return ParsedQuery(found.query, parsed_filters, found.topic, found.duties)


def filters_from(understood: ParsedQuery) -> list[ParsedFilter]:
    """The readings that are conditions on answers; a number named may be what others carry out."""
    return [reading for reading in understood.parsed_filters if reading.field != "number"]


def documents_named(store: Store, understood: ParsedQuery) -> tuple[Document, ...]:
    """The documents held that the words name by number, whole or the beginning of one ("chỉ thị 28", "KH 377")."""
    from index.query.document_numbers import parts_of_numbers

    found: dict[str, Document] = {}
    for reading in understood.parsed_filters:
        if reading.field == "number":
            found |= {d.id: d for d in store.documents_numbered(reading.value)}
    if not found:
        for part in parts_of_numbers(understood.query.text):
            found |= {d.id: d for d in store.documents_numbered(part.serial, type=part.type, year=part.year)}
    return tuple(sorted(found.values(), key=lambda d: (d.issued, d.number), reverse=True))[:_MAX_NAMED]


def _cited(understood: ParsedQuery, named: Sequence[Document]) -> tuple[str, ...]:
    """Of several documents that bear the number a citation names, those of its issuer and year."""
    from index.query.document_numbers import number_asked_for

    issuer, year = (next((r.value for r in understood.parsed_filters if r.field == f), "") for f in ("issuer", "year"))
    if len(named) < _SEVERAL or not number_asked_for(understood.query.text):
        return ()
    meant = [d for d in named if (not issuer or d.issuer_id == issuer) and (not year or d.issued.startswith(year))]
    return tuple(d.id for d in meant)


def _with_one_duty(resources: Resources, given: Filters) -> tuple[str, ...]:
    """The documents with a duty that meets all conditions: in one passage different duties may meet one each."""
    from search_api.search.obligations.selection import all_duties

    duties = all_duties(resources)
    found = duties.documents_matching_index(given)
    return tuple(d.id for d, meets in zip(duties.table.documents, found, strict=True) if meets)


# The same number is borne by documents of many offices.
_SEVERAL = 2
# Half a number may be that of many; past some the list says nothing.
_MAX_NAMED = 5


def _hits(index: Index | RemoteIndex, query: Query, named: Sequence[Document]) -> list[Hit]:
    """What the index answers; where the query is half a number and one document bears it, that document."""
    from index.query.document_numbers import is_part_of_number

    if len(named) == 1 and is_part_of_number(query.text):
        query = replace(query, text=named[0].number)
    return index.search(query)


def _sorted(hits: list[Hit], order: str, store: Store) -> list[Hit]:
    if order == "relevance":
        return hits
    if order == "due":
        now = today()
        # As duties are: days to come, the next first; then past ones, the last first.
        to_come = sorted((hit for hit in hits if hit.due and last_day(hit.due) >= now), key=lambda hit: hit.due)
        past = sorted((hit for hit in hits if hit.due and last_day(hit.due) < now), key=lambda hit: hit.due)
        ranked = [*to_come, *reversed(past), *(hit for hit in hits if not hit.due)]
    else:
        documents = store.documents_with({hit.doc for hit in hits})
        issued = {doc: document.issued for doc, document in documents.items()}
        ranked = sorted(hits, key=lambda hit: issued.get(hit.doc, ""), reverse=True)
    return [replace(hit, rank=place) for place, hit in enumerate(ranked, 1)]


def _rows(
    resources: Resources, hits: Iterable[Hit], parsed_filters: Sequence[ParsedFilter], filters: Filters
) -> tuple[SearchRow, ...]:
    hits, store, directory = list(hits), resources.store, AgencyDirectory.of(resources)
    documents = store.documents_with({doc for hit in hits for doc in (hit.doc, *(twin for twin, _ in hit.same))})
    # The index follows the store: for a moment it answers with what has just been taken out.
    hits = [hit for hit in hits if hit.doc in documents]
    headings = headings_of(store, {(hit.doc, hit.path) for hit in hits})
    met = FilterMatcher(resources, hits, parsed_filters)
    by_filter = [describe_filter(directory, field, value) for field, value in filters.given().items()]
    rows = []
    for hit in hits:
        conditions_met = [*by_filter, *(said(directory, reading) for reading in met.by(hit, documents[hit.doc]))]
        if conditions_met:
            hit = replace(hit, why=f"{hit.why} Khớp điều kiện: {'; '.join(conditions_met)}.".strip())
        twins = [(documents[doc], path) for doc, path in hit.same if doc in documents]
        same = tuple(SamePassage(twin.id, path, twin.number, twin.source) for twin, path in twins)
        rows.append(SearchRow.of(hit, documents[hit.doc], headings[hit.doc, hit.path], same))
    return tuple(rows)


def interpretation_lines(directory: AgencyDirectory, understood: ParsedQuery, used: str) -> list[str]:
    """Lines for a person at a terminal: the diacritics added, what was read in the words, and how to take it back.

    `used` says what the readings do: "Ưu tiên", "Lọc theo".
    """
    lines = []
    if understood.query.changed:
        lines.append(f"Hiểu là: {understood.query.text}")
    if parsed_filters := filters_from(understood):
        lines.append(f"{used}: {'; '.join(said(directory, reading) for reading in parsed_filters)}")
    if lines:
        lines.append("Tìm đúng như đã gõ: thêm --as-typed, hoặc đặt từ cần giữ nguyên trong ngoặc kép.")
    return lines
