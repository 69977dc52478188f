"""The HTTP API under ``/api/v1``: the same rows as the command line, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Annotated, Any, TypeVar, cast

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import PlainTextResponse

from search_api import version
from search_api.agencies.tasks import AgencyView, TaskFilter, agency_view
from search_api.bootstrap import KnowledgeBase
from search_api.documents.detail import DocumentView, document_view
from search_api.documents.overview import AgencyCount, Overview, agency_counts, matching, newest_first, overview
from search_api.documents.relations import DEFAULT_DEPTH, MAX_DEPTH, MissingRow, RelationsView, missing, relations_view
from search_api.ingestion.quarantine import QuarantinedFile, quarantined_files
from search_api.records.selection import RecordType, Selection, obligations, rows, select
from search_api.schemas.records import STRICT, ClauseRow, DocumentRow, ObligationRow, ReferenceRow
from search_api.search.facets import Facets, facets
from search_api.search.filters import DEFAULT_LIMIT, MAX_RESULTS, SearchRequest, read_day, read_kind, read_role
from search_api.search.views import (
    Choices,
    ObligationSearchView,
    SearchView,
    choices,
    obligation_search_view,
    search_view,
)
from search_api.web.error_handlers import ErrorAnswer

Row = TypeVar("Row")

_MAX_ROWS = 1000

_ERRORS: dict[int | str, dict[str, Any]] = {
    404: {"model": ErrorAnswer, "description": "No document or agency answers to the name."},
    422: {"model": ErrorAnswer, "description": "A parameter holds a value that is none of the possible ones."},
    503: {"model": ErrorAnswer, "description": "The store or the index cannot be used now; the message says why."},
}

router = APIRouter(prefix="/api/v1", responses=_ERRORS)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the service answers; `model` is ``loading``, ``ready`` or ``failed``."""

    __pydantic_config__ = STRICT

    status: str
    version: str
    documents: int
    model: str


def knowledge_base(request: Request) -> KnowledgeBase:
    """The knowledge base that the service was started on."""
    return cast(KnowledgeBase, request.app.state.kb)


KB = Annotated[KnowledgeBase, Depends(knowledge_base)]
Words = Annotated[str, Query(description="All these words must occur, accents and case aside.")]
Agency = Annotated[
    str,
    Query(description="An agency by id, name or abbreviation; also under its old names and the classes it belongs to."),
]
Limit = Annotated[int, Query(ge=1, le=_MAX_ROWS, description="The most rows to return.")]
Offset = Annotated[int, Query(ge=0, description="How many rows to pass over.")]


@router.get("/health", tags=["service"])
def health(request: Request, kb: KB) -> Health:
    """Whether the service answers, and how far the language model is loaded."""
    return Health("ok", version(), len(kb.store.index_state()), request.app.state.warming.state)


@router.get("/overview", tags=["service"])
def get_overview(kb: KB) -> Overview:
    """How much there is, what came last, who has most to do."""
    return overview(kb)


@router.get("/set-aside", tags=["service"])
def list_set_aside(kb: KB) -> list[QuarantinedFile]:
    """The files that could not be read, each with its reason and what to do."""
    return list(quarantined_files(kb))


@router.get("/choices", tags=["search"])
def get_choices(kb: KB) -> Choices:
    """The values that a search can be filtered by."""
    return choices(kb)


@router.get("/search", tags=["search"])
def search(
    kb: KB,
    q: Annotated[str, Query(min_length=1, description="A question or words, with or without accents.")],
    agency: Agency = "",
    type: Annotated[str, Query(description="A kind of document, such as `chỉ thị`.")] = "",
    province: Annotated[str, Query(description="The issuing province.")] = "",
    year: Annotated[str, Query(description="The year of issue.")] = "",
    kind: Annotated[str, Query(description="A kind of obligation, such as `reporting`.")] = "",
    doc: Annotated[str, Query(description="One document, by id, number or file name.")] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_RESULTS)] = DEFAULT_LIMIT,
    role: Annotated[str, Query(description="`lead`, `support` or `direct`.")] = "",
    issuer: Annotated[str, Query(description="The issuing agency, by id, name or abbreviation.")] = "",
    number: Annotated[str, Query(description="A document's number in any spelling.")] = "",
    due: Annotated[str, Query(description="When a duty falls due: `2025-10-01..2025-12-31`, or `quý IV/2025`.")] = "",
    status: Annotated[str, Query(description="`in_force`, `amended`, `replaced`, `repealed` or `unknown`.")] = "",
    order: Annotated[str, Query(description="`relevance`, `date` or `due`.")] = "",
    ignore: Annotated[list[str] | None, Query(description="Fields not to be read in the words, as `agency`.")] = None,
    as_typed: Annotated[bool, Query(description="Do not restore diacritics.")] = False,
    offset: Offset = 0,
) -> SearchView:
    """The passages that answer a question, best first, each with its exact place in its document.

    What the words say of agencies, places, times and kinds is read (`understood`), and
    passages that meet it rank higher; what is named in `ignore` is left as words.
    """
    asked = SearchRequest(q, agency, type, province, year, kind, doc, limit)
    asked = replace(asked, role=role, issuer=issuer, number=number, due=due, status=status, order=order)
    return search_view(kb, replace(asked, ignored=tuple(ignore or ()), as_typed=as_typed, offset=offset))


