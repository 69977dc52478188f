"""The order in which a page's lines are read: two-column letterheads and signature blocks left column first.

Decree 30/2020/NĐ-CP, annex I, puts the issuing body and the number on the left and
the national name, place and date on the right; at the end the recipients stand on
the left and the signature on the right. Everything else runs over the whole width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.readers.frame_words import has_national_name, is_recipients_heading, letters
from ingest.readers.pdf.glyph_layout import Line, Word, lines_of
from ingest.readers.pdf.text_columns import text_columns

# "Hà Nội, ngày 27 tháng 6 năm 2025", "Độc lập - Tự do - Hạnh phúc"
_RIGHT_OF_LETTERHEAD = re.compile(r"ngay.*thang.*nam|doclap.*hanhphuc")

# "Kính gửi: - Các bộ; …": the address stands under the letterhead and looks like two columns too
_ADDRESS = re.compile(r"kinhgui")

# The rows of a letterhead follow one another within this many font sizes; the widest
# gap in corpus/pdf is 2.4 (above the number).
_ROW_GAP = 3.2
# The issuing body may begin, or the signer's office stand, at most this many rows above.
_ROWS_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are read one after the other; a `column` is set apart by the layout, not by its paragraphs.

    A block of running text in columns has margins of its own: it is `narrow`.
    """

    lines: tuple[Line, ...]
    column: Literal["", "left", "right"] = ""
    narrow: bool = False


def in_reading_order(lines: Sequence[Line]) -> list[Block]:
    """The blocks of `lines`, which come from top to bottom."""
    blocks: list[Block] = []
    done = 0
    for anchor in range(len(lines)):
        gutter = _gutter_at(lines, anchor) if anchor >= done else None
        if gutter is None:
            continue
        start, end = _rows_beside(lines, done, anchor, gutter)
        words = {side: _words(lines[start:end], gutter, side) for side in ("left", "right")}
        if words["left"] and words["right"]:
            if start > done:
                blocks.extend(_running_text(lines[done:start]))
            blocks.append(Block(tuple(lines_of(words["left"])), "left"))
            blocks.append(Block(tuple(lines_of(words["right"])), "right"))
            done = end
    if done < len(lines):
        blocks.extend(_running_text(lines[done:]))
    return blocks


def _running_text(lines: Sequence[Line]) -> Iterator[Block]:
    """The blocks of `lines` that are no letterhead and no signatures: over the whole width, or in two columns."""
    done = at = 0
    while at < len(lines):
        columns = text_columns(lines, at)
        if columns is None:
            at += 1
            continue
        if at > done:
            yield Block(tuple(lines[done:at]))
        at = done = columns[0]
        yield Block(tuple(columns[1]), narrow=True)
        yield Block(tuple(columns[2]), narrow=True)
    if done < len(lines):
        yield Block(tuple(lines[done:]))


@dataclass(slots=True)
class _Gutter:
    """The blank strip between two columns, from `left` to `right`; it narrows as rows are taken in."""

    left: float
    right: float
    signature: bool

    def side(self, segment: Line) -> str:
        """The column that `segment` stands in, or ``""`` where it runs into the strip."""
        on_left = (segment.x0 + segment.x1) < (self.left + self.right)
        if on_left:
            return "left" if segment.x1 < self.right else ""
        return "right" if segment.x0 > self.left else ""

    def sides(self, line: Line) -> set[str]:
        """The columns that the segments of `line` stand in."""
        return {self.side(segment) for segment in line.segments()}

    def narrow(self, line: Line) -> None:
        """Make room for the segments of `line`."""
        for segment in line.segments():
            if self.side(segment) == "left":
                self.left = max(self.left, segment.x1)
            else:
                self.right = min(self.right, segment.x0)


def _gutter_at(lines: Sequence[Line], anchor: int) -> _Gutter | None:
    """The strip beside the national name or "Nơi nhận" in line `anchor`, as the nearest row leaves it."""
    near = lines[max(0, anchor - _ROWS_ABOVE) : anchor + _ROWS_ABOVE + 1]
    nearest = sorted(near, key=lambda line: abs(line.baseline - lines[anchor].baseline))
    for segment in lines[anchor].segments():
        if has_national_name(segment.text):
            for line in nearest:
                if lefts := [s.x1 for s in line.segments() if s.x1 < segment.x0]:
                    return _Gutter(max(lefts), segment.x0, signature=False)
        if is_recipients_heading(segment.text):
            for line in nearest:
                if rights := [s.x0 for s in line.segments() if s.x0 > segment.x1 + 2 * segment.size]:
                    return _Gutter(segment.x1, min(rights), signature=True)
    return None


def _rows_beside(lines: Sequence[Line], first: int, anchor: int, gutter: _Gutter) -> tuple[int, int]:
    """The rows around `anchor`, none before `first`, that leave the gutter free: ``[start, end)``."""
    start = anchor
    above = {"right"} if gutter.signature else {"left"}
    while start > first and anchor - start < _ROWS_ABOVE and _follows(lines[start - 1], lines[start]):
        if gutter.sides(lines[start - 1]) != above:
            break
        start -= 1
        gutter.narrow(lines[start])
    end = anchor
    kept = anchor + 1
    while end < len(lines) and "" not in gutter.sides(lines[end]) and not _ADDRESS.match(letters(lines[end].text)):
        if end > anchor and not gutter.signature and not _follows(lines[end - 1], lines[end]):
            break
        gutter.narrow(lines[end])
        end += 1
        # A title centred under the letterhead stands clear of the left column too.
        if gutter.signature or "left" in gutter.sides(lines[end - 1]) or _belongs_right(lines[end - 1]):
            kept = end
    return start, kept


def _follows(above: Line, below: Line) -> bool:
    return below.baseline - above.baseline <= _ROW_GAP * max(above.size, below.size)


def _belongs_right(line: Line) -> bool:
    return bool(_RIGHT_OF_LETTERHEAD.search(letters(line.text)))


def _words(lines: Sequence[Line], gutter: _Gutter, side: str) -> list[Word]:
    return [
        word for line in lines for segment in line.segments() if gutter.side(segment) == side for word in segment.words
    ]
