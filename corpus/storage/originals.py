"""The files as they were received, each kept once, under the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from corpus.errors import StoreError, said_by_system

# A file that is still being written; a crash may leave one behind.
_UNFINISHED = ".unfinished-"


class Originals:
    """The folder ``originals/ab/cdef…``; files in it are written whole and never altered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The id of the store that keeps its originals here, noted in the folder with the first of them.
        self.owner = ""

    @property
    def owner_file(self) -> Path:
        """The file that names the store to which the folder belongs (`corpus.storage.identity`)."""
        return self.folder / "STORE"

    def path(self, sha256: str) -> Path:
        """Where the file with this hash is kept."""
        return self.folder / sha256[:2] / sha256[2:]

    def keep(self, data: bytes) -> str:
        """Write `data` to disk, safe against power loss when this returns, and return its SHA-256.

        A copy that is there already is left alone if it is sound and replaced if it
        is not. Raises `StoreError` where the disk refuses.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        try:
            if path.exists() and path.read_bytes() == data:
                return sha256
            path.parent.mkdir(parents=True, exist_ok=True)
            if self.owner and not self.owner_file.exists():
                with whole_file(self.owner_file) as file:
                    file.write(f"{self.owner}\n".encode("ascii"))
            with whole_file(path) as file:
                file.write(data)
            _settle(self.folder)
        except OSError as error:
            raise StoreError(f"Không ghi được tệp gốc vào {self.folder}: {said_by_system(error)}.") from error
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash; raises `StoreError` where they are missing or have changed."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            raise StoreError(f"Không đọc được tệp gốc {self.path(sha256)}: {said_by_system(error)}.") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(
                f"Tệp gốc {self.path(sha256)} đã bị thay đổi hoặc hỏng. "
                "Hãy nạp lại tệp ban đầu hoặc phục hồi từ bản sao lưu."
            )
        return data

    def discard(self, sha256: str) -> None:
        """Delete the file with this hash, if it is there."""
        self.path(sha256).unlink(missing_ok=True)

    @property
    def unclaimed(self) -> Path:
        """The folder of originals that no record claims, each under its hash, with ``list.tsv`` of when and what."""
        return self.folder / "unclaimed"

    def set_apart(self, sha256: str) -> None:
        """Move the file with this hash to `unclaimed` and note it in the list there."""
        path = self.path(sha256)
        self.unclaimed.mkdir(exist_ok=True)
        line = f"{datetime.now(UTC).isoformat(timespec='seconds')}\t{sha256}\t{path.stat().st_size}\n"
        path.replace(self.unclaimed / sha256)
        with (self.unclaimed / "list.tsv").open("a", encoding="utf-8") as noted:
            noted.write(line)

    def empty_unclaimed(self) -> int:
        """Delete the originals in `unclaimed`; gives their number."""
        files = [path for path in self.unclaimed.glob("*") if path.name != "list.tsv"]
        for path in files:
            path.unlink()
        (self.unclaimed / "list.tsv").unlink(missing_ok=True)
        return len(files)

    def kept(self) -> Iterator[str]:
        """The hashes of the files that are there."""
        for path in sorted(self.folder.glob("??/*")):
            if not path.name.startswith(_UNFINISHED):
                yield path.parent.name + path.name

    def unfinished(self) -> Iterator[Path]:
        """What writes that never finished have left."""
        return self.folder.glob(f"??/{_UNFINISHED}*")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which stands at `path` once it is written whole and safe on disk, and not before."""
    handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the disk write a folder's entries out, where the system lets folders be opened (not Windows)."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def file_name(source_path: str) -> str:
    """The last part of the path that a file came from, on any system."""
    return source_path.replace("\\", "/").rpartition("/")[2]
