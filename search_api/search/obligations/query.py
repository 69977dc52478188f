"""What a search for duties asks: its conditions, the documents whose duties it is about, and the topic that is left.

"qđ 1183 giao Bộ Công an làm gì" asks for what that decision says, "thực hiện chỉ thị
28" for what others do to carry it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from corpus.identifiers import number_identity
from corpus.model import Document, Span
from corpus.vietnamese import bare, fold
from corpus.vocabulary import load
from search_api.search.filters import SearchRequest
from search_api.search.passages import filters_from, parse_for_obligations
from search_api.search.resolved_filters import Filters

if TYPE_CHECKING:
    from index.query.parser import ParsedFilter, ParsedQuery
    from search_api.resources import Resources

# "thực hiện chỉ thị 28", "kiểm tra việc triển khai Kế hoạch số 377/KH-UBND": the number of what is carried out.
_CARRIED_OUT = r"""
    (?<!\w)(?: thực\ hiện | triển\ khai | thi\ hành | quán\ triệt | tinh\ thần | phổ\ biến | sơ\ kết | tổng\ kết )
    \s+ (?:\w+\s+){{0,2}}? (?: (?:{kinds}) \s+ )? (?:số\s*:?\s*)? $
    """


# "hạn khi nào", "bao giờ phải xong", "hạn chót", "by when"
_WHEN = re.compile(
    r"(?<!\w)(?:khi\s+nào|bao\s+giờ|ngày\s+nào|lúc\s+nào|hạn\s+(?:chót|cuối)|đến\s+hạn|when|deadline)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class AskedOfDuties:
    """A search for duties: its `parsed_filters` are conditions, `documents` (ids) those whose duties are asked for.

    `carried_out` are those that it names as carried out: duties in them, and in what cites
    them, answer better.
    """

    understood: ParsedQuery
    parsed_filters: tuple[ParsedFilter, ...]
    topic: str
    documents: tuple[str, ...] = ()
    carried_out: tuple[str, ...] = ()

    @property
    def asks_when(self) -> bool:
        """Whether it asks by when something is due."""
        return _WHEN.search(fold(self.understood.query.text)) is not None

    def wanted(self, given: Filters, parsed_filters: Iterable[ParsedFilter]) -> Filters:
        """What the filters `given` and some of the readings ask for together."""
        parsed_filters = list(parsed_filters)
        found = given.and_read(r for r in parsed_filters if r.field != "number")
        return replace(found, named=self.documents) if any(r.field == "number" for r in parsed_filters) else found


def asked_of_duties(resources: Resources, request: SearchRequest) -> AskedOfDuties:
    """What `request` asks of duties."""
    from index.query.parser import Field, ParsedFilter, topic_without

    understood = parse_for_obligations(resources, request)
    parsed_filters = filters_from(understood)
    if request.number or request.doc or "number" in request.ignored:
        return AskedOfDuties(understood, tuple(parsed_filters), understood.topic)
    folded = fold(understood.query.text)
    carried_out: tuple[str, ...] = ()
    for span, documents in _named(resources, understood):
        if _carried_out().search(folded[: span.start]):
            carried_out += tuple(d.id for d in documents)
        else:
            held = sorted(documents, key=lambda d: (d.issued, d.number), reverse=True)
            number = next((d.number for d in held if d.number), span.of(understood.query.text))
            named = ParsedFilter(Field.NUMBER, number, *span)
            topic = topic_without(understood, [_with_kind(folded, span)])
            return AskedOfDuties(understood, (*parsed_filters, named), topic, tuple(d.id for d in held))
    return AskedOfDuties(understood, tuple(parsed_filters), understood.topic, carried_out=carried_out)


def _named(resources: Resources, understood: ParsedQuery) -> Iterator[tuple[Span, list[Document]]]:
    """The words that name documents by number, whole or half, with those documents and the news about them."""
    from index.query.document_numbers import parts_of_numbers

    for reading in understood.parsed_filters:
        if reading.field == "number":
            identity = number_identity(reading.value)
            news = [d for d in resources.snapshot.documents if any(number_identity(n) == identity for n in d.about)]
            if found := resources.store.documents_numbered(reading.value) + news:
                yield Span(reading.start, reading.end), found
    for part in parts_of_numbers(understood.query.text):
        begins = re.compile(rf"{part.serial}[/-](?:.*[/-])?(?:{_letters(part.type)})(?![^\W\d_])")
        news = [d for d in resources.snapshot.documents if any(begins.match(bare(n)) for n in d.about)]
        if found := resources.store.documents_numbered(part.serial, type=part.type, year=part.year) + news:
            yield Span(part.start, part.end), found


def _letters(kind: str) -> str:
    """The letters that stand for a kind of document in numbers, as alternatives."""
    letters = (bare(one) for entry in load("document_types") if entry["name"] == kind for one in entry["letters"])
    return "|".join(map(re.escape, letters))


def _with_kind(folded: str, span: Span) -> Span:
    """A number with the words "quyết định số" before it."""
    m = _kind_before().search(folded[: span.start])
    return Span(m.start() if m else span.start, span.end)


@cache
def _kind_before() -> re.Pattern[str]:
    from index.query.document_numbers import any_kind

    return re.compile(rf"(?<!\w)(?:{any_kind()})\s+(?:số\s*:?\s*|so\s+)?$")


@cache
def _carried_out() -> re.Pattern[str]:
    from index.query.document_numbers import any_kind

    return re.compile(_CARRIED_OUT.format(kinds=any_kind()), re.VERBOSE)
