"""What a query says besides its topic: who, in what role, what kind of duty, which documents, where, when.

"nhiệm vụ về đuối nước của Sở Y tế trong năm 2025" names an agency and a time, and asks
for duties; the rest, "đuối nước", is its topic. Each such reading keeps the words it
came from, so that it can be shown and taken back. Words in quotation marks are never
read: they are only words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from corpus.agencies import AuthorityList
from corpus.authority.agency_names import expand
from corpus.authority.provinces import find_province, province_pattern
from corpus.model import Span
from corpus.vietnamese import bare, fold, slug
from corpus.vocabulary import load, pattern
from index.query.dates import find_periods, find_times
from index.query.diacritics import Restored
from index.query.document_numbers import cited_day, find_numbers
from index.query.expansion import english_terms, is_syllable


class Field(StrEnum):
    """What a reading is about: the fields that results can be narrowed by."""

    AGENCY = "agency"
    ROLE = "role"
    KIND = "kind"
    TYPE = "type"
    ISSUER = "issuer"
    PROVINCE = "province"
    YEAR = "year"
    DUE = "due"
    NUMBER = "number"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class ParsedFilter:
    """Words ``[start, end)`` of a query taken for a field's value.

    `value` is an agency's id, a `Role`, an `ObligationKind`, a type's name, a province's
    name, a year, a number as printed, or for `DUE` and `ISSUED` a window of days
    (``2025-10-01..2025-12-31``, either end may be open).
    """

    field: Field
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query and what was read in it; `topic` is what is left, `duties` says that it asks for obligations."""

    query: Restored
    parsed_filters: tuple[ParsedFilter, ...]
    topic: str
    duties: bool

    def value(self, field: Field) -> str:
        """The value read for `field`, or ``""``."""
        return next((r.value for r in self.parsed_filters if r.field is field), "")

    def words(self, reading: ParsedFilter) -> str:
        """The words of a reading as they were typed."""
        return self.query.typed[reading.start : reading.end]


# An agency's name longer than this is found by its beginning.
_MOST_SYLLABLES = 14
_SYLLABLE = re.compile(r"[^\W_]+(?:[&-][^\W\d_]+)*")
_QUOTED = re.compile(r'"[^"]+"|“[^”]+”|«[^»]+»')

# "Sở Y tế Nghệ An", "Công an TP. Huế", "UBND tỉnh Thái Nguyên"
_PLACE_AFTER = r"\s*,?\s*(?:(?:của\s+)?(?:tỉnh|thành\s+phố|tp\.?)\s+)?(?P<name>{names})"
# "ở tỉnh Nghệ An", "tại Thái Nguyên", "trên địa bàn TP Huế"
_UNIT = r"(?:tỉnh|thành\s+phố|tp\.?)\s+"
_PLACE = rf"(?<!\w)(?P<before>(?:(?:ở|tại|trên\s+địa\s+bàn)\s+(?:{_UNIT})?|{_UNIT}))?(?P<name>{{names}})"
# "Sở Y tế chủ trì", "Công an tỉnh được giao phối hợp", "Bộ Y tế chỉ đạo"
_ROLE_AFTER = re.compile(
    r"\s*,?\s*(?:phải\s+|được\s+giao\s+|có\s+trách\s+nhiệm\s+|đóng\s+vai\s+trò\s+)?(?P<role>chủ\s+trì|phối\s+hợp|chỉ\s+đạo)(?!\w)"
)
# "ai chủ trì …", "cơ quan nào phối hợp …", "vai trò phối hợp của …"
_WHO = re.compile(
    r"(?<!\w)(?:ai|(?:với\s+)?vai\s+trò|(?:cơ\s+quan|đơn\s+vị|bộ|sở|ngành)(?:\s*,\s*(?:cơ\s+quan|đơn\s+vị|ngành))*\s+nào)\s+"
    r"(?:phải\s+|được\s+giao\s+|có\s+trách\s+nhiệm\s+)?(?P<role>chủ\s+trì|phối\s+hợp|chỉ\s+đạo)(?!\w)"
)
_ROLES = {"chủ trì": "lead", "phối hợp": "support", "chỉ đạo": "direct"}
# "báo cáo Ban Thường vụ Tỉnh ủy", "trình Chính phủ": who is told, not who must act.
_REPORTED_TO = re.compile(r"(?<!\w)(?:báo\s+cáo|trình|gửi|kiến\s+nghị|đề\s+xuất)\s+(?:với\s+|về\s+|lên\s+|cho\s+)?$")
# "quyết định của UBND tỉnh", "chỉ thị do Thủ tướng ban hành": whose the document is, not who must act.
_ISSUED_BY = re.compile(r"\s+(?:của|do)\s+$")
_ISSUES = re.compile(r"\s+(?:đã\s+)?ban\s+hành(?!\w)")
# "quyết định năm 2024 về …", "các kế hoạch của …", "chỉ thị về …": a type that is asked for, not cited.
_TYPE_BEFORE = re.compile(r"^\W*(?:(?:tìm|xem|cho\s+(?:tôi\s+)?xem|liệt\s+kê|những|các|mọi|tất\s+cả)\s+)*$")
_TYPE_AFTER = re.compile(r"\s+(?:của|do|về|năm|ban\s+hành|tỉnh|ở|tại|nào|hướng\s+dẫn)(?!\w)")
# Words before and after a reading that only join it to the rest: "của Sở Y tế", "trong năm 2025".
_JOINS = frozenset(
    ("của do cho với về trong tại ở trên theo giao các những và mà là thì đối gì nào việc khi").split()  # noqa: SIM905
)


