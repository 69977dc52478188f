"""What is printed for the characters of symbol fonts: ticks, boxes, arrows and signs."""

from __future__ import annotations

import re

# The private-use characters that stand for the places of a symbol font.
_PRIVATE = re.compile("[\uf020-\uf0ff]")

# The same place is another sign in each font.
_FONTS = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•",
        0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
        0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■", 0xA3: "□", 0xA4: "□",
    },
    "wingdings 3": {0x7D: "▶", 0x70: "▲", 0x71: "▼", 0x74: "◀", 0x75: "▶", 0x67: "↔", 0x22: "↑", 0x23: "↓"},
    "symbol": {
        0x2D: "-", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x64: "δ", 0x6D: "µ", 0x70: "π", 0xA3: "≤",
        0xA5: "∞", 0xA8: "♦", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
        0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xDB: "⇔", 0xDE: "⇒",
    },
}  # fmt: skip
# Of a font that is not known: a place that is the same sign, or a harmless one, wherever it means anything.
_ANY = {0x2D: "-", 0x6F: "□", 0xA7: "▪", 0xA8: "□", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•"}
_UNKNOWN = "•"


def symbol(code: str, font: str) -> str:
    """What is printed for the place `code` (hexadecimal: "F0FE") of the symbol font called `font`."""
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN
    signs = _FONTS.get(font.strip().lower())
    if signs is None and not _PRIVATE.match(chr(number)) and number > 0xFF:
        return chr(number)  # an ordinary character of an ordinary font
    return (_ANY if signs is None else signs).get(number & 0xFF, _UNKNOWN)


def with_symbols(text: str, font: str) -> str:
    """`text` with the private-use characters that a symbol font draws as what they look like."""
    if not _PRIVATE.search(text):
        return text
    return _PRIVATE.sub(lambda m: symbol(f"{ord(m[0]):X}", font), text)
