"""What the knowledge base holds: documents, clauses, references and obligations.

Everything here is a frozen record of what stands in one document's text. A span
``[start, end)`` counts characters of that text (NFC, as `corpus.vietnamese.clean`
leaves it), so ``text[start:end]`` is always the words themselves. This module
imports nothing of the project; every other package is functions over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch ``[start, end)`` of a document's text, in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words this span covers in `text`."""
        return text[self.start : self.end]


class DocumentKind(StrEnum):
    """A document issued by a body, or a report (news) about one."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Status(StrEnum):
    """Whether a document is in force, as far as the knowledge base can tell."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPLACED = "replaced"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


class ClauseKind(StrEnum):
    """The parts a Vietnamese administrative document is made of (Decree 30/2020/NĐ-CP, annex I)."""

    LETTERHEAD = "letterhead"  # cơ quan ban hành, quốc hiệu, số, địa danh và ngày tháng
    TITLE = "title"  # tên loại và trích yếu
    BASIS = "basis"  # a "Căn cứ …" line
    PART = "part"  # phần
    CHAPTER = "chapter"  # chương
    SECTION = "section"  # mục
    ARTICLE = "article"  # điều
    CLAUSE = "clause"  # khoản: a numbered item inside an article
    POINT = "point"  # điểm: a lettered item
    ITEM = "item"  # I., 1., 1.1., (1): a numbered item outside articles
    BULLET = "bullet"  # -, +, •
    PARAGRAPH = "paragraph"
    ANNEX = "annex"  # phụ lục, or a plan or regulation issued with a decision
    TABLE = "table"
    ROW = "row"
    FOOTNOTE = "footnote"
    RECIPIENTS = "recipients"  # nơi nhận
    SIGNATURE = "signature"
    NOISE = "noise"  # page numbers, running headers, web page furniture


# Clauses of these kinds are about the document, not of it: they hold no duties
# and are not searched.
FRAME_KINDS = frozenset({ClauseKind.LETTERHEAD, ClauseKind.RECIPIENTS, ClauseKind.SIGNATURE, ClauseKind.NOISE})


class Relation(StrEnum):
    """How a document stands to one that it cites."""

    IMPLEMENTS = "implements"
    BASED_ON = "based_on"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    CONTINUES = "continues"
    REPORTS_ON = "reports_on"
    MENTIONS = "mentions"


class Role(StrEnum):
    """What an agency is to an obligation."""

    LEAD = "lead"
    SUPPORT = "support"
    DIRECT = "direct"


class ObligationKind(StrEnum):
    """What sort of work an obligation asks for."""

    AWARENESS = "awareness"
    LEADERSHIP = "leadership"
    LEGISLATION = "legislation"
    RESOURCES = "resources"
    ORGANISATION = "organisation"
    SERVICES = "services"
    PROTECTION = "protection"
    DATA = "data"
    INSPECTION = "inspection"
    REPORTING = "reporting"
    MOBILISATION = "mobilisation"
    COOPERATION = "cooperation"


