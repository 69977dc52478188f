"""What reading a file yields, whatever its format was."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Page, Place, Span


@dataclass(frozen=True, slots=True)
class TableReading:
    r"""A table the file itself marks as one (ruled, or a Word or HTML table).

    `rows` hold the spans of their cells in column order, an empty span where a
    cell is empty or covered by a merged one; the first `header_rows` are headings.
    The text of a cell stands in the document's text exactly at its span, cells
    of a row separated by ``\t`` or a line end and rows by a line end.
    """

    span: Span
    rows: tuple[tuple[Span, ...], ...]
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """A file's text with all that the later steps may want to know of its form.

    `text` is clean (`corpus.vietnamese.clean`); `tables`, `pages` and `places` span it.
    `headings` are lines the file marks as headings or prints bold and centred,
    `noise` stretches that are not the document's own words (running headers, page
    numbers, site furniture). `media_type` is what the bytes are, not what the
    file's name says. `warnings` are in Vietnamese, for the user.
    """

    text: str
    media_type: str
    pages: tuple[Page, ...] = ()
    places: tuple[Place, ...] = ()
    tables: tuple[TableReading, ...] = ()
    headings: tuple[Span, ...] = ()
    noise: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()
