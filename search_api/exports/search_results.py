"""What a search found as lines to hand out: a spreadsheet, CSV or JSON lines, one duty or passage a line."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, TextIO

from corpus.model import Modality, ObligationKind
from search_api.exports.writers import Format, write
from search_api.labels import MODALITIES, OBLIGATION_KINDS
from search_api.schemas.passages import SearchRow
from search_api.schemas.records import STRICT, AddresseeRow, AssigneeRow
from search_api.search.obligations.search import ObligationHit


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty as a person reads it in a list."""

    __pydantic_config__ = STRICT

    rank: int
    assignees: tuple[AssigneeRow, ...]
    quote: str
    task_kind: str
    binding: str
    due_words: str
    due: str
    report_to: tuple[AddresseeRow, ...]
    product: str
    type: str
    number: str
    issued: str
    title: str
    cited: str
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class PassageLine:
    """A passage as a person reads it in a list."""

    __pydantic_config__ = STRICT

    rank: int
    text: str
    type: str
    number: str
    issued: str
    issuer: str
    title: str
    cited: str
    headings: tuple[str, ...]
    source: str
    why: str


def write_results(
    rows: Sequence[ObligationHit] | Sequence[SearchRow], form: Format, out: IO[bytes], text: TextIO
) -> int:
    """Write what was found and return how many lines there were."""
    return write((_line(row) for row in rows), form, out, text)


def results_as_file(rows: Sequence[ObligationHit] | Sequence[SearchRow], form: Format) -> bytes:
    """What was found as the bytes of a file; CSV with the mark by which Excel knows its letters."""
    out, text = io.BytesIO(), io.StringIO()
    write_results(rows, form, out, text)
    return out.getvalue() if form is Format.XLSX else text.getvalue().encode("utf-8-sig")


def _line(row: ObligationHit | SearchRow) -> DutyLine | PassageLine:
    if isinstance(row, ObligationHit):
        return DutyLine(
            rank=row.rank,
            assignees=row.assignees,
            quote=row.quote,
            task_kind=OBLIGATION_KINDS[ObligationKind(row.kind)],
            binding=MODALITIES[Modality(row.modality)],
            due_words=row.deadline.text if row.deadline else "",
            due=row.deadline.due if row.deadline else "",
            report_to=row.report_to,
            product=row.product,
            type=row.type,
            number=row.number,
            issued=row.issued,
            title=row.title,
            cited=row.cited,
            source=row.source,
            why=row.why,
        )
    return PassageLine(
        rank=row.rank,
        text=row.text,
        type=row.type,
        number=row.number,
        issued=row.issued,
        issuer=row.issuer,
        title=row.title,
        cited=row.cited,
        headings=row.headings,
        source=row.source,
        why=row.why,
    )
