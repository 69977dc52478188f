"""Routes of the API about agencies: their tasks and what is due."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from search_api.agencies.due_dates import DueRow, due_list
from search_api.agencies.tasks import AgencyView, TaskFilter, agency_view
from search_api.records.overview import AgencyCount, agency_counts
from search_api.search.filter_values import read_day, read_day_or_today, read_role
from search_api.web.dependencies import API_ERRORS, KB, Limit, Offset, Words, part

router = APIRouter(prefix="/api/v1", responses=API_ERRORS, tags=["agencies"])

Day = Annotated[str, Query(description="The day (ISO) seen from; today where it is left out.")]

Named = Annotated[bool, Query(description="Leave out duties given to a class that includes the agency.")]


@router.get("/agencies/{agency_id}/due")
def get_due(kb: KB, agency_id: str, as_of: Day = "", named: Named = False) -> list[DueRow]:
    """What an agency has to do by when, the earliest day first."""
    return list(due_list(kb.resources, agency_id, read_day_or_today(as_of), named_only=named))


@router.get("/agencies")
def list_agencies(kb: KB, q: Words = "", limit: Limit = 100, offset: Offset = 0) -> list[AgencyCount]:
    """The agencies that hold duties, those with most first."""
    return part(agency_counts(kb.directory, q), limit, offset)


@router.get("/agencies/{agency_id}")
def get_agency(
    kb: KB,
    agency_id: str,
    role: Annotated[str, Query(description="`lead`, `support` or `direct`.")] = "",
    doc: Annotated[str, Query(description="One document, by id, number or file name.")] = "",
    deadline: Annotated[str, Query(description="A kind of deadline, or `none`.")] = "",
    via: Annotated[str, Query(description="`own`, `branch`, `predecessor`, `class` or `possible`.")] = "",
    order: Annotated[str, Query(pattern="^(via|due)$", description="`via`, or `due` for the earliest first.")] = "via",
    page: Annotated[int, Query(ge=1)] = 1,
    as_of: Annotated[str, Query(description="Only tasks that are its on this day (ISO).")] = "",
    named: Annotated[bool, Query(description="Leave out tasks given to a class that includes it.")] = False,
) -> AgencyView:
    """An agency's tasks, under its own name, an old one or through a class that includes it."""
    doc = doc and kb.store.document(doc).id
    day = read_day(as_of) if as_of else ""
    wanted = TaskFilter(role and read_role(role), doc, deadline, via, order, page, day, named)
    return agency_view(kb.resources, agency_id, wanted)
