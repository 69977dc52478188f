"""What is shown of each record: one frozen dataclass per row feeds the command line, the JSON and the pages.

The keys are the contract of the JSONL rows: more may be added, none renamed. The
dataclasses refuse unknown fields where pydantic reads them (`__pydantic_config__`).
Spans ``[start, end)`` count characters of the document's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from corpus.deadlines import next_due
from corpus.model import Addressee, Assignee, Clause, Deadline, Document, FieldDoubt, Obligation, Reference, Status
from search_api import clock
from search_api.labels import cited

# Read by pydantic where a view is an answer of the API: a field nobody declared is an error.
STRICT = {"extra": "forbid"}


def plain(view: Any) -> dict[str, Any]:
    """A view as JSON-ready builtins, keys in field order."""
    return asdict(view)


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A field of a document that is not certain: `read` in the original, perhaps one of `candidates`.

    `reason` says why (in Vietnamese); `page` is null where the page is not known.
    """

    __pydantic_config__ = STRICT

    field: str
    read: str
    reason: str
    candidates: tuple[str, ...]
    page: int | None

    @classmethod
    def of(cls, doubt: FieldDoubt) -> DoubtRow:
        """The row of `doubt`."""
        return cls(doubt.field, doubt.read, doubt.reason, doubt.candidates, doubt.page)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One issued text, or a news report about one.

    `doc` is its id, `duplicate_of` that of the document it is a copy of; dates are ISO and
    partial where the text is; an empty field has its reason (in Vietnamese) under its name
    in `reasons`. `doubts` are the fields to be held against the original.
    """

    __pydantic_config__ = STRICT

    doc: str
    source: str
    sha256: str
    kind: str
    type: str
    number: str
    issuer: str
    issuer_id: str | None
    issued: str
    title: str
    province: str
    signer: str
    recipients: tuple[str, ...]
    about: tuple[str, ...]
    status: str
    pages: int
    warnings: tuple[str, ...]
    signing: str = ""
    effective: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    duplicate_of: str | None = None
    doubts: tuple[DoubtRow, ...] = ()

    @classmethod
    def of(cls, document: Document, *, status: Status | None = None, duplicate_of: str | None = None) -> DocumentRow:
        """The row of `document`, with its status on some day, and the id of the one that it is a copy of."""
        return cls(
            doc=document.id,
            source=document.source,
            sha256=document.sha256,
            kind=document.kind.value,
            type=document.type,
            number=document.number,
            issuer=document.issuer,
            issuer_id=document.issuer_id,
            issued=document.issued,
            title=document.title,
            province=document.province,
            signer=document.signer,
            recipients=document.recipients,
            about=document.about,
            status=(status or document.status).value,
            pages=document.pages,
            warnings=document.warnings,
            signing=document.signing,
            effective=document.effective,
            reasons=dict(document.reasons),
            duplicate_of=duplicate_of,
            doubts=tuple(DoubtRow.of(doubt) for doubt in document.doubts),
        )


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A node of a document's structure; `text` is exactly the document's text at ``[start, end)``.

    ``[start, head_end)`` are its own words, without its children's.
    """

    __pydantic_config__ = STRICT

    doc: str
    source: str
    path: str
    parent: str | None
    kind: str
    label: str
    start: int
    end: int
    page: int | None
    text: str
    head_end: int
    cited: str

    @classmethod
    def of(cls, clause: Clause, document: Document, text: str) -> ClauseRow:
        """The row of `clause` of `document`, whose whole text is `text`."""
        return cls(
            doc=document.id,
            source=document.source,
            path=clause.path,
            parent=clause.parent,
            kind=clause.kind.value,
            label=clause.label,
            start=clause.start,
            end=clause.end,
            page=clause.page,
            text=text[clause.start : clause.end],
            head_end=clause.head_end,
            cited=cited(clause.path),
        )


@dataclass(frozen=True, slots=True)
class AssigneeRow:
    """An agency in an obligation: role `lead`, `support` or `direct`; `derived` where inherited from a heading.

    `of_class` is the id of the class that it was derived from, where the duty names only that.
    """

    __pydantic_config__ = STRICT

    name: str
    agency_id: str | None
    scope: str
    role: str
    derived: bool
    of_class: str = ""

    @classmethod
    def of(cls, assignee: Assignee) -> AssigneeRow:
        """The row of `assignee`."""
        return cls(assignee.name, assignee.agency_id, assignee.scope, assignee.role.value, assignee.derived)


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """The words that fix a duty's time, and what they come to; `next_due` counts from the day the row is made."""

    __pydantic_config__ = STRICT

    text: str
    kind: str
    due: str
    recurrence: str
    trigger: str
    next_due: str

    @classmethod
    def of(cls, deadline: Deadline, today: date | None = None) -> DeadlineRow:
        """The row of `deadline`."""
        soon = next_due(deadline, today or clock.today())
        return cls(deadline.text, deadline.kind.value, deadline.due, deadline.recurrence, deadline.trigger, soon)


