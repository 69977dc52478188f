"""The text of one paragraph of an OpenDocument text, as it is printed with every change accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ingest.readers.legacy_fonts import LegacyFont, legacy_font, repair_in_font
from ingest.readers.odt.odt_styles import DRAW, OFFICE, TEXT, ClauseContext, Styles, attribute

_SPACE = re.compile(r"[ \t\r\n]+")
_SPACES_AT_ENDS = re.compile(r" *\n *")
_MOST_SPACES = 200

# What is printed for an element that holds no text.
_MARKS = {TEXT + "tab": "\t", TEXT + "line-break": "\n", TEXT + "soft-hyphen": "\u00ad"}

# Drawings that hold paragraphs.
_HOLDS_TEXT = tuple(DRAW + name for name in ("text-box", "custom-shape", "rect", "ellipse", "circle", "polygon"))

# What stands in a paragraph and is not printed there.
_SKIPPED = frozenset({OFFICE + "annotation", OFFICE + "annotation-end", TEXT + "tracked-changes", TEXT + "ruby-text"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed, without its number: how it is set, and the text boxes anchored in it."""

    text: str
    bold: bool
    centred: bool
    boxes: tuple[Any, ...]


class Paragraphs:
    """Reads paragraphs; `unnamed` is what fonts are taken for whose names tell nothing.

    `notes` grows by each note that is marked: its label and its element. `repaired`
    says whether any text was in an old font.
    """

    def __init__(self, styles: Styles, unnamed: LegacyFont | None = None) -> None:
        self.notes: list[tuple[str, Any]] = []
        self.repaired = False
        self._styles = styles
        self._unnamed = unnamed

    def read(self, paragraph: Any) -> Paragraph:
        """What `paragraph` prints."""
        style = attribute(paragraph, TEXT + "style-name")
        boxes: list[Any] = []
        pieces = [
            piece for piece in self._pieces(paragraph, self._styles.setting("paragraph", style), boxes) if piece[0]
        ]
        shown = [(text, setting) for text, setting in pieces if not setting.hidden]
        text = _SPACES_AT_ENDS.sub("\n", "".join(self._printed(shown)))
        words = [setting for text, setting in shown if text.strip()]
        return Paragraph(
            text=text,
            bold=bool(words) and all(setting.bold for setting in words),
            centred=self._styles.is_centred(style),
            boxes=tuple(boxes),
        )

    def _printed(self, pieces: list[tuple[str, ClauseContext]]) -> Iterator[str]:
        """The text of each stretch that is set alike; letters of VNI may lie across two spans of one font."""
        for (font, caps), stretch in groupby(pieces, key=lambda piece: (piece[1].font, piece[1].caps)):
            legacy = legacy_font(font) or self._unnamed
            self.repaired = self.repaired or legacy is not None
            text = repair_in_font("".join(text for text, _ in stretch), legacy)
            yield text.upper() if caps else text

    def _pieces(self, element: Any, setting: ClauseContext, boxes: list[Any]) -> Iterator[tuple[str, ClauseContext]]:
        yield _SPACE.sub(" ", element.text or ""), setting
        for item in element:
            if isinstance(item.tag, str) and item.tag not in _SKIPPED:
                yield from self._inside(item, setting, boxes)
            yield _SPACE.sub(" ", item.tail or ""), setting

    def _inside(self, item: Any, setting: ClauseContext, boxes: list[Any]) -> Iterator[tuple[str, ClauseContext]]:
        if item.tag == TEXT + "s":
            count = attribute(item, TEXT + "c")
            yield " " * (min(int(count), _MOST_SPACES) if count.isdigit() else 1), setting
        elif item.tag in _MARKS:
            yield _MARKS[item.tag], setting
        elif item.tag == TEXT + "note":
            body = item.find(TEXT + "note-body")
            if body is not None:
                self.notes.append((f"[{len(self.notes) + 1}]", body))
                yield self.notes[-1][0], ClauseContext(bold=setting.bold)
        elif item.tag == TEXT + "span":
            name = attribute(item, TEXT + "style-name")
            yield from self._pieces(item, self._styles.setting("text", name, setting), boxes)
        elif item.tag.startswith(DRAW):
            boxes.extend(box for box in item.iter(*_HOLDS_TEXT) if _is_outermost(box, item))
        else:
            yield from self._pieces(item, setting, boxes)


def _is_outermost(box: Any, within: Any) -> bool:
    if box is within:
        return True
    for parent in box.iterancestors():
        if parent is within:
            return True
        if parent.tag in _HOLDS_TEXT:
            return False
    return True
