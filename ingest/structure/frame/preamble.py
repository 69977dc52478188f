"""What stands between the title and the text: authority, bases, the enacting word."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.structure.lines import Line
from ingest.structure.phrases import matches
from ingest.structure.typography import ends_sentence, is_upper

# A line this long that ends in a comma was most likely broken there.
_FULL_LINE = 60


def basis_ahead(lines: Sequence[Line], start: int) -> bool:
    """Whether one of the next lines is a basis: "Căn cứ …"."""
    ahead = [line for line in lines[start : start + 5] if not line.bare]
    return any(matches("basis", line.low) for line in ahead[:3])


def ends_basis(line: Line) -> bool:
    """Whether a basis ends with this line."""
    words = line.words.rstrip(" *_")
    return words.endswith((";", ".", ":")) or (words.endswith(",") and len(words) < _FULL_LINE)


def is_authority(lines: Sequence[Line], i: int, *, after_authority: bool) -> bool:
    """Whether line `i` names who issues: "THỦ TƯỚNG CHÍNH PHỦ", maybe over two lines."""
    line = lines[i]
    if ends_sentence(line.words):
        return False
    if not matches("authority", line.low):
        goes_on = after_authority and not line.gap
        return goes_on and is_upper(line.words) and basis_ahead(lines, i + 1)
    # Copies that lost their capitals still set the authority alone on a short line.
    return is_upper(line.words) or (len(line.words) < _FULL_LINE and basis_ahead(lines, i + 1))


def is_introduction(lines: Sequence[Line], i: int) -> bool:
    """Whether the sentence from line `i` leads into the text: "Căn cứ …, Ban Chỉ đạo xây dựng kế hoạch như sau:"."""
    for line in lines[i : i + 12]:
        words = line.words.rstrip(" *")
        if words.endswith(":"):
            return not matches("enacting", line.low)
        if words.endswith((";", ".", ",")) and len(words) < _FULL_LINE:
            return False
        if words.endswith((";", ".")):
            return False
    return False
