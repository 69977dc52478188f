"""What a search is narrowed to, field by field, whether a filter says so or the words do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from corpus.model import Status
from index.query.dates import in_window
from search_api.agencies.directory import AgencyDirectory
from search_api.documents.relations import today
from search_api.search.filters import SearchRequest, parse_filters

if TYPE_CHECKING:
    from index.query.parser import ParsedFilter
    from index.retrieval.query import Filter
    from search_api.resources import Resources
    from search_api.snapshot import StoreSnapshot


@dataclass(frozen=True, slots=True)
class Filters:
    """The value of each field that answers must have; ``""`` is any.

    `agency` and `issuer` are ids, `doc` a document's id, `due` and `issued` windows of days,
    `status` a `Status`, the others as in `index.query.parser.ParsedFilter`; `named` are the ids of the
    documents that the words name.
    """

    agency: str = ""
    role: str = ""
    kind: str = ""
    type: str = ""
    issuer: str = ""
    province: str = ""
    year: str = ""
    due: str = ""
    number: str = ""
    doc: str = ""
    status: str = ""
    named: tuple[str, ...] = ()
    issued: str = ""

    def given(self) -> dict[str, str]:
        """The fields that narrow, with their values; the documents that the words name as `named`, without any."""
        return {field: value if isinstance(value, str) else "" for field, value in asdict(self).items() if value}

    def but(self, field: str) -> Filters:
        """The same without the condition on one field."""
        return self.with_value(field, "")

    def with_value(self, field: str, value: str) -> Filters:
        """The same with another value of one field."""
        changed: dict[str, Any] = {field: () if field == "named" else value}
        return replace(self, **changed)

    def and_read(self, parsed_filters: Iterable[ParsedFilter]) -> Filters:
        """The same with what was read in the words, where no filter says otherwise."""
        read: dict[str, Any] = {r.field.value: r.value for r in parsed_filters if not getattr(self, r.field.value)}
        return replace(self, **read)


def chosen(resources: Resources, request: SearchRequest) -> Filters:
    """What the filters of `request` name.

    Raises `UnknownAgency`, `UnknownValue` or `UnknownDocument` where one names nothing
    there is.
    """
    return Filters(**parse_filters(request, AgencyDirectory.of(resources), resources.store))


def narrowing(resources: Resources, wanted: Filters) -> Filter:
    """`wanted` as conditions of the index."""
    from index.retrieval.query import Filter

    fields: dict[str, Any] = {
        name: getattr(wanted, name) for name in ("role", "kind", "type", "province", "due", "number", "doc", "issuer")
    }
    fields["agencies"] = AgencyDirectory.of(resources).ids_of(wanted.agency) if wanted.agency else ()
    fields["year"] = int(wanted.year) if wanted.year else None
    if wanted.status == Status.IN_FORCE:  # what is not known to have ended
        fields["without"] = tuple(_standing(resources.snapshot, Status.REPLACED, Status.REPEALED))
    fields["among"] = _only(resources.snapshot, wanted)
    return Filter(**fields)


def _only(snapshot: StoreSnapshot, wanted: Filters) -> tuple[str, ...] | None:
    """The only documents that may answer, by what the index does not hold of them; None for any."""
    allowed: list[Collection[str]] = []
    if wanted.status and wanted.status != Status.IN_FORCE:
        allowed.append(_standing(snapshot, Status(wanted.status)))
    if wanted.issued:
        allowed.append([d.id for d in snapshot.documents if in_window(wanted.issued, d.issued)])
    if wanted.named:
        allowed.append(wanted.named)
    if not allowed:
        return None
    first, *others = allowed
    return tuple(doc for doc in first if all(doc in other for other in map(frozenset, others)))


def conditions(resources: Resources, wanted: Filters) -> dict[str, Any]:
    """`wanted` as the conditions of a query, by their names."""
    found = narrowing(resources, wanted)
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def _standing(snapshot: StoreSnapshot, *statuses: Status) -> list[str]:
    return [doc for doc, standing in snapshot.validities(today()).items() if standing.status in statuses]
