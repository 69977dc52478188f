"""Facets one value a row, with what each is called: for tables, and for the links of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search_api.schemas.records import STRICT
from search_api.search.filters import FILTERS

if TYPE_CHECKING:
    from search_api.agencies.directory import AgencyDirectory
    from search_api.search.facets import Facets

# The filters whose values are counted, in the order in which they are shown.
_COUNTED = tuple(row for row in FILTERS if row.facet)


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
    for row in _COUNTED:
        for value, count in getattr(found, row.facet).items():
            yield FacetRow(row.name, row.label, value, row.show(value, directory), count, found.of)
