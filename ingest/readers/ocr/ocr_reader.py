"""Reads pictures of pages: Tesseract with its Vietnamese model.

The words come with their boxes and confidences, as the text layer's do, so that
everything after this treats both alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import mean, median
from typing import Any

from corpus.vietnamese import clean
from ingest.errors import SetAside
from ingest.readers.ocr.image_preprocessing import ScanPicture, picture_of
from ingest.readers.ocr.ocr_correction import mended
from ingest.readers.pdf.glyph_layout import Line, Word
from ingest.readers.pdf.pdf_page import Ruling
from ingest.readers.quality import quality

# A scan is given to Tesseract as sharp as it is, within these bounds, in pixels to
# the inch. Measured on hanoi-NQ-12-2025.pdf (150 to the inch), syllables agreeing:
# 0.961 at 150, 0.951 at 200, 0.946 at 250, 0.947 at 300, 0.938 at 400; enlarging with
# a better filter, more contrast or sharpening gave 0.945 to 0.954.
SHARPEST, COARSEST = 300.0, 150.0
# Pages drawn as outlines have no sharpness of their own.
DRAWN = 200.0

# Page segmentation 3 (automatic, no orientation): 0.961; 4 and 6 lose 0.001 to 0.003.
_SEGMENTATION = "--psm 3"

# OCR in which Tesseract itself has less confidence than this is poor. The scan of
# corpus/pdf has 0.88 to 0.93 a page.
CONFIDENT = 0.75
# So is OCR with fewer well-formed syllables (`ingest.readers.quality_warnings`).
_SENSIBLE = 0.85
# Words of so many letters are wider than they are tall.
_LONG = 4
# What is made of a page that lies on its head or side makes sense in less than this.
_TURNED = 0.6
# A poor page is read once more: sharper (or coarser), as one block of lines.
_OTHER_SHARPNESS, _OTHER_SEGMENTATION = 200.0, "--psm 6"

# Tesseract's confidence in lines of print is 0.65 and more on the scan of corpus/pdf.
# What it makes of stamps and signatures has 0.22 to 0.38; it may be right about a line
# of one word at 0.49.
_PRINT = 0.45

# Specks and strokes of a signature read as marks have 0.10 to 0.55, true marks of
# punctuation are part of a word, and dashes at the start of a line are kept.
_SPECKS = frozenset("`'’‘.,:;|_*°^\"")
_SPECK = 0.60
# A dash at the start of a line that was read as a tilde; no document begins a line with one.
_TILDE = "~"

# A line's words are as tall as 0.75 to 1.0 of its font size.
_TALL = 0.85

_INSTALL = "hãy cài Tesseract cùng dữ liệu tiếng Việt (gói tesseract-ocr và tesseract-ocr-vie) rồi nạp lại"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What OCR saw on a page: lines of words, and straight lines ruled on it."""

    lines: tuple[Line, ...]
    rulings: tuple[Ruling, ...] = ()

    @property
    def words(self) -> list[Word]:
        """The words of all lines."""
        return [word for line in self.lines for word in line.words]


def scan(page: Any, resolution: float) -> Scanned:
    """What stands on a PDFium page, read from its picture at `resolution` pixels to the inch.

    Where little of it makes sense it is read again in another way, and the better
    reading is taken. Raises `SetAside` where Tesseract or its Vietnamese model is not
    installed.
    """
    _require_tesseract()
    sharpness = min(SHARPEST, max(COARSEST, resolution))
    found = _read(page, sharpness, _SEGMENTATION)
    if _is_turned(found):
        turned = (_read(page, sharpness, _SEGMENTATION, quarters) for quarters in (1, 3, 2))
        found = next((other for other in turned if not _is_turned(other)), found)
    if _is_poor(found):
        other = _read(page, _OTHER_SHARPNESS if sharpness < _OTHER_SHARPNESS else COARSEST, _OTHER_SEGMENTATION)
        found = max(found, other, key=_sense)
    return replace(found, lines=tuple(_mended(found.lines)))


def _read(page: Any, sharpness: float, segmentation: str, quarters: int = 0) -> Scanned:
    import pytesseract

    picture = picture_of(page, sharpness, quarters)
    # Tesseract's own threads cost more than they bring; several pages at once are for the caller to start.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    table = pytesseract.image_to_data(
        picture.image, lang="vie", config=segmentation, output_type=pytesseract.Output.DICT
    )
    lines = _lines(table, points=picture.points)
    if picture.turned or quarters:
        lines = [_as_shown(line, picture) for line in lines]
    return Scanned(tuple(lines), picture.rulings)


