"""Files and folders into the store, one document at a time; what cannot be read is set aside."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.store import Store
from ingest.document import ANALYSER_VERSION, analyse, document_id
from ingest.errors import MissingFile, SetAside
from ingest.reading import read
from ingest.references.resolution import changed_targets

log = logging.getLogger(__name__)

# Left behind by Windows, macOS and Word in every folder; nobody means them to be read.
_LITTER = {"thumbs.db", "desktop.ini"}


@dataclass(slots=True)
class BatchReport:
    """What became of each file: document ids, and for files set aside their path and the reason."""

    ingested: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    set_aside: list[tuple[str, str]] = field(default_factory=list)


# Called before each file with its position, the number of files and its path.
Progress = Callable[[int, int, Path], None]


def ingest(
    paths: Iterable[Path], store: Store, *, progress: Progress | None = None, again: bool = False
) -> BatchReport:
    """Take the files at `paths`, and all files below folders among them, into `store`.

    Each document is one transaction, so an interrupted batch leaves whole documents
    only. Bytes already in the store, analysed by this version, are left alone unless
    `again`. A file that cannot be read is set aside with its reason and the rest goes on.
    """
    report = BatchReport()
    files = list(_files(paths, store, report))
    for position, path in enumerate(files):
        if progress:
            progress(position, len(files), path)
        try:
            _take_in(path, store, report, again=again)
        except SetAside as reason:
            _set_aside(path, str(reason), store, report)
        except Exception as error:
            # A reader that trips over one hostile file must not cost the clerk the other
            # thousand; the trace goes to the log, the reason to the report.
            log.exception("could not take in %s", path)
            kind = type(error).__name__
            _set_aside(
                path, f"Phần mềm gặp lỗi khi đọc tệp này ({kind}); hãy gửi tệp cho người quản trị.", store, report
            )
    return report


def _take_in(path: Path, store: Store, report: BatchReport, *, again: bool) -> None:
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    doc = document_id(data)
    source_path = str(path.absolute())
    if not again and store.known(sha256) == ANALYSER_VERSION:
        store.add_source(doc, source_path)
        report.unchanged.append(doc)
        return
    record = analyse(read(path, data), id=doc, source=path.name, sha256=sha256)
    store.put(record, source_path=source_path, original=data, analyser=ANALYSER_VERSION)
    store.update_targets(changed_targets(record.document, store))
    report.ingested.append(doc)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingFile(f"Không mở được tệp: {error.strerror or error}.") from error


def _set_aside(path: Path, reason: str, store: Store, report: BatchReport) -> None:
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        sha256 = ""  # there are no bytes to know it by
    store.set_aside(str(path.absolute()), sha256, reason)
    report.set_aside.append((str(path), reason))


def _files(paths: Iterable[Path], store: Store, report: BatchReport) -> Iterator[Path]:
    """Every file named or below a named folder, in a fixed order, each once."""
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            _set_aside(path, "Không có tệp hay thư mục nào ở đường dẫn này.", store, report)
            continue
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in found:
            if file.is_file() and file.resolve() not in seen and (file == path or not _is_litter(file, path)):
                seen.add(file.resolve())
                yield file


def _is_litter(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)
    return hidden or file.name.lower() in _LITTER
