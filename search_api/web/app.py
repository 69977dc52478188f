"""The web service: API and pages over one knowledge base."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from search_api import version
from search_api.bootstrap import KnowledgeBase
from search_api.web import error_handlers
from search_api.web.api import (
    agencies,
    crosswalk,
    documents,
    obligations,
    originals,
    quality,
    removal,
    search,
    service,
    uploads,
)
from search_api.web.middleware import (
    LOOPBACK,
    CrossOriginMiddleware,
    SecurityHeadersMiddleware,
    SnapshotMiddleware,
    TrustedHostMiddleware,
)
from search_api.web.pages import agencies as agency_pages
from search_api.web.pages import crosswalk as crosswalk_pages
from search_api.web.pages import documents as document_pages
from search_api.web.pages import originals as original_pages
from search_api.web.pages import quality as quality_pages
from search_api.web.pages import removal as removal_pages
from search_api.web.pages import search as search_pages
from search_api.web.pages import service as service_pages
from search_api.web.pages import uploads as upload_pages
from search_api.web.templating import STATIC
from search_api.web.warmup import WarmUp

# The addresses of documents take in whatever follows, so that `documents` stands behind all that lie below them.
_API = (originals, quality, service, search, documents, obligations, agencies, uploads, crosswalk, removal)
_PAGES = (
    original_pages,
    quality_pages,
    upload_pages,
    crosswalk_pages,
    search_pages,
    service_pages,
    removal_pages,
    agency_pages,
    document_pages,
)

_DESCRIPTION = (
    "Who must do what, by when, under which document. Spans `[start, end)` count characters of a document's text "
    "(`/documents/{doc}/text`), dates are ISO and as partial as the text is, and every error is "
    '`{"error": {"code", "message", "details"}}`.'
)


def create_app(kb: KnowledgeBase, *, hosts: Collection[str] = LOOPBACK, warm: bool = True) -> ASGIApp:
    """The service over `kb`, which answers under the names `hosts` only; the caller closes `kb`.

    `warm` loads the language model in the background while the first pages are served.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if warm:
            app.state.warming.start()
        yield
        app.state.warming.stop()

    app = FastAPI(
        title="Nhiệm Vụ",
        version=version(),
        description=_DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        # The ready-made pages load their scripts from another host; /api describes the API instead.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.kb = kb
    app.state.warming = WarmUp(kb)
    for module in (*_API, *_PAGES):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    error_handlers.install(app)
    # Around everything, so that even the answer of last resort carries the headers.
    guarded: ASGIApp = CrossOriginMiddleware(SnapshotMiddleware(app), refuse=error_handlers.refuse_origin)
    guarded = TrustedHostMiddleware(guarded, hosts=hosts, refuse=error_handlers.refuse_host)
    return SecurityHeadersMiddleware(guarded, lasting="/static/")
