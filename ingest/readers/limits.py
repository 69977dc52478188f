"""How much of a file is opened: beyond these bounds it is no document, or a trap."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from ingest.errors import BrokenFile, TooLarge

# The thickest official gazettes have some 1,200 pages; read by OCR at 4 seconds a page
# this many take more than two hours.
MOST_PAGES = 2_000

# The longest document seen, the Penal Code with its amendments, has 0.6 million
# characters; a report of 2,000 full pages has 5 million. Analysis takes a minute a million.
MOST_CHARACTERS = 6_000_000

# Bytes of one XML part of an Office file; the largest real one seen has 9 million.
# Parsed, a part takes up to ten times its size.
LARGEST_PART = 60_000_000

# A document type is declared before the root element: that is looked for in pieces of so many bytes.
_PIECE = 65_536
# The beginning of a sign that a piece may cut.
_SIGN = 16
_ROOT = re.compile(rb"<[A-Za-z_][\w.-]*:?[\w.-]*[\s>/]")

# Bytes of one file as it lies on disk: scans of 500 pages have up to 200 million.
LARGEST_FILE = 300_000_000


def require_pages(count: int) -> None:
    """Raise `TooLarge` where a file has more pages than are read."""
    if count > MOST_PAGES:
        raise TooLarge(
            f"Tệp có {count} trang, quá {MOST_PAGES} trang: hãy tách thành nhiều tệp nhỏ hơn rồi nạp từng tệp."
        )


def require_characters(count: int) -> None:
    """Raise `TooLarge` where a file's text is longer than can be analysed."""
    if count > MOST_CHARACTERS:
        raise TooLarge(
            "Tệp chứa quá nhiều chữ so với một văn bản: "
            "hãy kiểm tra lại bản gốc, hoặc tách thành nhiều tệp rồi nạp từng tệp."
        )


def require_part(archive: zipfile.ZipFile, name: str, kind: str) -> None:
    """Raise where an XML part of an Office file (`kind` says to the sender what it is) is not to be parsed.

    `TooLarge` where it is; a part that unpacks to more than its entry says is cut
    there, and its checksum then fails. `BrokenFile` where it declares a document type:
    no Office program does, and it could name other files or swell to any size.
    """
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise TooLarge(
            f"Tệp {kind} chứa phần dữ liệu lớn bất thường nên không mở: hãy kiểm tra lại bản gốc, "
            "hoặc chép nội dung sang một tệp mới rồi nạp lại."
        )
    with archive.open(name) as part:
        if _declares_a_type(part):
            raise BrokenFile(
                f"Tệp {kind} chứa khai báo lạ nên không mở: hãy mở bằng phần mềm soạn thảo và lưu lại thành tệp mới."
            )


def _declares_a_type(part: IO[bytes]) -> bool:
    """Whether a part declares a document type, behind however many blanks and comments."""
    before = b""
    while piece := part.read(_PIECE):
        piece = before + piece.replace(b"\x00", b"")
        if b"<!DOCTYPE" in piece:
            return True
        if _ROOT.search(piece):
            return False
        before = piece[-_SIGN:]
    return False


def read_part(archive: zipfile.ZipFile, name: str, kind: str) -> bytes:
    """One part of an Office file; raises as `require_part` does."""
    require_part(archive, name, kind)
    return archive.read(name)
