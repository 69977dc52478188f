"""Routes of the API about documents and what they hold."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse

from search_api.bootstrap import KnowledgeBase
from search_api.documents.catalogue import document_rows, matching, newest_first
from search_api.documents.detail import DocumentView, document_view
from search_api.documents.relations import DEFAULT_DEPTH, MAX_DEPTH, MissingRow, RelationsView, missing, relations_view
from search_api.records.selection import RecordType, Selection, rows
from search_api.schemas.records import ClauseRow, DocumentRow, ObligationRow, ReferenceRow
from search_api.schemas.targets import TargetRow
from search_api.search.filter_values import read_day
from search_api.web.dependencies import API_ERRORS, KB, Limit, Offset, Words, part

router = APIRouter(prefix="/api/v1", responses=API_ERRORS, tags=["documents"])


# A document's number holds slashes ("28-CT/TW"), so `doc` takes in whatever stands
# before the last part.
@router.get("/documents/{doc:path}/text", response_class=PlainTextResponse)
def get_text(kb: KB, doc: str) -> PlainTextResponse:
    """A document's text, exactly what every `start` and `end` index."""
    return PlainTextResponse(kb.store.text(kb.store.document(doc).id))


@router.get("/documents")
def list_documents(
    kb: KB,
    q: Words = "",
    type: Annotated[str, Query(description="A kind of document.")] = "",
    province: Annotated[str, Query(description="The issuing province.")] = "",
    number: Annotated[str, Query(description="A document's number in any spelling.")] = "",
) -> list[DocumentRow]:
    """The documents held, the latest first."""
    found = kb.store.documents(type=type, province=province, number=number)
    return document_rows(kb.snapshot, newest_first(matching(found, q)))


@router.get("/documents/{doc:path}/clauses")
def get_clauses(kb: KB, doc: str) -> list[ClauseRow]:
    """A document's clauses in text order."""
    return list(rows(kb.resources, RecordType.CLAUSES, _only(kb, doc)))


@router.get("/documents/{doc:path}/obligations")
def get_obligations(kb: KB, doc: str) -> list[ObligationRow]:
    """A document's obligations in text order."""
    return list(rows(kb.resources, RecordType.OBLIGATIONS, _only(kb, doc)))


@router.get("/documents/{doc:path}/targets")
def get_targets(kb: KB, doc: str) -> list[TargetRow]:
    """The values a document sets out to reach, in text order."""
    return list(rows(kb.resources, RecordType.TARGETS, _only(kb, doc)))


@router.get("/documents/{doc:path}/references")
def get_references(kb: KB, doc: str) -> list[ReferenceRow]:
    """The documents a document cites, citation by citation."""
    return list(rows(kb.resources, RecordType.REFERENCES, _only(kb, doc)))


@router.get("/documents/{doc:path}/relations")
def get_relations(
    kb: KB,
    doc: str,
    as_of: Annotated[str, Query(description="The day (ISO) on which it is in force or not; today by default.")] = "",
    depth: Annotated[int, Query(ge=1, le=MAX_DEPTH, description="How many steps to follow.")] = DEFAULT_DEPTH,
) -> RelationsView:
    """Whether a document is in force on a day, its copies, and the documents around it, each with the clause."""
    return relations_view(kb.store, kb.store.document(doc).id, as_of=read_day(as_of) if as_of else "", depth=depth)


@router.get("/missing")
def list_missing(kb: KB, limit: Limit = 100, offset: Offset = 0) -> list[MissingRow]:
    """The documents that are cited but not held, those that most documents cite first."""
    return part(kb.snapshot.part("missing", lambda: missing(kb.store)), limit, offset)


@router.get("/documents/{doc:path}")
def get_document(kb: KB, doc: str) -> DocumentView:
    """A document by id, number or file name: its description, outline and the documents around it."""
    return document_view(kb.store, kb.store.record(kb.store.document(doc).id))


def _only(kb: KnowledgeBase, doc: str) -> Selection:
    return Selection((kb.store.document(doc),))
