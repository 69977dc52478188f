"""The search page, and what it found as a file to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from corpus.errors import UnknownDocument
from search_api.errors import UnknownAgency, UnknownFile, UnknownValue
from search_api.exports.search_results import results_as_file
from search_api.exports.writers import Format
from search_api.records.overview import overview
from search_api.schemas.passages import SearchRow
from search_api.search.facet_rows import FacetRow, facet_rows
from search_api.search.facets import Facets, facets
from search_api.search.filter_values import ORDERS
from search_api.search.filters import FILTERS, MAX_RESULTS, SearchRequest
from search_api.search.obligations.search import ObligationHit, search_obligations
from search_api.search.views import ObligationSearchView, SearchView, choices, obligation_search_view, search_view
from search_api.web.dependencies import KB
from search_api.web.templating import page

if TYPE_CHECKING:
    from search_api.bootstrap import KnowledgeBase

router = APIRouter(include_in_schema=False)

# One screen of results; "more" asks for twice as many passages, or for the next duties.
_RESULTS = 20
# A list to hand out: more is nobody's reading, and the command line has no such bound.
_LINES = 2000

# The tab of a search that shows duties.
DUTIES = "nhiem-vu"

# The page's own names for the filters that a reading may become.
PARAMETERS = {row.name: row.parameter for row in FILTERS}
# What is turned back to the beginning by any other choice.
_PLACE = {"so_luong": "", "trang": ""}

# The filters that are shown as lists of what they leave; the others are lists to choose from.
_LISTED = ("agency", "due", "issuer")
# More, and the first answer stands below the screen.
_MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter as a link: where it leads, and how much it leaves."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A filter and its values."""

    name: str
    choices: tuple[Choice, ...]


def asked_for(
    q: str = "",
    co_quan: str = "",
    loai: str = "",
    tinh: str = "",
    nam: str = "",
    nhiem_vu: str = "",
    so_luong: Annotated[int, Query(ge=1, le=MAX_RESULTS)] = _RESULTS,
    trang: Annotated[int, Query(ge=1)] = 1,
    vai_tro: str = "",
    ban_hanh: str = "",
    so_hieu: str = "",
    van_ban: str = "",
    han: str = "",
    ngay_ban_hanh: str = "",
    hieu_luc: str = "",
    xep: str = "",
    bo: Annotated[list[str] | None, Query()] = None,
    thoi: Annotated[list[str] | None, Query()] = None,
    da_hoi: str = "",
    nguyen_van: bool = False,
) -> SearchRequest:
    """The search that a page's address asks for.

    `bo` are readings taken back, `thoi` those given up because nothing met them, both of
    the question `da_hoi`: of another one they say nothing.
    """
    asked = SearchRequest(q.strip(), co_quan.strip(), loai, tinh, nam, nhiem_vu, doc=van_ban.strip(), limit=so_luong)
    asked = replace(asked, role=vai_tro, issuer=ban_hanh.strip(), number=so_hieu.strip(), due=han.strip())
    asked = replace(asked, issued=ngay_ban_hanh.strip())
    if not da_hoi or da_hoi == asked.text:
        asked = replace(asked, ignored=tuple(dict.fromkeys(bo or ())), dismissed=tuple(dict.fromkeys(thoi or ())))
    return replace(asked, status=hieu_luc, order=xep, as_typed=nguyen_van, offset=(trang - 1) * so_luong)


Asked = Annotated[SearchRequest, Depends(asked_for)]


@router.get("/", response_class=HTMLResponse)
def search_page(request: Request, kb: KB, asked: Asked, muc: str = "") -> Response:
    """Search; without a question, what there is to be found."""

    def address(path: str = "/", /, **changed: Any) -> str:
        """This search with some parameters changed; those set to nothing are left out."""
        given = {key: [v for v in request.query_params.getlist(key) if v] for key in request.query_params}
        kept = given | _PLACE | changed
        return f"{path}?{urlencode({key: value for key, value in kept.items() if value}, doseq=True)}"

    duties = muc == DUTIES
    shown: dict[str, Any] = {"asked": asked, "choices": choices(kb.resources), "view": None, "problem": "", "more": ""}
    shown |= {"duties": duties, "tab": DUTIES, "address": address, "parameters": PARAMETERS}
    shown |= {"facets": None, "groups": (), "set": {}, "kept": {}, "pages": 1, "page": 1}
    shown["orders"] = [choice for choice in ORDERS.items() if choice[0] != "relevance"]
    shown["said_order"] = _ORDERS.get(asked.order, _ORDERS[""])
    shown["size"] = {"so_luong": asked.limit} if asked.limit != _RESULTS else {}
    if not asked.text:
        return page(request, "search.html", overview=overview(kb.resources), **shown)
    try:
        shown |= _duties(kb, asked, address) if duties else _passages(kb, asked, address)
    except (UnknownAgency, UnknownValue, UnknownDocument) as error:
        shown["problem"] = str(error)
    return page(request, "search.html", overview=None, **shown)


