"""Routes of the API about the service as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request

from search_api import version
from search_api.ingestion.quarantine import QuarantinedFile, quarantined_files
from search_api.records.overview import Overview, overview
from search_api.schemas.records import STRICT
from search_api.web.dependencies import API_ERRORS, KB

router = APIRouter(prefix="/api/v1", responses=API_ERRORS, tags=["service"])


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the service answers; `model` is ``loading``, ``ready`` or ``failed``."""

    __pydantic_config__ = STRICT

    status: str
    version: str
    documents: int
    model: str


@router.get("/health")
def health(request: Request, kb: KB) -> Health:
    """Whether the service answers, and how far the language model is loaded."""
    return Health("ok", version(), len(kb.store.index_state()), request.app.state.warming.state)


@router.get("/overview")
def get_overview(kb: KB) -> Overview:
    """How much there is, what came last, who has most to do."""
    return overview(kb.resources)


@router.get("/set-aside")
def list_set_aside(kb: KB) -> list[QuarantinedFile]:
    """The files that could not be read, each with its reason and what to do."""
    return list(quarantined_files(kb.store))
