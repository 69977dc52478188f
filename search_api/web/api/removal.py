"""Routes of the API that take documents out of the knowledge base and back in."""

from __future__ import annotations

from fastapi import APIRouter

from search_api.ingestion import removal
from search_api.ingestion.removal import RemovedRow
from search_api.web.dependencies import API_ERRORS, KB

router = APIRouter(prefix="/api/v1", responses=API_ERRORS, tags=["documents"])


@router.delete("/documents/{doc:path}")
def remove_document(kb: KB, doc: str) -> RemovedRow:
    """Take a document out of store and index; it can be restored until the day the answer names."""
    (row,) = kb.remove([doc])
    return row


@router.get("/removed")
def list_removed(kb: KB) -> list[RemovedRow]:
    """The documents that were removed and can be restored, the latest first."""
    return list(removal.removed(kb.store))


@router.post("/removed/{doc}/restore")
def restore_document(kb: KB, doc: str) -> list[str]:
    """Take a removed document in again; gives the ids of the documents that came back."""
    report = kb.restore([doc])
    return [*report.ingested, *report.unchanged]
