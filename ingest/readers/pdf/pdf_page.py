"""One page of a PDF as PDFium sees it: its characters, rulings and pictures.

PDFium reads a page of text in about 10 ms, where interpreting it in Python takes
150; it also draws annotations into the page, which is where signing software puts
the number, the date and the stamp of a signed document.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ingest.readers.pdf.glyph_layout import Glyph

# What PDFium gives for a hyphen at the end of a line.
_LINE_END_HYPHEN = 2

# What PDFium gives where a font has no map: its own numbers, many of which are control characters.
_FIRST_SIGN, _BLANKS = 0x20, frozenset({0x09, 0x0A, 0x0D, _LINE_END_HYPHEN})

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)

# Rulings are drawn as lines or as filled bars; no bar in corpus/pdf is thicker.
_BAR = 3.0
# Each of red, green and blue at least so (of 255) is not told from paper.
_WHITE = 248
# Ends of dashes and dots are no rulings.
_SHORTEST = 4.0


class Ruling(NamedTuple):
    """A straight line from ``(x0, top)`` to ``(x1, bottom)``, horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Upright:
    """The way from PDF user space to points from the top left of the page as it is shown."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of user space stands on the shown page."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """The shown rectangle ``(x0, top, x1, bottom)`` of a rectangle of user space."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def load_page(document: Any, index: int) -> Any:
    """Page `index` with its annotations drawn into it, so that they are read and rendered with the rest."""
    page = document[index]
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page


def upright(page: Any) -> Upright:
    """The transformation that undoes the page's rotation and crop box."""
    width, height = page.get_size()
    fine = 100  # PDFium gives whole pixels; a hundredth of a point is fine enough
    far = 1000

    def shown(x: float, y: float) -> tuple[float, float]:
        px, py = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, round(width * fine), round(height * fine), 0, x, y, px, py)
        return px.value / fine, py.value / fine

    (e, f), (ax, ay), (cx, cy) = shown(0, 0), shown(far, 0), shown(0, far)
    return Upright((ax - e) / far, (ay - f) / far, (cx - e) / far, (cy - f) / far, e, f)


@dataclass(slots=True)
class PageText:
    """The characters of a page in the order they are drawn, blanks included, and the names of their fonts.

    `sideways` counts characters that do not stand upright on the shown page, `unmapped` those
    whose font does not say what they are, `hidden` those that are not shown: white on white,
    or outside the page. What is not upright or not shown is left out.
    """

    glyphs: list[Glyph]
    fonts: set[str]
    sideways: int
    unmapped: int = 0
    hidden: int = 0


def text_of(page: Any) -> PageText:
    """The text layer of the page."""
    textpage = page.get_textpage()
    found = PageText([], set(), 0)
    try:
        glyphs = list(_glyphs(textpage, upright(page), found))
    finally:
        textpage.close()
    found.glyphs = _shown(page, glyphs)
    found.hidden = len([glyph for glyph in glyphs if not glyph.text.isspace()]) - len(
        [glyph for glyph in found.glyphs if not glyph.text.isspace()]
    )
    return found


def _shown(page: Any, glyphs: list[Glyph]) -> list[Glyph]:
    """The characters that a reader of the page sees; pale ones only where something dark or a picture lies under them.

    The text that an OCR put under a scan is not drawn either, and stays.
    """
    width, height = page.get_size()
    inside = [g for g in glyphs if g.x1 > 0 and g.x0 < width and g.bottom > 0 and g.top < height]
    if not any(glyph.pale for glyph in inside):
        return inside
    grounds = [*_fillings(page), *(picture.box for picture in pictures_of(page))]
    return [glyph for glyph in inside if not glyph.pale or any(_lies_on(glyph, box) for box in grounds)]


