"""Pages of documents: their list, the reader, what is missing. They work without scripts."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from corpus.storage.originals import file_name
from search_api.documents.catalogue import document_rows, matching, newest_first
from search_api.documents.detail import document_view, targets
from search_api.documents.reader import render_clauses
from search_api.documents.relations import missing
from search_api.schemas.targets import target_rows
from search_api.search.filter_values import read_type, read_year
from search_api.search.views import choices
from search_api.web.dependencies import KB, download
from search_api.web.pagination import PageNumber, paginate
from search_api.web.templating import page

router = APIRouter(include_in_schema=False)

# Nobody looks further down a list of what to collect next; the API gives the rest.
_MISSING = 200


@router.get("/van-ban", response_class=HTMLResponse)
def documents_page(
    request: Request, kb: KB, q: str = "", loai: str = "", nam: str = "", trang: PageNumber = 1
) -> Response:
    """All documents, to be narrowed by words, kind and year."""
    held = kb.snapshot.documents
    kind = read_type(loai, kb.snapshot.types) if loai else ""
    year = str(read_year(nam)) if nam else ""
    found = [d for d in matching(held, q) if (not kind or d.type == kind) and (not year or d.issued.startswith(year))]
    rows, turning = paginate(request, newest_first(found), trang)
    asked = {"q": q, "loai": kind, "nam": year}
    shown: dict[str, Any] = {
        "documents": document_rows(kb.snapshot, rows),
        "found": len(found),
        "total": len(held),
        "asked": asked,
    }
    shown |= turning
    return page(
        request, "documents.html", **shown, choices=choices(kb.resources), set_aside=len(kb.store.set_aside_list())
    )


@router.get("/van-ban/{doc}/ban-goc")
def original(kb: KB, doc: str) -> Response:
    """The file as it was received, to be saved."""
    document = kb.store.document(doc)
    return download(file_name(document.source), kb.store.original(document.id))


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
        view=document_view(kb.store, record),
        blocks=render_clauses(record, targets(kb.store, record)),
        aims=tuple(target_rows(record)),
        has_page_images=any(p.width for p in record.pages),
    )


@router.get("/van-ban-con-thieu", response_class=HTMLResponse)
def missing_page(request: Request, kb: KB) -> Response:
    """The documents that are cited but not held, those that most documents cite first."""
    found = kb.snapshot.part("missing", lambda: missing(kb.store))
    return page(request, "missing.html", missing=found[:_MISSING], total=len(found))