@dataclass(frozen=True, slots=True)
class AddresseeRow:
    """A body that is to be reported to."""

    __pydantic_config__ = STRICT

    name: str
    agency_id: str | None

    @classmethod
    def of(cls, addressee: Addressee) -> AddresseeRow:
        """The row of `addressee`."""
        return cls(addressee.name, addressee.agency_id)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of succession from a body to the one that took over its work, with names to show.

    `basis` are the documents it rests on, `why` says what chose this heir where there
    were several, `alternatives` are the names of the others.
    """

    __pydantic_config__ = STRICT

    of: str
    of_name: str
    to: str
    to_name: str
    on: str
    functions: str
    basis: tuple[str, ...]
    why: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViaRow:
    """How a duty reaches an agency, or who holds it on a day.

    `named` is the id that the duty names and `how` how it leads to `holder`: `own`,
    `branch`, `predecessor` (through `steps`), `class` (`derived`: it is not named but
    included) or `possible` (nothing chooses between `possible`; `holder` is null).
    `reason` says all that in Vietnamese.
    """

    __pydantic_config__ = STRICT

    named: str
    named_name: str
    how: str
    holder: str | None
    holder_name: str
    roles: tuple[str, ...]
    derived: bool
    steps: tuple[StepRow, ...]
    possible: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A citation of what a duty rests on or carries out; `quote` is exactly the text at ``[start, end)``."""

    __pydantic_config__ = STRICT

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """A duty: who must do what, by when, reporting to whom; `quote` is exactly the text at ``[start, end)``."""

    __pydantic_config__ = STRICT

    id: str
    doc: str
    source: str
    path: str
    start: int
    end: int
    quote: str
    action: str
    kind: str
    modality: str
    explicit: bool
    assignees: tuple[AssigneeRow, ...]
    deadline: DeadlineRow | None
    report_to: tuple[AddresseeRow, ...]
    product: str
    confidence: float
    reason: str
    via: tuple[ViaRow, ...] = ()
    basis: tuple[BasisRow, ...] = ()

    @classmethod
    def of(
        cls, obligation: Obligation, document: Document, via: tuple[ViaRow, ...] = (), today: date | None = None
    ) -> ObligationRow:
        """The row of `obligation` of `document`; `via` says who holds it, where that was asked.

        Its next due date is counted from `today`.
        """
        return cls(
            id=obligation.id,
            doc=document.id,
            source=document.source,
            path=obligation.path,
            start=obligation.start,
            end=obligation.end,
            quote=obligation.quote,
            action=obligation.action,
            kind=obligation.kind.value,
            modality=obligation.modality.value,
            explicit=obligation.explicit,
            assignees=tuple(AssigneeRow.of(a) for a in obligation.assignees),
            deadline=DeadlineRow.of(obligation.deadline, today) if obligation.deadline else None,
            report_to=tuple(AddresseeRow.of(a) for a in obligation.report_to),
            product=obligation.product,
            confidence=obligation.confidence,
            reason=obligation.reason,
            via=via,
            basis=tuple(BasisRow(*span, obligation.words(span)) for span in obligation.basis),
        )


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A citation of another document; `target` is its id where the knowledge base holds it."""

    __pydantic_config__ = STRICT

    doc: str
    source: str
    path: str
    start: int
    end: int
    quote: str
    number: str
    type: str
    issuer: str
    date: str
    relation: str
    target: str | None
    target_path: str | None
    reason: str
    partial: bool = False

    @classmethod
    def of(cls, reference: Reference, document: Document) -> ReferenceRow:
        """The row of `reference` as cited by `document`."""
        return cls(
            doc=document.id,
            source=document.source,
            path=reference.path,
            start=reference.start,
            end=reference.end,
            quote=reference.quote,
            number=reference.number,
            type=reference.type,
            issuer=reference.issuer,
            date=reference.date,
            relation=reference.relation.value,
            target=reference.target,
            target_path=reference.target_path,
            reason=reference.reason,
            partial=reference.partial,
        )


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency with duties in the knowledge base; `agency_id` is null where its name is not on the authority list.

    `obligations` counts duties it is named in; `lead`, `support`, `direct` count by role.
    """

    __pydantic_config__ = STRICT

    agency_id: str | None
    name: str
    province: str
    level: str
    is_class: bool
    obligations: int
    lead: int
    support: int
    direct: int
    aliases: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A file that could not be taken in, and why (in Vietnamese)."""

    __pydantic_config__ = STRICT

    source: str
    reason: str
