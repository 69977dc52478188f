"""ZIP archives of documents: unpacked under limits, each file under a name a person can read."""

from __future__ import annotations

import io
import shutil
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from corpus.vietnamese import clean
from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, SetAside, TooLarge
from ingest.readers.detect import Format, recognise
from ingest.readers.legacy_fonts import Encoding, repair
from ingest.readers.limits import LARGEST_FILE
from ingest.readers.quality import quality
from ingest.sources import is_litter
from ingest.workers.protocol import Member

T = TypeVar("T")

# Archives in archives: the offices of a province send one for each of theirs.
DEEPEST = 3
_MOST_MEMBERS = 5_000
# Bytes that one archive may unpack to: a year's documents of an office in scans.
_MOST_UNPACKED = 2_000_000_000
# One that lies in another may hold less: many of them may lie there.
MOST_UNPACKED_INSIDE = 300_000_000

_ENCRYPTED = 0x1
_NAMED_IN_UTF8 = 0x800

_LOCKED = "Tệp nén được đặt mật khẩu: hãy giải nén bằng mật khẩu rồi nạp từng tệp."
_DAMAGED = "Tệp này trong tệp nén bị hỏng: hãy nén lại hoặc chép riêng tệp này rồi nạp lại."


def is_archive(data: bytes, name: str) -> bool:
    """Whether `data`, the content of the file `name`, is an archive of files to be read one by one."""
    if not data.startswith(b"PK"):
        return False
    try:
        return recognise(data, Path(name).suffix) is Format.ZIP
    except SetAside:
        return False


def unpack(data: bytes, folder: Path, depth: int) -> tuple[Member, ...]:
    """Unpack the files that the archive `data` holds into `folder`, those that programs leave behind left out.

    `depth` is the number of archives it lies in. Raises `EmptyFile`, `EncryptedFile`,
    `BrokenFile` or `TooLarge` where nothing of it can be used.
    """
    if depth >= DEEPEST:
        raise TooLarge("Tệp nén nằm trong quá nhiều lớp tệp nén: hãy giải nén rồi nạp từng tệp bên trong.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _entries(archive, depth)
            folder.mkdir(parents=True)
            return tuple(_member(archive, entry, name, folder / str(n)) for n, (entry, name) in enumerate(entries))
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise BrokenFile("Tệp nén bị hỏng hoặc tải về chưa hết: hãy tải hoặc chép lại tệp.") from error


def _entries(archive: zipfile.ZipFile, depth: int) -> list[tuple[zipfile.ZipInfo, str]]:
    """The files in `archive` with their names, each name once, in order of name."""
    files = [entry for entry in archive.infolist() if not entry.is_dir()]
    most = MOST_UNPACKED_INSIDE if depth else _MOST_UNPACKED
    if len(files) > _MOST_MEMBERS or sum(entry.file_size for entry in files) > most:
        raise TooLarge("Tệp nén bung ra quá lớn: hãy giải nén, bỏ những gì không phải văn bản rồi nạp từng tệp.")
    named = [(entry, safe_name(entry)) for entry in files]
    named = [(entry, name) for entry, name in named if name and not is_litter(name.split("/"))]
    if not named:
        raise EmptyFile("Tệp nén không chứa văn bản nào: hãy kiểm tra lại tệp nén.")
    if all(entry.flag_bits & _ENCRYPTED for entry, _ in named):
        raise EncryptedFile(_LOCKED)
    return sorted(told_apart(named), key=lambda pair: pair[1])


def told_apart(named: Iterable[tuple[T, str]]) -> list[tuple[T, str]]:
    """Things with their names, each name once: the second "a.docx" is "a (2).docx"."""
    seen: dict[str, int] = {}
    apart = []
    for entry, name in named:
        seen[name] = seen.get(name, 0) + 1
        path = Path(name)
        apart.append((entry, name if seen[name] == 1 else str(path.with_stem(f"{path.stem} ({seen[name]})"))))
    return apart


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, path: Path) -> Member:
    if entry.flag_bits & _ENCRYPTED:
        return Member(name, reason=_LOCKED)
    if entry.file_size > LARGEST_FILE:
        return Member(
            name, reason=f"Tệp lớn hơn {LARGEST_FILE // 1_000_000} MB: hãy tách thành nhiều tệp rồi nạp từng tệp."
        )
    try:
        with archive.open(entry) as packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        path.unlink(missing_ok=True)
        return Member(name, reason=_DAMAGED)
    return Member(name, str(path))


def safe_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry in Unicode, folders apart by ``/``, without what would lead out of the archive."""
    name = entry.filename
    if not entry.flag_bits & _NAMED_IN_UTF8:
        try:
            name = _decoded(entry.orig_filename.encode("cp437"))
        except UnicodeEncodeError:  # Python read the name from an extra field
            name = entry.filename
    return plain_name(name)


def plain_name(name: str) -> str:
    """A name without what would lead out of the folder it is unpacked into, or cannot be shown."""
    steps = ["".join(c for c in step if c.isprintable()).strip() for step in name.replace("\\", "/").split("/")]
    return "/".join(step for step in steps if step not in {"", ".", ".."} and not step.endswith(":"))


def _decoded(raw: bytes) -> str:
    """A name that does not say how it is written: in UTF-8, or else as it makes most sense in Vietnamese.

    Windows writes names in the code page of its language, Vietnamese 1258; before
    Unicode they were typed in TCVN3 or VNI; the rest is the code page of DOS.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        latin = raw.decode("latin-1")
    old = (repair(latin, encoding) for encoding in (Encoding.TCVN3, Encoding.VNI))
    names = [clean(name) for name in (raw.decode("cp437"), raw.decode("cp1258", "replace"), *old)]
    return max(names, key=lambda name: quality(name.replace("_", " ")).well_formed)
