"""Routes of the API about originals: places of a stretch of text, pages and their pictures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from corpus.layout import page_areas
from corpus.model import Document, Span
from search_api.bootstrap import KnowledgeBase
from search_api.errors import UnknownValue
from search_api.originals.locations import LocationRow, PageRow, clause_spans, locate_span, page_rows
from search_api.originals.page_images import DEFAULT_WIDTH, LEAST_WIDTH, MOST_WIDTH, page_image
from search_api.web.dependencies import KB

router = APIRouter(prefix="/api/v1", tags=["documents"])

Start = Annotated[int, Query(ge=0, description="Where the stretch to be marked begins, in characters of the text.")]

End = Annotated[int, Query(ge=0, description="Where it ends; nothing is marked where this is not after `start`.")]

_NO_PAGES = "Bản gốc của văn bản này không phải PDF nên không có ảnh trang; hãy tải bản gốc để xem."


@router.get("/documents/{doc:path}/places")
def get_places(kb: KB, doc: str, start: Start, end: End) -> list[LocationRow]:
    """Where a stretch of a document's text stands in the original: rectangles on pages, or paragraphs and cells."""
    return list(locate_span(kb.store, doc, start, end))


@router.get("/documents/{doc:path}/pages")
def get_pages(kb: KB, doc: str) -> list[PageRow]:
    """The pages of a document's original, and how well each was read."""
    held = kb.store.document(doc).id
    return list(page_rows(held, *kb.store.layout(held)))


@router.get(
    "/documents/{doc:path}/pages/{number}/image",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}, "description": "The page, drawn."}},
)
def get_page_image(
    kb: KB,
    doc: str,
    number: int,
    start: Start = 0,
    end: End = 0,
    path: Annotated[str, Query(description="A clause to be marked instead of a stretch.")] = "",
    width: Annotated[int, Query(ge=LEAST_WIDTH, le=MOST_WIDTH, description="In pixels.")] = DEFAULT_WIDTH,
) -> Response:
    """A page of the original PDF as a picture (PNG), with a clause or a stretch of the text marked."""
    document = kb.store.document(doc)
    held, places = kb.store.layout(document.id)
    if not any(page.width for page in held):
        raise UnknownValue(_NO_PAGES)
    spans = _spans(kb, document, path) if path else (Span(start, end),)
    rects = next((area.rects for area in page_areas(places, held, spans) if area.page == number), ())
    drawn = page_image(kb.store.original(document.id), document.sha256, number, rects, width)
    return Response(drawn, media_type="image/png")


def _spans(kb: KnowledgeBase, document: Document, path: str) -> tuple[Span, ...]:
    return clause_spans(tuple(clause for _, clause in kb.store.clauses(document.id)), path)
