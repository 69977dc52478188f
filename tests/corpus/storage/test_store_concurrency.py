"""Many readers and one writer at a time: who waits for whom, and what each of them sees."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unittest.mock import patch

import pytest

from corpus.errors import StoreError
from corpus.settings import Settings
from corpus.storage import database
from corpus.storage.database import Database
from corpus.store import Store
from tests.corpus.records import obligation_of, record_of

# Long enough for a thread to be seen waiting, short enough to wait for.
MOMENT_S = 0.2


def put_many(settings: Settings, name: str, count: int) -> None:
    with Store.open(settings) as store:
        for n in range(count):
            original = f"{name}-{n}".encode()
            store.put(record_of(original), source_path=f"/{name}/{n}", original=original, analyser=1)


@pytest.fixture
def busy(settings: Settings) -> Iterator[threading.Event]:
    """Another writer in the middle of its transaction, until the event is set."""
    begun, done = threading.Event(), threading.Event()

    def hold() -> None:
        other = Database.open(settings.database_url)
        with other.writing():
            begun.set()
            done.wait(10)
        other.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(10)
    yield done
    done.set()
    thread.join()


def test_a_second_writer_waits_for_the_first(store: Store, busy: threading.Event) -> None:
    threading.Timer(MOMENT_S, busy.set).start()
    began = time.monotonic()
    store.put(record_of(b"mot"), source_path="/1", original=b"mot", analyser=1)
    assert time.monotonic() - began >= MOMENT_S
    assert len(store.documents()) == 1


def test_a_second_writer_that_waited_too_long_is_told_so(settings: Settings, busy: threading.Event) -> None:
    with patch.object(database, "WRITER_PATIENCE", MOMENT_S), Store.open(settings) as store:
        with pytest.raises(StoreError, match="đang được một chương trình khác ghi"):
            store.put(record_of(b"mot"), source_path="/1", original=b"mot", analyser=1)
        assert store.documents() == []
    busy.set()
    with Store.open(settings) as store:
        store.put(record_of(b"mot"), source_path="/1", original=b"mot", analyser=1)


def test_readers_do_not_wait_for_a_writer(store: Store, busy: threading.Event) -> None:
    assert store.documents() == []
    assert not busy.is_set()


def test_writing_processes_do_not_disturb_each_other(settings: Settings) -> None:
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=put_many, args=(settings, name, 10)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    with Store.open(settings) as store:
        assert len(store.documents()) == 30
        assert len(list(store.originals.kept())) == 30


def test_threads_read_whole_documents_while_one_writes(store: Store) -> None:
    kept = record_of(b"mot")
    versions = [
        replace(kept, text=str(n), obligations=(obligation_of(f"dieu-1#{n}", f"co-quan-{n}"),)) for n in range(20)
    ]
    store.put(versions[0], source_path="/1", original=b"mot", analyser=1)
    done = threading.Event()

    def read() -> int:
        count = 0
        while not done.is_set():
            assert store.record(kept.document.id) in versions
            count += 1
        return count

    with ThreadPoolExecutor(8) as threads:
        readers = [threads.submit(read) for _ in range(8)]
        try:
            for version in versions:
                store.put(version, source_path="/1", original=b"mot", analyser=1)
        finally:
            done.set()
        assert all(reader.result() for reader in readers)


def test_a_stream_goes_on_with_the_state_it_began_with(store: Store) -> None:
    kept = record_of(b"mot")
    duties = tuple(obligation_of(f"dieu-1#{n}", f"cu-{n}", f"them-{n}") for n in range(600))
    store.put(replace(kept, obligations=duties), source_path="/1", original=b"mot", analyser=1)
    stream = store.obligations()
    first = next(stream)
    store.put(kept, source_path="/1", original=b"mot", analyser=2)
    assert [first, *stream] == [(kept.document.id, duty) for duty in duties]
    assert len(list(store.obligations())) == 1


def test_two_programs_may_build_a_new_store_at_once(settings: Settings) -> None:
    fresh = replace(
        settings, data=settings.data / "moi", database_url=f"sqlite:///{settings.data / 'moi' / 's.sqlite'}"
    )
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda name: put_many(fresh, name, 1), "abcd"))
    with Store.open(fresh) as store:
        assert len(store.documents()) == 4
