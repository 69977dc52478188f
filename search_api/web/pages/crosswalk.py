"""The pages of the crosswalk: two documents side by side, to be reviewed, and a parent with all its children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from corpus.model import Document, Relation
from search_api.bootstrap import KnowledgeBase
from search_api.documents.catalogue import newest_first
from search_api.errors import UnknownValue
from search_api.schemas.records import DocumentRow
from search_api.web.dependencies import KB
from search_api.web.templating import page

router = APIRouter(include_in_schema=False)

# Beyond so many a list to choose from is too long for a person and too heavy for a page:
# the newest are offered, any other is named by its number.
_OFFERED = 300
# How many documents with what carries them out are offered before one is chosen.
_FAMILIES = 20


@dataclass(frozen=True, slots=True)
class Family:
    """A document and those that carry it out."""

    parent: Document
    children: tuple[Document, ...]


@router.get("/doi-chieu", response_class=HTMLResponse)
def crosswalk_page(request: Request, kb: KB, tren: str = "", duoi: str = "", co_quan: str = "") -> Response:
    """Each task of a document beside what carries it out in another."""
    view = kb.crosswalks.between(tren, duoi, co_quan.strip()) if tren and duoi else None
    shown: dict[str, Any] = {"above": tren, "below": duoi, "agency": co_quan.strip(), "view": view}
    families = [] if view else families_of(kb)
    explains = bool(kb.settings.explain_url)
    return page(request, "crosswalk.html", **shown, **_offered(kb), families=families, explains=explains)


@router.get("/doi-chieu/nhiem-vu/{number}", response_class=HTMLResponse)
def row_page(request: Request, kb: KB, number: int, tren: str, duoi: str) -> Response:
    """One task of a crosswalk, as it stands in the page: what a verdict has changed is put in its place."""
    view = kb.crosswalks.between(tren, duoi)
    if not 0 < number <= len(view.rows):
        raise UnknownValue(f"Văn bản cấp trên không có nhiệm vụ thứ {number}.")
    return page(request, "crosswalk_row.html", view=view, row=view.rows[number - 1])


@router.get("/doi-chieu/ma-tran", response_class=HTMLResponse)
def matrix_page(request: Request, kb: KB, tren: str = "") -> Response:
    """A parent's tasks by all documents that carry it out, and the chain below it."""
    view = kb.crosswalks.matrix(tren) if tren else None
    chain = kb.crosswalks.chain(tren) if tren else ()
    shown: dict[str, Any] = {"above": tren, "view": view, "chain": chain, "families": [] if view else families_of(kb)}
    return page(request, "crosswalk_matrix.html", **shown, **_offered(kb))


def families_of(kb: KnowledgeBase) -> list[Family]:
    """The documents that most others carry out, with those; what amends another carries nothing out of its own."""
    documents, copies = kb.snapshot.by_id, kb.snapshot.copies
    left_out = {doc for doc, r in kb.store.references(relations=(Relation.AMENDS,)) if r.target not in {None, doc}}
    left_out |= copies.keys() | {doc for doc, document in documents.items() if document.kind != "primary"}
    below: dict[str, set[str]] = {}
    for doc, reference in kb.store.references(relations=(Relation.IMPLEMENTS,)):
        top = reference.target
        if top and top in documents and top != doc and doc in documents and doc not in left_out:
            below.setdefault(top, set()).add(doc)
    most = sorted(below.items(), key=lambda item: (-len(item[1]), documents[item[0]].source))[:_FAMILIES]
    return [
        Family(documents[top], tuple(sorted((documents[d] for d in docs), key=lambda d: (d.issued, d.source))))
        for top, docs in most
    ]


def _offered(kb: KnowledgeBase) -> dict[str, Any]:
    """What the documents to compare are chosen from: all of them, or the newest where there are too many."""
    held: Sequence[Document] = newest_first(kb.snapshot.documents)
    return {"documents": [DocumentRow.of(d) for d in held[:_OFFERED]], "too_many": len(held) > _OFFERED}
