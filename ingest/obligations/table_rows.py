"""Rows of annex tables as duties: the task, who leads, who works with them, by when, with what product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Clause, ClauseKind, Deadline, Span
from corpus.normalized_text import NormalizedText, normalize_span
from corpus.vocabulary import load, pattern
from ingest.deadlines import labelled_deadline
from ingest.obligations.agency_phrases.grammar import Grammar, Mention
from ingest.obligations.column_contents import kinds_by_contents
from ingest.obligations.context.task_labels import bodies_in
from ingest.obligations.sentences.roles import roles_in
from ingest.readers.extracted_text import TableReading

# A table lists duties where it has a column of tasks and one of who is to do them.
_NEEDED = {"task", "lead"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that states a duty: flow of its task, the bodies of its columns, the words of its other columns.

    `start` is where its own words begin to say it; `held` are the kinds of columns
    whose value stands in a merged cell that begins in a row above.
    """

    clause: Clause
    start: int
    task: NormalizedText
    leads: tuple[Mention, ...]
    supports: tuple[Mention, ...]
    reports: tuple[Mention, ...]
    deadline: Deadline | None
    product: str
    held: frozenset[str] = frozenset()


def columns_of(text: str, cells: Sequence[Span]) -> dict[str, int]:
    """What the columns of a table are, from the cells of its heading; the first of a kind counts."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if key := _kind_of_heading(text, cell):
            found.setdefault(key, index)
    if "lead" not in found and "head" in found:
        found["lead"] = found["head"]
    return found


def _kind_of_heading(text: str, cell: Span) -> str:
    """The kind of column that a heading heads; "" where it is none of the known ones."""
    heading = normalize_span(text, cell.start, cell.end).folded.strip(" :.")
    return next((entry["key"] for entry in load("duty_columns") if pattern(entry).search(heading)), "")


def rows(text: str, clauses: Sequence[Clause], tables: Sequence[TableReading] = ()) -> Iterator[Row]:
    """The duties of all tables of tasks, in document order; `tables` tell which cells are merged over rows."""
    held = _held_by_rows(tables)
    for table, lines in _tables(clauses):
        headings, lines = (table.cells, lines) if table.cells else (lines[0].cells, lines[1:]) if lines else ((), [])
        columns = _completed(text, columns_of(text, headings), headings, lines)
        if set(columns) >= _NEEDED:
            for line in lines:
                if row := _row(text, line, columns, held.get(line.start, ())):
                    yield row


def _tables(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, list[Clause]]]:
    lines: dict[str, list[Clause]] = {c.path: [] for c in clauses if c.kind is ClauseKind.TABLE}
    for clause in clauses:
        if clause.kind is ClauseKind.ROW and clause.parent in lines:
            lines[clause.parent].append(clause)
    return ((clause, lines[clause.path]) for clause in clauses if clause.path in lines)


def _held_by_rows(tables: Sequence[TableReading]) -> dict[int, tuple[Span, ...]]:
    """The spans of merged cells that begin above, for each row by where its own words begin."""
    found = {}
    for table in tables:
        for row, held in zip(table.rows, table.held, strict=False):
            if own := [cell.start for cell in row if cell.start < cell.end]:
                found[min(own)] = held
    return found


def _completed(text: str, columns: dict[str, int], headings: Sequence[Span], lines: Sequence[Clause]) -> dict[str, int]:
    """`columns` with those whose headings tell nothing taken for what their cells hold."""
    if set(columns) >= {*_NEEDED, "deadline"} or not headings:
        return columns
    unknown = [index for index, cell in enumerate(headings) if not _kind_of_heading(text, cell)]
    contents = {index: [line.cells[index].of(text) for line in lines if index < len(line.cells)] for index in unknown}
    return kinds_by_contents(contents, columns)


def _row(text: str, clause: Clause, columns: Mapping[str, int], held: Sequence[Span]) -> Row | None:
    """The duty of one row; None where it is a heading inside the table or lacks the task."""
    above: set[str] = set()

    def cell(kind: str) -> NormalizedText | None:
        at = columns.get(kind)
        if at is None or at >= len(clause.cells):
            return None
        span = clause.cells[at]
        if span.start == span.end and at < len(held) and held[at].start < held[at].end:
            above.add(kind)
            span = held[at]
        return normalize_span(text, span.start, span.end) if span.start < span.end else None

    task, lead, support = cell("task"), cell("lead"), cell("support")
    if task is None or lead is None or above >= {"task", "lead"}:
        return None
    deadline, product = cell("deadline"), cell("product")
    grammar = Grammar(task)
    said = roles_in(grammar, 0, len(grammar.words))  # "Chủ trì, phối hợp với Bộ Công an …, báo cáo …"
    return Row(
        clause,
        clause.start if "task" in above else task.span(0, len(task.text)).start,
        task,
        bodies_in(Grammar(lead)),
        (*(bodies_in(Grammar(support)) if support else ()), *said.supports),
        said.reports,
        labelled_deadline(deadline.text.strip()) if deadline and deadline.text.strip(" -–.") else None,
        product.text.strip() if product else "",
        frozenset(above),
    )
