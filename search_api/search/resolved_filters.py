"""What a search is narrowed to, field by field, whether a filter says so or the words do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from corpus.model import Status
from search_api.agencies.directory import AgencyDirectory
from search_api.documents.relations import today
from search_api.search.filters import (
    SearchRequest,
    read_kind,
    read_province,
    read_role,
    read_status,
    read_type,
    read_window,
    read_year,
)

if TYPE_CHECKING:
    from index.query.parser import ParsedFilter
    from index.retrieval.query import Filter
    from search_api.resources import Resources
    from search_api.snapshot import StoreSnapshot


@dataclass(frozen=True, slots=True)
class Filters:
    """The value of each field that answers must have; ``""`` is any.

    `agency` and `issuer` are ids, `doc` a document's id, `due` a window of days, `status`
    a `Status`, the others as in `index.query.parser.ParsedFilter`; `named` are the ids of the
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
    province = read_province(request.province, resources.snapshot.provinces) if request.province else ""
    directory = AgencyDirectory.of(resources)
    return Filters(
        agency=directory.find(request.agency, province) if request.agency else "",
        role=read_role(request.role) if request.role else "",
        kind=read_kind(request.kind) if request.kind else "",
        type=read_type(request.type, resources.snapshot.types) if request.type else "",
        issuer=directory.find(request.issuer, province) if request.issuer else "",
        province=province,
        year=str(read_year(request.year)) if request.year else "",
        due=read_window(request.due) if request.due else "",
        number=request.number.strip(),
        doc=resources.store.document(request.doc).id if request.doc else "",
        status=read_status(request.status).value if request.status else "",
    )


def narrowing(resources: Resources, wanted: Filters) -> Filter:
    """`wanted` as conditions of the index."""
    from index.retrieval.query import Filter

    fields: dict[str, Any] = {
        name: getattr(wanted, name) for name in ("role", "kind", "type", "province", "due", "number", "doc", "issuer")
    }
    fields["agencies"] = AgencyDirectory.of(resources).ids_of(wanted.agency) if wanted.agency else ()
    fields["year"] = int(wanted.year) if wanted.year else None
    if wanted.named:
        fields["among"] = wanted.named
    if wanted.status == Status.IN_FORCE:  # what is not known to have ended
        fields["without"] = tuple(_standing(resources.snapshot, Status.REPLACED, Status.REPEALED))
    elif wanted.status:
        fitting = _standing(resources.snapshot, Status(wanted.status))
        fields["among"] = tuple(doc for doc in fitting if not wanted.named or doc in wanted.named)
    return Filter(**fields)


def conditions(resources: Resources, wanted: Filters) -> dict[str, Any]:
    """`wanted` as the conditions of a query, by their names."""
    found = narrowing(resources, wanted)
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def _standing(snapshot: StoreSnapshot, *statuses: Status) -> list[str]:
    return [doc for doc, standing in snapshot.validities(today()).items() if standing.status in statuses]
