"""Lines to blocks: a paragraph with its wrapped lines joined, and the markers it may open with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus.model import ClauseKind, Span
from ingest.markers import BRACKETS, BULLETS, Marker, read_markers
from ingest.readers.extracted_text import TableReading
from ingest.structure.block import Block
from ingest.structure.frame.frame_detection import Placed, Zone
from ingest.structure.lines import Line, wrap_width
from ingest.structure.quotes import quoted_lines
from ingest.structure.tables.flat_tables import FlatTable, find_flat_tables
from ingest.structure.tables.marked_tables import flat_table_block, goes_on, noise_inside, table_block
from ingest.structure.typography import ends_sentence, hangs, has_sentence, is_upper


def make_blocks(
    placed: Sequence[Placed], text: str, tables: Sequence[TableReading], noise: Sequence[Span]
) -> list[Block]:
    """The blocks of a document in order; frame zones give one block for each piece."""
    blocks: list[Block] = []
    body: list[Placed] = []
    for item in placed:
        if item.zone is Zone.BODY or (item.zone is Zone.NOISE and body):
            body.append(item)
            continue
        _flush(body, blocks, text, tables, noise)
        _frame_block(item, blocks)
    _flush(body, blocks, text, tables, noise)
    return blocks


_KINDS = {
    Zone.NOISE: ClauseKind.NOISE,
    Zone.LETTERHEAD: ClauseKind.LETTERHEAD,
    Zone.TITLE: ClauseKind.TITLE,
    Zone.AUTHORITY: ClauseKind.LETTERHEAD,
    Zone.BASIS: ClauseKind.BASIS,
    Zone.RECIPIENTS: ClauseKind.RECIPIENTS,
    Zone.SIGNATURE: ClauseKind.SIGNATURE,
    Zone.ANNEX: ClauseKind.ANNEX,
    Zone.FOOTNOTE: ClauseKind.FOOTNOTE,
}


def _frame_block(item: Placed, blocks: list[Block]) -> None:
    last = blocks[-1] if blocks else None
    if last and last.zone is item.zone and not item.opens:
        last.take(item.line)
        return
    blocks.append(_block(item.line, zone=item.zone, kind=_KINDS[item.zone]))


def _block(
    line: Line, *, zone: Zone = Zone.BODY, kind: ClauseKind | None = None, markers: tuple[Marker, ...] = ()
) -> Block:
    return Block(line.start, line.end, line.words, line.low, markers, kind, zone, emphasis=line.odd)


def _flush(
    body: list[Placed], blocks: list[Block], text: str, tables: Sequence[TableReading], noise: Sequence[Span]
) -> None:
    trailing = []
    while body and body[-1].zone is Zone.NOISE:
        trailing.append(body.pop())
    if body:
        blocks.extend(body_blocks(body, text, tables, noise))
    for item in reversed(trailing):
        _frame_block(item, blocks)
    body.clear()


def body_blocks(
    body: Sequence[Placed], text: str, tables: Sequence[TableReading], noise: Sequence[Span]
) -> list[Block]:
    """The paragraphs and tables of a stretch of body, with the noise between or inside them."""
    return _BodyReader(body, text, tables, noise).blocks


class _BodyReader:
    """One pass over the lines of a body: the paragraph being read, and the noise met since its last line."""

    def __init__(
        self, body: Sequence[Placed], text: str, tables: Sequence[TableReading], noise: Sequence[Span]
    ) -> None:
        self.text = text
        self.noise = noise
        self.tables = tables
        self.blocks: list[Block] = []
        self.pending: list[Span] = []
        self.last: Line | None = None
        self.pieces: list[TableReading] = []
        lines = [item.line for item in body if item.zone is Zone.BODY and not _is_rule(item.line)]
        self.width = wrap_width(lines)
        self.early = {line.start for line, below in pairwise(lines) if self._breaks_early(line, below)}
        self.quoted = quoted_lines(lines)
        self.flat = {table.first: table for table in find_flat_tables(lines)}
        self._read(body)

    def _read(self, body: Sequence[Placed]) -> None:
        n, flat_end = -1, 0
        for item in body:
            line = item.line
            if item.zone is Zone.NOISE or _is_rule(line):
                self.pending.append(line.span)
                continue
            n += 1
            if line.table is not None:
                self._table(self.tables[line.table])
                continue
            self._end_table()
            if n in self.flat:
                flat_end = self.flat[n].after
                self._flat_table(self.flat[n])
            elif n >= flat_end:
                self._line(line, quoted=n in self.quoted)
            if n < flat_end:
                self._put_noise()
        self._end_table()
        self._put_noise()

    def _line(self, line: Line, *, quoted: bool) -> None:
        if line.bare:
            self.pending.append(line.span)
            return
        markers = () if quoted else read_markers(line.words)
        current = self.blocks[-1] if self.blocks and self.last else None
        if current and self.last and self._continues(current, self.last, line, markers):
            self._take_holes(current)
            lone = _is_lone_marker(current)
            current.take(line)
            if lone and line.words[:1].isupper():
                # "1." with its text on the next line is no broken-off number.
                current.markers = read_markers(current.words)
        else:
            self._put_noise()
            block = _block(line, markers=markers)
            block.loose = self.last is not None and not ends_sentence(self.last.words)
            block.heading = not markers and is_upper(line.words)
            self.blocks.append(block)
        self.last = line

    def _flat_table(self, table: FlatTable) -> None:
        self._put_noise()
        self.blocks.append(flat_table_block(table))
        self.pending.extend(line.span for line in table.repeated)
        self.last = None

    def _table(self, table: TableReading) -> None:
        if not (self.pieces and goes_on(self.pieces[-1], table, self.text)):
            self._end_table()
            self._put_noise()
        self.pieces.append(table)

    def _end_table(self) -> None:
        if self.pieces:
            inside = noise_inside(self.pieces, self.text, self.noise)
            self.blocks.append(table_block(self.pieces, self.text, inside))
            self.pending = sorted({*self.pending, *inside}, key=lambda span: span.start)
            self.pieces = []
            self._put_noise()
            self.last = None

    def _put_noise(self) -> None:
        for span in self.pending:
            last = self.blocks[-1] if self.blocks else None
            if last and last.kind is ClauseKind.NOISE and not self.text[last.end : span.start].strip():
                last.end = span.end
            else:
                self.blocks.append(Block(span.start, span.end, "", "", kind=ClauseKind.NOISE, zone=Zone.NOISE))
        self.pending.clear()

    def _take_holes(self, current: Block) -> None:
        """Noise inside a paragraph, stretches that touch as one."""
        for hole in self.pending:
            if current.holes and not self.text[current.holes[-1].end : hole.start].strip():
                hole = Span(current.holes.pop().start, hole.end)
            current.holes.append(hole)
        self.pending.clear()

    def _continues(self, current: Block, last: Line, line: Line, markers: tuple[Marker, ...]) -> bool:
        """Whether `line` goes on with the paragraph whose last line was `last`."""
        if not line.new or markers:
            return False
        if _is_lone_marker(current):
            return True
        if current.emphasis or hangs(last.words):
            return True
        ended = ends_sentence(last.words)
        if line.words[:1].islower() or line.words[:1] in {",", ")", ";", "("}:
            return not ended or (self.width > 0 and not line.gap and last.words[-1:] != ":")
        if line.gap and not self.pending:
            return False
        full = self._fills(last, line)
        if ended:
            return full and last.words.rstrip()[-1:] not in {":", ";"} and line.start not in self.early
        if is_upper(last.words) != is_upper(line.words) and len(line.words) > _SHORTEST_CAPITALS:
            return False
        if full or (self.width > 0 and not is_heading_like(current)):
            return True
        return len(current.words) > _LONGEST_HEADING or (has_sentence(current.after_marker) and not line.gap)

    def _fills(self, line: Line, below: Line) -> bool:
        """Whether `line` had no room for the first word `below` it, where the lines are wrapped at all."""
        return self.width > 0 and len(line.words) + 1 + len(below.words.split(" ", 1)[0]) > _FULL * self.width

    def _breaks_early(self, line: Line, below: Line) -> bool:
        """Whether `line` is cut short before its sentence ends, as some copies do with a paragraph's first line."""
        return self.width > 0 and not ends_sentence(line.words) and not below.gap and not self._fills(line, below)


def _is_rule(line: Line) -> bool:
    """Whether a line is decoration; a single dash may be the cell of a table."""
    return line.bare and line.words not in {"-", "–"}


# Justified lines of one page differ by a tenth in characters.
_FULL = 0.9
# Headings of items seen run up to 150 characters; a longer block without a stop was broken off.
_LONGEST_HEADING = 160
# "UBND" at the end of a line does not set the line in capitals.
_SHORTEST_CAPITALS = 3


def is_heading_like(block: Block) -> bool:
    """Whether a block may be a heading: a marker that headings have, or capitals, and one short phrase."""
    marked = any(m.style not in BULLETS and m.style not in BRACKETS for m in block.markers)
    return (marked or is_upper(block.words)) and len(block.words) <= _LONGEST_HEADING


def _is_lone_marker(block: Block) -> bool:
    """Whether the block is a marker with nothing after it, as converters break "1." from its text."""
    return any(m.size >= len(block.words.rstrip(" *")) for m in block.markers)