def parse_query(
    query: Restored, agencies: AuthorityList, *, ignored: Collection[str] = (), today: date | None = None
) -> ParsedQuery:
    """What `query` says; fields in `ignored` (names of `Field`) are not read. `today` fixes "tháng này"."""
    text = query.text
    found: list[ParsedFilter] = [
        ParsedFilter(Field.NUMBER, text[span.start : span.end], span.start, span.end) for span, _ in find_numbers(text)
    ]
    days = [day for span, _ in find_numbers(text) if (day := cited_day(text, span))]
    cited = frozenset([r.end for r in found] + [day.end for day in days])  # behind which "của" names the issuer
    found += [ParsedFilter(Field.YEAR, day.year, day.start, day.end) for day in days]
    closed = [Span(m.start(), m.end()) for m in _QUOTED.finditer(text)]
    free = _Free(closed + [Span(r.start, r.end) for r in found])
    folded = fold(text)
    for reading in (*_english_agencies(text, agencies), *_agencies(text, folded, agencies, free, cited)):
        found.append(reading)
        free.take(reading)
        if reading.field is Field.AGENCY and (m := _ROLE_AFTER.match(folded, reading.end)):
            found.append(ParsedFilter(Field.ROLE, _ROLES[" ".join(m["role"].split())], m.start("role"), m.end("role")))
    found += [
        ParsedFilter(Field.ROLE, _ROLES[" ".join(m["role"].split())], m.start(), m.end()) for m in _WHO.finditer(folded)
    ]
    for reading in (*_type(folded, found, free), *_provinces(text, folded, free)):
        found.append(reading)
        free.take(reading)
    duties = _asks_for_duties(folded, found)
    for reading in _issued(folded, free, today or date.today()):
        found.append(reading)
        free.take(reading)
    for reading in (*_times(folded, duties, free, today or date.today()), *_kinds(folded, free)):
        found.append(reading)
        free.take(reading)
    kept = tuple(_first_of_each(sorted((r for r in found if r.field not in ignored), key=lambda r: r.start)))
    return ParsedQuery(query, kept, _topic(text, folded, kept), duties)


class _Free:
    """Which stretches of the query are still to be read."""

    def __init__(self, taken: list[Span]) -> None:
        self._taken = taken

    def __call__(self, start: int, end: int) -> bool:
        return all(end <= span.start or span.end <= start for span in self._taken)

    def take(self, reading: ParsedFilter) -> None:
        self._taken.append(Span(reading.start, reading.end))


def _first_of_each(parsed_filters: list[ParsedFilter]) -> Iterator[ParsedFilter]:
    """One reading a field: of two agencies named, or two types compared, neither narrows the other out."""
    for reading in parsed_filters:
        same = [r for r in parsed_filters if r.field is reading.field]
        agreed = reading is same[0] and len({r.value for r in same}) == 1
        if agreed or reading.field is Field.NUMBER:
            yield reading


