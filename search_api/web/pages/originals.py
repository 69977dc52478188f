"""The page that shows a page of an original beside the words of a clause."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from corpus.layout import Part, page_areas, parts
from corpus.model import Record, Span
from search_api.labels import cited
from search_api.originals.locations import clause_spans, page_rows
from search_api.schemas.records import DocumentRow
from search_api.web.dependencies import KB
from search_api.web.templating import page as filled

router = APIRouter(include_in_schema=False)

# The words shown beside the page; the whole clause stands in the reader.
_MOST_WORDS = 1200

_STEPS = {"paragraph": "đoạn", "table": "bảng", "row": "hàng", "cell": "ô", "sheet": "trang tính", "note": "chú thích"}


@router.get("/van-ban/{doc}/trang-goc", response_class=HTMLResponse)
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
