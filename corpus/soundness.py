"""Whether what is kept of a document still holds."""

from __future__ import annotations

from corpus.errors import StoreError
from corpus.storage import mappers
from corpus.store import Store

ALTERED = (
    "Nội dung đã lưu không còn như khi nạp (tệp kho bị hỏng hoặc bị sửa): hãy nạp lại tệp gốc bằng nhiemvu ingest, "
    "hoặc phục hồi từ bản sao lưu."
)


def is_sound(store: Store, doc: str) -> bool:
    """Returns whether a document's record is as it was put, and its original as it was received."""
    try:
        store.original(doc)
    except StoreError:
        return False
    return record_fault(store, doc) is None


def record_fault(store: Store, doc: str) -> str | None:
    """Returns what is wrong with a document's record, for a person to read; None where it is as it was put."""
    try:
        record, revision = store.revised(doc, with_layout=False)
    except (ValueError, TypeError, KeyError):
        return ALTERED
    return None if mappers.revision(record) == revision else ALTERED
