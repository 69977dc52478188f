"""The characters of PDF pages set in the fonts of before Unicode.

PDFium reports what a character looks like in Unicode, and loses the one code that
matters most here: 0xAD, the soft hyphen of Latin-1 and the letter ư of TCVN3. This
reads the codes themselves, with the library under pdfplumber.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from ingest.readers.legacy_fonts import Encoding, LegacyFont, legacy_font, repair, repair_in_font
from ingest.readers.pdf.glyph_layout import Glyph

_SOFT_HYPHEN = 0xAD
# What writers and readers of PDFs take the soft hyphen for.
_SOFT_HYPHEN_READINGS = {"-", " ", "\u00a0", "\u00ad", "\u2010", "\u2212"}
_BOLD = re.compile(r"bold", re.IGNORECASE)


def legacy_glyphs(data: bytes, index: int, encoding: Encoding | None = None) -> list[Glyph]:
    """The characters of page `index` of the PDF in `data`, those in old fonts as they were drawn.

    With `encoding`, fonts whose names tell nothing are taken to be of that table.
    """
    for page in islice(PDFPage.get_pages(io.BytesIO(data)), index, index + 1):
        device = _Codes(page.mediabox, page.rotate, encoding)
        PDFPageInterpreter(device.rsrcmgr, device).process_page(page)
        return [_repaired(cluster, font) for cluster, font in _clusters(device.drawn)]
    return []


class _Codes(PDFLayoutAnalyzer):
    """Notes every character with its code's Latin-1 reading and its font."""

    def __init__(self, mediabox: Any, rotate: int, encoding: Encoding | None) -> None:
        super().__init__(PDFResourceManager(), laparams=None)
        x0, y0, x1, y1 = mediabox
        self._height = abs(x1 - x0) if rotate in (90, 270) else abs(y1 - y0)
        self._unnamed = LegacyFont(encoding) if encoding else None
        self.drawn: list[tuple[Glyph, LegacyFont | None]] = []

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Called by the interpreter for each character; returns how far it advances."""
        text = _latin(font, cid)
        shape = LTChar(
            matrix, font, fontsize, scaling, rise, text, font.char_width(cid), font.char_disp(cid), ncs, graphicstate
        )
        name = str(font.fontname)
        glyph = Glyph(
            text,
            shape.x0,
            self._height - shape.y1,
            shape.x1,
            self._height - shape.y0,
            self._height - matrix[5],
            shape.size,
            bool(_BOLD.search(name)),
        )
        drawn = (glyph, legacy_font(name) or self._unnamed)
        if text and drawn not in self.drawn[-2:]:  # struck twice to look bold
            self.drawn.append(drawn)
        return float(shape.adv)


def _latin(font: Any, cid: int) -> str:
    """The character that code `cid` stands for, ``""`` where the font does not say."""
    try:
        text = str(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        text = chr(cid) if 0x20 <= cid <= 0xFF else ""
    return "\u00ad" if cid == _SOFT_HYPHEN and text in _SOFT_HYPHEN_READINGS else text


def _clusters(drawn: list[tuple[Glyph, LegacyFont | None]]) -> Iterator[tuple[list[Glyph], LegacyFont | None]]:
    """Each character with the marks that VNI draws after it."""
    cluster: list[Glyph] = []
    last: LegacyFont | None = None
    for glyph, font in drawn:
        if cluster and font == last and font is not None and font.encoding is Encoding.VNI:
            letters = "".join(part.text for part in cluster) + glyph.text
            if len(repair(letters, Encoding.VNI)) == 1:
                cluster.append(glyph)
                continue
        if cluster:
            yield cluster, last
        cluster, last = [glyph], font
    if cluster:
        yield cluster, last


def _repaired(cluster: list[Glyph], font: LegacyFont | None) -> Glyph:
    return cluster[0]._replace(
        text=repair_in_font("".join(glyph.text for glyph in cluster), font),
        x1=max(glyph.x1 for glyph in cluster),
        top=min(glyph.top for glyph in cluster),
        bottom=max(glyph.bottom for glyph in cluster),
    )