Address = Callable[..., str]

_ORDERS = {"": "xếp theo mức phù hợp", "date": "mới ban hành trước", "due": "thời hạn gần nhất trước"}


def _passages(kb: KnowledgeBase, asked: SearchRequest, address: Address) -> dict[str, Any]:
    view = search_view(kb.resources, asked)
    more = len(view.results) == asked.limit < MAX_RESULTS
    shown: dict[str, Any] = {"view": view, "more": address(so_luong=min(2 * asked.limit, MAX_RESULTS)) if more else ""}
    return shown | _narrowing(kb, asked, facets(kb.resources, asked), view, address)


def _duties(kb: KnowledgeBase, asked: SearchRequest, address: Address) -> dict[str, Any]:
    view = obligation_search_view(kb.resources, asked, counted=True)
    assert view.facets is not None  # they were asked for
    pages = max(1, -(-view.total // asked.limit))
    shown = {"view": view, "pages": pages, "page": asked.offset // asked.limit + 1}
    return shown | _narrowing(kb, asked, view.facets, view, address)


def _narrowing(
    kb: KnowledgeBase, asked: SearchRequest, found: Facets, view: SearchView | ObligationSearchView, address: Address
) -> dict[str, Any]:
    """What the page offers to narrow by: counts for its lists to choose from, and links for what has none."""
    by_hand = {row.field: row.value for row in view.filters}
    holds, kept = dict(by_hand), dict[str, Any]()
    if isinstance(view, ObligationSearchView):
        holds = {row.field: row.value for row in view.understood if row not in view.dropped} | by_hand
        if view.dropped:  # what was given up stays so: the counts were made without it
            dismissed = dict.fromkeys([*asked.dismissed, *(row.field for row in view.dropped)])
            kept = {"thoi": list(dismissed), "da_hoi": asked.text}

    def groups() -> Iterator[Group]:
        for field, rows in groupby(facet_rows(kb.directory, found), key=lambda row: row.field):
            if field in _LISTED:
                # Times are read in their order, the others by how much they leave.
                links = [link(row) for row in (sorted(rows, key=lambda row: row.value) if field == "due" else rows)]
                if len(links) > 1:
                    chosen = [choice for choice in links[_MOST_LISTED:] if choice.chosen]
                    yield Group(_NAMES[field], (*links[:_MOST_LISTED], *chosen))

    def link(row: FacetRow) -> Choice:
        chosen = holds.get(row.field) == row.value
        if not chosen:
            return Choice(row.label, row.count, address(**{**kept, PARAMETERS[row.field]: row.value}), chosen=False)
        if row.field in by_hand:
            return Choice(row.label, row.count, address(**{**kept, PARAMETERS[row.field]: ""}), chosen=True)
        ignored = list(dict.fromkeys([*asked.ignored, row.field]))
        return Choice(row.label, row.count, address(**{**kept, "bo": ignored, "da_hoi": asked.text}), chosen=True)

    names = {row.field: row.said.partition(": ")[2] for row in view.filters if row.field in {"agency", "issuer"}}
    return {"facets": found, "groups": tuple(groups()), "set": by_hand | names, "kept": kept}


_NAMES = {row.name: row.label for row in FILTERS}


@router.get("/ket-qua.{form}")
def results(kb: KB, asked: Asked, form: str, muc: str = "") -> Response:
    """What a search found as a spreadsheet or CSV, all duties or the best passages."""
    if form not in {Format.XLSX, Format.CSV}:
        raise UnknownFile("Danh sách kết quả chỉ có dạng .xlsx và .csv.")
    rows: Sequence[ObligationHit] | Sequence[SearchRow]
    if muc == DUTIES:
        found = search_obligations(kb.resources, replace(asked, limit=_LINES, offset=0), most=_LINES)
        rows = found.rows if found.total else ()
    else:
        rows = kb.search(replace(asked, limit=MAX_RESULTS)).rows
    headers = {"content-disposition": f"attachment; filename=ket-qua.{form}"}
    return Response(results_as_file(rows, Format(form)), media_type=_MEDIA[Format(form)], headers=headers)


_MEDIA = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}
