"""What is asked of the index and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Query:
    """A search: words, and conditions that every answer must meet; an empty condition is none.

    `agencies` are ids, any of which may hold a duty in the passage (the caller adds
    predecessors and classes). `type` and `province` are written as in `Document`,
    `number` in any spelling, `kind` is an `ObligationKind`, `doc` a document's id.
    """

    text: str
    agencies: tuple[str, ...] = ()
    type: str = ""
    province: str = ""
    year: int | None = None
    kind: str = ""
    doc: str = ""
    number: str = ""
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers: ``text`` is the document's own ``[start, end)``.

    `path` is the clause it begins with, `heading` where that stands in the document.
    `highlights` are spans of `text`. `score` is between 0 and 1 and compares only
    within one search. `why` says in Vietnamese what matched. `same` names the
    passages of other documents with the same words, as (document id, path), which
    are not answers of their own.
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
