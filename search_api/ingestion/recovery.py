"""Making a lost or unreadable store anew from the originals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import StoreError
from corpus.storage import source_names
from corpus.storage.salvage import Salvaged
from ingest.errors import SetAside
from ingest.readers.detect import recognise, suffixes
from ingest.sources import SourceFile
from search_api.ingestion.source_paths import UPLOAD_PREFIX, display_path, source_name

if TYPE_CHECKING:
    from corpus.store import Store

# What files whose name is lost are called in; the page and the command line show the rest, as of uploads.
_NAMELESS = f"{UPLOAD_PREFIX}/khoi-phuc"
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a recovery takes in again, and in `lost` what it cannot bring back, in Vietnamese, a line each."""

    files: tuple[SourceFile, ...]
    decisions: int
    damaged_store: Path | None
    lost: tuple[str, ...]


def plan(store: Store, found: Salvaged) -> Recovery:
    """Returns the originals to take in again, under the names they had as far as these are known."""
    hashes, lost = _sound(store)
    names = _names(hashes, source_names.noted(store.originals))
    lost += [f"Tên tệp ban đầu của bản gốc {sha256[:_DIGITS]}." for sha256 in hashes if sha256 not in names]
    lost += [f"Không đọc được từ cơ sở dữ liệu cũ: {part}." for part in found.unread]
    files = (file for sha256 in hashes for file in _files(store, sha256, names.get(sha256, [])))
    return Recovery(tuple(files), len(found.verdicts), found.damaged, tuple(lost))


def _sound(store: Store) -> tuple[list[str], list[str]]:
    """The originals to take in, and what is to be said of those that are damaged; removed ones stay removed."""
    removed = {document.sha256 for document in store.removed.list()}
    hashes, lost = [], []
    for sha256 in store.originals.kept():
        try:
            store.originals.read(sha256)
        except StoreError as error:
            lost.append(str(error))
        else:
            if sha256 not in removed:
                hashes.append(sha256)
    return hashes, lost


def _names(hashes: Iterable[str], noted: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The paths of each original, each path with the last one that it led to."""
    kept = set(hashes)
    last = {path: sha256 for sha256, path in noted if sha256 in kept}
    names = defaultdict(list)
    for path, sha256 in last.items():
        names[sha256].append(path)
    return dict(names)


def _files(store: Store, sha256: str, paths: Iterable[str]) -> list[SourceFile]:
    kept = store.originals.path(sha256)
    named = list(paths) or [f"{_NAMELESS}/{sha256[:_DIGITS]}{_suffix(kept.read_bytes())}"]
    return [SourceFile(kept, path, source_name(path), display_path(path)) for path in named]


def _suffix(data: bytes) -> str:
    """The suffix of files of the kind that `data` is; empty where it is of none, which reading it then says."""
    try:
        return next(iter(suffixes(recognise(data, ""))), "")
    except SetAside:
        return ""