# --- agencies -------------------------------------------------------------------


def _agencies(
    text: str, folded: str, agencies: AuthorityList, free: _Free, cited: Collection[int]
) -> Iterator[ParsedFilter]:
    """The agencies named, each by its longest name, with the province after it."""
    known, firsts = _names(agencies)
    places = [Span(m.start(), m.end()) for m in _SYLLABLE.finditer(text)]
    at = 0
    while at < len(places):
        step = 1
        if slug(places[at].of(text)).split("-")[0] in firsts:
            for last in range(min(len(places), at + _MOST_SYLLABLES), at, -1):
                start, end = places[at].start, places[last - 1].end
                if not free(start, end) or slug(name := _in_full(text[start:end])) not in known:
                    continue
                if reading := _agency(text, folded, Span(start, end), name, agencies, cited):
                    if not _REPORTED_TO.search(folded[:start]):
                        yield reading
                    step = max(1, sum(1 for p in places[at:] if p.start < reading.end))
                    break
        at += step


def _english_agencies(text: str, agencies: AuthorityList) -> Iterator[ParsedFilter]:
    """The agencies that an English question names: "the department of health"."""
    for span, name in english_terms(text):
        if (found := agencies.find(name)) and not found.is_class:
            yield ParsedFilter(Field.AGENCY, found.id, *span)


def _in_full(name: str) -> str:
    """A name with its abbreviations written out, in small letters too where they can be no syllable: "sở gd&đt"."""

    def capitals(m: re.Match[str]) -> str:
        letters = m.group()
        return "Việt Nam" if letters.lower() == "vn" else letters if is_syllable(letters) else letters.upper()

    return expand(_SYLLABLE.sub(capitals, name))


def _agency(
    text: str, folded: str, span: Span, name: str, agencies: AuthorityList, cited: Collection[int]
) -> ParsedFilter | None:
    found = agencies.find(name)
    # A class of bodies ("nhà trường", "địa phương") is mostly what a text is about.
    if found is None or (found.is_class and not _is_plural(folded, span)):
        return None
    end, value = span.end, found.id
    # "Công an TP" of "Công an TP. Huế": the unit belongs to the place.
    unit = re.search(r"\s+(?:tp|thành\s+phố|tỉnh)$", folded[: span.end])
    m = (_place_after().match(folded, unit.start()) if unit else None) or _place_after().match(folded, span.end)
    if m and agencies.provincial(found, m["name"]) != found.id:
        end, value = m.end(), agencies.provincial(found, m["name"])
    before, after = folded[: span.start], folded[end:]
    m = _ISSUED_BY.search(before)
    issuing = _ISSUES.match(after) or (m and (m.start() in cited or _ends_in_type(before[: m.start()])))
    return ParsedFilter(Field.ISSUER if issuing else Field.AGENCY, value, span.start, end)


def _is_plural(folded: str, span: Span) -> bool:
    return re.search(r"(?<!\w)(?:của|giao|giao\s+cho)\s+(?:các\s+)?$", folded[: span.start]) is not None


def _ends_in_type(before: str) -> bool:
    return any(re.search(rf"(?<!\w)(?<!nhiệm vụ ){re.escape(name)}$", before) for name in _types())


@cache
def _names(agencies: AuthorityList) -> tuple[frozenset[str], frozenset[str]]:
    """The slugs of all agencies' names, and the first syllables by which one may begin, abbreviations among them."""
    known = frozenset(slug(name) for name in agencies.names())
    letters = {bare(entry["key"]) for entry in load("agency_abbreviations")}
    return known, frozenset({name.split("-")[0] for name in known} | letters)


@cache
def _place_after() -> re.Pattern[str]:
    return re.compile(_PLACE_AFTER.format(names=province_pattern()))


# --- documents and places -----------------------------------------------------------


@cache
def _types() -> tuple[str, ...]:
    """The names of kinds of document, longest first."""
    names = (entry["name"] for entry in load("document_types"))
    return tuple(sorted((name for name in names if name != "văn bản"), key=len, reverse=True))


