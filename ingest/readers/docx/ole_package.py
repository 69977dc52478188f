"""Files that Office has packed into an OLE object: their own bytes and names, where they can be had."""

from __future__ import annotations

import io
import struct

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The streams that hold a file as it was: of any kind, and those that Acrobat and Office put in.
_NATIVE = "\x01Ole10Native"
_CONTENTS = ("CONTENTS", "Package")


def packed_file(name: str, data: bytes) -> tuple[str, bytes]:
    """The name and bytes of the file that an OLE object called `name` wraps; those given where it is the file."""
    if not data.startswith(_COMPOUND):
        return name, data
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if ole.exists(_NATIVE):
            return _native(name, ole.openstream(_NATIVE).read())
        for stream in _CONTENTS:
            if ole.exists(stream):
                return name.rpartition(".")[0] or name, ole.openstream(stream).read()
    # Excel.Sheet.8 and Word.Document.8 lie in their own streams: the object is the file.
    return name.rpartition(".")[0] or name, data


def _native(name: str, stream: bytes) -> tuple[str, bytes]:
    """The file in a native stream: size, flags, label, path, more flags, path, size, bytes (MS-OLEDS 2.3.6)."""
    at = 6
    label, at = _text(stream, at)
    _, at = _text(stream, at)
    at += 4
    (length,) = struct.unpack_from("<I", stream, at)
    at += 4 + length
    (size,) = struct.unpack_from("<I", stream, at)
    return label.replace("\\", "/").rpartition("/")[2] or name, stream[at + 4 : at + 4 + size]


def _text(stream: bytes, at: int) -> tuple[str, int]:
    end = stream.index(b"\x00", at)
    return stream[at:end].decode("cp1252", "replace"), end + 1
