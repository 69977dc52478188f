"""The web pages, rendered here; they work without scripts and load nothing from elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from corpus.storage.originals import file_name
from search_api import labels
from search_api.agencies.lookup import AssignmentBasis
from search_api.agencies.tasks import NO_DEADLINE, TaskFilter, agency_view
from search_api.documents.detail import document_view, targets
from search_api.documents.overview import agency_counts, matching, newest_first
from search_api.documents.reader import render_clauses
from search_api.documents.relations import missing
from search_api.errors import UnknownFile
from search_api.ingestion.quarantine import quarantined_files
from search_api.search.filters import read_day, read_type, read_year
from search_api.search.views import choices
from search_api.web.api.documents import KB
from search_api.web.pagination import PageNumber, page_url, paginate
from search_api.web.templating import page

router = APIRouter(include_in_schema=False)

# Nobody looks further down a list of what to collect next; the API gives the rest.
_MISSING = 200
# What a page holds of a list that narrows while one types; those with most duties.
_AGENCIES = 500

_VIAS = {
    AssignmentBasis.OWN: "Giao đích danh",
    AssignmentBasis.BRANCH: "Giao cho cơ quan của từng tỉnh",
    AssignmentBasis.PREDECESSOR: "Giao dưới tên cũ",
    AssignmentBasis.CLASS: "Giao chung cho nhóm cơ quan",
    AssignmentBasis.POSSIBLE: "Chưa rõ chuyển cho cơ quan này hay cơ quan khác",
}


@router.get("/van-ban", response_class=HTMLResponse)
def documents_page(
    request: Request, kb: KB, q: str = "", loai: str = "", nam: str = "", trang: PageNumber = 1
) -> Response:
    """All documents, to be narrowed by words, kind and year."""
    held = kb.whole.documents
    kind = read_type(loai, kb.whole.types) if loai else ""
    year = str(read_year(nam)) if nam else ""
    found = [d for d in matching(held, q) if (not kind or d.type == kind) and (not year or d.issued.startswith(year))]
    rows, turning = paginate(request, newest_first(found), trang)
    asked = {"q": q, "loai": kind, "nam": year}
    shown: dict[str, Any] = {"documents": kb.rows(rows), "found": len(found), "total": len(held), "asked": asked}
    shown |= turning
    return page(request, "documents.html", **shown, choices=choices(kb), set_aside=len(kb.store.set_aside_list()))


@router.get("/de-rieng", response_class=HTMLResponse)
def set_aside_page(request: Request, kb: KB) -> Response:
    """The files that could not be read, each with its reason and what to do."""
    return page(request, "set_aside.html", files=quarantined_files(kb))


@router.get("/de-rieng/{sha256}/ban-goc")
def original_set_aside(kb: KB, sha256: str) -> Response:
    """A file that was set aside as it was received, to be saved."""
    name = next((file_name(f.source_path) for f in kb.store.set_aside_list() if f.kept and f.sha256 == sha256), None)
    if name is None:
        raise UnknownFile("Tệp này không còn trong danh sách để riêng.")
    return _download(name, kb.store.originals.read(sha256))


@router.get("/van-ban/{doc}/ban-goc")
def original(kb: KB, doc: str) -> Response:
    """The file as it was received, to be saved."""
    document = kb.store.document(doc)
    return _download(file_name(document.source), kb.store.original(document.id))


def _download(name: str, data: bytes) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type="application/octet-stream", headers={"content-disposition": disposition})


@router.get("/van-ban/{doc:path}", response_class=HTMLResponse)
def reader_page(request: Request, kb: KB, doc: str) -> Response:
    """A document clause by clause; a number or file name leads to the document's own address."""
    document = kb.store.document(doc)
    if doc != document.id:
        return RedirectResponse(f"/van-ban/{document.id}", status_code=307)
    record = kb.store.record(document.id)
    return page(
        request,
        "reader.html",
        view=document_view(kb, record),
        blocks=render_clauses(record, targets(kb, record)),
        has_page_images=any(p.width for p in record.pages),
    )


@router.get("/van-ban-con-thieu", response_class=HTMLResponse)
def missing_page(request: Request, kb: KB) -> Response:
    """The documents that are cited but not held, those that most documents cite first."""
    found = kb.whole.part("missing", lambda: missing(kb.store))
    return page(request, "missing.html", missing=found[:_MISSING], total=len(found))


@router.get("/co-quan", response_class=HTMLResponse)
def agencies_page(request: Request, kb: KB, q: str = "") -> Response:
    """All agencies with duties."""
    found = agency_counts(kb, q)
    shown: dict[str, Any] = {"agencies": found[:_AGENCIES], "found": len(found), "total": len(kb.whole.agency_counts)}
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
    view = agency_view(kb, agency_id, wanted)
    deadlines = {kind.value: words for kind, words in labels.DEADLINE_KINDS.items()} | {NO_DEADLINE: "Không ghi hạn"}
    return page(
        request,
        "agency.html",
        view=view,
        wanted=wanted,
        vias={via.value: words for via, words in _VIAS.items()},
        deadlines=deadlines,
        turned=page_url(request),
        today=date.today().isoformat(),
    )


@router.get("/api", response_class=HTMLResponse)
def api_page(request: Request) -> Response:
    """The API described on one page; the same as ``/api/v1/openapi.json`` for people."""
    return page(request, "api.html", schema=request.app.openapi())
