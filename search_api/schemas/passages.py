"""What the index answers, as shown: ranked passages; rows like those of `search_api.schemas.records`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Document
from search_api.labels import cited
from search_api.schemas.records import STRICT

if TYPE_CHECKING:
    from index.retrieval.query import Hit


@dataclass(frozen=True, slots=True)
class SamePassage:
    """A clause of another document that has the same words."""

    __pydantic_config__ = STRICT

    doc: str
    path: str
    number: str
    source: str


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A ranked passage; `text` is the document's text at ``[start, end)``, `highlights` are spans of `text`.

    `headings` are the headings it stands under, outermost first; `why` says in
    Vietnamese what made it answer; `same` names clauses of other documents with the
    same words, which have no row of their own; `outside` says that it meets none of the
    conditions read in the query; `warnings` how far the document's text can be relied on.
    """

    __pydantic_config__ = STRICT

    rank: int
    score: float
    doc: str
    source: str
    path: str
    start: int
    end: int
    text: str
    highlights: tuple[tuple[int, int], ...]
    number: str
    title: str
    why: str
    type: str
    issuer: str
    issued: str
    cited: str
    headings: tuple[str, ...]
    same: tuple[SamePassage, ...]
    outside: bool = False
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, hit: Hit, document: Document, headings: tuple[str, ...], same: tuple[SamePassage, ...] = ()
    ) -> SearchRow:
        """The row of `hit`, which stands in `document` under `headings`."""
        return cls(
            rank=hit.rank,
            score=round(hit.score, 6),
            doc=document.id,
            source=document.source,
            path=hit.path,
            start=hit.start,
            end=hit.end,
            text=hit.text,
            highlights=tuple((start, end) for start, end in hit.highlights),
            number=document.number,
            title=document.title,
            why=hit.why,
            type=document.type,
            issuer=document.issuer,
            issued=document.issued,
            cited=cited(hit.path),
            headings=headings,
            same=same,
            outside=hit.outside,
            warnings=document.warnings,
        )
