"""The files that could not be taken in: why, what to do about each, and trying again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.storage.originals import file_name
from corpus.vietnamese import fold
from search_api.errors import UnknownFile
from search_api.ingestion.source_paths import display_path, source_name
from search_api.schemas.records import STRICT

if TYPE_CHECKING:
    from corpus.store import AsideFile, Store
    from ingest.sources import SourceFile
    from search_api.ingestion.index_sync import Progress
    from search_api.ingestion.ingest_service import IngestReport, IngestService

# Every reason says what is wrong and then what to do: "Tệp PDF được đặt mật khẩu: hãy mở tệp, …".
_ADVICE = ": hãy "


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """A file that could not be taken in: `reason` in full, and `advice`, the part of it that says what to do.

    `kept` where the original is in the knowledge base, under `sha256`.
    """

    __pydantic_config__ = STRICT

    source: str
    reason: str
    advice: str
    kept: bool
    sha256: str

    @classmethod
    def of(cls, file: AsideFile) -> QuarantinedFile:
        """The row of `file`."""
        _, found, advice = file.reason.partition(_ADVICE)
        return cls(file.source_path, file.reason, f"Hãy {advice}" if found else "", file.kept, file.sha256)

    @property
    def place(self) -> str:
        """Where it lay, as a person knows it."""
        return display_path(self.source)

    @property
    def problem(self) -> str:
        """What is wrong, without what to do about it."""
        problem, found, _ = self.reason.partition(_ADVICE)
        return f"{problem}." if found else self.reason


def quarantined_files(store: Store) -> tuple[QuarantinedFile, ...]:
    """The files set aside, in order of path."""
    return tuple(QuarantinedFile.of(file) for file in store.set_aside_list())


def retry(
    ingestion: IngestService, names: Sequence[str], *, progress: Progress | None = None, processes: int = 0
) -> IngestReport:
    """Try the files called `names` again, all of them where there are none; raises `UnknownFile`.

    A file is read from where it lay, for it may have been mended there; where it is
    gone, its original that was kept is.
    """
    files = [_source_file(ingestion.store, file) for file in _named(ingestion.store, names)]
    return ingestion.take_in_files(files, progress=progress, processes=processes)


def discard(store: Store, names: Sequence[str]) -> int:
    """Take the files called `names` off the list, with their originals; raises `UnknownFile`."""
    files = _named(store, names)
    for file in files:
        store.forget_set_aside(file.source_path)
    return len(files)


def _named(store: Store, names: Sequence[str]) -> list[AsideFile]:
    """The files set aside that any of `names` (paths or file names) names, all of them where there are none."""
    listed = store.set_aside_list()
    found: dict[str, AsideFile] = {file.source_path: file for file in ([] if names else listed)}
    for name in names:
        own = [file for file in listed if _answers_to(file.source_path, name)]
        if not own:
            raise UnknownFile(
                f"Trong danh sách để riêng không có tệp nào tên “{name}”. Xem danh sách bằng: nhiemvu set-aside"
            )
        found |= {file.source_path: file for file in own}
    return list(found.values())


def _answers_to(source_path: str, name: str) -> bool:
    if "/" in name or "\\" in name:
        wanted = name.replace("\\", "/")
        return source_path == str(Path(name).absolute()) or f"/{source_path}".endswith(f"/{wanted.lstrip('./')}")
    return fold(file_name(source_path)) == fold(name)


def _source_file(store: Store, file: AsideFile) -> SourceFile:
    from ingest.sources import SourceFile

    path = Path(file.source_path)
    if path.is_file() or not file.kept:
        return SourceFile.at(path)
    kept = store.originals.path(file.sha256)
    return SourceFile(kept, file.source_path, source_name(file.source_path), file.source_path)
