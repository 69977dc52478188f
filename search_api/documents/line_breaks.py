"""Where a new line begins in what is shown: only where the document means one.

Copies of documents end their lines where a page or a screen ran out. Such a line end
is shown as the space it stands for; the text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Span

_GAP = re.compile(r"\n\s*")
# A line end that means one: after these, before a dash or number, or between short
# lines of a title. Copies wrapped at 60 to 90 characters show no other short lines.
_CLOSED = re.compile(r"[.;:]\s*$")  # "thực hiện các nhiệm vụ sau:"
_OPENS = re.compile(r"\s*(?:[-+•*–]\s|\d+[.)]\s|[a-zđ]\)\s)")  # "- Sở Y tế", "2. Sở Nội vụ", "a) Chủ trì"
_SHORT = 45


def line_starts(text: str, frames: Sequence[Span] = ()) -> Iterator[int]:
    """The offsets in `text` at which a new line begins; in `frames` every line does."""
    for gap in _GAP.finditer(text):
        before = text[text.rfind("\n", 0, gap.start()) + 1 : gap.start()]
        after = text[gap.end() : gap.end() + _SHORT]
        short = len(before) < _SHORT and (after[:1].isupper() or before.isupper())
        framed = any(frame.start <= gap.start() < frame.end for frame in frames)
        if framed or short or _CLOSED.search(before) or _OPENS.match(after):
            yield gap.end()


def unwrapped(text: str) -> str:
    """`text` with spaces for the line ends that mean none; of the same length, so that spans of it stay true."""
    starts = set(line_starts(text))
    return _GAP.sub(lambda gap: gap[0] if gap.end() in starts else " " * len(gap[0]), text)