def _as_shown(line: Line, picture: ScanPicture) -> Line:
    """`line` of a picture that was turned, each word with its place on the page as it is shown."""
    return Line(tuple(replace(w, shown=picture.shown((w.x0, w.top, w.x1, w.bottom))) for w in line.words))


def _is_poor(found: Scanned) -> bool:
    return bool(found.words) and (
        confidence_of(found.lines) < CONFIDENT or quality(" ".join(w.text for w in found.words)).share < _SENSIBLE
    )


def _is_turned(found: Scanned) -> bool:
    """Whether the page seems to lie on its side or head: words stand upright, or hardly any make sense."""
    long = [word for word in found.words if len(word.text) >= _LONG]
    if sum(word.bottom - word.top > word.x1 - word.x0 for word in long) * 2 > len(long):
        return True
    sense = quality(" ".join(word.text for word in found.words))
    return confidence_of(found.lines) < _TURNED or (sense.telling and sense.share < _TURNED) or not found.words


def _sense(found: Scanned) -> float:
    """How much of a page was read with sense: its well-formed syllables, as far as the OCR was sure of them."""
    return quality(" ".join(w.text for w in found.words)).well_formed * confidence_of(found.lines)


def _mended(lines: Sequence[Line]) -> Iterator[Line]:
    """`lines` with slips of diacritics mended; a mended word remembers what the OCR read."""
    words = [word for line in lines for word in line.words]
    starts = {sum(len(line.words) for line in lines[:n]) for n in range(len(lines))}
    changes = mended([word.text for word in words], [word.confidence for word in words], starts)
    at = 0
    for line in lines:
        positions = range(at, at + len(line.words))
        at += len(line.words)
        yield Line(
            tuple(
                replace(words[n], text=changes[n], was=words[n].text) if n in changes else words[n] for n in positions
            )
        )


def confidence_of(lines: Iterable[Line]) -> float:
    """The mean confidence of the words of `lines`, 0 to 1; 1 where there are none."""
    confidences = [word.confidence for line in lines for word in line.words]
    return mean(confidences) if confidences else 1.0


@cache
def _require_tesseract() -> None:
    import pytesseract

    try:
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError) as error:
        raise SetAside(f"Tệp là bản quét, cần phần mềm nhận dạng chữ: {_INSTALL}.") from error
    if "vie" not in languages:
        raise SetAside(f"Tệp là bản quét, phần mềm nhận dạng chữ thiếu tiếng Việt: {_INSTALL}.")


def _lines(table: dict[str, Sequence[Any]], points: float) -> list[Line]:
    rows: dict[tuple[int, int, int], list[int]] = {}
    for i, text in enumerate(table["text"]):
        if clean(str(text)).strip() and float(table["conf"][i]) >= 0:
            key = (table["block_num"][i], table["par_num"][i], table["line_num"][i])
            rows.setdefault(key, []).append(i)
    lines = [_line(table, row, points) for row in rows.values()]
    return [line for line in lines if confidence_of([line]) >= _PRINT]


def _line(table: dict[str, Sequence[Any]], row: Sequence[int], points: float) -> Line:
    """The words in table rows `row`; a line that runs aslant has its middle's baseline."""
    row = [i for i in row if not _is_speck(table, i)] or row
    baseline = median((table["top"][i] + table["height"][i]) * points for i in row)
    size = median(table["height"][i] * points for i in row) / _TALL
    words = [_word(table, i, points, baseline, size) for i in row]
    if words[0].text == _TILDE:
        words[0] = replace(words[0], text="-")
    return Line(tuple(words))


def _is_speck(table: dict[str, Sequence[Any]], i: int) -> bool:
    return float(table["conf"][i]) < 100 * _SPECK and set(str(table["text"][i]).strip()) <= _SPECKS


def _word(table: dict[str, Sequence[Any]], i: int, points: float, baseline: float, size: float) -> Word:
    x0, top = table["left"][i] * points, table["top"][i] * points
    return Word(
        text=clean(str(table["text"][i])).strip(),
        x0=x0,
        top=top,
        x1=x0 + table["width"][i] * points,
        bottom=top + table["height"][i] * points,
        baseline=baseline,
        size=size,
        confidence=float(table["conf"][i]) / 100,
    )
