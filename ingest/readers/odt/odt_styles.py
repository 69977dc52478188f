"""How the parts of an OpenDocument text are set: fonts, weight, alignment, rules (ODF 1.3, part 3, 16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

_SIDES = ("border", "border-top", "border-bottom", "border-left", "border-right")
_NO_BORDER = {"", "none", "hidden"}

# Styles inherit from one another; a file that goes round in a circle stops here.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class ClauseContext:
    """How text is set."""

    font: str = ""
    bold: bool = False
    hidden: bool = False
    caps: bool = False


def attribute(element: Any, name: str) -> str:
    """An attribute, ``""`` where it is not there."""
    return str(element.get(name) or "")


class Styles:
    """The styles of an OpenDocument text, those of the file and those made for single paragraphs."""

    def __init__(self, content: Any, styles: Any | None) -> None:
        self._roots = [root for root in (content, styles) if root is not None]
        self._styles = {
            (attribute(style, STYLE + "family"), attribute(style, STYLE + "name")): style
            for style in self._all(STYLE + "style")
        }
        self._defaults = {attribute(s, STYLE + "family"): s for s in self._all(STYLE + "default-style")}
        self._fonts = {
            attribute(face, STYLE + "name"): attribute(face, SVG + "font-family").strip("'\"")
            for face in self._all(STYLE + "font-face")
        }
        self.lists = {attribute(style, STYLE + "name"): style for style in self._all(TEXT + "list-style")}
        self.outline = next(self._all(TEXT + "outline-style"), None)

    def setting(self, family: str, name: str, base: ClauseContext | None = None) -> ClauseContext:
        """How text of the style `name` is set inside text that is set like `base`."""
        found = ClauseContext() if base is None else base
        for style in reversed(list(self._chain(family, name, defaults=base is None))):
            for properties in style.iterchildren(STYLE + "text-properties"):
                found = self._under(found, properties)
        return found

    def is_centred(self, name: str) -> bool:
        """Whether paragraphs of this style stand in the middle."""
        for style in self._chain("paragraph", name):
            for properties in style.iterchildren(STYLE + "paragraph-properties"):
                if align := attribute(properties, FO + "text-align"):
                    return align == "center"
        return False

    def list_of(self, name: str) -> str:
        """The list style that paragraphs of this style belong to."""
        return next(
            (found for s in self._chain("paragraph", name) if (found := attribute(s, STYLE + "list-style-name"))), ""
        )

    def is_ruled(self, cell: Any) -> bool:
        """Whether a cell is drawn with rules around it."""
        for style in self._chain("table-cell", attribute(cell, TABLE + "style-name")):
            for properties in style.iterchildren(STYLE + "table-cell-properties"):
                sides = [attribute(properties, FO + side) for side in _SIDES]
                if any(side.split(" ")[-1] not in _NO_BORDER and side not in _NO_BORDER for side in sides):
                    return True
        return False

    def _under(self, setting: ClauseContext, properties: Any) -> ClauseContext:
        name = attribute(properties, STYLE + "font-name")
        font = self._fonts.get(name) or name or attribute(properties, FO + "font-family").strip("'\"")
        weight = attribute(properties, FO + "font-weight")
        display = attribute(properties, TEXT + "display")
        caps = attribute(properties, FO + "text-transform")
        return ClauseContext(
            font=font or setting.font,
            bold=weight in {"bold", "600", "700", "800", "900"} if weight else setting.bold,
            hidden=display == "none" if display else setting.hidden,
            caps=caps == "uppercase" if caps else setting.caps,
        )

    def _chain(self, family: str, name: str, *, defaults: bool = True) -> Iterator[Any]:
        """The style, those it inherits from, and the family's defaults."""
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name))
            if style is None:
                break
            yield style
            name = attribute(style, STYLE + "parent-style-name")
        if defaults and family in self._defaults:
            yield self._defaults[family]

    def _all(self, name: str) -> Iterator[Any]:
        for root in self._roots:
            yield from root.iter(name)
