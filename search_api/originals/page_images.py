"""Pictures of the pages of an original PDF, with stretches of its text marked as with a pen."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, NamedTuple

from cachetools import LRUCache

from corpus.layout import Box
from search_api.errors import UnknownValue

if TYPE_CHECKING:
    from PIL.Image import Image

# Pixels across: a page of A4 is as wide at 96 pixels to the inch as it is on paper.
DEFAULT_WIDTH, LEAST_WIDTH, MOST_WIDTH = 1000, 100, 2400
# A page longer than this many times its width is a banner; it is drawn narrower.
_LONGEST = 4

# Pages kept drawn, without marks: turning to and fro in one document. A4 at 1000 pixels takes 4 MB.
_CACHE_SIZE = 12

_PEN = (255, 236, 130)
# Room around the words, in points: boxes of capitals end where the ink ends.
_ROOM = 1.5


class _Drawn(NamedTuple):
    """A page as a picture, and its width in points."""

    image: Image
    points: float


# PDFium may only be used by one thread at a time.
_drawing = threading.Lock()
_drawn: LRUCache[tuple[str, int, int], _Drawn] = LRUCache(_CACHE_SIZE)


def page_image(pdf: bytes, sha256: str, page: int, rects: tuple[Box, ...] = (), width: int = DEFAULT_WIDTH) -> bytes:
    """Page `page` (from 1) of the PDF as a PNG `width` pixels wide, `rects` (in points) marked.

    `sha256` is the hash of `pdf`, by which drawn pages are kept. Raises `UnknownValue`
    where there is no such page.
    """
    from PIL import ImageChops, ImageDraw, ImageFilter

    image, points = _page(pdf, sha256, page, max(LEAST_WIDTH, min(width, MOST_WIDTH)))
    if rects:
        scale = image.width / points
        pen = image.copy()
        pen.paste((255, 255, 255), (0, 0, *pen.size))
        draw = ImageDraw.Draw(pen)
        for x0, top, x1, bottom in rects:
            box = (x0 - _ROOM, top - _ROOM, x1 + _ROOM, bottom + _ROOM)
            draw.rounded_rectangle([side * scale for side in box], radius=2 * scale, fill=_PEN)
        # Multiplied, as ink under a marker: letters stay black.
        image = ImageChops.multiply(image, pen.filter(ImageFilter.GaussianBlur(0.6)))
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=3)
    return written.getvalue()


def _page(pdf: bytes, sha256: str, page: int, width: int) -> _Drawn:
    key = (sha256, page, width)
    with _drawing:
        found = _drawn.get(key)
        if found is None:
            found = _drawn[key] = _draw(pdf, page, width)
        return found


def _draw(pdf: bytes, page: int, width: int) -> _Drawn:
    import pypdfium2

    from ingest.readers.pdf.pdf_page import load_page

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= page <= len(document):
            raise UnknownValue(f"Văn bản có {len(document)} trang, không có trang {page}.")
        shown = load_page(document, page - 1)
        points, height = shown.get_size()
        scale = width / max(points, height / _LONGEST)
        bitmap = shown.render(scale=scale)
        try:
            image: Image = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
            shown.close()
    finally:
        document.close()
    return _Drawn(image, points)
