"""How many documents each value of a filter leaves: exact, under the other filters of the search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Document
from search_api.filters import SearchRequest, read_province, read_status, read_type, read_year
from search_api.kin import today
from search_api.views import STRICT

if TYPE_CHECKING:
    from search_api.knowledge_base import KnowledgeBase
    from search_api.whole_store import Whole


@dataclass(frozen=True, slots=True)
class Facets:
    """For each filter on documents, the number of documents with each value, most first.

    Each is counted under all filters but its own, so that it says what another choice
    would leave; the words of a search rank and leave nothing out. `issuers` are
    agencies' ids, `statuses` as of today.
    """

    __pydantic_config__ = STRICT

    types: dict[str, int]
    provinces: dict[str, int]
    years: dict[str, int]
    issuers: dict[str, int]
    statuses: dict[str, int]


def facets(kb: KnowledgeBase, request: SearchRequest) -> Facets:
    """The facets of a search; raises `UnknownValue` or `UnknownAgency` where a filter names nothing there is."""
    whole = kb.whole
    day = today()
    standing = whole.standings(day)
    values: dict[str, Callable[[Document], str]] = {
        "types": lambda d: d.type,
        "provinces": lambda d: d.province,
        "years": lambda d: d.issued[:4],
        "issuers": lambda d: d.issuer_id or "",
        "statuses": lambda d: standing[d.id].status.value,
    }
    chosen = {
        "types": read_type(request.type, whole.types) if request.type else "",
        "provinces": read_province(request.province, whole.provinces) if request.province else "",
        "years": str(read_year(request.year)) if request.year else "",
        "issuers": kb.agency_id(request.issuer) if request.issuer else "",
        "statuses": read_status(request.status).value if request.status else "",
    }

    if not any(chosen.values()):
        return whole.part(f"facets on {day}", lambda: _all(whole, values))

    def left(name: str) -> Iterator[str]:
        others = [(values[other], value) for other, value in chosen.items() if value and other != name]
        return (values[name](d) for d in whole.documents if all(of(d) == value for of, value in others))

    return Facets(**{name: _counted(left(name)) for name in values})


def _all(whole: Whole, values: Mapping[str, Callable[[Document], str]]) -> Facets:
    return Facets(**{name: _counted(of(d) for d in whole.documents) for name, of in values.items()})


def _counted(found: Iterator[str]) -> dict[str, int]:
    counts = Counter(value for value in found if value)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
