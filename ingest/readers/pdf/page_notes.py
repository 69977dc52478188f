"""Footnotes of a printed page: below a short ruling, in smaller print, each after its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.readers.pdf.glyph_layout import Line, Word
from ingest.readers.pdf.pdf_page import Ruling

# Word rules 2 inches (144 points) above footnotes, LibreOffice a quarter of the line; it
# stands in the lower part of the page, at the left margin of the text.
_SHORTEST_RULE, _LONGEST_RULE = 50.0, 230.0
_LOWER_PART = 0.4
_SAME_EDGE = 14.0
# Footnotes are set in 10 points under text of 13 or 14.
_SMALLER = 0.92
# A mark is raised by a third of its line's size, and smaller.
_RAISED, _SMALL_MARK = 0.2, 0.8

# "1", "12.", "[3]" before a note
_MARK = re.compile(r"\[?(?P<number>\d{1,3})[\].)]?")
_DIGITS = re.compile(r"\d{1,3}")
# "- 2 -": the number of the page, which stands below the notes
_PAGE_NUMBER = re.compile(r"[-–—\s]*\d{1,4}[-–—\s]*")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number, and its lines without it."""

    number: str
    lines: tuple[Line, ...]


def part_notes(lines: Sequence[Line], rulings: Sequence[Ruling], height: float) -> tuple[list[Line], list[Note]]:
    """The lines of the text, marks of notes in it as ``[1]``, and the notes of the page where they are plain."""
    for rule in rulings:
        above = [line for line in lines if line.baseline <= rule.top]
        below = [line for line in lines if line.baseline > rule.top and not _PAGE_NUMBER.fullmatch(line.text)]
        if above and below and _parts_notes(rule, above, below, height):
            notes = _notes(below)
            if notes:
                numbers = {note.number for note in notes}
                kept = [line if line not in above else _marked(line, numbers) for line in lines if line not in below]
                return kept, notes
    return list(lines), []


def _parts_notes(rule: Ruling, above: Sequence[Line], below: Sequence[Line], height: float) -> bool:
    left = min(line.x0 for line in above)
    return (
        rule.top == rule.bottom
        and rule.top > height * _LOWER_PART
        and _SHORTEST_RULE <= rule.x1 - rule.x0 <= _LONGEST_RULE
        and abs(rule.x0 - left) <= _SAME_EDGE
        and max(line.size for line in below) <= _SMALLER * median(line.size for line in above)
    )


def _notes(lines: Sequence[Line]) -> list[Note]:
    """The notes that `lines` hold, which must begin with a number; numbers count up."""
    notes: list[Note] = []
    for line in lines:
        m = _MARK.fullmatch(line.words[0].text)
        number = int(m["number"]) if m and len(line.words) > 1 else None
        if number is not None and (not notes or number == int(notes[-1].number) + 1):
            notes.append(Note(str(number), (Line(line.words[1:]),)))
        elif notes:
            notes[-1] = Note(notes[-1].number, (*notes[-1].lines, line))
        else:
            return []
    return notes


def _marked(line: Line, numbers: set[str]) -> Line:
    return Line(
        tuple(_mark(word, line) if word.text in numbers and _is_mark(word, line) else word for word in line.words)
    )


def _is_mark(word: Word, line: Line) -> bool:
    raised = line.baseline - word.baseline >= _RAISED * line.size
    return bool(_DIGITS.fullmatch(word.text)) and raised and word.size <= _SMALL_MARK * line.size


def _mark(word: Word, line: Line) -> Word:
    return replace(word, text=f"[{word.text}]", size=line.size)
