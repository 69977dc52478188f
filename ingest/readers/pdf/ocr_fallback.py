"""Which pages of a PDF are read from their picture, and whether that reading is the better one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from corpus.vietnamese import bare
from ingest.readers.pdf.glyph_layout import Word
from ingest.readers.pdf.pdf_page import PageText, Picture
from ingest.readers.quality import Quality

# A text layer whose syllables are well formed less often than this is not trusted.
# Pages of corpus/pdf have 0.98 and more, text in a wrong table at most 0.73 (see
# ingest.readers.quality_warnings); a text layer of names and numbers is not judged at all.
_TRUSTED = 0.85
# Text under a picture of the whole page was put there by an OCR; it is trusted where it
# is as good as text that was typed.
_TRUSTED_UNDER_PICTURE = 0.97
_WHOLE_PAGE = 0.8

# A font without a map, or with a wrong one, gives signs that no Vietnamese document is
# written in, or none at all. Real pages have under 0.01 of them (bullets of Wingdings).
_MOST_STRANGE = 0.2

# A page with fewer letters than this and a picture or many outlines on it is a scan
# with a stamp or a page number over it: the signing stamp of hanoi-NQ-12 has 60.
_FEW_LETTERS = 100
_PICTURE_SHARE = 0.3
_MANY_OUTLINES = 300

# OCR is taken for a text layer that says anything only where it makes more sense by so
# much of its syllables: a page in English makes as little sense either way.
_GAIN = 0.05
# Or where it found this many times as much.
_FAR_MORE = 2


def needs_scan(page: Any, layer: PageText, words: Sequence[Word], found: Quality, pictures: Sequence[Picture]) -> bool:
    """Whether `page` is to be read from its picture: its text layer is missing, garbage or doubtful.

    `found` is the quality of `words`, which the layer holds.
    """
    width, height = page.get_size()
    covered = max((picture.area for picture in pictures), default=0.0) / (width * height)
    if found.telling and found.share < (_TRUSTED_UNDER_PICTURE if covered >= _WHOLE_PAGE else _TRUSTED):
        return True
    letters = sum(len(word.text) for word in words)
    strange = layer.unmapped + sum(_is_strange(letter) for word in words for letter in word.text)
    if strange > _MOST_STRANGE * (letters + layer.unmapped):
        return True
    if letters >= _FEW_LETTERS:
        return False
    if covered >= _PICTURE_SHARE:
        return True
    outlines = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=5)
    return sum(1 for _ in outlines) >= _MANY_OUTLINES


def is_better(scanned: Quality, layer: Quality) -> bool:
    """Whether OCR makes more sense than the text layer; it must say something."""
    if not scanned.telling or not layer.telling:
        return scanned.well_formed > layer.well_formed
    if scanned.well_formed >= _FAR_MORE * layer.well_formed:
        return True
    return scanned.share >= layer.share + _GAIN and scanned.well_formed * _FAR_MORE >= layer.well_formed


def _is_strange(letter: str) -> bool:
    """Whether `letter` is a letter of another script, of none, or the mark of a letter that was lost."""
    if letter < "\u0250":
        return False
    if letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff":
        return True
    return letter.isalpha() and not bare(letter).isascii()
