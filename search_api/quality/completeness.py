"""The "6 rõ" check: whether each duty says who, what, by when, answering to whom, with what to show, and on whose word.

Directives of the Government ask that every task be "rõ người, rõ việc, rõ thời gian, rõ
trách nhiệm, rõ sản phẩm", since 2025 also "rõ thẩm quyền"; `Settings.clarity` says whether
five or six are asked. What is to be done is what makes a duty one; the others are looked for
here. A ban or a permission needs somebody it is for, and no more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from corpus.model import Assignee, Deadline, DeadlineKind, Document, Modality, Obligation, ObligationKind, Role
from corpus.vietnamese import fold
from corpus.vocabulary import load, pattern
from search_api.labels import cited
from search_api.schemas.records import STRICT, DocumentRow, ObligationRow

if TYPE_CHECKING:
    from search_api.resources import Resources


class MissingElement(StrEnum):
    """What a duty does not say."""

    LEAD = "lead"  # rõ người
    DEADLINE = "deadline"  # rõ thời gian
    DUE = "due"  # a time is given, but no day can be worked out from it
    REPORT = "report"  # rõ trách nhiệm
    PRODUCT = "product"  # rõ sản phẩm
    AUTHORITY = "authority"  # rõ thẩm quyền: somebody decides, but it is not said who


@dataclass(frozen=True, slots=True)
class ClarityRow:
    """A duty and what it lacks; `advice` says (in Vietnamese) what to add for each of `lacks`."""

    __pydantic_config__ = STRICT

    id: str
    doc: str
    source: str
    path: str
    cited: str
    start: int
    end: int
    quote: str
    lacks: tuple[str, ...]
    advice: tuple[str, ...]
    obligation: ObligationRow


@dataclass(frozen=True, slots=True)
class CompletenessView:
    """A document's duties that lack something: how many there are, how many lack nothing, and each lack's count."""

    __pydantic_config__ = STRICT

    document: DocumentRow
    obligations: int
    clear: int
    counts: dict[str, int]
    rows: tuple[ClarityRow, ...]


@dataclass(frozen=True, slots=True)
class ClaritySummary:
    """How clear a document's duties are, as one flat row: counts of duties, of those without fault, of each lack."""

    __pydantic_config__ = STRICT

    doc: str
    source: str
    number: str
    title: str
    obligations: int
    clear: int
    lead: int
    deadline: int
    due: int
    report: int
    product: int
    authority: int


_LEAD = "Chưa nêu cơ quan chủ trì: ghi rõ tên cơ quan chịu trách nhiệm chính."
_DEADLINE = "Chưa có thời hạn: ghi ngày hoàn thành hoặc kỳ thực hiện."
_DUE = "Thời hạn “{words}” chưa tính được ra ngày cụ thể: {why}."
_REPORT = "Chưa có chế độ báo cáo: ghi báo cáo cho cơ quan nào, khi nào."
_PRODUCT = "Chưa nêu sản phẩm: ghi văn bản, báo cáo hoặc kết quả đo đếm được."

_AUTHORITY = "Chưa rõ thẩm quyền (“{words}”): ghi tên cơ quan hoặc người quyết định."

_NO_DAY = "không nêu ngày, tháng, năm"
_EVENT = "phụ thuộc vào sự kiện “{trigger}” chưa rõ ngày"
_NO_PERIOD = "nói định kỳ nhưng không nêu bao lâu một lần"


def clarity(resources: Resources, doc: str) -> CompletenessView:
    """The check of one document (id)."""
    document = resources.store.document(doc)
    duties = [obligation for _, obligation in resources.store.obligations(document.id)]
    rows = tuple(_rows(document, duties, resources.settings.clarity))
    return CompletenessView(
        document=DocumentRow.of(document),
        obligations=len(duties),
        clear=len(duties) - len(rows),
        counts={lack.value: sum(lack in row.lacks for row in rows) for lack in MissingElement},
        rows=rows,
    )


def completeness_of_all(resources: Resources) -> tuple[CompletenessView, ...]:
    """The check of every document with duties, those with most that lack something first; without the rows."""
    snapshot = resources.snapshot

    def counted(docs: Collection[str]) -> dict[str, Counter[str]]:
        return {doc: _counts(snapshot.duties[doc], resources.settings.clarity) for doc in docs}

    views = []
    for doc, counts in snapshot.per_document("clarity", counted).items():
        if (held := len(snapshot.duties[doc])) and doc not in snapshot.copies:
            lacks = {lack.value: counts[lack.value] for lack in MissingElement}
            views.append(CompletenessView(DocumentRow.of(snapshot.by_id[doc]), held, counts[_CLEAR], lacks, ()))
    return tuple(sorted(views, key=lambda v: (v.clear - v.obligations, v.document.source)))


