"""What the columns of a task table hold where their headings do not tell: bodies, times or tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corpus.normalized_text import normalize_span
from ingest.deadlines import read_deadline
from ingest.obligations.agency_phrases.grammar import Grammar
from ingest.obligations.agency_phrases.lexicon import verbs
from ingest.obligations.context.task_labels import bodies_in
from ingest.structure.tables.table_columns import looks_like

# So many of a column's cells must agree on what it holds: an empty or odd cell
# among many is usual, two kinds of cells in one column are not.
_MOST_CELLS = 0.8
# A cell of bodies names little else: "Sở Y tế; UBND cấp xã" but not a sentence about one.
_LONGEST_BODIES = 160
# Tasks are told in sentences; "Nguyễn Văn A" has three words.
_SHORTEST_TASK = 3


def kinds_by_contents(contents: Mapping[int, Sequence[str]], columns: Mapping[str, int]) -> dict[str, int]:
    """`columns` by kind with those missing that `contents`, the cells of columns of unknown kind, make plain.

    Of several columns that hold times the last is when things are due, of several that
    name bodies the first leads.
    """
    found = dict(columns)
    free = {index: [cell for cell in cells if cell.strip(" -–.\n")] for index, cells in contents.items()}
    if "deadline" not in found:
        _take(found, free, "deadline", [index for index, cells in free.items() if _agree(map(_is_time, cells))][-1:])
    if "lead" not in found:
        _take(found, free, "lead", [index for index, cells in free.items() if _agree(map(_is_bodies, cells))][:1])
    if "task" not in found:
        _take(found, free, "task", [index for index, cells in free.items() if _agree(map(_is_task, cells))][:1])
    return found


def _take(found: dict[str, int], free: dict[int, list[str]], kind: str, indices: Sequence[int]) -> None:
    for index in indices:
        found[kind] = index
        del free[index]


def _agree(verdicts: Iterable[bool]) -> bool:
    told = list(verdicts)
    return bool(told) and sum(told) >= _MOST_CELLS * len(told)


def _is_time(cell: str) -> bool:
    words = normalize_span(cell)
    return looks_like("time", words.folded.strip()) and read_deadline(words.text.strip()).text != ""


def _is_bodies(cell: str) -> bool:
    return (
        len(cell) <= _LONGEST_BODIES and looks_like("lead", normalize_span(cell).folded.strip()) and _names_bodies(cell)
    )


def _names_bodies(cell: str) -> bool:
    return bool(bodies_in(Grammar(normalize_span(cell))))


def _is_task(cell: str) -> bool:
    words = Grammar(normalize_span(cell)).words
    return len(words) >= _SHORTEST_TASK and verbs().longest(words, 0) is not None