@router.get("/search/facets", tags=["search"])
def get_facets(
    kb: KB,
    type: Annotated[str, Query(description="A kind of document, such as `chỉ thị`.")] = "",
    province: Annotated[str, Query(description="The issuing province.")] = "",
    year: Annotated[str, Query(description="The year of issue.")] = "",
    issuer: Annotated[str, Query(description="The issuing agency.")] = "",
    status: Annotated[str, Query(description="`in_force`, `amended`, `replaced`, `repealed` or `unknown`.")] = "",
    agency: Agency = "",
    role: Annotated[str, Query(description="`lead`, `support` or `direct`.")] = "",
    kind: Annotated[str, Query(description="A kind of obligation, such as `reporting`.")] = "",
    due: Annotated[str, Query(description="When a duty falls due: `2025-10-01..2025-12-31`, or `quý IV/2025`.")] = "",
    number: Annotated[str, Query(description="A document's number in any spelling.")] = "",
    doc: Annotated[str, Query(description="One document, by id, number or file name.")] = "",
) -> Facets:
    """How many documents each value of a filter leaves, exact, each under the other filters.

    With filters on duties (agency, role, kind, due): the documents with a duty that meets
    them all. Duties are counted by `facets=true` of a search for them.
    """
    asked = SearchRequest("", agency, type, province, year, kind, doc)
    return facets(kb, replace(asked, issuer=issuer, status=status, role=role, due=due, number=number))


@router.get("/search/obligations", tags=["search"])
def search_obligations(
    kb: KB,
    q: Annotated[str, Query(min_length=1, description="As `nhiệm vụ về đuối nước của Sở Y tế trong năm 2025`.")],
    agency: Agency = "",
    role: Annotated[str, Query(description="`lead`, `support` or `direct`.")] = "",
    kind: Annotated[str, Query(description="A kind of obligation, such as `reporting`.")] = "",
    due: Annotated[str, Query(description="When it falls due: `2025-10-01..2025-12-31`, or `quý IV/2025`.")] = "",
    type: Annotated[str, Query(description="A kind of document, such as `chỉ thị`.")] = "",
    province: Annotated[str, Query(description="The issuing province.")] = "",
    year: Annotated[str, Query(description="The year of issue.")] = "",
    doc: Annotated[str, Query(description="One document, by id, number or file name.")] = "",
    status: Annotated[str, Query(description="`in_force`, `amended`, `replaced`, `repealed` or `unknown`.")] = "",
    order: Annotated[str, Query(description="`relevance`, `date` or `due`.")] = "",
    ignore: Annotated[list[str] | None, Query(description="Fields not to be read in the words, as `agency`.")] = None,
    as_typed: Annotated[bool, Query(description="Do not restore diacritics.")] = False,
    limit: Annotated[int, Query(ge=1, le=MAX_RESULTS)] = DEFAULT_LIMIT,
    issuer: Annotated[str, Query(description="The issuing agency, by id, name or abbreviation.")] = "",
    number: Annotated[str, Query(description="A document's number in any spelling.")] = "",
    offset: Offset = 0,
    counted: Annotated[
        bool, Query(alias="facets", description="Also how many duties each value of a filter leaves.")
    ] = False,
) -> ObligationSearchView:
    """The duties that answer a question: who must do what, by when. What is read in the words are conditions here.

    `total` is how many there are; where it is 0, `results` are the nearest by meaning and
    `offers` say what to take back.
    """
    asked = SearchRequest(q, agency, type, province, year, kind, doc, limit)
    asked = replace(asked, role=role, due=due, status=status, order=order, issuer=issuer, number=number)
    asked = replace(asked, ignored=tuple(ignore or ()), as_typed=as_typed, offset=offset)
    return obligation_search_view(kb, asked, counted=counted)


@router.get("/documents", tags=["documents"])
def list_documents(
    kb: KB,
    q: Words = "",
    type: Annotated[str, Query(description="A kind of document.")] = "",
    province: Annotated[str, Query(description="The issuing province.")] = "",
    number: Annotated[str, Query(description="A document's number in any spelling.")] = "",
) -> list[DocumentRow]:
    """The documents held, the latest first."""
    found = kb.store.documents(type=type, province=province, number=number)
    return kb.rows(newest_first(matching(found, q)))


# A document's number holds slashes ("28-CT/TW"), so `doc` takes in whatever stands
# before the last part.
@router.get("/documents/{doc:path}/text", tags=["documents"], response_class=PlainTextResponse)
def get_text(kb: KB, doc: str) -> PlainTextResponse:
    """A document's text, exactly what every `start` and `end` index."""
    return PlainTextResponse(kb.store.text(kb.store.document(doc).id))


@router.get("/documents/{doc:path}/clauses", tags=["documents"])
def get_clauses(kb: KB, doc: str) -> list[ClauseRow]:
    """A document's clauses in text order."""
    return list(rows(kb, RecordType.CLAUSES, _only(kb, doc)))


