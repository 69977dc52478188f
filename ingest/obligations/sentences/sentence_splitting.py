"""A clause's own words as the pieces that can each hold a duty: sentences and numbered parts of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.normalized_text import NormalizedText

# A full stop that may end a sentence: "… Chỉ thị. Nêu cao", "… nêu trên./.".
_STOP = re.compile(r"[.!?](?:/\.)?(?=\s)|\./\.|\.\.\.(?=\s)")
# Stops that belong to a word: "TP. Huế", "v.v. Các", "ThS. Lan", "số 1. Sở".
_ABBREVIATED = re.compile(
    r"(?:\b(?:TP|Tp|tp|TX|Tx|TT|ThS|TS|GS|PGS|BS|KS|NXB|Đ/c|đ/c|St|No)|v\.v|(?<![/.-])\b\d{1,2})$"
)
# Parts numbered in running text: "(1) Phối hợp …; (2) Khẩn trương …", "(i) …; (ii) …".
_NUMBERED = (
    re.compile(r"(?<![\w)])\((\d{1,2})\)\s+"),
    re.compile(r"(?<![\w)])\((i{1,3}|iv|vi{0,3}|ix|x)\)\s+"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the flow; `under` is the index of the intro it hangs under, `opens` says it is such an intro."""

    start: int
    end: int
    under: int | None = None
    opens: bool = False


def pieces(normalized: NormalizedText, start: int = 0, end: int | None = None) -> list[Piece]:
    """The sentences of a flow from `start` to `end`; one that numbers its parts gives the intro and each part."""
    end = len(normalized.text) if end is None else end
    found: list[Piece] = []
    at = start
    for stop in _STOP.finditer(normalized.text, start, end):
        if not _ends_sentence(normalized.text, stop):
            continue
        _numbered(normalized, at, stop.end(), None, 0, found)
        at = stop.end()
    _numbered(normalized, at, end, None, 0, found)
    return found


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """The stop is followed by the beginning of a sentence: a capital, a quotation or a number."""
    following = text[stop.end() : stop.end() + 3].lstrip()
    if not following:
        return True
    if stop[0] == "." and _ABBREVIATED.search(text[max(0, stop.start() - 8) : stop.start()]):
        return False
    return following[0].isupper() or following[0] in '"“([-+•' or following[0].isdigit()


def _numbered(
    normalized: NormalizedText, start: int, end: int, under: int | None, depth: int, found: list[Piece]
) -> None:
    """Adds one sentence, split at its own numbers where an intro line with ":" comes before the first."""
    text = normalized.text
    while start < end and not text[start].isalnum() and text[start] not in '("“':
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start < 3:
        return
    for style, pattern in enumerate(_NUMBERED[depth:], start=depth):
        marks = list(pattern.finditer(text, start, end))
        if len(marks) >= 2 or (marks and style == 0 and found and found[-1].under is not None):
            intro = text[start : marks[0].start()].rstrip()
            if intro and not intro.endswith(":"):
                break
            index = under
            if intro:
                index = len(found)
                found.append(Piece(start, start + len(intro), under, opens=True))
            elif found:
                index = found[-1].under
            for mark, following in zip(marks, [*marks[1:], None], strict=True):
                part_end = following.start() if following else end
                _numbered(normalized, mark.end(), part_end, index, style + 1, found)
            return
    while end > start and text[end - 1] in ";, ":
        end -= 1
    while end > start and text[end - 1] in "(":
        end -= 1
    found.append(Piece(start, end, under, opens=text[end - 1] == ":"))
