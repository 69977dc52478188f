"""A program killed in the middle of its work leaves whole documents and nothing else that matters."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

from sqlalchemy import create_engine, text

from corpus.settings import Settings
from corpus.store import Store
from tests.corpus.records import record_of

ROUNDS = 6
PATHS = [f"/vb/{n}.txt" for n in range(4)]

# What each path leads to.
State = dict[str, bytes]


def steps(begin: int) -> Iterator[tuple[int, str, bytes]]:
    """New files, then ever new contents at the paths of old ones."""
    for n in itertools.count(begin):
        yield n, PATHS[n % len(PATHS)], b"noi dung %d " % n * 500


def write_forever(settings: Settings, begin: int, said: Connection) -> None:
    with Store.open(settings) as store:
        for n, path, original in steps(begin):
            store.set_aside(path, "", "chưa đọc được")
            store.put(record_of(original), source_path=path, original=original, analyser=1)
            said.send(n)


def killed_in_the_middle(settings: Settings, begin: int, patience_s: float) -> int:
    """Write in a child process, kill it some time after its third document; gives the last step it said was done."""
    fork = multiprocessing.get_context("fork")
    heard, said = fork.Pipe(duplex=False)
    writer = fork.Process(target=write_forever, args=(settings, begin, said))
    writer.start()
    said.close()
    for _ in range(3):
        assert heard.poll(30)
        done = heard.recv()
    time.sleep(patience_s)
    writer.kill()
    writer.join()
    try:
        while True:
            done = heard.recv()
    except EOFError:
        return int(done)


def state_of(store: Store) -> State:
    return {path: store.original(document.id) for document in store.documents() for path in store.sources(document.id)}


def test_a_store_killed_while_writing_is_whole(settings: Settings) -> None:
    chance = random.Random(28)
    state: State = {}
    begin = 0
    for _ in range(ROUNDS):
        done = killed_in_the_middle(settings, begin, chance.uniform(0, 0.05))
        for n, path, original in itertools.islice(steps(begin), done - begin + 1):
            state[path] = original
            begin = n + 1
        _, path, original = next(steps(begin))
        with Store.open(settings) as store:
            found = state_of(store)
            aside = [entry.source_path for entry in store.set_aside_list()]
            assert (found, aside) in [(state, []), (state, [path]), (state | {path: original}, [])]
            for document in store.documents():
                assert store.record(document.id) == record_of(store.original(document.id))
            store.sweep_originals()
            assert set(store.originals.kept()) == {document.sha256 for document in store.documents()}
            assert list(store.originals.unfinished()) == []
        # The next child writes the step that may or may not have been finished once more.
        state = found
    if settings.database_url.startswith("sqlite"):
        engine = create_engine(settings.database_url)
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        engine.dispose()