@router.get("/documents/{doc:path}/obligations", tags=["documents"])
def get_obligations(kb: KB, doc: str) -> list[ObligationRow]:
    """A document's obligations in text order."""
    return list(rows(kb, RecordType.OBLIGATIONS, _only(kb, doc)))


@router.get("/documents/{doc:path}/references", tags=["documents"])
def get_references(kb: KB, doc: str) -> list[ReferenceRow]:
    """The documents a document cites, citation by citation."""
    return list(rows(kb, RecordType.REFERENCES, _only(kb, doc)))


@router.get("/documents/{doc:path}/relations", tags=["documents"])
def get_relations(
    kb: KB,
    doc: str,
    as_of: Annotated[str, Query(description="The day (ISO) on which it is in force or not; today by default.")] = "",
    depth: Annotated[int, Query(ge=1, le=MAX_DEPTH, description="How many steps to follow.")] = DEFAULT_DEPTH,
) -> RelationsView:
    """Whether a document is in force on a day, its copies, and the documents around it, each with the clause."""
    return relations_view(kb.store, kb.store.document(doc).id, as_of=read_day(as_of) if as_of else "", depth=depth)


@router.get("/missing", tags=["documents"])
def list_missing(kb: KB, limit: Limit = 100, offset: Offset = 0) -> list[MissingRow]:
    """The documents that are cited but not held, those that most documents cite first."""
    return _part(kb.whole.part("missing", lambda: missing(kb.store)), limit, offset)


@router.get("/documents/{doc:path}", tags=["documents"])
def get_document(kb: KB, doc: str) -> DocumentView:
    """A document by id, number or file name: its description, outline and the documents around it."""
    return document_view(kb, kb.store.record(kb.store.document(doc).id))


@router.get("/obligations", tags=["obligations"])
def list_obligations(
    kb: KB,
    agency: Agency = "",
    doc: Annotated[str, Query(description="One document, by id, number or file name.")] = "",
    role: Annotated[str, Query(description="`lead`, `support` or `direct`.")] = "",
    kind: Annotated[str, Query(description="A kind of obligation.")] = "",
    as_of: Annotated[
        str,
        Query(
            description="Who holds each duty on this day (ISO), in `via`; only documents dated by then "
            "and not replaced or repealed by then."
        ),
    ] = "",
    named: Annotated[bool, Query(description="Leave out duties given to a class that includes the agency.")] = False,
    possible: Annotated[bool, Query(description="Also duties that may have gone to another heir.")] = False,
    expand: Annotated[bool, Query(description="Add the bodies that classes include, marked `derived`.")] = False,
    limit: Limit = 100,
    offset: Offset = 0,
) -> list[ObligationRow]:
    """Obligations across documents: who must do what, by when, under which document."""
    role, kind = role and read_role(role), kind and read_kind(kind)
    day = read_day(as_of) if as_of else ""
    selection = select(kb, doc=doc, agency=agency, as_of=day, named_only=named, possible=possible, expand=expand)

    def wanted(row: ObligationRow) -> bool:
        roles = row.via[0].roles if selection.held is not None else [a.role for a in row.assignees]
        return (not kind or row.kind == kind) and (not role or role in roles)

    return _part((row for row in obligations(kb, selection) if wanted(row)), limit, offset)


@router.get("/agencies", tags=["agencies"])
def list_agencies(kb: KB, q: Words = "", limit: Limit = 100, offset: Offset = 0) -> list[AgencyCount]:
    """The agencies that hold duties, those with most first."""
    return _part(agency_counts(kb, q), limit, offset)


@router.get("/agencies/{agency_id}", tags=["agencies"])
def get_agency(
    kb: KB,
    agency_id: str,
    role: Annotated[str, Query(description="`lead`, `support` or `direct`.")] = "",
    doc: Annotated[str, Query(description="One document, by id, number or file name.")] = "",
    deadline: Annotated[str, Query(description="A kind of deadline, or `none`.")] = "",
    via: Annotated[str, Query(description="`own`, `branch`, `predecessor`, `class` or `possible`.")] = "",
    order: Annotated[str, Query(pattern="^(via|due)$", description="`via`, or `due` for the earliest first.")] = "via",
    page: Annotated[int, Query(ge=1)] = 1,
    as_of: Annotated[str, Query(description="Only tasks that are its on this day (ISO).")] = "",
    named: Annotated[bool, Query(description="Leave out tasks given to a class that includes it.")] = False,
) -> AgencyView:
    """An agency's tasks, under its own name, an old one or through a class that includes it."""
    doc = doc and kb.store.document(doc).id
    day = read_day(as_of) if as_of else ""
    wanted = TaskFilter(role and read_role(role), doc, deadline, via, order, page, day, named)
    return agency_view(kb, agency_id, wanted)


def _only(kb: KnowledgeBase, doc: str) -> Selection:
    return Selection((kb.store.document(doc),))


def _part(found: Iterable[Row], limit: int, offset: int) -> list[Row]:
    return list(islice(found, offset, offset + limit))