def _lies_on(glyph: Glyph, box: tuple[float, float, float, float]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _fillings(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of areas of the page that are filled with a colour."""
    way = upright(page)
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING], max_depth=5):
        if not _is_white(shape.raw):
            yield way.box(*_bounds(shape))


def _is_white(raw: Any) -> bool:
    """Whether an object is filled with white, or next to it."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(raw, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) >= _WHITE


def _is_pale(shape: Any) -> bool:
    """Whether text is not seen on white paper: white, or not drawn at all."""
    if not shape:
        return False
    mode = pdfium.FPDFTextObj_GetTextRenderMode(shape)
    if mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return True
    return mode == pdfium.FPDF_TEXTRENDERMODE_FILL and _is_white(shape)


class _Style(NamedTuple):
    """How one stretch of text is set: in points, as shown."""

    font: str
    size: float
    bold: bool
    slanted: bool
    pale: bool


def _glyphs(textpage: Any, way: Upright, found: PageText) -> Iterator[Glyph]:
    styles: dict[int, _Style] = {}
    raw = textpage.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    last: Glyph | None = None
    for i in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        if pdfium.FPDFText_IsGenerated(raw, i) == 1:
            continue
        if code in (0, 0xFFFE, 0xFFFF):
            found.unmapped += 1
            continue
        found.unmapped += code < _FIRST_SIGN and code not in _BLANKS
        text = "-" if code == _LINE_END_HYPHEN else chr(code)
        shape = pdfium.FPDFText_GetTextObject(raw, i)
        address = ctypes.addressof(shape.contents) if shape else 0
        style = styles.get(address)
        if style is None:
            style = styles[address] = _style(raw, i, shape, way)
            found.fonts.add(style.font)
        if style.slanted:
            found.sideways += 1
            continue
        pdfium.FPDFText_GetCharOrigin(raw, i, x, y)
        pdfium.FPDFText_GetLooseCharBox(raw, i, box)
        baseline = way.point(x.value, y.value)[1]
        glyph = Glyph(
            text, *way.box(box.left, box.bottom, box.right, box.top), baseline, style.size, style.bold, style.pale
        )
        if last is not None and glyph[:5] == last[:5]:
            continue  # a letter struck twice to look bold
        yield glyph
        last = glyph


def _style(raw: Any, i: int, shape: Any, way: Upright) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, i, matrix)
    along_x, along_y = way.a * matrix.a + way.c * matrix.b, way.b * matrix.a + way.d * matrix.b
    up = abs(way.b * matrix.c + way.d * matrix.d) or abs(along_x)
    font = _font_name(shape) if shape else ""
    return _Style(
        font=font,
        size=pdfium.FPDFText_GetFontSize(raw, i) * up or 1.0,
        bold=bool(_BOLD.search(font)),
        pale=_is_pale(shape),
        slanted=abs(along_y) > abs(along_x) / 10 or along_x < 0,
    )


def _font_name(shape: Any) -> str:
    font = pdfium.FPDFTextObj_GetFont(shape)
    if not font:
        return ""
    needed = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(needed)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, needed)
    return buffer.value.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the page: its box in points, and its sharpness in pixels to the inch."""

    box: tuple[float, float, float, float]
    resolution: float

    @property
    def area(self) -> float:
        """In square points."""
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


def pictures_of(page: Any) -> list[Picture]:
    """The pictures on the page, small ones included."""
    way = upright(page)
    pictures = []
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        width, height = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(shape.raw, width, height)
        box = way.box(*_bounds(shape))
        longest = max(box[2] - box[0], box[3] - box[1])
        if longest > 0:
            pictures.append(Picture(box, 72 * max(width.value, height.value) / longest))
    return pictures


def _bounds(shape: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = shape.get_bounds()
    return left, bottom, right, top


def rulings_of(page: Any) -> list[Ruling]:
    """The straight lines and thin bars drawn on the page, and the sides of its stroked boxes."""
    way = upright(page)
    rulings: list[Ruling] = []
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=5):
        x0, top, x1, bottom = way.box(*_bounds(shape))
        if bottom - top <= _BAR or x1 - x0 <= _BAR:
            if max(x1 - x0, bottom - top) >= _SHORTEST:
                rulings.append(_straightened(x0, top, x1, bottom))
        elif _is_stroked(shape.raw):
            rulings.extend(_sides(shape, way))
    return rulings


def _straightened(x0: float, top: float, x1: float, bottom: float) -> Ruling:
    if x1 - x0 >= bottom - top:
        middle = (top + bottom) / 2
        return Ruling(x0, middle, x1, middle)
    middle = (x0 + x1) / 2
    return Ruling(middle, top, middle, bottom)


def _is_stroked(raw: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(raw, fill, stroke)) and bool(stroke.value)


def _sides(shape: Any, way: Upright) -> Iterator[Ruling]:
    """The upright sides of a stroked path."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(shape.raw, matrix)
    points: list[tuple[float, float] | None] = []
    px, py = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    for n in range(pdfium.FPDFPath_CountSegments(shape.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(shape.raw, n)
        pdfium.FPDFPathSegment_GetPoint(segment, px, py)
        x = matrix.a * px.value + matrix.c * py.value + matrix.e
        y = matrix.b * px.value + matrix.d * py.value + matrix.f
        point = way.point(x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            points.append(None)
            first = point
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(first)
    for start, end in pairwise(points):
        if start is None or end is None:
            continue
        x0, x1 = sorted((start[0], end[0]))
        top, bottom = sorted((start[1], end[1]))
        thin, long = sorted((x1 - x0, bottom - top))
        if thin <= _BAR / 2 and long >= _SHORTEST:
            yield _straightened(x0, top, x1, bottom)
