"""Pages about the service: files set aside, the API described."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from corpus.storage.originals import file_name
from search_api.errors import UnknownFile
from search_api.ingestion.quarantine import quarantined_files
from search_api.web.dependencies import KB, download
from search_api.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/de-rieng", response_class=HTMLResponse)
def set_aside_page(request: Request, kb: KB) -> Response:
    """The files that could not be read, each with its reason and what to do."""
    return page(request, "set_aside.html", files=quarantined_files(kb.store))


@router.get("/de-rieng/{sha256}/ban-goc")
def original_set_aside(kb: KB, sha256: str) -> Response:
    """A file that was set aside as it was received, to be saved."""
    name = next((file_name(f.source_path) for f in kb.store.set_aside_list() if f.kept and f.sha256 == sha256), None)
    if name is None:
        raise UnknownFile("Tệp này không còn trong danh sách để riêng.")
    return download(name, kb.store.originals.read(sha256))


@router.get("/api", response_class=HTMLResponse)
def api_page(request: Request) -> Response:
    """The API described on one page; the same as ``/api/v1/openapi.json`` for people."""
    return page(request, "api.html", schema=request.app.openapi())
