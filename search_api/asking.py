"""A search and what it found, as shown to a person or a program."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.model import ObligationKind
from search_api.answers import SearchRow
from search_api.filters import SearchRequest
from search_api.overview import AgencyCount, agency_counts
from search_api.views import STRICT

if TYPE_CHECKING:
    from search_api.knowledge_base import KnowledgeBase


# A list to choose from while typing; past some hundreds browsers grow slow, and any
# other agency can still be typed.
_AGENCIES_OFFERED = 500


@dataclass(frozen=True, slots=True)
class SearchView:
    """A search as it was asked and the passages that answer, best first."""

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

    def by_document(self) -> list[list[SearchRow]]:
        """The results document by document, in the order in which each document's best one ranks."""
        first = {row.doc: row.rank for row in reversed(self.results)}
        ordered = sorted(self.results, key=lambda row: (first[row.doc], row.rank))
        return [list(group) for _, group in groupby(ordered, key=lambda row: row.doc)]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of a search offer: only what the knowledge base holds."""

    __pydantic_config__ = STRICT

    types: tuple[str, ...]
    provinces: tuple[str, ...]
    years: tuple[str, ...]
    kinds: tuple[str, ...]
    agencies: tuple[AgencyCount, ...]


def search_view(kb: KnowledgeBase, request: SearchRequest) -> SearchView:
    """The view of a search; raises as `KnowledgeBase.search` does."""
    return SearchView(
        query=request.text,
        agency=request.agency,
        type=request.type,
        province=request.province,
        year=request.year,
        kind=request.kind,
        doc=request.doc,
        limit=request.limit,
        results=kb.search(request),
    )


def choices(kb: KnowledgeBase) -> Choices:
    """What can be filtered by."""
    documents = kb.store.documents()
    return Choices(
        types=tuple(sorted({d.type for d in documents} - {""})),
        provinces=tuple(sorted({d.province for d in documents} - {""})),
        years=tuple(sorted({d.issued[:4] for d in documents} - {""}, reverse=True)),
        kinds=tuple(kind.value for kind in ObligationKind),
        agencies=agency_counts(kb)[:_AGENCIES_OFFERED],
    )
