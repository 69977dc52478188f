"""Pages on which documents are taken out of the knowledge base and back in. They work without scripts."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api.ingestion import removal
from search_api.web.dependencies import KB
from search_api.web.templating import page

router = APIRouter(include_in_schema=False)

_SEE_OTHER = 303


@router.post("/van-ban/{doc}/bo")
def remove_document(kb: KB, doc: str) -> Response:
    """Take a document out, then show what can be restored."""
    kb.remove([doc])
    return RedirectResponse("/da-bo", _SEE_OTHER)


@router.get("/da-bo", response_class=HTMLResponse)
def removed_page(request: Request, kb: KB) -> Response:
    """The documents that were removed and can be restored."""
    return page(request, "removed.html", documents=removal.removed(kb.store), days=removal.RESTORABLE_DAYS)


@router.post("/da-bo/{doc}/khoi-phuc")
def restore_document(kb: KB, doc: str) -> Response:
    """Take a removed document in again, then show it."""
    report = kb.restore([doc])
    found = [*report.ingested, *report.unchanged]
    return RedirectResponse(f"/van-ban/{found[0]}" if found else "/de-rieng", _SEE_OTHER)
