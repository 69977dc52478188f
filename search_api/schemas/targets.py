"""The row of a target: what a document sets out to reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Document, Record
from search_api.labels import cited
from search_api.schemas.records import STRICT

if TYPE_CHECKING:
    from ingest.targets import Target


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A value that is to be reached, with the words that set it.

    `measure` says what is measured, `value` and `high` are the number or the ends of its range, `unit` is as
    printed; `bound` is ``exactly``, ``at_least`` or ``at_most``, `change` ``increase`` or ``decrease`` where the
    value is a difference. `due` are the words that fix the time, `due_date` the day, month or year they come to;
    `holder` is who follows it, as printed.
    """

    __pydantic_config__ = STRICT

    doc: str
    source: str
    path: str
    cited: str
    start: int
    end: int
    quote: str
    measure: str
    value: float
    high: float | None
    unit: str
    bound: str
    change: str
    due: str
    due_date: str
    holder: str

    @classmethod
    def of(cls, target: Target, document: Document) -> TargetRow:
        """Returns the row of `target` in `document`."""
        return cls(
            doc=document.id,
            source=document.source,
            path=target.path,
            cited=cited(target.path),
            start=target.start,
            end=target.end,
            quote=target.quote,
            measure=target.measure,
            value=target.value,
            high=target.high,
            unit=target.unit,
            bound=target.bound,
            change=target.change,
            due=target.due,
            due_date=target.due_date,
            holder=target.holder,
        )


def target_rows(record: Record) -> Iterator[TargetRow]:
    """Yields the targets of a document in text order."""
    from ingest.targets import find_targets  # loads what obligations are read with: not for every command

    yield from (TargetRow.of(target, record.document) for target in find_targets(record.text, record.clauses))
