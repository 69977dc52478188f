"""The dependencies and parameters that routes share: the knowledge base, paging, downloads, errors of the API."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Annotated, Any, TypeVar, cast
from urllib.parse import quote

from fastapi import Depends, Query, Request
from fastapi.responses import Response

from search_api.bootstrap import KnowledgeBase
from search_api.web.error_handlers import ErrorAnswer

Row = TypeVar("Row")

_MAX_ROWS = 1000

API_ERRORS: dict[int | str, dict[str, Any]] = {
    404: {"model": ErrorAnswer, "description": "No document or agency answers to the name."},
    422: {"model": ErrorAnswer, "description": "A parameter holds a value that is none of the possible ones."},
    503: {"model": ErrorAnswer, "description": "The store or the index cannot be used now; the message says why."},
}


def knowledge_base(request: Request) -> KnowledgeBase:
    """Returns the knowledge base that the service was started on."""
    return cast(KnowledgeBase, request.app.state.kb)


KB = Annotated[KnowledgeBase, Depends(knowledge_base)]
Words = Annotated[str, Query(description="All these words must occur, accents and case aside.")]
Agency = Annotated[
    str,
    Query(description="An agency by id, name or abbreviation; also under its old names and the classes it belongs to."),
]
Limit = Annotated[int, Query(ge=1, le=_MAX_ROWS, description="The most rows to return.")]
Offset = Annotated[int, Query(ge=0, description="How many rows to pass over.")]


def part(found: Iterable[Row], limit: int, offset: int) -> list[Row]:
    """Returns at most `limit` of the rows behind the first `offset`."""
    return list(islice(found, offset, offset + limit))


def download(name: str, data: bytes, media_type: str = "application/octet-stream") -> Response:
    """Returns `data` as a file to be saved under `name`."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"content-disposition": disposition})
