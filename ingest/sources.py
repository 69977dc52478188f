"""Which files a batch is made of: those named, those in folders, and those in archives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import said_by_system
from ingest.errors import MissingFile, TooLarge
from ingest.readers.limits import LARGEST_FILE

# Left behind by Windows, macOS and Word in every folder; nobody means them to be read.
_LITTER = {"thumbs.db", "desktop.ini"}
_LITTER_FOLDER = "__macosx"

_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be taken in: where its bytes lie now, and what it is called.

    `source_path` is what the store knows it by (of a file in an archive, the path of
    the archive and the name in it), `source` its name in the records, `shown` what the
    user calls it. `depth` counts the archives it came out of.
    """

    path: Path
    source_path: str
    source: str
    shown: str
    depth: int = 0

    @classmethod
    def at(cls, path: Path) -> SourceFile:
        """The file at `path`."""
        return cls(path, str(path.absolute()), path.name, str(path))

    @property
    def name(self) -> str:
        """The file's own name, by which its suffix is judged."""
        return self.source.rpartition("/")[2]

    def member(self, name: str, path: Path) -> SourceFile:
        """The file called `name` in this archive, unpacked to `path`."""
        return SourceFile(
            path=path,
            source_path=f"{self.source_path}/{name}",
            source=f"{self.source}/{name}",
            shown=f"{self.shown}/{name}",
            depth=self.depth + 1,
        )


def files_of(paths: Iterable[Path]) -> Iterator[SourceFile]:
    """Every file named or below a named folder, in a fixed order, each once; what is not there too."""
    seen: set[Path] = set()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file != path and (not file.is_file() or is_litter(file.relative_to(path).parts)):
                continue
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield SourceFile.at(file)


def is_litter(parts: Iterable[str]) -> bool:
    """Whether a file with these folders and this name was left behind by a program."""
    names = [part.lower() for part in parts]
    return any(name.startswith((".", "~$")) or name == _LITTER_FOLDER for name in names) or names[-1] in _LITTER


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes; raises `MissingFile` where it cannot be opened, `TooLarge` where it is not read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            if file.seek(0, 2) > LARGEST_FILE:
                raise TooLarge(
                    f"Tệp lớn hơn {LARGEST_FILE // 1_000_000} MB: hãy tách thành nhiều tệp, "
                    "hoặc quét lại với độ phân giải thấp hơn rồi nạp lại."
                )
            file.seek(0)
            while data := file.read(_BYTES):
                digest.update(data)
    except FileNotFoundError as error:
        raise MissingFile("Không có tệp hay thư mục nào ở đường dẫn này: hãy kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise MissingFile(
            f"Không mở được tệp ({said_by_system(error)}): hãy kiểm tra quyền đọc hoặc đóng phần mềm đang mở tệp."
        ) from error
    return digest.hexdigest()
