"""What is asked of the index and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Conditions on answers; an empty one is none.

    `agencies` are ids, any of which may hold a duty in the passage (the caller adds
    predecessors and classes), in `role` where that is given. `type` and `province` are
    written as in `Document`, `number` in any spelling, `kind` is an `ObligationKind`,
    `doc` a document's id, `issuer` an agency's id, `due` a window of days
    (``2025-10-01..2025-12-31``, either end may be open) in which a duty of the passage
    falls due. `among` are the only documents that answer, None any; `without` those
    that do not.
    """

    agencies: tuple[str, ...] = ()
    role: str = ""
    type: str = ""
    province: str = ""
    year: int | None = None
    kind: str = ""
    doc: str = ""
    number: str = ""
    issuer: str = ""
    due: str = ""
    among: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query(Filter):
    """A search: words, conditions that every answer must meet, and those that better answers meet.

    `preferred` are each a condition of their own: what meets more of them ranks higher.
    `as_typed` leaves the words as they are, without restoring diacritics.
    """

    text: str
    limit: int = 10
    preferred: tuple[Filter, ...] = ()
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers: ``text`` is the document's own ``[start, end)``.

    `path` is the clause it begins with, `heading` where that stands in the document.
    `highlights` are spans of `text`. `score` is between 0 and 1 and compares only
    within one search. `why` says in Vietnamese what matched. `same` names the
    passages of other documents with the same words, as (document id, path), which
    are not answers of their own. `outside` says that it meets none of what the query
    prefers. `due` is the first day (ISO) on which a duty of the passage falls due.
    """

    rank: int
    score: float
    doc: str
    path: str
    start: int
    end: int
    text: str
    highlights: tuple[Span, ...] = ()
    why: str = ""
    heading: str = ""
    same: tuple[tuple[str, str], ...] = ()
    outside: bool = False
    due: str = ""
