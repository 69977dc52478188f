"""The "5 rõ" check and due lists for people and programs: pages, downloads and API."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api import labels
from search_api.agencies.due_dates import DueRow, calendar, due_list, due_sheet
from search_api.exports.reports import ReportFormat, media_type
from search_api.quality.completeness import (
    ClaritySummary,
    CompletenessView,
    clarity,
    clarity_summary,
    completeness_of_all,
)
from search_api.search.filters import read_day
from search_api.web.api.documents import KB
from search_api.web.pagination import PageNumber, paginate
from search_api.web.templating import page

api = APIRouter(prefix="/api/v1")
pages = APIRouter(include_in_schema=False)

Day = Annotated[str, Query(description="The day (ISO) seen from; today where it is left out.")]
Named = Annotated[bool, Query(description="Leave out duties given to a class that includes the agency.")]


@api.get("/clarity", tags=["obligations"])
def list_clarity(kb: KB) -> list[ClaritySummary]:
    """How many duties of each document lack a lead, a deadline, a report or a product ("5 rõ")."""
    return [clarity_summary(view) for view in completeness_of_all(kb)]


@api.get("/documents/{doc:path}/clarity", tags=["documents"])
def get_clarity(kb: KB, doc: str) -> CompletenessView:
    """The duties of a document that lack something, and what to add."""
    return clarity(kb, doc)


@api.get("/agencies/{agency_id}/due", tags=["agencies"])
def get_due(kb: KB, agency_id: str, as_of: Day = "", named: Named = False) -> list[DueRow]:
    """What an agency has to do by when, the earliest day first."""
    return list(due_list(kb, agency_id, _day(as_of), named_only=named))


@pages.get("/nam-ro", response_class=HTMLResponse)
def clarity_list_page(request: Request, kb: KB, trang: PageNumber = 1) -> Response:
    """All documents with how clear their duties are."""
    views, turning = paginate(request, completeness_of_all(kb), trang)
    return page(request, "clarity_list.html", views=views, lacks=labels.LACKS, **turning)


@pages.get("/van-ban/{doc:path}/nam-ro", response_class=HTMLResponse)
def clarity_page(request: Request, kb: KB, doc: str, thieu: str = "") -> Response:
    """The duties of one document that lack something, or one thing."""
    document = kb.store.document(doc)
    if doc != document.id:
        return RedirectResponse(f"/van-ban/{document.id}/nam-ro", status_code=307)
    view = clarity(kb, document.id)
    rows = [row for row in view.rows if not thieu or thieu in row.lacks]
    return page(request, "clarity.html", view=view, rows=rows, lacks=labels.LACKS, chosen=thieu)


@pages.get("/co-quan/{agency_id}/lich.ics")
def due_calendar(kb: KB, agency_id: str, ngay: str = "", dich_danh: bool = False) -> Response:
    """An agency's due list as a calendar file."""
    data = calendar(kb, agency_id, due_list(kb, agency_id, _day(ngay), named_only=dich_danh))
    return _download(f"viec-den-han-{agency_id}.ics", data, "text/calendar; charset=utf-8")


@pages.get("/co-quan/{agency_id}/den-han.xlsx")
def due_spreadsheet(kb: KB, agency_id: str, ngay: str = "", dich_danh: bool = False) -> Response:
    """An agency's due list as a spreadsheet."""
    day = _day(ngay)
    data = due_sheet(kb, agency_id, due_list(kb, agency_id, day, named_only=dich_danh), day)
    return _download(f"viec-den-han-{agency_id}.xlsx", data, media_type(ReportFormat.XLSX))


def _day(words: str) -> str:
    return read_day(words) if words else date.today().isoformat()


def _download(name: str, data: bytes, kind: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=kind, headers={"content-disposition": disposition})
