"""Facets one value a row, with what each is called: for tables, and for the links of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search_api.schemas.records import STRICT
from search_api.search.passages import describe_filter

if TYPE_CHECKING:
    from search_api.agencies.directory import AgencyDirectory
    from search_api.search.facets import Facets

# The fields in the order in which they are shown, and the counts of each.
_FIELDS = {
    "agency": "agencies",
    "role": "roles",
    "kind": "kinds",
    "due": "dues",
    "type": "types",
    "issuer": "issuers",
    "province": "provinces",
    "year": "years",
    "status": "statuses",
}


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value of a filter and what it leaves; `field` and `value` set the filter, `name` and `label` are shown."""

    __pydantic_config__ = STRICT

    field: str
    name: str
    value: str
    label: str
    count: int
    of: str


def facet_rows(directory: AgencyDirectory, found: Facets) -> Iterator[FacetRow]:
    """The rows of `found`, filter by filter, most first."""
    for field, counts in _FIELDS.items():
        for value, count in getattr(found, counts).items():
            name, _, label = describe_filter(directory, field, value).partition(": ")
            yield FacetRow(field, name, value, label, count, found.of)
