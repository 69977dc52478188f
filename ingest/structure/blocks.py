"""Lines to blocks: a paragraph with its wrapped lines joined, and the markers it may open with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.model import ClauseKind, Span
from ingest.markers import Marker, Style, read_markers
from ingest.structure.frame import Placed, Zone
from ingest.structure.lines import Line, wrap_width
from ingest.structure.quotes import quoted_lines
from ingest.structure.words import ends_sentence, has_sentence, is_upper


@dataclass(slots=True)
class Block:
    """A stretch of text that is one clause's own words.

    `markers` are the readings of what it opens with; `loose` says that the block
    before it does not end a sentence, so that a weak marker is likely none. `holes`
    are the noise inside it. A `kind` is set where the zone fixes it.
    """

    start: int
    end: int
    words: str
    low: str
    markers: tuple[Marker, ...] = ()
    kind: ClauseKind | None = None
    zone: Zone = Zone.BODY
    loose: bool = False
    heading: bool = False
    holes: list[Span] = field(default_factory=list)
    cells: tuple[Span, ...] = ()
    rows: list[Block] = field(default_factory=list)

    def take(self, line: Line) -> None:
        """Join one more line to the block."""
        self.end = line.end
        self.words = f"{self.words} {line.words}".strip()
        self.low = f"{self.low} {line.low}".strip()

    def absorb(self, other: Block) -> None:
        """Join a block that a line break had made of the rest of this one."""
        self.end = other.end
        self.words = f"{self.words} {other.words}"
        self.low = f"{self.low} {other.low}"
        self.holes.extend(other.holes)


def make_blocks(placed: Sequence[Placed]) -> list[Block]:
    """The blocks of a document in order; frame zones give one block for each piece."""
    blocks: list[Block] = []
    body: list[Placed] = []
    for item in placed:
        if item.zone is Zone.BODY or (item.zone is Zone.NOISE and body):
            body.append(item)
            continue
        _flush(body, blocks)
        _frame_block(item, blocks)
    _flush(body, blocks)
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
    return Block(line.start, line.end, line.words, line.low, markers, kind, zone)


def _flush(body: list[Placed], blocks: list[Block]) -> None:
    trailing = []
    while body and body[-1].zone is Zone.NOISE:
        trailing.append(body.pop())
    if body:
        blocks.extend(body_blocks(body))
    for item in reversed(trailing):
        _frame_block(item, blocks)
    body.clear()


def body_blocks(body: Sequence[Placed]) -> list[Block]:
    """The paragraphs of a stretch of body, with the noise between or inside them."""
    lines = [item.line for item in body if item.zone is Zone.BODY and not item.line.bare]
    width = wrap_width(lines)
    quoted = quoted_lines(lines)
    blocks: list[Block] = []
    pending: list[Line] = []
    last: Line | None = None
    current: Block | None = None
    n = -1
    for item in body:
        line = item.line
        if item.zone is Zone.NOISE or line.bare:
            pending.append(line)
            continue
        n += 1
        markers = () if n in quoted else read_markers(line.words)
        if current and last and _continues(current, last, line, markers, width, interrupted=bool(pending)):
            for hole in pending:
                current.holes.append(hole.span)
            current.take(line)
        else:
            blocks.extend(_noise(pending))
            current = _block(line, markers=markers)
            current.loose = last is not None and not ends_sentence(last.words)
            current.heading = not markers and is_upper(line.words)
            blocks.append(current)
        pending.clear()
        last = line
    blocks.extend(_noise(pending))
    return blocks


def _noise(lines: list[Line]) -> list[Block]:
    return [_block(line, zone=Zone.NOISE, kind=ClauseKind.NOISE) for line in lines]


def _continues(
    current: Block, last: Line, line: Line, markers: tuple[Marker, ...], width: int, *, interrupted: bool
) -> bool:
    """Whether `line` goes on with the paragraph whose last line was `last`."""
    if not line.new:
        return False
    if markers:
        return False
    if _is_lone_marker(current):
        return True
    ended = ends_sentence(last.words)
    small = line.words[:1].islower() or line.words[:1] in {",", ")", ";"}
    if small:
        return not ended or (width > 0 and not line.gap and last.words[-1:] != ":")
    if line.gap and not interrupted:
        return False
    first = line.words.split(" ", 1)[0]
    full = width > 0 and len(last.words) + 1 + len(first) > width
    if ended:
        return full and last.words.rstrip()[-1:] not in {":", ";"}
    if is_upper(last.words) != is_upper(line.words) and len(line.words) > 3:
        return False
    if full or (width > 0 and not is_heading_like(current)):
        return True
    return len(current.words) > _LONGEST_HEADING or (has_sentence(current.words) and not line.gap)


# Headings of items seen run up to 150 characters; a longer block without a stop was broken off.
_LONGEST_HEADING = 160


def is_heading_like(block: Block) -> bool:
    """Whether a block may be a heading: it opens with a marker, or is set in capitals, and is one short phrase."""
    return (bool(block.markers) or is_upper(block.words)) and len(block.words) <= _LONGEST_HEADING


def _is_lone_marker(block: Block) -> bool:
    """Whether the block is a marker with nothing after it, as converters break "1." from its text."""
    return any(m.size >= len(block.words.rstrip(" *")) and m.style is not Style.PART for m in block.markers)
