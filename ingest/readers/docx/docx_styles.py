"""What a run of a Word file is set in, after its own properties, its styles and the defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx.package import W, child, is_on, value


@dataclass(frozen=True, slots=True)
class ClauseContext:
    """How text is set; None and ``""`` where nothing was said yet."""

    font: str = ""
    bold: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None

    def under(self, properties: Any) -> ClauseContext:
        """This setting as changed by an ``rPr`` element."""
        if properties is None:
            return self
        bold, caps, hidden = (is_on(child(properties, name)) for name in ("b", "caps", "vanish"))
        return ClauseContext(
            font=_font(child(properties, "rFonts")) or self.font,
            bold=self.bold if bold is None else bold,
            caps=self.caps if caps is None else caps,
            hidden=self.hidden if hidden is None else hidden,
        )


# A font of the theme is none of the old ones, and overrides a style's that is.
_THEME = "(theme)"


def _font(fonts: Any) -> str:
    """The font that letters outside ASCII are set in: that of "high ANSI", where old fonts keep theirs."""
    for name in ("hAnsi", "ascii"):
        if value(fonts, name + "Theme"):
            return _THEME
        if font := value(fonts, name):
            return font
    return ""


class Styles:
    """The styles of a Word file."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Any] = {}
        self._default = ""
        self._base = ClauseContext()
        self._settings: dict[str, ClauseContext] = {}
        if root is None:
            return
        self._base = ClauseContext().under(child(root, "docDefaults", "rPrDefault", "rPr"))
        for style in root.iter(W + "style"):
            self._styles[value(style, "styleId") or ""] = style
            if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}:
                self._default = value(style, "styleId") or ""

    def of_paragraph(self, paragraph: Any) -> ClauseContext:
        """How runs of `paragraph` are set that say nothing themselves."""
        style = value(child(paragraph, "pPr", "pStyle")) or self._default
        return self._setting(style)

    def of_run(self, run: Any, paragraph: ClauseContext) -> ClauseContext:
        """How `run` is set, in a paragraph that is set like `paragraph`."""
        properties = child(run, "rPr")
        if properties is None:
            return paragraph
        setting = paragraph
        if style := value(child(properties, "rStyle")):
            for element in reversed(list(self._chain(style))):
                setting = setting.under(child(element, "rPr"))
        return setting.under(properties)

    def paragraph_property(self, paragraph: Any, *names: str) -> Any | None:
        """The property of `paragraph` at ``pPr/names``, its own or that of the nearest style that has one."""
        own = child(paragraph, "pPr", *names)
        if own is not None:
            return own
        for style in self._chain(value(child(paragraph, "pPr", "pStyle")) or self._default):
            found = child(style, "pPr", *names)
            if found is not None:
                return found
        return None

    def style_with(self, paragraph: Any, *names: str) -> str:
        """The id of the nearest style of `paragraph` that has a property at ``pPr/names``."""
        for style in self._chain(value(child(paragraph, "pPr", "pStyle")) or self._default):
            if child(style, "pPr", *names) is not None:
                return value(style, "styleId") or ""
        return ""

    def numbering_of_style(self, style: str) -> str | None:
        """The numbering that the list style called `style` stands for."""
        return value(child(self._styles.get(style), "pPr", "numPr", "numId"))

    def is_heading(self, paragraph: Any) -> bool:
        """Whether `paragraph` has a place in the outline: a heading style, a title, or a level of its own."""
        level = value(self.paragraph_property(paragraph, "outlineLvl"))
        if level is not None and level.isdigit() and int(level) < 9:
            return True
        for style in self._chain(value(child(paragraph, "pPr", "pStyle")) or ""):
            name = (value(child(style, "name")) or "").lower()
            if name == "title" or name.startswith("heading "):
                return True
        return False

    def table_borders(self, table: Any) -> Any | None:
        """The borders that the style of `table` gives it."""
        for style in self._chain(value(child(table, "tblPr", "tblStyle")) or ""):
            borders = child(style, "tblPr", "tblBorders")
            if borders is not None:
                return borders
        return None

    def _setting(self, style: str) -> ClauseContext:
        if style not in self._settings:
            setting = self._base
            for element in reversed(list(self._chain(style))):
                setting = setting.under(child(element, "rPr"))
            self._settings[style] = setting
        return self._settings[style]

    def _chain(self, style: str) -> Iterator[Any]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(child(self._styles[style], "basedOn")) or ""
