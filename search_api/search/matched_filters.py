"""Which of the conditions of a search a passage meets: of filters all, of what was read in the words some."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from corpus.model import Document, Obligation
from corpus.vietnamese import bare
from index.query.dates import in_window
from search_api.agencies.directory import AgencyDirectory
from search_api.search.filters import FILTERS

if TYPE_CHECKING:
    from index.query.parser import ParsedFilter
    from index.retrieval.query import Hit
    from search_api.resources import Resources

# Conditions on the duties in a passage; the others are on its document.
_ON_DUTIES = frozenset(row.name for row in FILTERS if row.on_obligations)


class FilterMatcher:
    """Answers for the passages of one search which of some readings they meet."""

    def __init__(self, resources: Resources, hits: Collection[Hit], parsed_filters: Collection[ParsedFilter]) -> None:
        self._store, self._readings = resources.store, parsed_filters
        directory = AgencyDirectory.of(resources)
        self._ids = {r.value: directory.ids_of(r.value) for r in parsed_filters if r.field == "agency"}
        self._duties: Mapping[str, list[Obligation]] = {}
        if any(r.field in _ON_DUTIES for r in parsed_filters):
            self._duties = self._read({hit.doc for hit in hits})

    def _read(self, docs: Collection[str]) -> dict[str, list[Obligation]]:
        found: dict[str, list[Obligation]] = {}
        for doc, obligation in self._store.obligations(docs=docs):
            found.setdefault(doc, []).append(obligation)
        return found

    def by(self, hit: Hit, document: Document) -> Iterator[ParsedFilter]:
        """The readings that a passage of `document` meets."""
        duties = [o for o in self._duties.get(hit.doc, ()) if o.start < hit.end and hit.start < o.end]
        for reading in self._readings:
            if self._is_met(reading, document, duties):
                yield reading

    def _is_met(self, reading: ParsedFilter, document: Document, duties: list[Obligation]) -> bool:
        value = reading.value
        match reading.field:
            case "agency":
                return any(a.agency_id in self._ids[value] for o in duties for a in o.assignees)
            case "role":
                return any(a.role == value for o in duties for a in o.assignees)
            case "kind":
                return any(o.kind == value for o in duties)
            case "due":
                return any(o.deadline is not None and in_window(value, o.deadline.due) for o in duties)
            case "type":
                return bare(document.type) == bare(value)
            case "province":
                return bare(document.province) == bare(value)
            case "issued":
                return in_window(value, document.issued)
            case "year":
                return document.issued.startswith(value)
            case _:
                return document.issuer_id == value
