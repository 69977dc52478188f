"""The crosswalk over HTTP: rows, gaps, matrices, chains, verdicts and files to hand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import Response

from corpus.relations.review_decisions import Anchor, Decision, Verdict
from search_api.crosswalk.llm_explanations import explain
from search_api.errors import UnknownValue
from search_api.exports.crosswalk import document_of, name_of
from search_api.exports.reports import ReportFormat, media_type
from search_api.schemas.crosswalk import ChainRow, CrosswalkView, MatrixView
from search_api.schemas.records import STRICT
from search_api.web.dependencies import KB, download

router = APIRouter(prefix="/api/v1/crosswalk", tags=["crosswalk"])

Parent = Annotated[str, Query(description="The document whose tasks are carried out.")]
Child = Annotated[str, Query(description="The document that carries them out.")]


@dataclass(frozen=True, slots=True)
class Decided:
    """A verdict to keep: about a task (`decision` ``coverage``) or one of its links.

    `task` and `clause` are words of the documents, to the letter; an empty `decision` takes back what was
    decided about them.
    """

    __pydantic_config__ = STRICT

    parent: str
    child: str
    task_path: str
    task: str
    decision: str = ""
    clause_path: str = ""
    clause: str = ""
    coverage: str = ""
    note: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a language model says of a match; to be read beside the texts, never instead."""

    __pydantic_config__ = STRICT

    words: str


@router.get("")
def get_crosswalk(
    kb: KB,
    parent: Parent,
    child: Child,
    agency: Annotated[str, Query(description="Only what concerns this agency, above or below.")] = "",
) -> CrosswalkView:
    """What became of each task of a parent document in a child document, with people's verdicts over it."""
    return kb.crosswalks.between(parent, child, agency)


@router.get("/matrix")
def get_matrix(kb: KB, parent: Parent) -> MatrixView:
    """The tasks of a document by all documents that carry it out directly."""
    return kb.crosswalks.matrix(parent)


@router.get("/chain")
def get_chain(kb: KB, parent: Parent) -> list[ChainRow]:
    """All documents below one, along what carries out what."""
    return list(kb.crosswalks.chain(parent))


@router.get("/file")
def get_file(
    kb: KB,
    parent: Parent,
    form: Annotated[ReportFormat, Query(description="`xlsx` or `docx`.")],
    child: Annotated[str, Query(description="The child document; without, the matrix of all.")] = "",
    agency: Annotated[str, Query(description="Of two documents, only what concerns this agency.")] = "",
) -> Response:
    """A crosswalk or a matrix as a file fit to be handed in."""
    view = kb.crosswalks.between(parent, child, agency) if child else kb.crosswalks.matrix(parent)
    return download(f"{name_of(view)}.{form.value}", document_of(view, form), media_type(form))


@router.get("/explanation")
def get_explanation(
    kb: KB, parent: Parent, child: Child, number: Annotated[int, Query(ge=1, description="The task, counted from 1.")]
) -> Explanation:
    """A task's match in words, by the language model that the user has set up; 503 where there is none."""
    rows = kb.crosswalks.between(parent, child).rows
    if number > len(rows):
        raise UnknownValue(f"Văn bản cấp trên không có nhiệm vụ thứ {number}.")
    return Explanation(explain(kb.settings, rows[number - 1]))


@router.post("/verdicts")
def post_verdict(request: Request, kb: KB, decided: Annotated[Decided, Body()]) -> CrosswalkView:
    """Keep a verdict or take one back; gives the crosswalk as it then is."""
    task = Anchor(decided.task_path, decided.task)
    clause = Anchor(decided.clause_path, decided.clause) if decided.clause else None
    if not decided.decision:
        return kb.crosswalks.withdraw(decided.parent, decided.child, task, clause)
    try:
        decision = Decision(decided.decision)
    except ValueError:
        raise UnknownValue(f"Không có loại nhận xét “{decided.decision}”.") from None
    verdict = Verdict(task, clause, decision, decided.coverage, decided.note.strip(), decided.author.strip())
    return kb.crosswalks.decide(decided.parent, decided.child, verdict)