# Beside the lacks counted: the duties that lack nothing.
_CLEAR = "clear"


def _counts(duties: Sequence[Obligation], asked: int) -> Counter[str]:
    found = [missing_elements(duty, duties, asked) for duty in duties]
    return Counter({_CLEAR: sum(not lacks for lacks in found)}) + Counter(
        lack.value for lacks in found for lack in lacks
    )


def clarity_summary(view: CompletenessView) -> ClaritySummary:
    """A view as one flat row."""
    d = view.document
    return ClaritySummary(d.doc, d.source, d.number, d.title, view.obligations, view.clear, **view.counts)


def _rows(document: Document, duties: Iterable[Obligation], asked: int) -> Iterator[ClarityRow]:
    duties = list(duties)
    for obligation in duties:
        if found := missing_elements(obligation, duties, asked):
            yield ClarityRow(
                id=obligation.id,
                doc=document.id,
                source=document.source,
                path=obligation.path,
                cited=cited(obligation.path),
                start=obligation.start,
                end=obligation.end,
                quote=obligation.quote,
                lacks=tuple(lack.value for lack in found),
                advice=tuple(found.values()),
                obligation=ObligationRow.of(obligation, document),
            )


# With the authority to decide, which practice of late 2025 added.
SIX = 6


def missing_elements(
    obligation: Obligation, among: Sequence[Obligation], asked: int = SIX
) -> dict[MissingElement, str]:
    """Returns the elements a duty lacks, with what to add in Vietnamese.

    `among` are all duties of its document; `asked` says how many things must be clear.
    """
    found = dict(_lacks(obligation, among))
    if asked >= SIX and obligation.modality is Modality.MUST and (words := unnamed_authority(obligation)):
        found[MissingElement.AUTHORITY] = _AUTHORITY.format(words=words)
    return found


def _lacks(obligation: Obligation, among: Sequence[Obligation]) -> Iterator[tuple[MissingElement, str]]:
    leads = [a for a in obligation.assignees if a.role is Role.LEAD]
    if not leads:
        yield MissingElement.LEAD, _LEAD
    if obligation.modality is not Modality.MUST:
        return
    if obligation.deadline is None:
        yield MissingElement.DEADLINE, _DEADLINE
    elif why := _no_day(obligation.deadline):
        yield MissingElement.DUE, _DUE.format(words=obligation.deadline.text, why=why)
    reports = obligation.kind is ObligationKind.REPORTING or obligation.report_to
    # One who reports on the document as a snapshot reports on this too.
    if not reports and not ({_who(a) for a in leads} & _reporting(among)):
        yield MissingElement.REPORT, _REPORT
    if not obligation.product and not names_a_product(obligation.action or obligation.quote):
        yield MissingElement.PRODUCT, _PRODUCT


def _reporting(duties: Iterable[Obligation]) -> set[str]:
    return {_who(a) for o in duties if o.report_to for a in o.assignees}


def _no_day(deadline: Deadline) -> str:
    """Why no day can be worked out from a deadline; ``""`` where one can, or where none is meant."""
    if deadline.due or deadline.kind is DeadlineKind.CONTINUOUS:
        return ""
    if deadline.kind is DeadlineKind.RECURRING:
        return _NO_PERIOD if deadline.recurrence in {"", "periodic"} else ""
    if deadline.kind is DeadlineKind.RELATIVE and deadline.trigger:
        return _EVENT.format(trigger=deadline.trigger)
    return _NO_DAY


def names_a_product(words: str) -> bool:
    """Whether a duty's own words name something that can be held and checked (``duty_products.yaml``)."""
    folded = fold(words)
    return any(known.search(folded) for known in _products())


def unnamed_authority(obligation: Obligation) -> str:
    """Returns the words by which a duty leaves open who decides (``duty_authorities.yaml``); ``""`` where none do.

    What a cited document says of it is clear enough.
    """
    if obligation.basis:
        return ""
    words = obligation.action or obligation.quote
    folded = fold(words)
    found = next((m for known in _authorities() if (m := known.search(folded))), None)
    return words[found.start() : found.end()] if found else ""


@cache
def _authorities() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(entry) for entry in load("duty_authorities"))


@cache
def _products() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(entry) for entry in load("duty_products"))


def _who(assignee: Assignee) -> str:
    return assignee.agency_id or assignee.name
