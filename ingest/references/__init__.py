"""Finds what a document cites, each citation with its number, issuer, date and relation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.identifiers import number_identity
from corpus.model import Clause, ClauseKind, Document, Reference, Relation
from ingest.references.citations.citations import Citation, find_citations
from ingest.references.citations.named_citations import find_named_citations
from ingest.references.citations.short_names import find_again
from ingest.references.completion import fill
from ingest.references.headlines import find_headline
from ingest.references.internal_references import find_own_clauses
from ingest.references.normalized_document import Running, running
from ingest.references.relations import ClauseContext, relate
from ingest.references.resolution import resolve
from ingest.references.target_clauses import cited_clause, is_partial

__all__ = ["find_references", "resolve"]


def find_references(text: str, clauses: tuple[Clause, ...], document: Document) -> tuple[Reference, ...]:
    """Every citation in `text`, in order of its place, as `document` stands to what it cites.

    Numbers are canonical, types in lower case, issuers in full, dates ISO; a field the
    words do not give is taken from a fuller citation of the same number in the document,
    else left empty. `path` is the innermost clause whose own words hold the citation.
    """
    words = running(text, clauses)
    holders = _Holders(text, clauses)
    numbered = find_citations(words, text, document)
    headline = find_headline(words, document, numbered)
    named = [c for c in find_named_citations(words, numbered) if not headline or c.start >= headline.end]
    citations = sorted((*numbered, *named, *([headline] if headline else [])), key=lambda c: c.start)
    citations = [c for c in citations if _is_of_another(words, c, holders, document)]
    settings = [holders.setting(words.normalized.offsets[c.start]) for c in citations]
    relations = relate(words, citations, settings, document)
    relations = [Relation.REPORTS_ON if c is headline else r for c, r in zip(citations, relations, strict=True)]
    filled = fill(words, citations, document)
    rows = list(zip(filled, settings, relations, _partial(words, filled), strict=True))
    for again in find_again(words, citations):
        setting = holders.setting(words.normalized.offsets[again.start])
        again_named = replace(filled[again.of], start=again.start, end=again.end)
        rows.append((again_named, setting, relations[again.of], is_partial(words, again.start, again.end, 0)))
    found = [_reference(words, text, *row) for row in sorted(rows, key=lambda row: row[0].start)]
    return tuple(sorted((*found, *_own_clauses(words, text, clauses, document, holders, found)), key=_place))


def _place(reference: Reference) -> tuple[int, int]:
    return reference.start, reference.end


def _own_clauses(
    words: Running,
    text: str,
    clauses: tuple[Clause, ...],
    document: Document,
    holders: _Holders,
    found: list[Reference],
) -> Iterator[Reference]:
    """Citations of the document's own clauses that stand in none of those `found`."""

    def path_at(at: int) -> str:
        clause = holders.holding(words.normalized.offsets[at])
        return clause.path if clause else ""

    taken = [(r.start, r.end) for r in found]
    for own in find_own_clauses(words, [c.path for c in clauses], path_at):
        span = words.normalized.span(own.start, own.end)
        nearest = bisect_right(taken, (span.end, 0)) - 1
        if nearest >= 0 and taken[nearest][1] > span.start:
            continue
        yield Reference(
            path=path_at(own.start),
            start=span.start,
            end=span.end,
            quote=span.of(text),
            number="",
            type=document.type,
            issuer="",
            date="",
            relation=Relation.MENTIONS,
            target=document.id,
            target_path=own.path,
            partial=True,
        )


def _partial(words: Running, citations: Sequence[Citation]) -> list[bool]:
    """Which citations are about a part only; a list shares what leads up to it."""
    found: list[bool] = []
    for i, c in enumerate(citations):
        floor = citations[i - 1].end if i else 0
        found.append((c.follows and bool(found) and found[-1]) or is_partial(words, c.start, c.end, floor))
    return found


def _reference(
    words: Running, text: str, c: Citation, setting: ClauseContext, relation: Relation, partial: bool
) -> Reference:
    span = words.normalized.span(c.start, c.end)
    return Reference(
        path=setting.clause.path if setting.clause else "",
        start=span.start,
        end=span.end,
        quote=span.of(text),
        number=c.number,
        type=c.type,
        issuer=c.issuer,
        date=c.date,
        relation=relation,
        target_path=cited_clause(words, c.start),
        reason=c.note,
        partial=partial,
    )


def _is_of_another(words: Running, c: Citation, holders: _Holders, document: Document) -> bool:
    """Whether a citation names another document: the own number in the letterhead or above an annex is none."""
    clause = holders.holding(words.normalized.offsets[c.start])
    # "Số: 980/KH-UBND" in a letterhead; its "V/v triển khai Nghị định số …" does cite.
    if clause and clause.kind is ClauseKind.LETTERHEAD and words.printed[c.start].isdigit():
        return False
    # "Nghị định của Chính phủ số 94/1998/NĐ-CP" at the head of an old copy is its own title.
    if clause and clause.kind in _HEADS and not document.number and c.number and _opens(words, c, clause):
        return False
    if not c.number or not document.number or number_identity(c.number) != number_identity(document.number):
        return True
    agree = c.date.startswith(document.issued) or document.issued.startswith(c.date)
    return bool(c.date and document.issued) and not agree


_HEADS = frozenset({ClauseKind.TITLE, ClauseKind.LETTERHEAD})


def _opens(words: Running, c: Citation, clause: Clause) -> bool:
    return not words.printed[words.at(clause.start) : c.start].strip(" *|-_")


class _Holders:
    """Which clause's own words hold an offset."""

    def __init__(self, text: str, clauses: tuple[Clause, ...]) -> None:
        self.by_path = {c.path: c for c in clauses}
        self.ordered = sorted((c for c in clauses if c.head_end > c.start), key=lambda c: c.start)
        self.starts = [c.start for c in self.ordered]
        bodies = [c.start for c in clauses if c.kind in _BODY]
        first = _FIRST_OF_BODY.search(text)
        self.body = min(bodies) if bodies else first.start() if first else len(text)

    def holding(self, offset: int) -> Clause | None:
        """The clause whose ``[start, head_end)`` holds `offset`."""
        i = bisect_right(self.starts, offset) - 1
        return self.ordered[i] if i >= 0 and offset < self.ordered[i].head_end else None

    def setting(self, offset: int) -> ClauseContext:
        """The clause at `offset`, the one it stands in, and whether the body has yet to begin."""
        clause = self.holding(offset)
        parent = self.by_path.get(clause.parent) if clause and clause.parent else None
        return ClauseContext(clause, parent, offset < self.body)


_BODY = frozenset(
    {ClauseKind.PART, ClauseKind.CHAPTER, ClauseKind.SECTION, ClauseKind.ARTICLE, ClauseKind.ITEM, ClauseKind.CLAUSE,
     ClauseKind.POINT, ClauseKind.ANNEX}
)  # fmt: skip
_FIRST_OF_BODY = re.compile(r"^\W*(?:Điều\s+1\b|I\.\s|1\.\s|Chương\s+I\b)", re.MULTILINE)
