"""The page where files are handed over."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from search_api.web.dependencies import KB
from search_api.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/nap-van-ban", response_class=HTMLResponse)
def giving_page(request: Request, kb: KB) -> Response:
    """Where files are handed over."""
    return page(request, "receiving.html", documents=len(kb.snapshot.documents), data=kb.settings.data)
