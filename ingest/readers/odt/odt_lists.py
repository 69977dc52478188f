"""The numbers that are printed before items and headings of an OpenDocument text and that it does not contain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.readers.docx.numbering import printed
from ingest.readers.odt.odt_styles import STYLE, TABLE, TEXT, Styles, attribute

_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
# Bullets are drawn with symbol fonts, whose characters mean nothing outside them.
_BULLET, _PRIVATE = "•", "\ue000"
_DEEPEST = 10


class Lists:
    """Counts the items of lists as they go by."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counted: dict[str, list[int]] = {}  # the counters of each list style, level by level
        self._lists: dict[str, list[int]] = {}  # and of each list, by its id
        self._outline: list[int] = [0] * _DEEPEST

    def heading(self, element: Any) -> str:
        """The number printed before a heading, with the space after it; ``""`` where it has none."""
        level = _whole(attribute(element, TEXT + "outline-level"), 1)
        outline = self._styles.outline
        if outline is None or level > _DEEPEST or attribute(element, TEXT + "is-list-header") == "true":
            return ""
        own = _level(outline, level)
        _count(self._outline, level, _whole(attribute(own, TEXT + "start-value"), 1) if own is not None else 1)
        return _mark(outline, level, self._outline)

    def items(self, element: Any) -> Iterator[tuple[Any, str]]:
        """The paragraphs and tables of a list in order, each with what is printed before it."""
        yield from self._items(element, "", 1, self._counters(element))

    def _counters(self, element: Any) -> list[int]:
        """The counters that a list goes on with, or new ones."""
        style = attribute(element, TEXT + "style-name")
        before = self._lists.get(attribute(element, TEXT + "continue-list"))
        if before is None and attribute(element, TEXT + "continue-numbering") == "true":
            before = self._counted.get(style)
        counters = [0] * _DEEPEST if before is None else before
        self._counted[style] = counters
        self._lists[attribute(element, "{http://www.w3.org/XML/1998/namespace}id")] = counters
        return counters

    def _items(self, element: Any, style: str, level: int, counters: list[int]) -> Iterator[tuple[Any, str]]:
        style = attribute(element, TEXT + "style-name") or style
        if level > _DEEPEST:
            return
        for item in element:
            numbered = item.tag == TEXT + "list-item"
            if not numbered and item.tag != TEXT + "list-header":
                continue
            first = True
            for block in item:
                if block.tag == TEXT + "list":
                    yield from self._items(block, style, level + 1, counters)
                elif block.tag in {TEXT + "p", TEXT + "h"}:
                    own = style or self._styles.list_of(attribute(block, TEXT + "style-name"))
                    yield block, self._number(own, level, counters, item) if first and numbered else ""
                    first = False
                elif block.tag == TABLE + "table":
                    yield block, ""

    def _number(self, style: str, level: int, counters: list[int], item: Any) -> str:
        found = self._styles.lists.get(style)
        own = None if found is None else _level(found, level)
        start = _whole(attribute(own, TEXT + "start-value"), 1) if own is not None else 1
        _count(counters, level, start, _whole(attribute(item, TEXT + "start-value"), -1))
        return "" if found is None else _mark(found, level, counters)


def _count(counters: list[int], level: int, start: int, set_to: int = -1) -> None:
    """Count one more on `level`; those below begin anew."""
    counters[level - 1] = set_to if set_to >= 0 else counters[level - 1] + 1 if counters[level - 1] else start
    counters[level:] = [0] * (len(counters) - level)


def _level(style: Any, level: int) -> Any | None:
    return next((item for item in style if attribute(item, TEXT + "level") == str(level)), None)


def _mark(style: Any, level: int, counters: list[int]) -> str:
    """What is printed for the item counted last on `level`, with a space behind it."""
    own = _level(style, level)
    if own is None:
        return ""
    if own.tag == TEXT + "list-level-style-bullet":
        bullet = attribute(own, TEXT + "bullet-char")
        return f"{bullet if bullet and bullet < _PRIVATE else _BULLET} "
    shown = max(1, _whole(attribute(own, TEXT + "display-levels"), 1))
    numbers = [_printed(style, n, counters) for n in range(max(1, level - shown + 1), level + 1)]
    text = ".".join(number for number in numbers if number)
    return f"{attribute(own, STYLE + 'num-prefix')}{text}{attribute(own, STYLE + 'num-suffix')} " if text else ""


def _printed(style: Any, level: int, counters: list[int]) -> str:
    own = _level(style, level)
    form = "" if own is None else attribute(own, STYLE + "num-format")
    return printed(max(1, counters[level - 1]), _FORMS.get(form, "none")) if form else ""


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else otherwise
