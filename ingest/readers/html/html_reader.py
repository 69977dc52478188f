"""Reads web pages: the document without the site around it, lists and tables kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import lxml.html

from corpus.model import Page
from ingest.errors import EmptyFile
from ingest.readers.detect import Format
from ingest.readers.docx.numbering import printed
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.header_rows import header_rows
from ingest.readers.html.html_body import document_body, unshown
from ingest.readers.html.html_fonts import PageFonts
from ingest.readers.html.html_tables import cells_of, is_data
from ingest.readers.legacy_fonts import LegacyFont, detect, repair_in_font
from ingest.readers.quality import quality
from ingest.readers.text import decode, is_utf8, unscrambled
from ingest.readers.text_builder import TextBuilder

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
    "wbr", "img", "time",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong", "th"})
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}

# "Chia sẻ: Facebook | Zalo | In bài viết", "Xem thêm: …", "Từ khóa: …": the site's, wherever they stand
_SITE = re.compile(
    r"(?:Chia\s+sẻ|In\s+bài(?:\s+viết)?|Theo\s+dõi|Gửi\s+bình\s+luận|Bình\s+luận|Từ\s+khóa|Tags?|Xem\s+thêm|Tin\s+liên\s+quan"
    r"|Tải\s+(?:về|văn\s+bản)|Đăng\s+nhập|Lưu\s+bài)(?:\s*[:|].*|\s*)",
    re.IGNORECASE,
)
# ".c{text-align:center}"
_CENTRED_RULE = re.compile(r"\.(?P<name>[\w-]+)\s*\{[^}]*text-align\s*:\s*center")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(data: bytes) -> ExtractedText:
    """The document on a web page: its paragraphs, headings, lists and tables.

    Lines that are the site's own are noise; what surrounds the article is left out.
    """
    page, how = _decoded(data)
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    root = lxml.html.document_fromstring(_XML_DECLARATION.sub("", page), parser=parser)
    centred = _centred_classes(root)
    fonts = PageFonts(root, known=how == "text")
    beside = unshown(root)
    body = document_body(root)
    writer = _Writer(fonts, centred)
    writer.write(body)
    if encoding := detect(writer.composition.text):  # the fonts' names told nothing
        fonts.unnamed = LegacyFont(encoding)
        writer = _Writer(fonts, centred)
        writer.write(body)
    how = "repaired" if fonts.any or fonts.unnamed else how
    text = writer.composition.text
    if not text.strip():
        raise EmptyFile("Trang web không có nội dung văn bản: hãy lưu lại trang đầy đủ hoặc chép văn bản vào tệp Word.")
    writer.composition.pages.append(Page(1, 0, len(text), how=how, quality=round(quality(text).share, 3)))
    writer.composition.warnings += _left_out(body, beside)
    return writer.composition.reading(Format.HTML.value)


def _left_out(body: Any, beside: Sequence[tuple[Any, str]]) -> Iterator[str]:
    """A sentence where the document itself, and not the site around it, holds what is not read."""
    kinds = Counter(kind for place, kind in beside if place is body or any(a is body for a in place.iterancestors()))
    if kinds:
        told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        yield f"Trong văn bản trên trang web có {told} không được đọc: hãy xem trang gốc."


def _decoded(data: bytes) -> tuple[str, str]:
    """The page's characters: UTF-8 where the bytes are that, whatever it declares; else by what it declares."""
    if is_utf8(data):
        return decode(data)
    declared = _DECLARED.search(data[:2048])
    if declared:
        try:
            return unscrambled(data.decode(declared[1].decode("ascii"))), "text"
        except (LookupError, UnicodeDecodeError):
            return decode(data)
    return decode(data)


