"""A block: the stretch of text that becomes one clause's own words."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import ClauseKind, Span
from ingest.markers import Marker
from ingest.structure.frame.frame_detection import Zone
from ingest.structure.lines import Line


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
    emphasis: bool = False  # opened and not yet closed
    holes: list[Span] = field(default_factory=list)
    label: str = ""
    cells: tuple[Span, ...] = ()
    rows: list[Block] = field(default_factory=list)

    def take(self, line: Line) -> None:
        """Join one more line to the block."""
        self.end = line.end
        self.emphasis ^= line.odd
        self.words = f"{self.words} {line.words}".strip()
        self.low = f"{self.low} {line.low}".strip()

    @property
    def after_marker(self) -> str:
        """The words behind the likeliest marker."""
        return self.words[self.markers[0].size :] if self.markers else self.words

    @property
    def whole_end(self) -> int:
        """Where the block ends with its rows."""
        return self.rows[-1].end if self.rows else self.end

    def absorb(self, other: Block) -> None:
        """Join a block that a line break had made of the rest of this one."""
        self.end = other.end
        self.words = f"{self.words} {other.words}"
        self.low = f"{self.low} {other.low}"
        self.holes.extend(other.holes)
