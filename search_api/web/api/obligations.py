"""Route of the API that lists obligations across documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from search_api.records.selection import obligations, select
from search_api.schemas.records import ObligationRow
from search_api.search.filter_values import read_day, read_kind, read_role
from search_api.web.dependencies import API_ERRORS, KB, Agency, Limit, Offset, part

router = APIRouter(prefix="/api/v1", responses=API_ERRORS, tags=["obligations"])


@router.get("/obligations")
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
    selection = select(
        kb.resources, doc=doc, agency=agency, as_of=day, named_only=named, possible=possible, expand=expand
    )

    def wanted(row: ObligationRow) -> bool:
        roles = row.via[0].roles if selection.held is not None else [a.role for a in row.assignees]
        return (not kind or row.kind == kind) and (not role or role in roles)

    return part((row for row in obligations(kb.resources, selection) if wanted(row)), limit, offset)
