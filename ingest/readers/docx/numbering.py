"""The numbers that Word prints before paragraphs and the text of the file does not contain.

A paragraph names a list (`numId`) and a level; lists share the counters of the
abstract list they are made from, unless one says where it starts anew (ECMA-376,
part 1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx.docx_styles import ClauseContext, Styles
from ingest.readers.docx.package import W, child, is_on, value
from ingest.readers.legacy_fonts import legacy_font, repair_in_font

# Bullets are drawn with symbol fonts, whose characters mean nothing outside them.
_BULLETS = {
    "\uf0b7": "•",  # Symbol
    "\u00b7": "•",
    "\uf0a7": "▪",  # Wingdings
    "\uf06e": "■",
    "\uf071": "❑",
    "\uf0d8": "➢",
    "\uf0e8": "➔",
    "\uf0fc": "✓",
    "\uf076": "❖",
    "\uf02d": "-",
    "\uf0be": "-",
    "o": "◦",  # Courier New
}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How the paragraphs of one level of a list are numbered."""

    start: int
    form: str
    text: str
    suffix: str
    legal: bool  # every number in decimal, whatever its level's form
    restart: int | None
    properties: Any
    style: str

    @classmethod
    def of(cls, element: Any) -> Level:
        """The level an ``lvl`` element describes."""
        return cls(
            start=_number(value(child(element, "start")), 1),
            form=value(child(element, "numFmt")) or "decimal",
            text=value(child(element, "lvlText")) or "",
            suffix="" if value(child(element, "suff")) == "nothing" else " ",
            legal=bool(is_on(child(element, "isLgl"))),
            restart=None if (found := value(child(element, "lvlRestart"))) is None else _number(found, 0),
            properties=child(element, "rPr"),
            style=value(child(element, "pStyle")) or "",
        )


class Numbering:
    """The lists of a Word file and how far each has been counted; asked paragraph by paragraph, in order."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own_levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._load(root)

    def next(self, paragraph: Any) -> str:
        """The number that stands before `paragraph`, with the blank after it; ``""`` where there is none."""
        found = self._place(paragraph)
        if found is None:
            return ""
        list_id, depth = found
        level = self._level(list_id, depth)
        if level is None:
            return ""
        counts = self._count(list_id, depth, level)
        if level.form == "none" and not _PLACEHOLDER.search(level.text):
            return level.text + level.suffix if level.text else ""
        if level.form == "bullet":
            text = _bullet(level.text)
        else:
            text = _PLACEHOLDER.sub(lambda m: self._printed(list_id, int(m[1]) - 1, counts, level.legal), level.text)
        font = ClauseContext().under(level.properties).font
        text = repair_in_font(text, legacy_font(font))
        return text + level.suffix if text else ""

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and the level of `paragraph`, its own or its style's."""
        list_id = value(self._styles.paragraph_property(paragraph, "numPr", "numId"))
        if list_id is None or list_id not in self._lists:
            return None
        depth = value(self._styles.paragraph_property(paragraph, "numPr", "ilvl"))
        if depth is not None:
            return list_id, _number(depth, 0)
        style = self._styles.style_with(paragraph, "numPr", "numId")
        levels = self._levels.get(self._lists[list_id], {})
        return list_id, next((n for n, level in levels.items() if style and level.style == style), 0)

    def _level(self, list_id: str, depth: int) -> Level | None:
        own = self._own_levels.get(list_id, {}).get(depth)
        return own or self._levels.get(self._lists[list_id], {}).get(depth)

    def _count(self, list_id: str, depth: int, level: Level) -> dict[int, int]:
        counts = self._counts.setdefault(self._lists[list_id], {})
        for at, start in self._overrides.pop(list_id, {}).items():
            counts[at] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [n for n in counts if n > depth]:
            below = self._level(list_id, deeper)
            if below is None or below.restart is None or depth < below.restart:
                del counts[deeper]
        return counts

    def _printed(self, list_id: str, depth: int, counts: dict[int, int], legal: bool) -> str:
        level = self._level(list_id, depth)
        if level is None:
            return ""
        return printed(counts.setdefault(depth, level.start), "decimal" if legal else level.form)

    def _load(self, root: Any) -> None:
        linked: dict[str, str] = {}
        for abstract in root.iter(W + "abstractNum"):
            name = value(abstract, "abstractNumId") or ""
            self._levels[name] = {_number(value(e, "ilvl"), 0): Level.of(e) for e in abstract.iter(W + "lvl")}
            if link := value(child(abstract, "numStyleLink")):
                linked[name] = link
        for number in root.iter(W + "num"):
            list_id = value(number, "numId") or ""
            self._lists[list_id] = value(child(number, "abstractNumId")) or ""
            for override in number.iter(W + "lvlOverride"):
                depth = _number(value(override, "ilvl"), 0)
                if (start := value(child(override, "startOverride"))) is not None:
                    self._overrides.setdefault(list_id, {})[depth] = _number(start, 1)
                if (element := child(override, "lvl")) is not None:
                    self._own_levels.setdefault(list_id, {})[depth] = Level.of(element)
        for name, style in linked.items():
            target = self._lists.get(self._styles.numbering_of_style(style) or "", "")
            if target and target != name:
                self._levels[name] = self._levels.get(target, {})


# A list of more items than this is not lettered; a file that says so would print letters by the million.
_LARGEST_LETTERED = 3_999


def printed(number: int, form: str) -> str:
    """`number` as Word prints it in the format called `form`; decimal where the format is none of the usual."""
    match form if number <= _LARGEST_LETTERED else "decimal":
        case "lowerLetter":
            return _letters(number).lower()
        case "upperLetter":
            return _letters(number)
        case "lowerRoman":
            return _roman(number).lower()
        case "upperRoman":
            return _roman(number)
        case "decimalZero":
            return f"{number:02d}"
        case "none":
            return ""
        case _:
            return str(number)


def _letters(number: int) -> str:
    """A to Z, then AA, BB and so on, as Word counts."""
    if number < 1:
        return str(number)
    turn, letter = divmod(number - 1, 26)
    return chr(ord("A") + letter) * (turn + 1)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    digits = []
    for worth, digit in _ROMAN:
        times, number = divmod(number, worth)
        digits.append(digit * times)
    return "".join(digits)


def _bullet(text: str) -> str:
    """A bullet as a character that means the same in any font."""
    text = _BULLETS.get(text, text)
    return _PRIVATE.sub("•", text)


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        return otherwise
