"""Finds the duties a document states: who must do what, with whom, by when, and to whom it is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.model import Clause, Document, DocumentKind, Obligation, Reference
from ingest.obligations.assembly import ObligationBuilder
from ingest.obligations.confidence import Signals
from ingest.obligations.extractor import Extractor
from ingest.obligations.second_reader import SecondReader
from ingest.obligations.sentences.denials import without_denied
from ingest.obligations.sentences.times import with_times
from ingest.obligations.table_rows import rows
from ingest.readers.extracted_text import TableReading

__all__ = ["find_obligations", "find_with_signals"]


def find_obligations(
    text: str,
    clauses: tuple[Clause, ...],
    document: Document,
    references: tuple[Reference, ...] = (),
    tables: Sequence[TableReading] = (),
) -> tuple[Obligation, ...]:
    """The obligations of a document, in the order they stand in; `references` are its citations.

    `tables` are those that the file marks as such: their merged cells hold for every row they span.
    Each spans its words in `text`; its id is ``<path>#<n>``, the n-th duty of its clause.
    """
    return tuple(obligation for obligation, _ in find_with_signals(text, clauses, document, references, tables))


def find_with_signals(
    text: str,
    clauses: tuple[Clause, ...],
    document: Document,
    references: tuple[Reference, ...] = (),
    tables: Sequence[TableReading] = (),
) -> tuple[tuple[Obligation, Signals], ...]:
    """The obligations of a document, each with what it was read by."""
    found: list[Obligation] = []
    counts: Counter[str] = Counter()
    extractor = Extractor(text, clauses, document)
    read = without_denied(text, clauses, extractor.duties())
    is_report = document.kind is DocumentKind.SECONDARY
    recorder = ObligationBuilder(text, document, references, SecondReader(extractor.sentences), is_report=is_report)
    for stated in with_times(text, clauses, read):
        path = stated.clause.path
        counts[path] += 1
        found.append(recorder.obligation(stated, f"{path}#{counts[path]}"))
    for row in rows(text, clauses, tables):
        path = row.clause.path
        counts[path] += 1
        found.append(recorder.row(row, f"{path}#{counts[path]}"))
    found.sort(key=lambda o: (o.start, o.end))
    return tuple((obligation, recorder.signals[obligation.id]) for obligation in found)
