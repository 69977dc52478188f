"""Reads pictures of pages (JPEG, PNG, TIFF, …) as the scans they are: laid on pages of a PDF, then read as one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2

from ingest.errors import BrokenFile, SetAside, TooLarge, UnknownFormat
from ingest.readers.detect import NAMES, Format
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.limits import require_pages

if TYPE_CHECKING:
    from PIL.Image import Image

# A page of A3 at 600 to the inch has 70 million; Pillow takes four bytes for each.
_MOST_PIXELS = 90_000_000
# A picture without a sharpness of its own, or with that of a screen, is taken for a page of
# A4 (in inches): phones and scanning programs write 72 or 96 for whatever they made.
_A4 = (8.27, 11.69)
_SCREEN = 100
# Text in a picture this small is no page: a logo, a stamp, an icon.
_SMALLEST = 500

# Pictures are written into the page with so little loss that the OCR sees none.
_JPEG_QUALITY = 95


def read_picture(data: bytes, media_type: str) -> ExtractedText:
    """The text of a picture file, page by page; raises `BrokenFile`, `TooLarge`, or `SetAside` without Tesseract."""
    from ingest.readers.pdf.pdf_reader import read_pdf

    return replace(read_pdf(as_pdf(data, NAMES[Format(media_type)])), media_type=media_type)


def as_pdf(data: bytes, kind: str = "ảnh") -> bytes:
    """The pictures that the file holds, each on a page of its size; `kind` says to the sender what it is."""
    document = pypdfium2.PdfDocument.new()
    try:
        for page in _frames(data, kind):
            packed = io.BytesIO()
            loss = {} if page.mode == "1" else {"quality": _JPEG_QUALITY}  # black and white is kept as it is
            page.save(packed, "PDF", resolution=_sharpness(page), **loss)
            with pypdfium2.PdfDocument(packed.getvalue()) as single:
                document.import_pages(single)
        whole = io.BytesIO()
        document.save(whole)
        return whole.getvalue()
    finally:
        document.close()


def size_of(data: bytes) -> tuple[int, int]:
    """The width and height of a picture in pixels, (0, 0) where it cannot be opened (a drawing, a damaged file)."""
    try:
        picture = _opened(data)
    except SetAside:
        return 0, 0
    return int(picture.width), int(picture.height)


def may_be_page(size: tuple[int, int]) -> bool:
    """Whether a picture of this size in pixels may hold a page of text."""
    return min(size) >= _SMALLEST


def _frames(data: bytes, kind: str) -> Iterator[Image]:
    from PIL import ImageOps, ImageSequence

    picture = _opened(data, kind)
    require_pages(getattr(picture, "n_frames", 1))
    for frame in ImageSequence.Iterator(picture):
        _require_pixels(frame)
        resolution = frame.info.get("dpi")
        page = ImageOps.exif_transpose(frame.copy())
        if page.mode in {"RGBA", "LA", "PA"} or "transparency" in page.info:
            page = _on_white(page.convert("RGBA"))
        elif page.mode not in {"1", "L", "RGB"}:
            page = page.convert("L" if page.mode.startswith(("I", "F")) else "RGB")
        page.info["dpi"] = resolution
        yield page


def _opened(data: bytes, kind: str = "ảnh") -> Any:
    from PIL import Image

    if kind == NAMES[Format.HEIC]:
        _require_heif()
    try:
        picture = Image.open(io.BytesIO(data))
        _require_pixels(picture)
    except Image.DecompressionBombError as error:
        raise TooLarge(_TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise BrokenFile(f"Không mở được {kind}, có lẽ tệp bị hỏng: hãy chụp hoặc quét lại.") from error
    return picture


def _require_heif() -> None:
    try:
        from pillow_heif import register_heif_opener  # type: ignore[import-not-found]
    except ImportError as error:
        raise UnknownFormat(
            "Để đọc ảnh HEIC cần thư viện pillow-heif: hãy cài thư viện ấy, hoặc lưu ảnh thành JPEG rồi nạp lại."
        ) from error
    register_heif_opener()


_TOO_LARGE = "Ảnh lớn bất thường nên không mở: hãy quét lại với độ phân giải 300 dpi rồi nạp lại."


def _require_pixels(picture: Any) -> None:
    if picture.width * picture.height > _MOST_PIXELS:
        raise TooLarge(_TOO_LARGE)


def _on_white(picture: Image) -> Image:
    from PIL import Image

    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _sharpness(page: Image) -> float:
    """The pixels to the inch of a page: as the file says, or as they would be on A4."""
    said = page.info.get("dpi")
    if said and float(said[0]) >= _SCREEN:
        return float(said[0])
    return max(min(page.size) / _A4[0], max(page.size) / _A4[1], 1.0)
