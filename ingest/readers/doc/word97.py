"""Reads Word 97-2003 files through antiword, and repairs the old fonts most of them are set in."""

from __future__ import annotations

import struct
import subprocess
import tempfile
from pathlib import Path
from shutil import which

from corpus.model import Page
from corpus.vietnamese import clean
from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, SetAside
from ingest.readers.detect import Format
from ingest.readers.doc.antiword_tables import with_tables
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.legacy_fonts import detect_lines, repair_lines
from ingest.readers.quality import quality

_PROGRAM = "antiword"

# Characters in Unicode, one line a paragraph.
_OPTIONS = ("-m", "UTF-8.txt", "-w", "0")

# A file of 400 pages takes a second; one that takes this long, in seconds, has gone wrong.
_LONGEST = 60

# The stream of a Word file begins with one of these numbers (Word 97 and later, Word 6
# and 95); the flags ten bytes on say whether its text is encrypted (MS-DOC 2.5.2).
# Streams begin at multiples of 512 bytes.
_WORD_MAGIC = frozenset({0xA5EC, 0xA5DC})
_SECTOR = 512
_FLAGS_AT = 10
_ENCRYPTED_FLAG = 0x0100


def read_doc(data: bytes) -> ExtractedText:
    """The text of a Word 97-2003 file, one line a paragraph.

    Tables with numbered rows are told as such; columns of others are set apart by bars.

    Raises `EncryptedFile`, `BrokenFile`, `EmptyFile`, or `SetAside` where antiword is
    not installed.
    """
    if _is_encrypted(data):
        raise EncryptedFile("Tệp Word được đặt mật khẩu: hãy mở tệp, bỏ mật khẩu, lưu lại rồi nạp lại.")
    raw = _antiword(data)
    encoding = detect_lines(raw)
    text = clean(repair_lines(raw, encoding) if encoding else raw)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    if not text.strip():
        raise EmptyFile("Tệp Word không có chữ nào (có thể chỉ chứa ảnh): hãy lưu thành PDF rồi nạp lại.")
    text, tables = with_tables(text)
    how = "repaired" if encoding else "text"
    page = Page(1, 0, len(text), how=how, quality=round(quality(text).share, 3))
    return ExtractedText(text=text, media_type=Format.DOC.value, pages=(page,), tables=tables)


def _antiword(data: bytes) -> str:
    program = which(_PROGRAM)
    if program is None:
        raise SetAside(
            "Để đọc tệp Word 97-2003 (.doc) cần phần mềm antiword: hãy cài gói antiword, hoặc mở tệp và lưu thành DOCX."
        )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "document.doc"
        file.write_bytes(data)
        try:
            done = subprocess.run(  # noqa: S603  (fixed arguments, no shell)
                [program, *_OPTIONS, str(file)], capture_output=True, timeout=_LONGEST, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise BrokenFile("Đọc tệp Word quá lâu, có lẽ tệp bị hỏng: hãy mở tệp và lưu thành DOCX.") from error
    if done.returncode != 0:
        raise BrokenFile("Không mở được tệp Word 97-2003, có lẽ tệp bị hỏng: hãy mở thử và lưu thành DOCX.")
    return done.stdout.decode("utf-8", errors="replace")


def _is_encrypted(data: bytes) -> bool:
    for start in range(_SECTOR, len(data) - _SECTOR + 1, _SECTOR):
        if struct.unpack_from("<H", data, start)[0] in _WORD_MAGIC:
            return bool(struct.unpack_from("<H", data, start + _FLAGS_AT)[0] & _ENCRYPTED_FLAG)
    return False
