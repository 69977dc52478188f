"""Finds duties: "nhiệm vụ về đuối nước của Sở Y tế trong năm 2025" is answered by obligations, not paragraphs.

The topic is searched among passages, and the duties that stand in those are ranked by
their passage and by how much of the topic they say themselves. Agency, role, kind, time
and document are conditions that every answer meets; where nothing meets all of those
that were read in the words, the least certain are dropped, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corpus.identifiers import number_identity
from corpus.model import DeadlineKind, Document, Obligation
from corpus.vietnamese import bare, syllables
from search_api.filters import MOST_RESULTS, SearchRequest, read_order
from search_api.finding import conditions, narrowing, read, readings_that_narrow, said
from search_api.labels import cited
from search_api.views import STRICT, ObligationRow

if TYPE_CHECKING:
    from index.query import Hit, Narrowing
    from index.understanding import Reading, Understood
    from search_api.knowledge_base import KnowledgeBase

# Passages whose duties are looked at: the relevant ones are among the first, and reading the
# duties of more documents from the store takes longer than the search.
_PASSAGES = 60
# How much the duty's own words count against those of its passage.
_OWN_SHARE = 0.3
# Read in the words, what is given up first where nothing meets everything.
_DROPPED_FIRST = ("kind", "role", "due", "year", "type", "issuer", "province", "agency")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow(ObligationRow):
    """An obligation that answers a search; `highlights` are spans of `quote`, `why` says in Vietnamese what matched."""

    __pydantic_config__ = STRICT

    rank: int
    score: float
    number: str
    title: str
    type: str
    issued: str
    cited: str
    highlights: tuple[tuple[int, int], ...]
    why: str


@dataclass(frozen=True, slots=True)
class FoundDuties:
    """The duties found, of `total` that meet the conditions; `dropped` are readings that were given up."""

    rows: tuple[DutyRow, ...]
    total: int
    understood: Understood
    dropped: tuple[Reading, ...]


def find_duties(kb: KnowledgeBase, request: SearchRequest) -> FoundDuties:
    """The duties that answer `request`, best first; raises as `search_api.finding.find` does."""
    understood = read(kb, request)
    given = conditions(kb, request)
    readings = readings_that_narrow(understood)
    dropped: list[Reading] = []
    found = _found(kb, understood, given, readings)
    for field in _DROPPED_FIRST:
        if found:
            break
        if fits := [r for r in readings if r.field == field]:
            readings = [r for r in readings if r not in fits]
            dropped += fits
            found = _found(kb, understood, given, readings)
    ordered = sorted(found, key=_order(read_order(request.order), topic=bool(understood.topic)))
    limit = max(1, min(request.limit, MOST_RESULTS))
    rows = tuple(_row(one, rank, understood) for rank, one in enumerate(ordered[:limit], 1))
    return FoundDuties(rows, len(found), understood, tuple(dropped) if found else ())


@dataclass(frozen=True, slots=True)
class _Duty:
    document: Document
    obligation: Obligation
    score: float
    marked: tuple[tuple[int, int], ...] = ()


def _found(
    kb: KnowledgeBase, understood: Understood, given: dict[str, Any], readings: Iterable[Reading]
) -> list[_Duty]:
    """The duties that meet all conditions; of a topic those that stand where it is spoken of."""
    from index.query import Narrowing

    wanted = Narrowing(**given)
    for reading in readings:
        condition = narrowing(kb, reading)
        for name in Narrowing.__dataclass_fields__:
            if value := getattr(condition, name):
                wanted = replace(wanted, **{name: value})
    if not understood.topic:
        return list(_all(kb, wanted))
    return list(_about(kb, understood, wanted))


def _all(kb: KnowledgeBase, wanted: Narrowing) -> Iterator[_Duty]:
    documents = kb.whole.by_id
    held = kb.store.obligations(wanted.doc or None, agencies=wanted.agencies, kind=wanted.kind)
    for doc, obligation in held:
        # One written since the documents were read is met at the next search.
        if doc in documents and _meets(documents[doc], obligation, wanted):
            yield _Duty(documents[doc], obligation, 1.0)


def _about(kb: KnowledgeBase, understood: Understood, wanted: Narrowing) -> Iterator[_Duty]:
    """The duties in the passages about the topic."""
    from index.query import Query

    # A time is looked at duty by duty: one without a deadline may be meant too.
    fields = {name: getattr(wanted, name) for name in wanted.__dataclass_fields__ if name != "due"}
    hits = kb.index.search(Query(understood.topic, limit=_PASSAGES, **fields))
    by_document: dict[str, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.doc, []).append(hit)
        for twin, _ in hit.same:
            by_document.setdefault(twin, [])
    documents = kb.store.documents_with(by_document)
    topic = _pairs(understood.topic)
    # What has been taken out of the store may not yet be out of the index; what was put in since is left for later.
    for doc, obligation in kb.store.obligations(docs=documents.keys(), agencies=wanted.agencies, kind=wanted.kind):
        standing = [h for h in by_document[doc] if h.start < obligation.end and obligation.start < h.end]
        if standing and _meets(documents[doc], obligation, wanted):
            best = max(standing, key=lambda hit: hit.score)
            own = len(topic & _pairs(obligation.quote)) / len(topic) if topic else 0.0
            score = (1 - _OWN_SHARE) * best.score + _OWN_SHARE * own
            yield _Duty(documents[doc], obligation, score, _marked(best, obligation))


def _pairs(text: str) -> set[tuple[str, ...]]:
    words = syllables(bare(text))
    return set(pairwise(words)) if len(words) > 1 else {(word,) for word in words}


def _marked(hit: Hit, obligation: Obligation) -> tuple[tuple[int, int], ...]:
    """The highlights of a passage that fall in a duty's own words, as spans of its quote."""
    shift = obligation.start - hit.start
    size = obligation.end - obligation.start
    spans = ((max(0, start - shift), min(size, end - shift)) for start, end in hit.highlights)
    return tuple((start, end) for start, end in spans if start < end)


