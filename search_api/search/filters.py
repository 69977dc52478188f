"""The filters of a search, one row each: its names, how its words are read, and how its value is shown.

Pages, facets, chips and the conditions that a search is narrowed to go through these rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.vietnamese import clean_query, syllables
from search_api.agencies.directory import AgencyDirectory
from search_api.errors import UnknownValue
from search_api.labels import OBLIGATION_KINDS, ROLES, STATUSES
from search_api.search.filter_labels import agency_label, document_label, label_of, window_label
from search_api.search.filter_values import (
    read_kind,
    read_province,
    read_role,
    read_status,
    read_type,
    read_window,
    read_year,
)

if TYPE_CHECKING:
    from corpus.store import Store
    from index.query.parser import ParsedFilter

DEFAULT_LIMIT = 10
MAX_RESULTS = 200


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as a person puts it: the words, and filters in any spelling; ``""`` filters nothing."""

    text: str
    agency: str = ""
    type: str = ""
    province: str = ""
    year: str = ""
    kind: str = ""
    doc: str = ""
    limit: int = DEFAULT_LIMIT
    role: str = ""
    issuer: str = ""
    number: str = ""
    due: str = ""
    status: str = ""
    order: str = ""
    ignored: tuple[str, ...] = ()  # what is not to be read in the words: "agency", "year", ...
    as_typed: bool = False  # without restoring diacritics
    offset: int = 0  # how many answers to pass over
    dismissed: tuple[str, ...] = ()  # what is read in the words of a search for duties, but is no condition
    issued: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean_query(self.text))
        if self.text and not syllables(self.text):
            raise UnknownValue(
                f"“{self.text}” không có chữ hay số nào để tìm: hãy gõ một từ, một số hiệu hoặc tên cơ quan."
            )

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the words narrows the search."""
        return any(getattr(self, row.name) for row in FILTERS)


@dataclass(frozen=True, slots=True)
class FilterContext:
    """What the words of a filter are checked against; `province` tells agencies of one name apart."""

    directory: AgencyDirectory
    store: Store
    province: str = ""


@dataclass(frozen=True, slots=True)
class FilterDefinition:
    """One filter of a search.

    `name` is its field in `SearchRequest`, `Filters` and the API, `parameter` its name in the
    address of a page, `facet` the field of `Facets` that counts its values. `parse` reads words
    that are not empty and raises `UnknownValue`, `UnknownAgency` or `UnknownDocument`; `show`
    gives a value as a person reads it.
    """

    name: str
    label: str
    parameter: str
    parse: Callable[[str, FilterContext], str]
    show: Callable[[str, AgencyDirectory], str]
    facet: str = ""
    on_obligations: bool = False  # a condition on obligations; the others are on documents
    is_parsed: bool = True  # may be read in the words of a query


def _agency(words: str, context: FilterContext) -> str:
    return context.directory.find(words, context.province)


def _agency_shown(value: str, directory: AgencyDirectory) -> str:
    return agency_label(directory, value)


def _as_it_is(value: str, _: AgencyDirectory) -> str:
    return value


def _window_shown(value: str, _: AgencyDirectory) -> str:
    return window_label(value)


FILTERS = (
    FilterDefinition(
        "agency", "Cơ quan được giao", "co_quan", _agency, _agency_shown, facet="agencies", on_obligations=True
    ),
    FilterDefinition(
        *("role", "Vai trò", "vai_tro", lambda words, _: read_role(words), lambda value, _: label_of(ROLES, value)),
        facet="roles",
        on_obligations=True,
    ),
    FilterDefinition(
        *("kind", "Loại nhiệm vụ", "nhiem_vu", lambda words, _: read_kind(words)),
        show=lambda value, _: label_of(OBLIGATION_KINDS, value),
        facet="kinds",
        on_obligations=True,
    ),
    FilterDefinition(
        *("due", "Thời hạn", "han", lambda words, _: read_window(words), _window_shown),
        facet="dues",
        on_obligations=True,
    ),
    FilterDefinition(
        *("type", "Loại văn bản", "loai", lambda words, of: read_type(words, of.directory.snapshot.types), _as_it_is),
        facet="types",
    ),
    FilterDefinition("issuer", "Cơ quan ban hành", "ban_hanh", _agency, _agency_shown, facet="issuers"),
    FilterDefinition("province", "Địa phương", "tinh", lambda _, of: of.province, _as_it_is, facet="provinces"),
    FilterDefinition("year", "Năm ban hành", "nam", lambda words, _: str(read_year(words)), _as_it_is, facet="years"),
    FilterDefinition("issued", "Ngày ban hành", "ngay_ban_hanh", lambda words, _: read_window(words), _window_shown),
    FilterDefinition("number", "Số hiệu", "so_hieu", lambda words, _: words.strip(), _as_it_is),
    FilterDefinition(
        *("doc", "Văn bản", "van_ban", lambda words, of: of.store.document(words).id, document_label), is_parsed=False
    ),
    FilterDefinition(
        *("status", "Hiệu lực", "hieu_luc", lambda words, _: read_status(words).value),
        show=lambda value, _: label_of(STATUSES, value),
        facet="statuses",
        is_parsed=False,
    ),
)

_BY_NAME = {row.name: row for row in FILTERS}

# What may be read in the words, each also a filter of that name; all of it is ignored where a query is
# taken as it was typed.
PARSED_FIELDS = tuple(row.name for row in FILTERS if row.is_parsed)


def parse_filters(request: SearchRequest, directory: AgencyDirectory, store: Store) -> dict[str, Any]:
    """Returns the value of each filter that `request` sets; raises as `FilterDefinition.parse` does."""
    place = read_province(request.province, directory.snapshot.provinces) if request.province else ""
    context = FilterContext(directory, store, place)
    set_ = ((row, getattr(request, row.name)) for row in FILTERS)
    return {row.name: row.parse(words, context) for row, words in set_ if words}


def describe_filter(directory: AgencyDirectory, field: str, value: str) -> str:
    """Returns a condition on one field as a person reads it: "Loại văn bản: chỉ thị"."""
    row = _BY_NAME[field]
    return f"{row.label}: {row.show(value, directory)}"


def said(directory: AgencyDirectory, reading: ParsedFilter) -> str:
    """Returns a reading as a person reads it: "Cơ quan được giao: Sở Y tế Nghệ An"."""
    return describe_filter(directory, reading.field, reading.value)


def window_between(first: str, last: str) -> str:
    """Returns the window from one day to another, each in any spelling and either empty; ``""`` where both are."""
    return f"{first.strip()}..{last.strip()}" if first.strip() or last.strip() else ""
