"""Finds passages for a person: reads what the words ask for, searches, and describes what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from corpus.model import Document, Status
from search_api.answers import SamePassage, SearchRow
from search_api.filters import (
    MOST_RESULTS,
    SearchRequest,
    read_kind,
    read_order,
    read_province,
    read_role,
    read_status,
    read_type,
    read_window,
    read_year,
)
from search_api.headings import headings_of
from search_api.labels import OBLIGATION_KINDS, ROLES, vietnamese_date

if TYPE_CHECKING:
    from index.query import Hit, Narrowing, Query
    from index.understanding import Reading, Understood
    from search_api.knowledge_base import KnowledgeBase

# What is sorted by date or deadline are the best answers, not all that shares a word with the question.
_SORTED_AMONG = 50


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the rows, how the words were read, and the documents that they name by number."""

    rows: tuple[SearchRow, ...]
    understood: Understood
    named: tuple[Document, ...]


def find(kb: KnowledgeBase, request: SearchRequest) -> Found:
    """The passages that answer `request`, best first, and how it was read.

    Raises `UnknownAgency`, `UnknownValue` or `UnknownDocument` where a filter
    names nothing there is.
    """
    from index.query import Query

    understood = read(kb, request)
    order = read_order(request.order)
    wanted = max(1, min(request.limit, MOST_RESULTS))
    query = Query(
        request.text,
        limit=wanted if order == "relevance" else max(wanted, _SORTED_AMONG),
        preferred=tuple(narrowing(kb, reading) for reading in readings_that_narrow(understood)),
        as_typed=request.as_typed,
        **conditions(kb, request),
    )
    named = documents_named(kb, understood)
    hits = _sorted(_hits(kb, query, named), order, kb)[:wanted]
    return Found(_rows(kb, hits), understood, named)


def read(kb: KnowledgeBase, request: SearchRequest) -> Understood:
    """What the words of `request` say; what a filter says already, and what the person took back, is not read."""
    from index.diacritics import Restored
    from index.understanding import understand

    text = request.text
    restored = Restored(text, text) if request.as_typed else kb.index.restore(text)
    given = {name for name in EVERYTHING if getattr(request, name)}
    return understand(restored, kb.agencies, ignored={*request.ignored, *given})


# What may be read in the words, each also a filter of that name; all of it is ignored where a query is
# taken as it was typed.
EVERYTHING = ("agency", "role", "kind", "type", "issuer", "province", "year", "due", "number")


def readings_that_narrow(understood: Understood) -> list[Reading]:
    """The readings that are conditions on answers; a number named may be what others carry out."""
    return [reading for reading in understood.readings if reading.field != "number"]


def narrowing(kb: KnowledgeBase, reading: Reading) -> Narrowing:
    """The condition that a reading stands for."""
    from index.query import Narrowing

    value = reading.value
    match reading.field:
        case "agency":
            return Narrowing(agencies=kb.agency_ids(value))
        case "year":
            return Narrowing(year=int(value))
        case field:
            fields: dict[str, Any] = {field.value: value}
            return Narrowing(**fields)


def conditions(kb: KnowledgeBase, request: SearchRequest) -> dict[str, Any]:
    """The filters of `request` as conditions of the index; raises where one names nothing there is."""
    province = read_province(request.province, kb.whole.provinces) if request.province else ""
    given: dict[str, Any] = {
        "agencies": kb.agency_ids(request.agency, province) if request.agency else (),
        "role": read_role(request.role) if request.role else "",
        "type": read_type(request.type, kb.whole.types) if request.type else "",
        "province": province,
        "year": read_year(request.year) if request.year else None,
        "kind": read_kind(request.kind) if request.kind else "",
        "doc": kb.store.document(request.doc).id if request.doc else "",
        "number": request.number,
        "issuer": kb.agency_id(request.issuer, province) if request.issuer else "",
        "due": read_window(request.due) if request.due else "",
    }
    if request.status:
        wanted = read_status(request.status)
        standing = {doc: of.status for doc, of in kb.standings().items()}
        if wanted is Status.IN_FORCE:  # what is not known to have ended
            ended = {Status.REPLACED, Status.REPEALED}
            given["without"] = tuple(doc for doc, status in standing.items() if status in ended)
        else:
            given["among"] = tuple(doc for doc, status in standing.items() if status is wanted)
    return given


