"""Routes of the API that search: passages, obligations, facets."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query

from search_api.search.facets import Facets, facets
from search_api.search.filters import DEFAULT_LIMIT, MAX_RESULTS, SearchRequest, window_between
from search_api.search.views import (
    Choices,
    ObligationSearchView,
    SearchView,
    choices,
    obligation_search_view,
    search_view,
)
from search_api.web.dependencies import API_ERRORS, KB, Agency, Offset

router = APIRouter(prefix="/api/v1", responses=API_ERRORS, tags=["search"])


IssuedFrom = Annotated[str, Query(description="The first day of issue: `2025-09-01` or `1/9/2025`.")]
IssuedTo = Annotated[str, Query(description="The last day of issue.")]


@router.get("/choices")
def get_choices(kb: KB) -> Choices:
    """The values that a search can be filtered by."""
    return choices(kb.resources)


@router.get("/search")
def search(
    kb: KB,
    q: Annotated[str, Query(min_length=1, description="A question or words, with or without accents.")],
    agency: Agency = "",
    type: Annotated[str, Query(description="A kind of document, such as `chỉ thị`.")] = "",
    province: Annotated[str, Query(description="The issuing province.")] = "",
    year: Annotated[str, Query(description="The year of issue.")] = "",
    kind: Annotated[str, Query(description="A kind of obligation, such as `reporting`.")] = "",
    doc: Annotated[str, Query(description="One document, by id, number or file name.")] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_RESULTS)] = DEFAULT_LIMIT,
    role: Annotated[str, Query(description="`lead`, `support` or `direct`.")] = "",
    issuer: Annotated[str, Query(description="The issuing agency, by id, name or abbreviation.")] = "",
    number: Annotated[str, Query(description="A document's number in any spelling.")] = "",
    due: Annotated[str, Query(description="When a duty falls due: `2025-10-01..2025-12-31`, or `quý IV/2025`.")] = "",
    status: Annotated[str, Query(description="`in_force`, `amended`, `replaced`, `repealed` or `unknown`.")] = "",
    order: Annotated[str, Query(description="`relevance`, `date` or `due`.")] = "",
    ignore: Annotated[list[str] | None, Query(description="Fields not to be read in the words, as `agency`.")] = None,
    as_typed: Annotated[bool, Query(description="Do not restore diacritics.")] = False,
    offset: Offset = 0,
    issued_from: IssuedFrom = "",
    issued_to: IssuedTo = "",
) -> SearchView:
    """The passages that answer a question, best first, each with its exact place in its document.

    What the words say of agencies, places, times and kinds is read (`understood`), and
    passages that meet it rank higher; what is named in `ignore` is left as words.
    """
    issued = window_between(issued_from, issued_to)
    asked = SearchRequest(q, agency, type, province, year, kind, doc, limit, issued=issued)
    asked = replace(asked, role=role, issuer=issuer, number=number, due=due, status=status, order=order)
    return search_view(kb.resources, replace(asked, ignored=tuple(ignore or ()), as_typed=as_typed, offset=offset))


@router.get("/search/facets")
def get_facets(
    kb: KB,
    type: Annotated[str, Query(description="A kind of document, such as `chỉ thị`.")] = "",
    province: Annotated[str, Query(description="The issuing province.")] = "",
    year: Annotated[str, Query(description="The year of issue.")] = "",
    issuer: Annotated[str, Query(description="The issuing agency.")] = "",
    status: Annotated[str, Query(description="`in_force`, `amended`, `replaced`, `repealed` or `unknown`.")] = "",
    agency: Agency = "",
    role: Annotated[str, Query(description="`lead`, `support` or `direct`.")] = "",
    kind: Annotated[str, Query(description="A kind of obligation, such as `reporting`.")] = "",
    due: Annotated[str, Query(description="When a duty falls due: `2025-10-01..2025-12-31`, or `quý IV/2025`.")] = "",
    number: Annotated[str, Query(description="A document's number in any spelling.")] = "",
    doc: Annotated[str, Query(description="One document, by id, number or file name.")] = "",
    issued_from: IssuedFrom = "",
    issued_to: IssuedTo = "",
) -> Facets:
    """How many documents each value of a filter leaves, exact, each under the other filters.

    With filters on duties (agency, role, kind, due): the documents with a duty that meets
    them all. Duties are counted by `facets=true` of a search for them.
    """
    issued = window_between(issued_from, issued_to)
    asked = SearchRequest("", agency, type, province, year, kind, doc, issued=issued)
    return facets(kb.resources, replace(asked, issuer=issuer, status=status, role=role, due=due, number=number))


@router.get("/search/obligations")
def search_obligations(
    kb: KB,
    q: Annotated[str, Query(min_length=1, description="As `nhiệm vụ về đuối nước của Sở Y tế trong năm 2025`.")],
    agency: Agency = "",
    role: Annotated[str, Query(description="`lead`, `support` or `direct`.")] = "",
    kind: Annotated[str, Query(description="A kind of obligation, such as `reporting`.")] = "",
    due: Annotated[str, Query(description="When it falls due: `2025-10-01..2025-12-31`, or `quý IV/2025`.")] = "",
    type: Annotated[str, Query(description="A kind of document, such as `chỉ thị`.")] = "",
    province: Annotated[str, Query(description="The issuing province.")] = "",
    year: Annotated[str, Query(description="The year of issue.")] = "",
    doc: Annotated[str, Query(description="One document, by id, number or file name.")] = "",
    status: Annotated[str, Query(description="`in_force`, `amended`, `replaced`, `repealed` or `unknown`.")] = "",
    order: Annotated[str, Query(description="`relevance`, `date` or `due`.")] = "",
    ignore: Annotated[list[str] | None, Query(description="Fields not to be read in the words, as `agency`.")] = None,
    as_typed: Annotated[bool, Query(description="Do not restore diacritics.")] = False,
    limit: Annotated[int, Query(ge=1, le=MAX_RESULTS)] = DEFAULT_LIMIT,
    issuer: Annotated[str, Query(description="The issuing agency, by id, name or abbreviation.")] = "",
    number: Annotated[str, Query(description="A document's number in any spelling.")] = "",
    offset: Offset = 0,
    counted: Annotated[
        bool, Query(alias="facets", description="Also how many duties each value of a filter leaves.")
    ] = False,
    issued_from: IssuedFrom = "",
    issued_to: IssuedTo = "",
) -> ObligationSearchView:
    """The duties that answer a question: who must do what, by when. What is read in the words are conditions here.

    `total` is how many there are; where it is 0, `results` are the nearest by meaning and
    `offers` say what to take back.
    """
    issued = window_between(issued_from, issued_to)
    asked = SearchRequest(q, agency, type, province, year, kind, doc, limit, issued=issued)
    asked = replace(asked, role=role, due=due, status=status, order=order, issuer=issuer, number=number)
    asked = replace(asked, ignored=tuple(ignore or ()), as_typed=as_typed, offset=offset)
    return obligation_search_view(kb.resources, asked, counted=counted)
