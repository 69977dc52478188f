"""What is kept of the whole store is that of the store as it is, whoever wrote to it last, on each database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from corpus.errors import StoreError
from corpus.settings import Settings
from corpus.store import Store
from search_api.whole_store import WholeStore
from tests.corpus.conftest import database, empty_store, idle_databases, new_settings, postgres, settings, store
from tests.corpus.records import obligation_of, record_of

__all__ = ["database", "empty_store", "idle_databases", "new_settings", "postgres", "settings", "store"]

DAY = "2025-06-30"


def put(store: Store, original: bytes, *agencies: str, type: str = "kế hoạch") -> str:
    record = record_of(original)
    duties = tuple(obligation_of(f"dieu-1#{n}", agency) for n, agency in enumerate(agencies))
    document = replace(record.document, type=type)
    store.put(
        replace(record, document=document, obligations=duties),
        source_path=f"/{original.decode()}",
        original=original,
        analyser=1,
    )
    return document.id


def test_what_another_store_wrote_is_seen_at_the_next_request(store: Store, settings: Settings) -> None:
    whole = WholeStore(store)
    assert (whole.now().documents, dict(whole.now().agency_counts), dict(whole.now().standings(DAY))) == ((), {}, {})
    with Store.open(settings) as other:
        doc = put(other, b"mot", "so-y-te", type="chỉ thị")
        now = whole.now()
        assert [d.id for d in now.documents] == [*now.by_id] == [*now.standings(DAY)] == [doc]
        assert (now.types, dict(now.agency_counts)) == ({"chỉ thị"}, {"so-y-te": 1})
        other.remove(doc)
    assert (whole.now().documents, whole.now().types, dict(whole.now().agency_counts)) == ((), frozenset(), {})


def test_what_it_wrote_itself_is_seen(store: Store) -> None:
    whole = WholeStore(store)
    for n in range(3):
        put(store, str(n).encode(), "so-y-te")
        assert len(whole.now().documents) == n + 1
        assert whole.now().agency_counts["so-y-te"] == n + 1


def test_nothing_is_worked_out_twice_while_nothing_is_written(store: Store, settings: Settings) -> None:
    put(store, b"mot", "so-y-te")
    whole = WholeStore(store)
    first = whole.now()
    known = first.documents, first.standings(DAY)
    with Store.open(settings) as other:
        assert len(other.documents()) == 1  # others read, and that changes nothing
    assert whole.now() is first
    assert whole.now().documents is known[0]
    assert whole.now().standings(DAY) is known[1]


def test_a_write_that_is_taken_back_leaves_what_was_there(store: Store) -> None:
    doc = put(store, b"mot", "so-y-te")
    whole = WholeStore(store)
    assert [d.id for d in whole.now().documents] == [doc]
    kept = store.record(doc)
    broken = replace(kept, text="khác", clauses=(*kept.clauses, kept.clauses[0]))
    with pytest.raises(StoreError, match="không nhất quán"):
        store.put(broken, source_path="/mot", original=b"mot", analyser=2)
    assert [d.id for d in whole.now().documents] == [doc]


def test_many_threads_see_what_was_written_before_they_asked(store: Store) -> None:
    whole = WholeStore(store)

    def look(at_least: int) -> bool:
        return len(whole.now().documents) >= at_least

    with ThreadPoolExecutor(8) as threads:
        seen = []
        for n in range(8):
            put(store, str(n).encode())
            seen += [threads.submit(look, n + 1) for _ in range(8)]
        assert all(one.result() for one in seen)
