"""What reading a file yields, whatever its format was."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Page, Place, Span

# What a form prints where nothing was filled in, and stands for what could not be made out.
BLANK = "……"


@dataclass(frozen=True, slots=True)
class TableReading:
    r"""A table the file itself marks as one (ruled, or a Word or HTML table).

    `rows` hold the spans of their cells in column order, an empty span where a
    cell is empty or covered by a merged one; the first `header_rows` are headings.
    The text of a cell stands in the document's text exactly at its span, cells
    of a row separated by ``\t`` or a line end and rows by a line end.

    `held` has a row for each of `rows`, or is empty: at each place that a merged cell
    covers from a row above stands the span of that cell, whose value holds there too;
    an empty span everywhere else.
    """

    span: Span
    rows: tuple[tuple[Span, ...], ...]
    header_rows: int = 0
    held: tuple[tuple[Span, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field of the document that could not be read for certain, and was left open.

    `field` is its name in `corpus.model.Document`, `read` the words that were read,
    `reason` says in Vietnamese why they are doubtful, `candidates` what it may be;
    `symbol` is the part of a number that is certain.
    """

    field: str
    read: str
    reason: str
    candidates: tuple[str, ...] = ()
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """A file's text with all that the later steps may want to know of its form.

    `text` is clean (`corpus.vietnamese.clean`); `tables`, `pages` and `places` span it.
    `headings` are lines the file marks as headings or prints bold and centred,
    `noise` stretches that are not the document's own words (running headers, page
    numbers, site furniture). `media_type` is what the bytes are, not what the
    file's name says. `warnings` are in Vietnamese, for the user; `doubts` are fields
    that were left open.
    """

    text: str
    media_type: str
    pages: tuple[Page, ...] = ()
    places: tuple[Place, ...] = ()
    tables: tuple[TableReading, ...] = ()
    headings: tuple[Span, ...] = ()
    noise: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
