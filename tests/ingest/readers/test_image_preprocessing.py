"""Pages made ready for OCR: stamps, specks, slant and ruled lines."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.readers.ocr import image_preprocessing
from ingest.readers.ocr.image_preprocessing import picture_of
from ingest.readers.pdf.glyph_layout import Word
from ingest.readers.pdf.ruled_tables import find_tables

DPI = 150


class Drawn:
    """A page that renders as the picture it was given."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image

    def render(self, scale: float) -> Drawn:
        assert scale == DPI / 72
        return self

    def to_pil(self) -> Image.Image:
        return self._image

    def close(self) -> None:
        pass


def sheet(*, turned: float = 0.0) -> Image.Image:
    """A page of lines of short strokes, like words."""
    image = Image.new("RGB", (1240, 1754), (250, 250, 246))
    draw = ImageDraw.Draw(image)
    for y in range(200, 1500, 34):
        for x in range(160, 1050, 22):
            draw.rectangle([x, y, x + 13, y + 12], fill=(20, 20, 30))
    return image.rotate(turned, fillcolor=(250, 250, 246), resample=Image.Resampling.BICUBIC)


def picture(image: Image.Image) -> Any:
    return picture_of(Drawn(image), DPI)


@pytest.mark.parametrize("turned", [-3.0, -1.5, 2.0, 4.0])
def test_a_page_that_lies_aslant_is_set_upright(turned: float) -> None:
    found = picture(sheet(turned=turned))
    assert found.turned == pytest.approx(-turned, abs=0.2)
    ink = np.asarray(found.image) < 120
    assert ink[:, 200:1000].sum(axis=1).min() == 0, "the gaps between lines are clear again"


@pytest.mark.parametrize("turned", [0.0, 0.4])
def test_a_page_that_is_nearly_upright_is_left(turned: float) -> None:
    assert picture(sheet(turned=turned)).turned == 0.0


def test_an_empty_page_is_left() -> None:
    found = picture(Image.new("RGB", (1240, 1754), (255, 255, 255)))
    assert (found.turned, found.rulings) == (0.0, ())


def test_boxes_lead_back_to_the_page_as_it_is_shown() -> None:
    """A word at the left end of a line stands lower on a page that was turned to the left."""
    found = picture(sheet(turned=2.0))
    points = found.points
    x0, top, x1, bottom = found.shown((160 * points, 200 * points, 173 * points, 212 * points))
    dark = np.asarray(sheet(turned=2.0).convert("L")) < 120
    inside = dark[int(top / points) : int(bottom / points) + 1, int(x0 / points) : int(x1 / points) + 1]
    assert inside.mean() > 0.5


def test_red_stamps_vanish_and_black_words_stay() -> None:
    image = sheet()
    draw = ImageDraw.Draw(image)
    draw.ellipse([300, 300, 700, 700], outline=(210, 30, 40), width=12)
    grey = np.asarray(picture(image).image)
    assert grey[500, 303] > 180, "on the stamp"
    assert grey[206, 166] < 60, "on a word"


def test_many_specks_are_taken_out_and_few_left() -> None:
    noise = np.random.default_rng(3)
    pixels = np.array(sheet())
    pixels[noise.random(pixels.shape[:2]) < 0.03] = 0
    speckled = Image.fromarray(pixels)
    assert image_preprocessing._specks(speckled.getchannel("R")) > image_preprocessing._MANY_SPECKS
    assert image_preprocessing._specks(sheet().getchannel("R")) < image_preprocessing._MANY_SPECKS
    blank = np.asarray(picture(speckled).image)[20:160, 200:1000]
    assert (blank < 120).mean() < 0.002


def test_a_ruled_table_of_a_scan_is_found_and_its_lines_are_not_read() -> None:
    image = Image.new("RGB", (1240, 1754), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    for y in (300, 400, 500):
        draw.line([200, y, 1000, y], fill=0, width=3)
    for x in (200, 600, 1000):
        draw.line([x, 300, x, 500], fill=0, width=3)
    found = picture(image)
    words = [
        Word(text, x, y, x + 30, y + 12, y + 10, 12)
        for text, x, y in (("TT", 110, 160), ("Nội", 310, 160), ("1", 110, 205), ("Sở", 310, 205))
    ]
    (table,) = find_tables(found.rulings, words)
    assert table.texts == [["TT", "Nội"], ["1", "Sở"]]
    assert np.asarray(found.image).min() > 200
