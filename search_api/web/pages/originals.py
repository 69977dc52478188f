"""The pages of an original with a clause marked: their pictures in the API, and the web page that shows them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from corpus.layout import Part, page_areas, parts
from corpus.model import Document, Record, Span
from search_api.bootstrap import KnowledgeBase
from search_api.errors import UnknownValue
from search_api.labels import cited
from search_api.originals.locations import LocationRow, PageRow, clause_spans, locate_span, page_rows
from search_api.originals.page_images import DEFAULT_WIDTH, LEAST_WIDTH, MOST_WIDTH, page_image
from search_api.schemas.records import DocumentRow
from search_api.web.api.documents import KB
from search_api.web.templating import page as filled

api = APIRouter(prefix="/api/v1", tags=["documents"])
pages = APIRouter(include_in_schema=False)

# The words shown beside the page; the whole clause stands in the reader.
_MOST_WORDS = 1200

_STEPS = {"paragraph": "đoạn", "table": "bảng", "row": "hàng", "cell": "ô", "sheet": "trang tính", "note": "chú thích"}

Start = Annotated[int, Query(ge=0, description="Where the stretch to be marked begins, in characters of the text.")]
End = Annotated[int, Query(ge=0, description="Where it ends; nothing is marked where this is not after `start`.")]


@api.get("/documents/{doc:path}/places")
def get_places(kb: KB, doc: str, start: Start, end: End) -> list[LocationRow]:
    """Where a stretch of a document's text stands in the original: rectangles on pages, or paragraphs and cells."""
    return list(locate_span(kb, doc, start, end))


@api.get("/documents/{doc:path}/pages")
def get_pages(kb: KB, doc: str) -> list[PageRow]:
    """The pages of a document's original, and how well each was read."""
    held = kb.store.document(doc).id
    return list(page_rows(held, *kb.store.layout(held)))


@api.get(
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


_NO_PAGES = "Bản gốc của văn bản này không phải PDF nên không có ảnh trang; hãy tải bản gốc để xem."


def _spans(kb: KnowledgeBase, document: Document, path: str) -> tuple[Span, ...]:
    return clause_spans(tuple(clause for _, clause in kb.store.clauses(document.id)), path)


@pages.get("/van-ban/{doc}/trang-goc", response_class=HTMLResponse)
def original_page(
    request: Request, kb: KB, doc: str, muc: str = "", trang: Annotated[int, Query(ge=0)] = 0
) -> Response:
    """A page of the original beside the words of the clause `muc` that is marked on it; by default its first page."""
    document = kb.store.document(doc)
    if doc != document.id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/van-ban/{document.id}/trang-goc{query}", status_code=307)
    record = kb.store.record(document.id)
    spans = clause_spans(record.clauses, muc) if muc else ()
    areas = page_areas(record.places, record.pages, spans)
    last = len(record.pages) if any(page.width for page in record.pages) else 0
    number = min(trang or (areas[0].page if areas else 1), max(last, 1))

    def turned(to: int) -> str:
        return f"/van-ban/{document.id}/trang-goc?{urlencode({'muc': muc, 'trang': str(to)})}"

    return filled(
        request,
        "original.html",
        row=DocumentRow.of(document),
        muc=muc,
        cited=cited(muc) if muc else "",
        words=_words(record, spans),
        number=number,
        last=last,
        marked=[area.page for area in areas],
        parts=[_part_in_words(part) for part in parts(record.places, spans)],
        shown=next((p for p in page_rows(document.id, record.pages, record.places) if p.page == number), None),
        image=f"/api/v1/documents/{quote(document.id)}/pages/{number}/image?{urlencode({'path': muc})}",
        turned=turned,
    )


def _words(record: Record, spans: tuple[Span, ...]) -> str:
    words = " ".join(" ".join(span.of(record.text) for span in spans).split())
    return words if len(words) <= _MOST_WORDS else words[:_MOST_WORDS].rsplit(" ", 1)[0] + " …"


def _part_in_words(part: Part) -> str:
    return ", ".join(f"{_STEPS.get(name, name)} {number}" for name, number in part.steps)
