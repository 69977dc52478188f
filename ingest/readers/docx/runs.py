"""The text of one paragraph of a Word file, as it is printed with every change accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ingest.readers.docx.docx_styles import ClauseContext, Styles
from ingest.readers.docx.docx_symbols import symbol, with_symbols
from ingest.readers.docx.package import MC, M, W, child, is_on, value
from ingest.readers.extracted_text import BLANK
from ingest.readers.legacy_fonts import LegacyFont, legacy_font, repair_in_font

# What a run holds that is not its text, and what is printed for it.
_MARKS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",  # invisible in Unicode, and the letter ư in TCVN3
}

_DRAWN = {W + "drawing", W + "pict", W + "object"}

# What is printed inside these is printed where they stand.
_WRAPPERS = {W + name for name in ("hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "customXml", "dir", "bdo")}


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """A paragraph as printed: its text without its number, whether all of it is bold, and what hangs on it."""

    text: str
    bold: bool
    repaired: bool  # some of it is set in an old font
    joins_next: bool  # its paragraph mark was deleted
    boxes: tuple[Any, ...] = ()  # the content elements of text boxes anchored in it
    objects: tuple[Any, ...] = ()  # pictures, diagrams and files embedded in it
    blanks: int = 0  # controls that nothing was filled into


@dataclass(slots=True)
class Notes:
    """The footnotes and endnotes in the order of their marks; each is a note element."""

    footnotes: dict[str, Any] = field(default_factory=dict)
    endnotes: dict[str, Any] = field(default_factory=dict)
    marked: list[tuple[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, footnotes: Any | None, endnotes: Any | None) -> Notes:
        """The notes that the two parts hold, those of Word's own (separators) left out."""
        return cls(_by_id(footnotes, "footnote"), _by_id(endnotes, "endnote"))

    def mark(self, reference: Any) -> str:
        """The mark printed for a reference to a note: ``[1]``."""
        kind = self.endnotes if reference.tag == W + "endnoteReference" else self.footnotes
        note = kind.get(value(reference, "id") or "")
        if note is None:
            return ""
        label = f"[{len(self.marked) + 1}]"
        self.marked.append((label, note))
        return label


def _by_id(root: Any | None, name: str) -> dict[str, Any]:
    if root is None:
        return {}
    notes = root.iter(W + name)
    return {value(note, "id") or "": note for note in notes if value(note, "type") in {None, "normal"}}


def paragraph_text(paragraph: Any, styles: Styles, notes: Notes, unnamed: LegacyFont | None = None) -> ParagraphText:
    """What `paragraph` prints; text in old fonts is decided run by run.

    `unnamed` is what fonts are taken for whose names tell nothing.
    """
    base = styles.of_paragraph(paragraph)
    pieces: list[tuple[str, ClauseContext]] = []
    boxes: list[Any] = []
    objects: list[Any] = []
    blanks = 0
    for run in _runs(paragraph):
        if run.tag == M + "t":
            pieces.append((run.text or "", base))
            continue
        if run.tag == W + "sdt":
            pieces.append((BLANK, base))
            blanks += 1
            continue
        setting = styles.of_run(run, base)
        boxes.extend(_boxes(run))
        if not setting.hidden:
            objects.extend(_objects(run))
            pieces.append((_run_text(run, notes, setting.font), setting))
    shown = [(text, setting) for text, setting in pieces if text]
    set_alike = [(text, legacy_font(setting.font) or unnamed, bool(setting.caps)) for text, setting in shown]
    return ParagraphText(
        text="".join(_printed(set_alike)),
        bold=bool(shown) and all(setting.bold for text, setting in shown if text.strip()),
        repaired=any(font is not None for _, font, _ in set_alike),
        joins_next=child(paragraph, "pPr", "rPr", "del") is not None,
        boxes=tuple(boxes),
        objects=tuple(objects),
        blanks=blanks,
    )


def _printed(pieces: list[tuple[str, LegacyFont | None, bool]]) -> Iterator[str]:
    """The text of each stretch that is set alike; letters of VNI may lie across two runs of one font."""
    for (font, caps), stretch in groupby(pieces, key=lambda piece: piece[1:]):
        text = repair_in_font("".join(text for text, _, _ in stretch), font)
        yield text.upper() if caps else text


def _runs(element: Any) -> Iterator[Any]:
    """The runs under `element` in order, and the texts of formulas; deleted and moved-away ones are left out.

    A control that nothing was filled into comes as itself.
    """
    for item in element:
        if item.tag == W + "r":
            yield item
        elif item.tag in _WRAPPERS:
            yield from _runs(item)
        elif item.tag == W + "sdt":
            content = child(item, "sdtContent")
            if is_placeholder(item):
                yield item
            elif content is not None:
                yield from _runs(content)
        elif item.tag in {M + "oMath", M + "oMathPara"}:
            yield from item.iter(M + "t")


def is_placeholder(control: Any) -> bool:
    """Whether a content control shows only what asks to be replaced ("Click or tap here to enter text.")."""
    if is_on(child(control, "sdtPr", "showingPlcHdr")):
        return True
    styles = {value(child(run, "rPr", "rStyle")) for run in control.iter(W + "r") if run.find(W + "t") is not None}
    return styles == {"PlaceholderText"}


def _run_text(run: Any, notes: Notes, font: str) -> str:
    pieces = []
    for item in run:
        if item.tag == W + "t":
            pieces.append(with_symbols(item.text or "", font))
        elif item.tag in _MARKS:
            pieces.append(_MARKS[item.tag])
        elif item.tag == W + "sym":
            pieces.append(symbol(value(item, "char") or "", value(item, "font") or font))
        elif item.tag in {W + "footnoteReference", W + "endnoteReference"}:
            pieces.append(notes.mark(item))
    return "".join(pieces)


def _boxes(run: Any) -> Iterator[Any]:
    """The contents of text boxes drawn in `run`; of two drawings for two versions of Word, the first."""
    for item in run:
        if item.tag == MC + "AlternateContent":
            for choice in item:
                contents = list(_outermost(choice))
                if contents:
                    yield from contents
                    break
        elif item.tag in {W + "drawing", W + "pict", W + "object"}:
            yield from _outermost(item)


def _objects(run: Any) -> Iterator[Any]:
    """The drawings and embedded files of `run` without text boxes; of two for two versions of Word, the first."""
    for item in run:
        if item.tag == MC + "AlternateContent":
            choice = next(iter(item), None)
            items = [] if choice is None else [i for i in choice if i.tag in _DRAWN]
        else:
            items = [item] if item.tag in _DRAWN else []
        yield from items


def _outermost(element: Any) -> Iterator[Any]:
    for content in element.iter(W + "txbxContent"):
        if not any(parent.tag == W + "txbxContent" for parent in content.iterancestors() if parent is not element):
            yield content
