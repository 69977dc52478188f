"""Files to begin a fuzz run with, one or more of each format, and ways to damage them.

The samples of the project give PDF, DOCX and HTML; what they do not have is made
here from their words. Damage is done to the bytes of a file, and to the parts of an
archive before it is packed again, so that it gets past the checksums.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import corpus.documents
from evals.robustness.fuzz_formats import more_files

Damage = Callable[[bytes, Random], bytes]

_SAMPLES = Path(corpus.documents.__file__).parent / "files"
# Without the scan: a page of OCR takes as long as fifty other files.
_CHOSEN = ("9268-KH-TU.pdf", "91250-VPCP-KGVX.pdf", "9482-KH-UBND.pdf", "9377-KH-UBND.docx", "9204-2004-QD-UB.docx",
           "9001-CT-TW.docx", "9231-CD-TTg.html", "tin-99183-QD-TTg.html")  # fmt: skip
_WORDS = "9755-UBND-KGVX.txt"

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_ODT = (
    f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:text="{_OFFICE}:text:1.0" '
    f'xmlns:table="{_OFFICE}:table:1.0"><office:body><office:text>%s</office:text></office:body>'
    "</office:document-content>"
)


def whole_files() -> dict[str, bytes]:
    """Sound files by name, of every format that damage is done to."""
    lines = [line for line in (_SAMPLES / _WORDS).read_text("utf-8").splitlines() if line.strip()]
    files = {name: (_SAMPLES / name).read_bytes() for name in _CHOSEN}
    files |= {"a.rtf": _rtf(lines), "a.odt": _odt(lines), "a.xlsx": _xlsx(lines)}
    files |= more_files(lines[:12], {"a.docx": files["9377-KH-UBND.docx"]}, _packed)
    files["a.zip"] = _packed(
        {f"{n}/{name}": data for n, (name, data) in enumerate(files.items()) if len(data) < 50_000}
    )
    return files


def damaged(data: bytes, random: Random) -> bytes:
    """`data` with one to four kinds of damage done to it; seldom nothing else than cut short."""
    if data.startswith(b"PK") and random.random() < 0.7:
        return _damaged_inside(data, random)
    for _ in range(random.randint(1, 4)):
        data = random.choice(DAMAGES)(data, random)
    return data


def _damaged_inside(data: bytes, random: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    for name in random.sample(sorted(parts), k=min(len(parts), random.randint(1, 2))):
        parts[name] = damaged(parts[name], random)
    if random.random() < 0.1:
        parts.pop(random.choice(sorted(parts)))
    return _packed(parts)


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 30) if data else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _drop(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + data[at + random.randint(1, 2_000) :]


def _double(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    piece = data[at : at + random.randint(1, 2_000)]
    return data[:at] + piece * random.choice((2, 3, 50)) + data[at:]


def _noise(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.randbytes(random.randint(1, 300)) + data[at:]


def _numbers(data: bytes, random: Random) -> bytes:
    """Some numbers grow, shrink or turn negative: counts, lengths, offsets, places."""
    odd = (b"0", b"-1", b"65536", b"2147483647", b"4294967296", b"99999999999999999999", b"1e308", b"")
    return re.sub(rb"\d+", lambda m: random.choice(odd) if random.random() < 0.02 else m[0], data)


def _swap_tags(data: bytes, random: Random) -> bytes:
    """Elements, words or objects change places."""
    pieces = re.split(rb"(<[^>]{1,200}>|\\[a-z]+-?\d*|\d+ \d+ (?:R|obj))", data)
    for _ in range(random.randint(1, 8) if len(pieces) > 4 else 0):
        one, other = random.randrange(len(pieces)), random.randrange(len(pieces))
        pieces[one], pieces[other] = pieces[other], pieces[one]
    return b"".join(pieces)


def _nest(data: bytes, random: Random) -> bytes:
    """Something is opened again and again and never closed."""
    opening = random.choice((b"<w:tbl><w:tr><w:tc>", b"<div>", b"<table><tr><td>", b"{", b"<text:list><text:list-item>",
                             b"[", b"<<", b"(", b"<w:sdt><w:sdtContent>", b"<b>"))  # fmt: skip
    at = random.randrange(len(data) + 1)
    return data[:at] + opening * random.choice((10, 300, 5_000)) + data[at:]


def _declare(data: bytes, random: Random) -> bytes:
    """Entities that swell, or that name another file."""
    entities = random.choice((
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
        b'<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
    ))  # fmt: skip
    at = data.find(b"?>") + 2 if b"?>" in data[:200] else 0
    return data[:at] + entities + data[at:].replace(b"</", b"&c;</", 3)


def _streams(data: bytes, random: Random) -> bytes:
    """What is packed inside a PDF is damaged and packed again."""

    def one(found: re.Match[bytes]) -> bytes:
        if random.random() > 0.3:
            return found[0]
        try:
            inner = zlib.decompress(found[1])
        except zlib.error:
            return found[0]
        inner = random.choice((_flip, _numbers, _drop, _swap_tags))(inner, random)
        return b"stream\n" + zlib.compress(inner) + b"\nendstream"

    return re.sub(rb"stream\r?\n(.*?)\r?\nendstream", one, data, flags=re.DOTALL)


DAMAGES: Sequence[Damage] = (
    _flip, _cut, _drop, _double, _noise, _numbers, _numbers, _swap_tags, _nest, _declare, _streams, _streams,
)  # fmt: skip


def _rtf(lines: Sequence[str]) -> bytes:
    body = "".join(f"{line}\\par\n" for line in lines)
    escaped = "".join(c if ord(c) < 128 else f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in body)
    table = "\\trowd\\clbrdrt\\brdrs\\cellx3000\\cellx6000 TT\\cell Nhiem vu\\cell\\row\\pard"
    return f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Times;}}{{\\f1 .VnTime;}}}}{escaped}{table}\\f1 C\\'e9ng}}".encode("ascii")


def _odt(lines: Sequence[str]) -> bytes:
    rows = "<table:table><table:table-row><table:table-cell><text:p>TT</text:p></table:table-cell></table:table-row>"
    items = "<text:list><text:list-item><text:p>Một</text:p></text:list-item></text:list>"
    body = "".join(f"<text:p>{line}</text:p>" for line in lines) + items + rows + "</table:table>"
    kind = b"application/vnd.oasis.opendocument.text"
    return _packed({"mimetype": kind, "content.xml": (_ODT % body).encode()})


def _xlsx(lines: Sequence[str]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in ([line] for line in lines[:12]):
        book.active.append(row)
    book.active.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"])
    for number, line in enumerate(lines[12:24], 1):
        book.active.append([number, line, "Sở Y tế", "Sở Nội vụ", "Quý III/2025"])
    book.active.merge_cells("A1:C1")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
