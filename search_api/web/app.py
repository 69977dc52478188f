"""The web service: API and pages over one knowledge base."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from search_api import version
from search_api.bootstrap import KnowledgeBase
from search_api.errors import told
from search_api.ingestion import uploads
from search_api.search.filters import SearchRequest
from search_api.search.obligations.search import search_obligations
from search_api.web import error_handlers
from search_api.web.api import crosswalk
from search_api.web.api import documents as api
from search_api.web.middleware import LOOPBACK, Guard
from search_api.web.pages import crosswalk as crosswalk_pages
from search_api.web.pages import documents as pages
from search_api.web.pages import originals, quality
from search_api.web.pages import search as search_pages
from search_api.web.templating import STATIC

log = logging.getLogger(__name__)

_DESCRIPTION = (
    "Who must do what, by when, under which document. Spans `[start, end)` count characters of a document's text "
    "(`/documents/{doc}/text`), dates are ISO and as partial as the text is, and every error is "
    '`{"error": {"code", "message", "details"}}`.'
)


# Seconds; loading the model takes two or three on two cores.
_LONGEST_STOP = 20.0


class WarmUp:
    """Makes searching ready behind the first pages: index brought up to the store, language model loaded.

    `state` is ``loading``, ``ready`` or ``failed``; `at` and `of` are the documents indexed and to be indexed, where
    the index is being brought up to the store.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._stopping = threading.Event()
        # Not to be waited for for ever where the machine is busy loading.
        self._thread = threading.Thread(target=self._warm, name="warming", daemon=True)
        self.state = "loading"
        self.at = self.of = 0

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End after the document in hand."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_LONGEST_STOP)

    def _warm(self) -> None:
        try:
            self._kb.serve_index()
            self._kb.sync(progress=self._go_on)
            self._kb.search(SearchRequest("nhiệm vụ", limit=1))
            search_obligations(self._kb, SearchRequest("nhiệm vụ về báo cáo", limit=1))  # all duties and their words
        except _Stopped:
            self.state = "failed"
        except Exception as error:
            # The pages that need no model go on; a search will meet the same error and tell it.
            self.state = "failed"
            log.warning("warming failed: %s", told(error) or error, exc_info=error)
        else:
            self.state = "ready"

    def _go_on(self, what: str, at: int, of: int, name: str) -> None:
        self.at, self.of = at, of
        if self._stopping.is_set():
            raise _Stopped


class _Stopped(Exception):
    """The service is stopping."""


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
    # Before the others, whose addresses of documents take in whatever follows.
    app.include_router(originals.api)
    app.include_router(originals.pages)
    app.include_router(quality.api)
    app.include_router(quality.pages)
    app.include_router(api.router)
    app.include_router(uploads.api)
    app.include_router(uploads.pages)
    app.include_router(crosswalk.router)
    app.include_router(crosswalk_pages.router)
    app.include_router(search_pages.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    error_handlers.install(app)
    # Around everything, so that even the answer of last resort carries the headers.
    return Guard(app, hosts=hosts, refuse=error_handlers.refuse_host, lasting="/static/")
