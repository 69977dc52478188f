"""The control stream of RTF: groups, control words, and characters in their fonts (RTF 1.9.1)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.readers.legacy_fonts import legacy_font

_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2}) | \\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"| \\(?P<symbol>[^a-zA-Z]) | (?P<brace>[{}]) | (?P<text>[^\\{}\r\n]+) | [\r\n]+ | \\",
    re.VERBOSE | re.DOTALL,
)

# Groups that hold what is not printed in the body.
_SKIPPED = frozenset({
    "stylesheet", "colortbl", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer",
    "footerl", "footerr", "footerf", "themedata", "datastore", "listtable", "listoverridetable", "rsidtbl",
    "generator", "xmlnstbl", "latentstyles", "fldinst", "nonshppict", "bkmkstart", "bkmkend", "pn", "annotation",
    "atnid", "atnauthor", "atrfstart", "atrfend", "filetbl", "revtbl", "mmathPr", "wgrffmtfilter", "pgptbl",
    "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "listpicture", "shpinst", "sp", "do", "tc", "xe",
})  # fmt: skip
# Starred groups are skipped where their word is not known, but these are printed.
_STARRED_KEPT = frozenset({"shppict", "shptxt", "cs", "hl"})

_CHARACTERS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "endash": "–", "emdash": "—", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "-", "-": "\u00ad", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}

_CODE_PAGES = {0: "cp1252", 163: "cp1258", 238: "cp1250", 204: "cp1251", 161: "cp1253", 162: "cp1254", 222: "cp874"}
_ANSI = "cp1252"
_KNOWN_PAGES = frozenset({1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 874})

_DEFAULT_CHARSET = 1

# Text before any font is named, and after `plain`, is in the font that `deff` names.
DEFAULT_FONT = -1


@dataclass(frozen=True, slots=True)
class State:
    """What holds inside a group: the font, and what is done with the text."""

    font: int = DEFAULT_FONT
    bold: bool = False
    caps: bool = False
    hidden: bool = False
    skipped: bool = False
    unicode_fallback: int = 1
    destination: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A control word with its number, or text as it is set; `group` is ``{`` or ``}`` at a group's ends."""

    word: str = ""
    number: int | None = None
    text: str = ""
    group: str = ""
    state: State = State()


@dataclass(slots=True)
class Fonts:
    """The font table: names and character sets by number."""

    names: dict[int, str] = field(default_factory=dict)
    charsets: dict[int, int] = field(default_factory=dict)
    default: int = 0
    code_page: str = _ANSI
    unnamed: bool = False  # fonts whose names tell nothing are old ones

    def name(self, font: int) -> str:
        """The name of a font."""
        return self.names.get(self.default if font == DEFAULT_FONT else font, "")

    def codec(self, font: int) -> str:
        """The codec of bytes set in `font`: Latin-1 for old fonts, whose codes are not letters of any page.

        A font of the default character set, or of none, goes by the code page of the file.
        """
        if self.unnamed or legacy_font(self.name(font)):
            return "latin-1"
        charset = self.charsets.get(self.default if font == DEFAULT_FONT else font, _DEFAULT_CHARSET)
        return _CODE_PAGES.get(charset, self.code_page)


def tokens(data: bytes, fonts: Fonts) -> Iterator[Token]:
    """The tokens of the printed text; `fonts` is filled as the font table goes by."""
    stack: list[State] = []
    state = State()
    starred = False
    skip = 0  # characters still to leave out after \u, their stand-ins for older readers
    for match in _TOKEN.finditer(data):
        kind = match.lastgroup
        if match["brace"] == b"{":
            stack.append(state)
            yield Token(group="{", state=state)
            starred = False
        elif match["brace"] == b"}":
            yield Token(group="}", state=state)
            state = stack.pop() if stack else State()
            skip = 0
        elif match["symbol"] == b"*":
            starred = True
        elif match["word"]:
            word = match["word"].decode("ascii")
            number = int(match["number"]) if match["number"] else None
            if word == "u" and number is not None:
                skip = state.unicode_fallback
                yield Token(text=_utf16(number), state=state)
                continue
            if word == "bin" and number:
                continue
            skip = 0 if word != "uc" else skip
            state = _after(state, word, number, starred=starred)
            starred = False
            if word == "deff" and number is not None:
                fonts.default = number
            elif word == "ansicpg" and number in _KNOWN_PAGES:
                fonts.code_page = f"cp{number}"
            if state.destination == "fonttbl" and word in {"f", "fcharset"}:
                _note_font(fonts, state, word, number)
            if word in _CHARACTERS:
                yield Token(text=_CHARACTERS[word], state=state)
            else:
                yield Token(word=word, number=number, state=state)
        elif kind is not None:
            raw = bytes.fromhex(match["hex"].decode()) if match["hex"] else match["text"] or b""
            text = _SYMBOLS.get(match["symbol"].decode("latin-1"), "") if match["symbol"] else ""
            if raw:
                raw, skip = raw[skip:], max(0, skip - len(raw))
                text = codecs.decode(raw, fonts.codec(state.font), "replace")
            if state.destination == "fonttbl":
                name = raw.decode("latin-1").split(";")[0].strip()
                if name and not state.skipped and state.font not in fonts.names:
                    fonts.names[state.font] = name
            elif text:
                yield Token(text=text, state=state)


def _note_font(fonts: Fonts, state: State, word: str, number: int | None) -> None:
    if word == "fcharset" and number is not None:
        fonts.charsets[state.font] = number


def _after(state: State, word: str, number: int | None, *, starred: bool) -> State:
    """The state after a control word."""
    on = number != 0
    match word:
        case "fonttbl":
            return replace(state, destination="fonttbl")
        case "f" if number is not None:
            return replace(state, font=number)
        case "b":
            return replace(state, bold=on)
        case "caps":
            return replace(state, caps=on)
        case "v" | "deleted":
            return replace(state, hidden=on)
        case "plain":
            return replace(state, font=DEFAULT_FONT, bold=False, caps=False, hidden=False)
        case "uc" if number is not None:
            return replace(state, unicode_fallback=max(0, number))
        case "footnote":
            return replace(state, destination="footnote")
    if word in _SKIPPED or (starred and word not in _STARRED_KEPT):
        return replace(state, skipped=True)
    return state


def _utf16(number: int) -> str:
    r"""The character of a ``\u`` word, which counts in signed 16 bits; halves of a pair are put together later."""
    return chr(number & 0xFFFF)
