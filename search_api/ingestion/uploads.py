"""Takes in files that a person hands over: kept for a moment, then ingested as those of the command line are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.storage.originals import file_name
from corpus.store import Store
from ingest.sources import SourceFile, is_litter
from search_api.errors import UnknownValue
from search_api.ingestion.ingest_service import IngestService
from search_api.ingestion.source_paths import UPLOAD_PREFIX, display_path
from search_api.schemas.records import STRICT, DocumentRow, SetAsideRow

# Digits of its hash in what a file is known by, for two people may hand over different files of one name.
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: the documents that it brought, those it held that were there, what was set aside.

    All are empty for a file that a program has left behind, which nobody means to be read.
    """

    __pydantic_config__ = STRICT

    name: str
    ingested: tuple[DocumentRow, ...] = ()
    unchanged: tuple[DocumentRow, ...] = ()
    set_aside: tuple[SetAsideRow, ...] = ()


def receive(ingestion: IngestService, path: Path, name: str, sha256: str, index: bool = True) -> Received:
    """Take the file at `path`, called `name` by who gave it, into a knowledge base."""
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(". ")]
    if not parts:
        raise UnknownValue("Tệp phải có tên.")
    if is_litter(parts):
        return Received(name)
    name = "/".join(parts)
    file = SourceFile(path, f"{UPLOAD_PREFIX}/{sha256[:_DIGITS]}/{name}", parts[-1], name)
    report = ingestion.take_in_files([file], index=index)
    if not report.set_aside:
        _forget_earlier(ingestion.store, name)
    ingested, unchanged = (
        tuple(DocumentRow.of(ingestion.store.document(doc)) for doc in docs)
        for docs in (report.ingested, report.unchanged)
    )
    return Received(name, ingested, unchanged, report.set_aside)


def _forget_earlier(store: Store, name: str) -> None:
    """Take what was handed over before under this name and could not be read off the list: this file mends it.

    A file given by itself mends the one of its name, whichever folder that was in.
    """
    earlier = {file.source_path: display_path(file.source_path) for file in store.set_aside_list()}
    earlier = {path: place for path, place in earlier.items() if place != path}
    mended = [path for path, place in earlier.items() if place == name]
    alike = [path for path, place in earlier.items() if file_name(place) == name]
    for path in mended or (alike if len(alike) == 1 else []):
        store.forget_set_aside(path)
