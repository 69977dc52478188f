"""Pages of agencies: their list, their tasks, what is due."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from search_api import clock, labels
from search_api.agencies.due_dates import calendar, due_list, due_sheet
from search_api.agencies.lookup import AssignmentBasis
from search_api.agencies.tasks import NO_DEADLINE, TaskFilter, agency_view
from search_api.exports.reports import ReportFormat, media_type
from search_api.records.overview import agency_counts
from search_api.search.filter_values import read_day, read_day_or_today
from search_api.web.dependencies import KB, download
from search_api.web.pagination import PageNumber, page_url
from search_api.web.templating import page

router = APIRouter(include_in_schema=False)

# What a page holds of a list that narrows while one types; those with most duties.
_AGENCIES = 500

_VIAS = {
    AssignmentBasis.OWN: "Giao đích danh",
    AssignmentBasis.BRANCH: "Giao cho cơ quan của từng tỉnh",
    AssignmentBasis.PREDECESSOR: "Giao dưới tên cũ",
    AssignmentBasis.CLASS: "Giao chung cho nhóm cơ quan",
    AssignmentBasis.POSSIBLE: "Chưa rõ chuyển cho cơ quan này hay cơ quan khác",
}


@router.get("/co-quan", response_class=HTMLResponse)
def agencies_page(request: Request, kb: KB, q: str = "") -> Response:
    """All agencies with duties."""
    found = agency_counts(kb.directory, q)
    shown: dict[str, Any] = {
        "agencies": found[:_AGENCIES],
        "found": len(found),
        "total": len(kb.snapshot.agency_counts),
    }
    return page(request, "agencies.html", **shown, q=q)


@router.get("/co-quan/{agency_id}", response_class=HTMLResponse)
def agency_page(
    request: Request,
    kb: KB,
    agency_id: str,
    vai_tro: str = "",
    van_ban: str = "",
    han: str = "",
    cach_giao: str = "",
    xep: str = "",
    trang: PageNumber = 1,
    ngay: str = "",
    dich_danh: bool = False,
) -> Response:
    """An agency's tasks: those it ever had, or those it has on a day."""
    order = "due" if xep == "han" else "via"
    day = read_day(ngay) if ngay else ""
    wanted = TaskFilter(vai_tro, van_ban, han, cach_giao, order, trang, day, dich_danh)
    view = agency_view(kb.resources, agency_id, wanted)
    deadlines = {kind.value: words for kind, words in labels.DEADLINE_KINDS.items()} | {NO_DEADLINE: "Không ghi hạn"}
    return page(
        request,
        "agency.html",
        view=view,
        wanted=wanted,
        vias={via.value: words for via, words in _VIAS.items()},
        deadlines=deadlines,
        turned=page_url(request),
        today=clock.today().isoformat(),
    )


@router.get("/co-quan/{agency_id}/lich.ics")
def due_calendar(kb: KB, agency_id: str, ngay: str = "", dich_danh: bool = False) -> Response:
    """An agency's due list as a calendar file."""
    data = calendar(
        kb.directory, agency_id, due_list(kb.resources, agency_id, read_day_or_today(ngay), named_only=dich_danh)
    )
    return download(f"viec-den-han-{agency_id}.ics", data, "text/calendar; charset=utf-8")


@router.get("/co-quan/{agency_id}/den-han.xlsx")
def due_spreadsheet(kb: KB, agency_id: str, ngay: str = "", dich_danh: bool = False) -> Response:
    """An agency's due list as a spreadsheet."""
    day = read_day_or_today(ngay)
    data = due_sheet(kb.directory, agency_id, due_list(kb.resources, agency_id, day, named_only=dich_danh), day)
    return download(f"viec-den-han-{agency_id}.xlsx", data, media_type(ReportFormat.XLSX))
