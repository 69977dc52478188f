"""A sample as a PDF with a text layer.

Set in Noto Serif, which has every Vietnamese letter (Liberation Serif has not); a
table's heading row stands again on each page it runs on to.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import Table as Grid

from corpus.documents.generator.source import MARK, Letterhead, Paragraph, Part, Run, Sample, Style, Table

# Where Debian's fonts-noto-core puts them.
FONT_FOLDER = Path("/usr/share/fonts/truetype/noto")
FONT_FILES = {
    "Serif": "NotoSerif-Regular.ttf",
    "Serif-Bold": "NotoSerif-Bold.ttf",
    "Serif-Italic": "NotoSerif-Italic.ttf",
    "Serif-BoldItalic": "NotoSerif-BoldItalic.ttf",
}
_LEFT, _RIGHT, _TOP, _BOTTOM = 30 * mm, 15 * mm, 20 * mm, 20 * mm  # margins of Decree 30/2020/NĐ-CP, annex I
_INDENT = 12.7 * mm
_BARE = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


class _Rule(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A short line in the middle of its column; reportlab's own ignores alignment inside a table."""

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        self.width = width
        return width, 8

    def draw(self) -> None:
        self.canv.setLineWidth(0.7)
        self.canv.line(self.width / 2 - 14 * mm, 4, self.width / 2 + 14 * mm, 4)


def fonts_missing() -> list[str]:
    """The font files that this machine lacks."""
    return [name for name in FONT_FILES.values() if not (FONT_FOLDER / name).is_file()]


def document(sample: Sample) -> bytes:
    """The bytes of a .pdf file; the same at every run with the same fonts."""
    _register_fonts()
    stream = io.BytesIO()
    template = BaseDocTemplate(stream, pagesize=A4, title=sample.number, author="Nhiệm Vụ", subject=MARK, invariant=1)
    template.addPageTemplates([_page("upright", A4), _page("wide", landscape(A4))])
    template.build(list(_flow(sample)))
    return stream.getvalue()


def _register_fonts() -> None:
    for name, file in FONT_FILES.items():
        pdfmetrics.registerFont(TTFont(name, FONT_FOLDER / file))
    pdfmetrics.registerFontFamily("Serif", "Serif", "Serif-Bold", "Serif-Italic", "Serif-BoldItalic")


def _page(name: str, size: tuple[float, float]) -> PageTemplate:
    width, height = size
    frame = Frame(_LEFT, _BOTTOM, width - _LEFT - _RIGHT, height - _TOP - _BOTTOM, 0, 0, 0, 0)

    def furniture(canvas: Any, _: Any) -> None:
        canvas.setFont("Serif-Italic", 8.5)
        canvas.drawCentredString(width / 2, 10 * mm, MARK)
        if canvas.getPageNumber() > 1:
            canvas.setFont("Serif", 11.5)
            canvas.drawCentredString(width / 2, height - 13 * mm, str(canvas.getPageNumber()))

    return PageTemplate(name, [frame], onPage=furniture, pagesize=size)


def _flow(sample: Sample) -> Iterator[Any]:
    for at, part in enumerate(sample.parts):
        if at:
            wide = any(isinstance(block, Table) for block in part.blocks)
            yield NextPageTemplate("wide" if wide else "upright")
            yield PageBreak()
        flow = list(_part(part, sample.address if at == 0 else ()))
        if at == 0 and sample.signature:
            # A signature never stands alone on a page.
            flow[-1:] = [KeepTogether([flow[-1], _closing(sample)])]
        yield from flow


def _part(part: Part, address: tuple[str, ...]) -> Iterator[Any]:
    if part.letterhead:
        yield _letterhead(part.letterhead)
    for at, line in enumerate(part.title):
        yield _set(line, size=12.5, before=10 if at == 0 else 2)
    for at, words in enumerate(("Kính gửi:", *address) if address else ()):
        style = _style(12, TA_LEFT, before=8 if at == 0 else 2)
        style.leftIndent = 30 * mm
        yield Flowing(escape(words), style)
    yield Spacer(0, 6)
    for block in part.blocks:
        yield _ruled(block) if isinstance(block, Table) else _set(block, size=12, before=4)


def _letterhead(letterhead: Letterhead) -> Grid:
    cells = [[_set(line, size=11, centred=True) for line in side] for side in (letterhead.left, letterhead.right)]
    return Grid([cells], colWidths=[68 * mm, 97 * mm], style=_BARE)


def _closing(sample: Sample) -> Grid:
    left = [Flowing("<b><i>Nơi nhận:</i></b>", _style(11, TA_LEFT))]
    left += [Flowing(escape(f"- {recipient}"), _style(10, TA_LEFT)) for recipient in sample.recipients]
    *lines, name = sample.signature
    right = [_set(Paragraph((Run(line, bold=True),), Style.CENTRED), size=12) for line in lines]
    right += [Spacer(0, 25 * mm), _set(Paragraph((Run(name, bold=True),), Style.CENTRED), size=12)]
    return Grid([[left, right]], colWidths=[82 * mm, 83 * mm], style=[*_BARE, ("TOPPADDING", (0, 0), (-1, -1), 14)])


def _ruled(table: Table) -> Grid:
    width = landscape(A4)[0] - _LEFT - _RIGHT
    centred, left = _style(10.5, TA_CENTER), _style(10.5, TA_LEFT)
    rows = [[Flowing(f"<b>{escape(name)}</b>", centred) for name in table.columns]]
    look = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    for at, row in enumerate(table.rows, start=1):
        if len(row) == 2:
            look.append(("SPAN", (1, at), (-1, at)))
            rows.append([Flowing(f"<b>{escape(words)}</b>", s) for words, s in zip(row, (centred, left), strict=True)])
            rows[-1] += [""] * (len(table.columns) - 2)
            look.append(("NOSPLIT", (0, at), (-1, at + 1)))  # a group's heading stays with its first row
        else:
            rows.append([Flowing(escape(words), left if i else centred) for i, words in enumerate(row)])
    return Grid(rows, colWidths=[width * share / 100 for share in table.widths], repeatRows=1, style=look)


def _set(words: Paragraph, *, size: float, before: float = 0, centred: bool = False) -> Any:
    if words.style is Style.RULE:
        return _Rule()
    centred = centred or words.style in {Style.CENTRED, Style.CENTRED_ITALIC}
    style = _style(size, TA_CENTER if centred else TA_JUSTIFY, before=before)
    if not centred:
        style.firstLineIndent = _INDENT
    marked = "".join(f"<b>{escape(run.text)}</b>" if run.bold else escape(run.text) for run in words.runs)
    if words.style in {Style.ITALIC, Style.CENTRED_ITALIC}:
        marked = f"<i>{marked}</i>"
    return Flowing(f"{words.label} {marked}".strip(), style)


def _style(size: float, alignment: int, *, before: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        "text", fontName="Serif", fontSize=size, leading=size * 1.32, alignment=alignment, spaceBefore=before
    )
