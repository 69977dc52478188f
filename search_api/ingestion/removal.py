"""Taking documents out of the knowledge base, and back in for as long as they can be restored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from corpus.storage.originals import file_name
from corpus.vietnamese import bare
from search_api import clock
from search_api.errors import UnknownFile
from search_api.ingestion.source_paths import display_path, source_name
from search_api.schemas.records import STRICT

if TYPE_CHECKING:
    from corpus.storage.removed_documents import RemovedDocument
    from corpus.store import Store
    from ingest.sources import SourceFile

# Days for which a removed document can be restored.
RESTORABLE_DAYS = 30


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A document that was removed: `at` when (ISO, UTC), `until` the last day on which it can be restored."""

    __pydantic_config__ = STRICT

    doc: str
    name: str
    title: str
    source: str
    at: str
    until: str

    @classmethod
    def of(cls, document: RemovedDocument) -> RemovedRow:
        """The row of a removed document."""
        until = datetime.fromisoformat(document.at) + timedelta(days=RESTORABLE_DAYS)
        source = display_path(document.source_path)
        return cls(document.doc, document.name, document.title, source, document.at, until.date().isoformat())


def remove(store: Store, names: Sequence[str]) -> tuple[RemovedRow, ...]:
    """Take the documents that `names` name out of the store; raises `UnknownDocument` before any is taken out.

    What cites them leads nowhere, or to a copy of them, until they are restored. People's decisions about them stay.
    """
    from ingest.references.resolution import changed_by_removal

    sweep(store)
    docs = list(dict.fromkeys(store.document(name).id for name in names))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for doc in docs:
        store.removed.add(doc, now)
    store.update_targets(changed_by_removal(store))
    return tuple(row for row in removed(store) if row.doc in docs)


def removed(store: Store) -> tuple[RemovedRow, ...]:
    """The documents that can be restored, the latest first."""
    found = {document.doc: RemovedRow.of(document) for document in reversed(store.removed.list())}
    return tuple(row for row in reversed(found.values()) if row.until >= clock.today().isoformat())


def originals_of(store: Store, names: Sequence[str]) -> list[SourceFile]:
    """The originals of removed documents under the paths they had, to be taken in again; raises `UnknownFile`."""
    from ingest.sources import SourceFile

    docs = _named(store, names)
    return [
        SourceFile(
            store.originals.path(document.sha256),
            document.source_path,
            source_name(document.source_path),
            display_path(document.source_path),
        )
        for document in store.removed.list()
        if document.doc in docs
    ]


def discard(store: Store, names: Sequence[str]) -> int:
    """Delete removed documents for good, with their originals; gives their number. Raises `UnknownFile`."""
    return store.removed.discard(_named(store, names))


def sweep(store: Store) -> int:
    """Delete for good what was removed longer than `RESTORABLE_DAYS` ago; gives the number of documents."""
    held = {row.doc for row in removed(store)}
    return store.removed.discard({document.doc for document in store.removed.list()} - held)


def _named(store: Store, names: Sequence[str]) -> set[str]:
    """The ids of the removed documents that `names` name by id, number or file name."""
    found: set[str] = set()
    rows = removed(store)
    for name in names:
        wanted = bare(name)
        own = {r.doc for r in rows if wanted in {r.doc, bare(r.name), bare(r.source), bare(file_name(r.source))}}
        if not own:
            raise UnknownFile(f"Không có văn bản đã bỏ nào tên “{name}”. Xem danh sách bằng: nhiemvu removed")
        found |= own
    return found
