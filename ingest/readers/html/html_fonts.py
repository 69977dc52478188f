"""The old fonts of web pages: Word of before 2003 saved documents in ``.VnTime`` as pages in ``.VnTime``."""

from __future__ import annotations

import re
from typing import Any

from ingest.readers.legacy_fonts import LegacyFont, legacy_font

# "font-family:'.VnTime',serif"; names may stand in either quotes or in none.
_FAMILY = re.compile(r"""font-family\s*:\s*["']?\s*(?P<name>[^"';,}]+)""", re.IGNORECASE)
# "p.MsoNormal, li.MsoNormal {…}"
_RULE = re.compile(r"(?P<selectors>[^{}]+)\{(?P<body>[^}]*)\}")
_CLASS = re.compile(r"\.(?P<name>[\w-]+)")


class PageFonts:
    """Which elements of a page are set in an old font; `unnamed` is what text is taken for that names none.

    `known` is false where the page's text was put right as a whole before it was parsed.
    """

    def __init__(self, root: Any, *, unnamed: LegacyFont | None = None, known: bool = True) -> None:
        self.unnamed = unnamed
        self.any = False
        self._known = known
        self._classes: dict[str, str] = {}
        sheets = "".join(style.text_content() for style in root.iter("style")) if known else ""
        for rule in _RULE.finditer(sheets):
            if family := _FAMILY.search(rule["body"]):
                for name in _CLASS.finditer(rule["selectors"]):
                    self._classes[name["name"]] = family["name"]

    def of(self, element: Any, around: LegacyFont | None) -> LegacyFont | None:
        """The old font that the text of `element` is set in, inside text that is set in `around`."""
        name = self._name(element) if self._known else ""
        if not name:
            return around
        found = legacy_font(name.strip()) or self.unnamed
        self.any = self.any or found is not None
        return found

    def _name(self, element: Any) -> str:
        if family := _FAMILY.search(element.get("style") or ""):
            return family["name"]
        if face := element.get("face"):
            return str(face).split(",")[0]
        classes = (element.get("class") or "").split()
        return next((self._classes[name] for name in classes if name in self._classes), "")