def _meets(document: Document, obligation: Obligation, wanted: Narrowing) -> bool:
    holders = [a for a in obligation.assignees if not wanted.agencies or a.agency_id in wanted.agencies]
    return (
        (not wanted.agencies or bool(holders))
        and (not wanted.role or any(a.role == wanted.role for a in holders))
        and (not wanted.kind or obligation.kind == wanted.kind)
        and (not wanted.type or bare(document.type) == bare(wanted.type))
        and (not wanted.province or bare(document.province) == bare(wanted.province))
        and (wanted.year is None or document.issued.startswith(str(wanted.year)))
        and (not wanted.issuer or document.issuer_id == wanted.issuer)
        and (not wanted.doc or document.id == wanted.doc)
        and (not wanted.number or number_identity(document.number or "-") == number_identity(wanted.number))
        and (wanted.among is None or document.id in wanted.among)
        and document.id not in wanted.without
        and (not wanted.due or falls_due(obligation, document, wanted.due))
    )


def falls_due(obligation: Obligation, document: Document, window: str) -> bool:
    """Whether a duty is to be done within a window of days (``2025-01-01..2025-12-31``).

    A recurring one is, at any time; one without any deadline where its document was
    issued within the window, for then it is that time's work.
    """
    from index.query_times import in_window

    deadline = obligation.deadline
    if deadline is None:
        return in_window(window, document.issued)
    return in_window(window, deadline.due) or (not deadline.due and deadline.kind is DeadlineKind.RECURRING)


def _order(order: str, *, topic: bool) -> Any:
    def due(duty: _Duty) -> tuple[object, ...]:
        when = duty.obligation.deadline.due if duty.obligation.deadline else ""
        return not when, when

    def newest(duty: _Duty) -> tuple[object, ...]:
        return tuple(-ord(c) for c in duty.document.issued) or (0,)

    def place(duty: _Duty) -> tuple[object, ...]:
        return duty.document.id, duty.obligation.start

    if order == "due":
        return lambda duty: (*due(duty), place(duty))
    if order == "date" or not topic:
        return lambda duty: (newest(duty), place(duty))
    return lambda duty: (-duty.score, newest(duty), place(duty))


def _row(duty: _Duty, rank: int, understood: Understood) -> DutyRow:
    document, obligation = duty.document, duty.obligation
    own = ObligationRow.of(obligation, document)
    said = list(dict.fromkeys(obligation.quote[start:end] for start, end in duty.marked))[:_MOST_NAMED]
    words = f"Có {', '.join(f'“{phrase}”' for phrase in said)}." if said else ""
    return DutyRow(
        **{name: getattr(own, name) for name in ObligationRow.__dataclass_fields__},
        rank=rank,
        score=round(duty.score, 6),
        number=document.number,
        title=document.title,
        type=document.type,
        issued=document.issued,
        cited=cited(obligation.path),
        highlights=duty.marked,
        why=words or ("Nằm trong đoạn nói về nội dung này." if understood.topic else "Khớp các điều kiện."),
    )


_MOST_NAMED = 4


def what_was_dropped(kb: KnowledgeBase, found: FoundDuties) -> list[str]:
    """A line for a person: which conditions were given up because nothing met them all."""
    if not found.dropped:
        return []
    return [f"Không có nhiệm vụ nào khớp mọi điều kiện; đã bỏ: {'; '.join(said(kb, r) for r in found.dropped)}."]