class _Writer:
    """Writes elements as paragraphs and lines."""

    def __init__(self, fonts: PageFonts, centred_classes: frozenset[str] = frozenset()) -> None:
        self.composition = TextBuilder()
        self._fonts = fonts
        self._pieces: list[tuple[str, LegacyFont | None]] = []
        self._bold: list[bool] = []
        self._prefix = ""
        self._centred = centred_classes

    def write(self, element: Any, font: LegacyFont | None = None) -> None:
        """Write everything under `element`, which stands in text set in `font`."""
        self._walk(element, font or self._fonts.unnamed, bold=False, centred=False)
        self._end_paragraph(heading=False)

    def _walk(self, element: Any, font: LegacyFont | None, *, bold: bool, centred: bool) -> None:
        bold = bold or element.tag in _BOLD
        centred = centred or self._is_centred(element)
        font = self._fonts.of(element, font)
        self._add(element.text, font, bold)
        for item in element:
            if isinstance(item.tag, str):
                self._write_item(item, font, bold=bold, centred=centred)
            self._add(item.tail, font, bold)

    def _write_item(self, item: Any, font: LegacyFont | None, *, bold: bool, centred: bool) -> None:
        if item.tag == "br":
            self._pieces.append(("\n", font))
        elif item.tag in _INLINE:
            self._walk(item, font, bold=bold, centred=centred)
        elif item.tag == "table":
            self._end_paragraph(heading=centred and self._all_bold())
            self._write_table(item, self._fonts.of(item, font))
        else:
            self._end_paragraph(heading=centred and self._all_bold())
            if item.tag == "li":
                self._prefix = _list_mark(item)
            self._walk(item, font, bold=bold, centred=centred)
            is_heading = item.tag in _HEADINGS or ((centred or self._is_centred(item)) and self._all_bold())
            self._end_paragraph(heading=is_heading)

    def _write_table(self, table: Any, font: LegacyFont | None) -> None:
        rows, covered = cells_of(table)
        if not is_data(table, rows):
            for row in rows:
                for cell in row:
                    if cell is not None:
                        self._walk(cell, font, bold=False, centred=False)
                        self._end_paragraph(heading=False)
            return
        texts = [[self._cell_text(cell, font) for cell in row] for row in rows]
        bold = [all(cell is None or cell.tag == "th" for cell in row) for row in rows]
        self.composition.write_table(texts, header_rows=header_rows(texts, bold=bold), covered=covered)

    def _cell_text(self, cell: Any | None, font: LegacyFont | None) -> str:
        if cell is None:
            return ""
        inner = _Writer(self._fonts)
        inner.write(cell, font)
        return "\n".join(line for line in _lines(inner.composition.text) if line)

    def _add(self, text: str | None, font: LegacyFont | None, bold: bool) -> None:
        if text:
            self._pieces.append((_SPACE.sub(" ", text), font))
            if text.strip():
                self._bold.append(bold)

    def _all_bold(self) -> bool:
        return bool(self._bold) and all(self._bold)

    def _end_paragraph(self, *, heading: bool) -> None:
        # Letters of VNI may lie across two elements of one font.
        stretches = groupby(self._pieces, key=lambda piece: piece[1])
        text = "".join(repair_in_font("".join(piece for piece, _ in pieces), font) for font, pieces in stretches)
        lines = [" ".join(line.split(" ")).strip() for line in text.split("\n")]
        lines = [line for line in lines if line]
        if lines:
            lines[0] = self._prefix + lines[0]
            self._prefix = ""
            self.composition.new_paragraph()
            for line in lines:
                noise = bool(_SITE.fullmatch(line))
                self.composition.write_line(line, heading=heading and not noise, noise=noise)
            self.composition.new_paragraph()
        self._pieces.clear()
        self._bold.clear()

    def _is_centred(self, element: Any) -> bool:
        style = (element.get("style") or "").replace(" ", "").lower()
        if element.tag == "center" or (element.get("align") or "").lower() == "center" or "text-align:center" in style:
            return True
        return not self._centred.isdisjoint((element.get("class") or "").split())


def _centred_classes(root: Any) -> frozenset[str]:
    """The classes that the page's own style sheet centres."""
    sheets = "".join(style.text_content() for style in root.iter("style"))
    return frozenset(m["name"] for m in _CENTRED_RULE.finditer(sheets))


def _list_mark(item: Any) -> str:
    """What a browser prints before a list item: its number, or a bullet."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    first = _integer(parent.get("start"), 1)
    before = sum(1 for other in item.itersiblings("li", preceding=True))
    number = _integer(item.get("value"), first + before)
    return f"{printed(number, _LIST_FORMS.get(parent.get('type') or '', 'decimal'))}. "


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().lstrip("-").isdigit() else otherwise


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.replace("\t", " ").split("\n"))
