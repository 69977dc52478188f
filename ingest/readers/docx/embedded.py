"""Files that lie in other files: a sheet in a Word file, a page in a mail; each is read as if it came by itself."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import TooLarge
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.text_builder import TextBuilder

# Files in files in files: deeper than this is a trap.
_DEEPEST = 3

_open: list[str] = []  # the files that are being read, outermost first


def read_embedded(name: str, data: bytes) -> ExtractedText:
    """The reading of the file `data` called `name`; raises `SetAside` as `ingest.readers.read` does."""
    from ingest.readers import read

    if len(_open) >= _DEEPEST:
        raise TooLarge("Tệp nhúng nằm trong quá nhiều lớp tệp.")
    _open.append(name)
    try:
        return read(Path(name), data)
    finally:
        _open.pop()


def told_of(name: str, reason: object) -> str:
    """The warning that an embedded file was not read."""
    return f"Phần nhúng “{name}” trong tệp không đọc được ({str(reason).rstrip('.')}): hãy nạp riêng phần ấy."


def put(composition: TextBuilder, reading: ExtractedText, part: str, *, as_pages: bool = False) -> None:
    """Append an embedded file to the text of the file it lies in, with what it was not sure of."""
    composition.embed(reading, part=part, as_pages=as_pages)
    composition.warnings.extend(reading.warnings)
