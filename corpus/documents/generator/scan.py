"""A sample as a scan: a PDF that is only pictures of its pages.

The pages are drawn as text first, then turned a little, dirtied and kept as grey
pictures, as a desk scanner leaves them. Signature and seal are drawn by hand: the
seal says that the document is a sample.
"""

from __future__ import annotations

import io
import math
import random
import time

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from corpus.documents.generator import pages
from corpus.documents.generator.source import Sample

# 150 dots an inch keep two pages under 300 kB and can still be read by OCR.
DOTS_PER_INCH = 150
_QUALITY = 38
_TILT = (0.35, -0.25)  # degrees, page by page
_PAPER = 246
_SPECKS = 160
_SEED = 5712


def document(sample: Sample) -> bytes:
    """The bytes of a .pdf file without a text layer."""
    grey = pictures(sample)
    stream = io.BytesIO()
    written = time.strptime(sample.issued, "%Y-%m-%d")
    grey[0].save(
        stream,
        "PDF",
        save_all=True,
        append_images=grey[1:],
        resolution=DOTS_PER_INCH,
        quality=_QUALITY,
        creationDate=written,
        modDate=written,
        producer="Nhiệm Vụ",
    )
    return stream.getvalue()


def pictures(sample: Sample) -> list[Image.Image]:
    """The pages as the scanner sees them."""
    chance = random.Random(_SEED)  # noqa: S311 - dirt on paper, not a secret
    drawn = pypdfium2.PdfDocument(pages.document(sample))
    seen = []
    for at in range(len(drawn)):
        page = drawn[at].render(scale=DOTS_PER_INCH / 72).to_pil().convert("L")
        if at == len(drawn) - 1:
            _seal(page, _signature_place(drawn[at]))
        seen.append(_scanned(page, _TILT[at % len(_TILT)], chance))
    return seen


def _scanned(page: Image.Image, tilt: float, chance: random.Random) -> Image.Image:
    page = page.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
    draw = ImageDraw.Draw(page)
    for _ in range(_SPECKS):
        x, y = chance.randrange(page.width), chance.randrange(page.height)
        draw.point((x, y), fill=chance.randrange(90, 200))
    return page.filter(ImageFilter.GaussianBlur(0.4)).point(lambda shade: min(shade, _PAPER))


def _signature_place(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Where the signature goes, in pixels from the top left: above the last line of the right column."""
    words = page.get_textpage()
    tops = [words.get_rect(i) for i in range(words.count_rects())]
    right = [box for box in tops if box[0] > page.get_width() * 0.55 and box[1] > 60]
    left, bottom, end, _ = min(right, key=lambda box: box[1])
    scale = DOTS_PER_INCH / 72
    return (left + end) / 2 * scale, (page.get_height() - bottom - 46) * scale


def _seal(page: Image.Image, at: tuple[float, float]) -> None:
    x, y = at
    draw = ImageDraw.Draw(page)
    size = DOTS_PER_INCH * 0.4
    seal = (x - size * 1.9, y - size, x + size * 0.1, y + size)
    for inset in (0, 5, size * 0.4):
        box = (seal[0] + inset, seal[1] + inset, seal[2] - inset, seal[3] - inset)
        draw.ellipse(box, outline=150, width=3)
    font = ImageFont.truetype(str(pages.FONT_FOLDER / pages.FONT_FILES["Serif-Bold"]), int(size * 0.27))
    draw.text((x - size * 0.9, y), "VĂN BẢN\nMẪU", font=font, fill=150, anchor="mm", align="center")
    stroke = [
        (x - 70 + 26 * t + 26 * math.sin(2.9 * t), y + 26 * math.cos(3.7 * t) * math.exp(-0.22 * t))
        for t in (i / 12 for i in range(80))
    ]
    draw.line(stroke, fill=40, width=3, joint="curve")
