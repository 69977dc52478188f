"""The pages of the crosswalk: two documents side by side, to be reviewed, and a parent with all its children."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from search_api.api import KB
from search_api.errors import UnknownValue
from search_api.overview import newest_first
from search_api.templating import page
from search_api.views import DocumentRow

router = APIRouter(include_in_schema=False)


@router.get("/doi-chieu", response_class=HTMLResponse)
def crosswalk_page(request: Request, kb: KB, tren: str = "", duoi: str = "", co_quan: str = "") -> Response:
    """Each task of a document beside what carries it out in another."""
    held = [DocumentRow.of(d) for d in newest_first(kb.store.documents())]
    view = kb.crosswalks.between(tren, duoi, co_quan.strip()) if tren and duoi else None
    shown: dict[str, Any] = {"documents": held, "above": tren, "below": duoi, "agency": co_quan.strip(), "view": view}
    return page(request, "crosswalk.html", **shown, explains=bool(kb.settings.explain_url))


@router.get("/doi-chieu/nhiem-vu/{number}", response_class=HTMLResponse)
def row_page(request: Request, kb: KB, number: int, tren: str, duoi: str) -> Response:
    """One task of a crosswalk, as it stands in the page: what a verdict has changed is put in its place."""
    view = kb.crosswalks.between(tren, duoi)
    if not 0 < number <= len(view.rows):
        raise UnknownValue(f"Văn bản cấp trên không có nhiệm vụ thứ {number}.")
    return page(request, "crosswalk_row.html", view=view, row=view.rows[number - 1])


@router.get("/doi-chieu/ma-tran", response_class=HTMLResponse)
def matrix_page(request: Request, kb: KB, tren: str = "") -> Response:
    """A parent's tasks by all documents that carry it out, and the chain below it."""
    held = [DocumentRow.of(d) for d in newest_first(kb.store.documents())]
    view = kb.crosswalks.matrix(tren) if tren else None
    chain = kb.crosswalks.chain(tren) if tren else ()
    return page(request, "crosswalk_matrix.html", documents=held, above=tren, view=view, chain=chain)