def _type(folded: str, found: list[ParsedFilter], free: _Free) -> Iterator[ParsedFilter]:
    """The kind of document asked for: named at the beginning, or as what somebody issued."""
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _types()))})(?!\w)")
    issuers = [r.start for r in found if r.field is Field.ISSUER]
    for m in pattern.finditer(folded):
        cited = any(r.field is Field.NUMBER and 0 <= r.start - m.end() <= len(" số: ") for r in found)
        leads = _TYPE_BEFORE.match(folded[: m.start()]) is not None and _TYPE_AFTER.match(folded, m.end()) is not None
        issued = any(m.end() <= at and _ISSUED_BY.fullmatch(folded, m.end(), at) for at in issuers)
        if not cited and (leads or issued) and free(m.start(), m.end()):
            yield ParsedFilter(Field.TYPE, m.group(), m.start(), m.end())


def _provinces(text: str, folded: str, free: _Free) -> Iterator[ParsedFilter]:
    for m in re.finditer(_PLACE.format(names=province_pattern()), folded):
        # "Huế" and "Sơn La" are names by themselves; "hoà bình", "thái bình" in small letters are words.
        is_name = m["before"] or text[m.start("name")].isupper()
        if is_name and free(m.start(), m.end()) and (place := find_province(m["name"])):
            yield ParsedFilter(Field.PROVINCE, place.name, m.start(), m.end())


# --- times, kinds, and whether duties are asked for ----------------------------------


# "ban hành từ 01/9/2025 đến 10/9/2025", "ký trong tháng 9/2025"; "phải ban hành trước 30/9" is a deadline.
_ISSUED_BEFORE = re.compile(
    r"""
    (?<!\w)(?<!phải\s)(?<!phải\sđược\s)(?<!cần\s)
    (?:được\s+)? (?:ban\s+hành|ký) \s+ (?:(?:vào|trong)\s+)? $
    """,
    re.VERBOSE,
)


def _issued(folded: str, free: _Free, today: date) -> Iterator[ParsedFilter]:
    for time in find_periods(folded, today):
        cue = _ISSUED_BEFORE.search(folded[: time.start])
        # A plain year is read as the year of the document.
        if cue and (time.bound or not time.year) and free(cue.start(), time.end):
            yield ParsedFilter(Field.ISSUED, time.window, cue.start(), time.end)


def _times(folded: str, duties: bool, free: _Free, today: date) -> Iterator[ParsedFilter]:
    for time in find_times(folded, today):
        if free(time.start, time.end):
            # A plain year is the year of a document, unless duties are asked for.
            field = Field.YEAR if time.year and not (duties or time.bound) else Field.DUE
            yield ParsedFilter(field, time.year if field is Field.YEAR else time.window, time.start, time.end)


def _kinds(folded: str, free: _Free) -> Iterator[ParsedFilter]:
    for entry in load("query_kinds"):
        for m in pattern(entry).finditer(folded):
            if free(m.start(), m.end()):
                yield ParsedFilter(Field.KIND, entry["kind"], m.start(), m.end())


def _asks_for_duties(folded: str, found: list[ParsedFilter]) -> bool:
    named = {r.field for r in found}
    for entry in load("query_cues"):
        if pattern(entry).search(folded) and (not entry.get("needs") or entry["needs"] in named):
            return True
    return False


def topic_without(understood: ParsedQuery, also: Collection[Span]) -> str:
    """The topic of a query without some more of its words."""
    text = understood.query.text
    return _topic(text, fold(text), understood.parsed_filters, also)


def _topic(text: str, folded: str, parsed_filters: tuple[ParsedFilter, ...], also: Collection[Span] = ()) -> str:
    """The query without what was read, the words that ask, and those that joined them to the rest."""
    gone = [Span(r.start, r.end) for r in parsed_filters if r.field is not Field.NUMBER] + list(also)
    gone += [Span(m.start(), m.end()) for entry in load("query_cues") for m in pattern(entry).finditer(folded)]
    words = [m for m in _SYLLABLE.finditer(text) if not any(g.start < m.end() and m.start() < g.end for g in gone)]
    kept = [m.group() for m in words]
    while kept and fold(kept[0]) in _JOINS:
        kept.pop(0)
    while kept and fold(kept[-1]) in _JOINS:
        kept.pop()
    return " ".join(kept)
