"""What is kept of the whole store is that of the store as it is, whoever wrote to it last, on each database."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from corpus.errors import StoreError
from corpus.model import Relation, Status
from corpus.settings import Settings
from corpus.storage import catalogue
from corpus.store import Store
from search_api.snapshot import SnapshotCache, StoreSnapshot
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
    whole = SnapshotCache(store)
    assert (whole.now().documents, dict(whole.now().agency_counts), dict(whole.now().validities(DAY))) == ((), {}, {})
    with Store.open(settings) as other:
        doc = put(other, b"mot", "so-y-te", type="chỉ thị")
        now = whole.now()
        assert [d.id for d in now.documents] == [*now.by_id] == [*now.validities(DAY)] == [doc]
        assert (now.types, dict(now.agency_counts)) == ({"chỉ thị"}, {"so-y-te": 1})
        other.remove(doc)
    assert (whole.now().documents, whole.now().types, dict(whole.now().agency_counts)) == ((), frozenset(), {})


def test_what_it_wrote_itself_is_seen(store: Store) -> None:
    whole = SnapshotCache(store)
    for n in range(3):
        put(store, str(n).encode(), "so-y-te")
        assert len(whole.now().documents) == n + 1
        assert whole.now().agency_counts["so-y-te"] == n + 1


def test_nothing_is_worked_out_twice_while_nothing_is_written(store: Store, settings: Settings) -> None:
    put(store, b"mot", "so-y-te")
    whole = SnapshotCache(store)
    first = whole.now()
    known = first.documents, first.validities(DAY)
    with Store.open(settings) as other:
        assert len(other.documents()) == 1  # others read, and that changes nothing
    assert whole.now() is first
    assert whole.now().documents is known[0]
    assert whole.now().validities(DAY) is known[1]


def test_a_write_that_is_taken_back_leaves_what_was_there(store: Store) -> None:
    doc = put(store, b"mot", "so-y-te")
    whole = SnapshotCache(store)
    assert [d.id for d in whole.now().documents] == [doc]
    kept = store.record(doc)
    broken = replace(kept, text="khác", clauses=(*kept.clauses, kept.clauses[0]))
    with pytest.raises(StoreError, match="không nhất quán"):
        store.put(broken, source_path="/mot", original=b"mot", analyser=2)
    assert [d.id for d in whole.now().documents] == [doc]


def test_many_threads_see_what_was_written_before_they_asked(store: Store) -> None:
    whole = SnapshotCache(store)

    def look(at_least: int) -> bool:
        return len(whole.now().documents) >= at_least

    with ThreadPoolExecutor(8) as threads:
        seen = []
        for n in range(8):
            put(store, str(n).encode())
            seen += [threads.submit(look, n + 1) for _ in range(8)]
        assert all(one.result() for one in seen)


def test_a_write_is_read_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = [put(store, str(n).encode(), "so-y-te") for n in range(5)]
    whole = SnapshotCache(store)
    assert len(whole.now().documents) == 5
    read: list[str] = []
    inner = catalogue._read

    def noted(connection: Connection, some: Collection[str], touched: Mapping[str, str]) -> dict[str, catalogue.Entry]:
        read.extend(some)
        return inner(connection, some, touched)

    monkeypatch.setattr(catalogue, "_read", noted)
    new = put(store, b"new", "so-y-te")
    assert whole.now().agency_counts["so-y-te"] == 6
    store.remove(docs[0])
    assert whole.now().agency_counts["so-y-te"] == 5
    assert read == [new]


def test_what_is_not_looked_at_here_leaves_all_as_it_was(store: Store, settings: Settings) -> None:
    put(store, b"mot", "so-y-te")
    whole = SnapshotCache(store)
    first = whole.now()
    with Store.open(settings) as other:
        other.set_aside("/hong.pdf", "", "Tệp hỏng.")
    assert whole.now() is first


def _everything(whole: StoreSnapshot) -> dict[str, object]:
    return {
        "documents": whole.documents,
        "by_id": dict(whole.by_id),
        "agencies": dict(whole.agency_counts),
        "copies": dict(whole.copies),
        "amending": whole.amending,
        "types": whole.types,
        "provinces": whole.provinces,
        "standings": dict(whole.validities(DAY)),
    }


def test_step_by_step_it_comes_to_what_reading_everything_comes_to(store: Store) -> None:
    """After every kind of write: new and changed documents, files renamed, targets set and lost, copies, removals."""
    whole = SnapshotCache(store)

    def same() -> None:
        assert _everything(whole.now()) == _everything(SnapshotCache(store).now())

    long = " ".join(f"tiếng{n}" for n in range(200))
    old = replace(record_of(b"old", number="1/2010/QĐ-UBND", issued="2010-01-01"), text=long, clauses=(), references=())
    copy = replace(record_of(b"copy", number="1/2010/QĐ-UBND", issued="2010-01-01"), text=long, clauses=())
    new = record_of(b"new", number="2/2020/QĐ-UBND", issued="2020-01-01")
    acts = (replace(new.references[0], relation=Relation.REPLACES, number="1/2010/QĐ-UBND"),)
    same()
    for record, original in ((old, b"old"), (replace(new, references=acts), b"new"), (copy, b"copy")):
        plain = replace(record, obligations=(), pages=(), places=())
        store.put(plain, source_path=f"/{original.decode()}", original=original, analyser=1)
        same()
    assert whole.now().copies
    [(double, node)] = whole.now().copies.items()
    stands, original = (old, b"old") if node == old.document.id else (copy, b"copy")
    later = replace(stands, document=replace(stands.document, effective="2010-06-01"))
    later = replace(later, obligations=(), pages=(), places=())
    store.put(later, source_path=f"/{original.decode()}", original=original, analyser=2)
    same()
    assert whole.now().validities(DAY)[double].since == "2010-06-01"
    assert whole.now().copies
    aimed = (new.document.id, acts[0].path, acts[0].start)
    store.update_targets([(*aimed, old.document.id, None, "")])
    same()
    assert whole.now().validities(DAY)[old.document.id].status is Status.REPLACED
    store.add_source(old.document.id, "/ten-moi.txt")
    store.add_source(old.document.id, "/ten-khac.txt")
    same()
    # The file it was known by now leads to another document, so it takes the name of one that is left.
    again = record_of(b"again", number="3/2021/QĐ-UBND", issued="2021-01-01")
    store.put(again, source_path="/old", original=b"again", analyser=1)
    same()
    store.put(again, source_path="/old", original=b"again", analyser=2)
    same()
    store.remove(old.document.id)
    same()
    assert whole.now().validities(DAY)[copy.document.id].status is not Status.REPLACED
    store.remove(copy.document.id)
    same()


def test_no_answer_is_older_than_what_was_there_when_it_was_asked_for(store: Store, settings: Settings) -> None:
    """One writes, elsewhere, while four ask: what was kept before a question is in its answer, in every part of it."""
    whole = SnapshotCache(store)
    kept: list[str] = []

    def write() -> None:
        with Store.open(settings) as other:
            kept.extend(put(other, str(n).encode(), "so-y-te") for n in range(25))

    def ask(over: threading.Event) -> int:
        asked = 0
        while not over.is_set() or asked == 0:
            before = set(kept)
            now = whole.now()
            assert before <= now.by_id.keys()
            assert now.agency_counts.get("so-y-te", 0) >= len(before)
            # And it is of one state: no part is newer than another.
            assert now.agency_counts.get("so-y-te", 0) == len(now.documents) == len(now.validities(DAY))
            asked += 1
        return asked

    over = threading.Event()
    with ThreadPoolExecutor(5) as threads:
        asking = [threads.submit(ask, over) for _ in range(4)]
        try:
            threads.submit(write).result()
        finally:
            over.set()
        assert all(one.result() for one in asking)
    assert whole.now().by_id.keys() == set(kept)
