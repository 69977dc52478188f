"""Rows of annex tables as duties: the task, who leads, who works with them, by when, with what product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Clause, ClauseKind, Deadline, Span
from corpus.normalized_text import NormalizedText, normalize_span
from corpus.vocabulary import load, pattern
from ingest.deadlines import labelled_deadline
from ingest.obligations.agency_phrases.grammar import Grammar, Mention
from ingest.obligations.context.task_labels import bodies_in
from ingest.obligations.sentences.roles import roles_in

# A table lists duties where it has a column of tasks and one of who is to do them.
_NEEDED = {"task", "lead"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that states a duty: flow of its task, the bodies of its columns, the words of its other columns."""

    clause: Clause
    task: NormalizedText
    leads: tuple[Mention, ...]
    supports: tuple[Mention, ...]
    reports: tuple[Mention, ...]
    deadline: Deadline | None
    product: str


def columns_of(text: str, cells: Sequence[Span]) -> dict[str, int]:
    """What the columns of a table are, from the cells of its heading; the first of a kind counts."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        heading = normalize_span(text, cell.start, cell.end).folded.strip(" :.")
        for entry in load("duty_columns"):
            if pattern(entry).search(heading):
                found.setdefault(entry["key"], index)
                break
    if "lead" not in found and "head" in found:
        found["lead"] = found["head"]
    return found


def rows(text: str, clauses: Sequence[Clause]) -> Iterator[Row]:
    """The duties of all tables of tasks, in document order."""
    columns: dict[str, dict[str, int]] = {}
    for clause in clauses:
        if clause.kind is ClauseKind.TABLE:
            columns[clause.path] = columns_of(text, clause.cells)
        elif clause.kind is ClauseKind.ROW and clause.parent in columns:
            kinds = columns[clause.parent]
            if not kinds:
                columns[clause.parent] = columns_of(text, clause.cells)
            elif set(kinds) >= _NEEDED and (row := _row(text, clause, kinds)):
                yield row


def _row(text: str, clause: Clause, columns: dict[str, int]) -> Row | None:
    """The duty of one row; None where it is a heading inside the table or lacks the task."""

    def cell(kind: str) -> NormalizedText | None:
        at = columns.get(kind)
        if at is None or at >= len(clause.cells) or clause.cells[at].end <= clause.cells[at].start:
            return None
        return normalize_span(text, clause.cells[at].start, clause.cells[at].end)

    task, lead = cell("task"), cell("lead")
    if task is None or lead is None:
        return None
    deadline, product = cell("deadline"), cell("product")
    grammar = Grammar(task)
    said = roles_in(grammar, 0, len(grammar.words))  # "Chủ trì, phối hợp với Bộ Công an …, báo cáo …"
    return Row(
        clause,
        task,
        bodies_in(Grammar(lead)),
        (*(bodies_in(Grammar(support)) if (support := cell("support")) else ()), *said.supports),
        said.reports,
        labelled_deadline(deadline.text.strip()) if deadline and deadline.text.strip(" -–.") else None,
        product.text.strip() if product else "",
    )
