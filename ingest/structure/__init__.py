"""The clause tree of a document.

lines -> frame (which lines are letterhead, title, bases, body, recipients, signature,
annexes) -> blocks (wrapped lines joined) -> levels (which marker stands under which,
weighed over the whole sequence) -> tree -> clauses.
"""

from __future__ import annotations

from corpus.model import Clause
from ingest.readers.extracted_text import ExtractedText
from ingest.structure.blocks import make_blocks
from ingest.structure.frame.frame_detection import place_lines
from ingest.structure.lines import split_lines
from ingest.structure.tables.marked_tables import data_tables
from ingest.structure.tree import clauses_of
from ingest.structure.tree_builder import build


def structure(reading: ExtractedText) -> tuple[Clause, ...]:
    """The clauses of a reading in document order, parents before children.

    Every character that is not white space belongs to the own words
    ``[start, head_end)`` of exactly one clause. Noise that interrupts a clause in
    mid-sentence (a page header) stays in that clause's own words; a NOISE clause
    with ``head_end == start`` says where it is, so that readers can skip it.
    """
    text, tables = reading.text, data_tables(reading)
    placed = place_lines(split_lines(text, [table.span for table in tables]), reading.noise)
    return clauses_of(build(make_blocks(placed, text, tables, reading.noise), text), reading.pages)
