"""Routes of the API about the completeness of obligations."""

from __future__ import annotations

from fastapi import APIRouter

from search_api.quality.completeness import (
    ClaritySummary,
    CompletenessView,
    clarity,
    clarity_summary,
    completeness_of_all,
)
from search_api.web.dependencies import KB

router = APIRouter(prefix="/api/v1")


@router.get("/clarity", tags=["obligations"])
def list_clarity(kb: KB) -> list[ClaritySummary]:
    """How many duties of each document lack a lead, a deadline, a report, a product or a named authority ("6 rõ")."""
    return [clarity_summary(view) for view in completeness_of_all(kb.resources)]


@router.get("/documents/{doc:path}/clarity", tags=["documents"])
def get_clarity(kb: KB, doc: str) -> CompletenessView:
    """The duties of a document that lack something, and what to add."""
    return clarity(kb.resources, doc)
