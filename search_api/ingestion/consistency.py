"""Whether a knowledge base agrees with itself: index with store, quotes with text, originals with their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import StoreError
from corpus.model import Record
from corpus.soundness import record_fault

if TYPE_CHECKING:
    from corpus.store import Store
    from search_api.ingestion.index_sync import IndexSync

_STORE_DAMAGED = "Tệp kho bị hỏng ({}): hãy phục hồi từ bản sao lưu, hoặc dựng lại kho từ bản gốc: nhiemvu recover"


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One disagreement; `mendable` ones are put right from the store by ``check --mend``."""

    fault: str
    doc: str
    source: str
    message: str
    mendable: bool


def check(store: Store, index_sync: IndexSync) -> list[Inconsistency]:
    """Every disagreement there is, those of the index first; an empty list where all is well.

    Of a store whose file is damaged only that is told: nothing that it says can be relied on.
    """
    if damage := store.damage():
        return [Inconsistency("store", "", "", _STORE_DAMAGED.format(line), False) for line in damage]
    names = {document.id: document.source for document in store.documents()}
    found = index_sync.diff()
    faults = [Inconsistency("unusable", "", "", found.unusable, True)] if found.unusable else []
    faults += [
        Inconsistency(name, doc, names.get(doc, ""), message, True)
        for name, docs, message in (
            ("missing", found.missing, "Có trong kho nhưng chưa có trong chỉ mục tìm kiếm."),
            ("stale", found.stale, "Chỉ mục tìm kiếm còn giữ nội dung cũ của văn bản này."),
            ("orphaned", found.orphaned, "Còn trong chỉ mục tìm kiếm nhưng không còn trong kho."),
        )
        for doc in docs
        if not found.unusable
    ]
    for doc, source in names.items():
        faults.extend(Inconsistency(name, doc, source, message, False) for name, message in _in_the_store(store, doc))
    faults.extend(_set_aside(store))
    return faults


def _set_aside(store: Store) -> Iterator[Inconsistency]:
    for file in store.set_aside_list():
        try:
            if file.kept:
                store.originals.read(file.sha256)
        except StoreError as error:
            yield Inconsistency("damaged", "", file.source_path, str(error), False)


def _in_the_store(store: Store, doc: str) -> Iterator[tuple[str, str]]:
    if altered := record_fault(store, doc):
        yield "altered", altered
    elif wrong := _misquoted(store.record(doc)):
        yield "misquoted", f"{wrong} trích dẫn không đúng nguyên văn; hãy chạy lại nhiemvu ingest với tệp gốc."
    try:
        store.original(doc)
    except StoreError as error:
        yield "damaged", str(error)


def _misquoted(record: Record) -> int:
    wrong = sum(record.text[r.start : r.end] != r.quote for r in record.references)
    return wrong + sum(record.text[o.start : o.end] != o.quote for o in record.obligations)