def documents_named(kb: KnowledgeBase, understood: Understood) -> tuple[Document, ...]:
    """The documents held that the words name by number, whole or the beginning of one ("chỉ thị 28", "KH 377")."""
    from index.numbers_in_text import parts_of_numbers

    found: dict[str, Document] = {}
    for reading in understood.readings:
        if reading.field == "number":
            found |= {d.id: d for d in kb.store.documents_numbered(reading.value)}
    if not found:
        for part in parts_of_numbers(understood.query.text):
            found |= {d.id: d for d in kb.store.documents_numbered(part.serial, type=part.type, year=part.year)}
    return tuple(sorted(found.values(), key=lambda d: (d.issued, d.number), reverse=True))[:_MOST_NAMED]


# Half a number may be that of many; past some the list says nothing.
_MOST_NAMED = 5


def _hits(kb: KnowledgeBase, query: Query, named: Sequence[Document]) -> list[Hit]:
    """What the index answers; where the query is half a number and one document bears it, that document."""
    from index.numbers_in_text import is_part_of_number

    if len(named) == 1 and is_part_of_number(query.text):
        query = replace(query, text=named[0].number)
    return kb.index.search(query)


def _sorted(hits: list[Hit], order: str, kb: KnowledgeBase) -> list[Hit]:
    if order == "relevance":
        return hits
    if order == "due":
        ranked = sorted(hits, key=lambda hit: (not hit.due, hit.due))
    else:
        documents = kb.store.documents_with({hit.doc for hit in hits})
        issued = {doc: document.issued for doc, document in documents.items()}
        ranked = sorted(hits, key=lambda hit: issued.get(hit.doc, ""), reverse=True)
    return [replace(hit, rank=place) for place, hit in enumerate(ranked, 1)]


def _rows(kb: KnowledgeBase, hits: Iterable[Hit]) -> tuple[SearchRow, ...]:
    hits = list(hits)
    documents = kb.store.documents_with({doc for hit in hits for doc in (hit.doc, *(twin for twin, _ in hit.same))})
    # The index follows the store: for a moment it answers with what has just been taken out.
    hits = [hit for hit in hits if hit.doc in documents]
    headings = headings_of(kb.store, {(hit.doc, hit.path) for hit in hits})
    rows = []
    for hit in hits:
        twins = [(documents[doc], path) for doc, path in hit.same if doc in documents]
        same = tuple(SamePassage(twin.id, path, twin.number, twin.source) for twin, path in twins)
        rows.append(SearchRow.of(hit, documents[hit.doc], headings[hit.doc, hit.path], same))
    return tuple(rows)


# --- in words -----------------------------------------------------------------------


def said(kb: KnowledgeBase, reading: Reading) -> str:
    """A reading as a person reads it: "Cơ quan được giao: Sở Y tế Nghệ An"."""
    value = reading.value
    match reading.field:
        case "agency" | "issuer":
            name = " ".join(part for part in kb.describe(value) if part)
            return f"{'Cơ quan được giao' if reading.field == 'agency' else 'Cơ quan ban hành'}: {name}"
        case "role":
            return f"Vai trò: {_labelled(ROLES, value)}"
        case "kind":
            return f"Loại nhiệm vụ: {_labelled(OBLIGATION_KINDS, value)}"
        case "type":
            return f"Loại văn bản: {value}"
        case "province":
            return f"Địa phương: {value}"
        case "year":
            return f"Năm ban hành: {value}"
        case "due":
            return f"Thời hạn: {window_said(value)}"
        case _:
            return f"Số hiệu: {value}"


def _labelled(labels: Mapping[Any, str], value: str) -> str:
    return next(words for key, words in labels.items() if key == value)


def window_said(window: str) -> str:
    """``2025-10-01..2025-12-31`` as "từ 1/10/2025 đến 31/12/2025"."""
    first, _, last = window.partition("..")
    parts = [f"từ {vietnamese_date(first)}" if first else "", f"đến {vietnamese_date(last)}" if last else ""]
    return " ".join(part for part in parts if part)


def how_it_was_read(kb: KnowledgeBase, understood: Understood, used: str) -> list[str]:
    """Lines for a person at a terminal: the diacritics added, what was read in the words, and how to take it back.

    `used` says what the readings do: "Ưu tiên", "Lọc theo".
    """
    lines = []
    if understood.query.changed:
        lines.append(f"Hiểu là: {understood.query.text}")
    if readings := readings_that_narrow(understood):
        lines.append(f"{used}: {'; '.join(said(kb, reading) for reading in readings)}")
    if lines:
        lines.append("Tìm đúng như đã gõ: thêm --as-typed, hoặc đặt từ cần giữ nguyên trong ngoặc kép.")
    return lines