class Modality(StrEnum):
    """How strongly an obligation binds."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    MUST_NOT = "must_not"


class DeadlineKind(StrEnum):
    """How a deadline fixes time."""

    FIXED = "fixed"
    RECURRING = "recurring"
    PERIOD = "period"
    RELATIVE = "relative"
    CONTINUOUS = "continuous"


class AgencyLevel(StrEnum):
    """Where in the system an agency stands."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class FieldDoubt:
    """A field of a document that is not certain, for a person to hold against the original.

    `field` is its name in `Document`, `read` the words that were read, `reason` a sentence in
    Vietnamese, `candidates` other values it may have; `page` is where the words stand, where that is known.
    """

    field: str
    read: str
    reason: str
    candidates: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One issued text, or a news report about one.

    Dates are ISO and as partial as the text is (``2025-06``). A field the text
    does not give is empty, and `reasons` says why under the field's name. `doubts` are
    of fields whose value is uncertain in part, or was left open because it is.
    """

    id: str
    source: str
    sha256: str
    kind: DocumentKind = DocumentKind.PRIMARY
    type: str = ""
    number: str = ""
    issuer: str = ""
    issuer_id: str | None = None
    issued: str = ""
    title: str = ""
    province: str = ""
    signer: str = ""
    signing: str = ""  # the signing line, "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"
    effective: str = ""
    recipients: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    status: Status = Status.UNKNOWN
    pages: int = 0
    warnings: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[FieldDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the document's own structure.

    ``[start, end)`` covers the clause with everything under it; ``[start, head_end)``
    is its own words: the whole of a leaf, the heading or intro line of a clause
    that has children. Own words never overlap, so every character that is not
    white space between clauses belongs to exactly one clause. Noise in the middle of
    a sentence (a page number) is a child of the clause it interrupts, with
    ``head_end == start``: whoever reads the clause's words leaves ``[start, end)`` out.

    `cells` of a row follow the columns, empty where they could not be told apart
    with certainty; those of a table are its column headings.
    """

    path: str
    parent: str | None
    kind: ClauseKind
    label: str  # the marker as printed: "Điều 5.", "a)", "-"; "" where there is none
    start: int
    end: int
    head_end: int
    page: int | None = None
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation of another document; `target` is that document's id where it is in the store.

    `partial` says that it is about a part of that document only ("bãi bỏ Điều 4 …",
    "sửa đổi một số điều của …"), even where `target_path` cannot name that part.
    """

    path: str
    start: int
    end: int
    quote: str
    number: str
    type: str
    issuer: str
    date: str
    relation: Relation
    target: str | None = None
    target_path: str | None = None
    reason: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Assignee:
    """An agency in an obligation; `scope` is its province where it belongs to one.

    `derived` says that the words are not in the duty itself but were carried
    down from a heading, an intro line or the document's address.
    """

    name: str
    role: Role
    agency_id: str | None = None
    scope: str = ""
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """A body that is to be reported to."""

    name: str
    agency_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The words that fix a duty's time, and what they come to.

    `due` is ISO and partial where the words are; `recurrence` is one of
    ``daily, weekly, monthly, quarterly, half_yearly, yearly, periodic``; `trigger` is the
    event a relative deadline counts from.
    """

    text: str
    kind: DeadlineKind
    due: str = ""
    recurrence: str = ""
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A clause, or a part of one, that requires, assigns, asks or encourages.

    `id` is ``<path>#<n>``, the n-th duty of its clause, unique in its document.
    `basis` are the stretches of the text, within the duty, that cite what it rests on
    or carries out ("theo Nghị định số …", "thực hiện Kết luận số …").
    """

    id: str
    path: str
    start: int
    end: int
    quote: str
    action: str
    kind: ObligationKind
    modality: Modality
    explicit: bool
    assignees: tuple[Assignee, ...]
    deadline: Deadline | None = None
    report_to: tuple[Addressee, ...] = ()
    product: str = ""
    confidence: float = 0.0
    reason: str = ""
    basis: tuple[Span, ...] = ()

    def words(self, span: Span) -> str:
        """The words of a stretch of the text that lies within the duty."""
        return self.quote[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True)
class Agency:
    """An entry of the authority list: a body, or a class of bodies.

    `successor` is the id of the body that took over, from `until` (ISO date) on;
    `members` are the ids a class includes, where they can be listed. `source`
    names where the entry comes from (a decree, a resolution).
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    level: AgencyLevel = AgencyLevel.ANY
    is_class: bool = False
    members: tuple[str, ...] = ()
    parent: str | None = None
    since: str = ""
    until: str = ""
    successor: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the original: its characters, and how they were read.

    `how` is ``text`` (the file's own characters), ``ocr`` or ``repaired`` (a legacy
    encoding undone); `quality` is the share of well-formed Vietnamese syllables,
    `confidence` how sure the OCR was of its words on the whole, 1 for other pages.
    Sizes are in PDF points (1/72 inch); 0 where the format has no pages.
    """

    number: int
    start: int
    end: int
    how: str = "text"
    quality: float = 1.0
    width: float = 0.0
    height: float = 0.0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of text stands in the original.

    In a PDF or scan: a rectangle ``(x0, top, x1, bottom)`` in points from the top
    left of page `page`. In a DOCX: `part` names the paragraph or cell
    (``p12``, ``t1/r3/c2``) and the rectangle is empty. `was` is what an OCR read there
    where that was mended; the text holds the mended words.
    """

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    part: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A document with its text and all that was found in it: what one ingest writes."""

    document: Document
    text: str
    clauses: tuple[Clause, ...] = ()
    references: tuple[Reference, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    pages: tuple[Page, ...] = ()
    places: tuple[Place, ...] = ()
