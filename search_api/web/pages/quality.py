"""Pages about the completeness of obligations."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api import labels
from search_api.quality.completeness import (
    clarity,
    completeness_of_all,
)
from search_api.web.dependencies import KB
from search_api.web.pagination import PageNumber, paginate
from search_api.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/nam-ro", response_class=HTMLResponse)
def clarity_list_page(request: Request, kb: KB, trang: PageNumber = 1) -> Response:
    """All documents with how clear their duties are."""
    views, turning = paginate(request, completeness_of_all(kb.resources), trang)
    return page(request, "clarity_list.html", views=views, lacks=labels.LACKS, **turning)


@router.get("/van-ban/{doc:path}/nam-ro", response_class=HTMLResponse)
def clarity_page(request: Request, kb: KB, doc: str, thieu: str = "") -> Response:
    """The duties of one document that lack something, or one thing."""
    document = kb.store.document(doc)
    if doc != document.id:
        return RedirectResponse(f"/van-ban/{document.id}/nam-ro", status_code=307)
    view = clarity(kb.resources, document.id)
    rows = [row for row in view.rows if not thieu or thieu in row.lacks]
    return page(request, "clarity.html", view=view, rows=rows, lacks=labels.LACKS, chosen=thieu)
