"""One process holds the index, others borrow it."""

from __future__ import annotations

import hashlib
import json
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Any

import pytest

from corpus.model import ClauseKind, Record
from corpus.settings import Settings
from corpus.store import Store
from index.errors import EngineUnreachable, IndexBusy, IndexingError
from index.retrieval.index import Index
from index.retrieval.query import Query
from index.retrieval.remote import IndexServer, RemoteIndex, connect

Make = Callable[..., Record]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    # As deep as a real data folder may lie: a socket's own path may have 107 bytes at most.
    data = tmp_path / ("sâu" * 40) / "data"
    return Settings(data=data, database_url=f"sqlite:///{tmp_path / 'store.sqlite'}", cache=tmp_path / "cache")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    settings.data.mkdir(parents=True, exist_ok=True)
    opened = Store.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def index(settings: Settings, embedder: Any) -> Iterator[Index]:
    with Index.open(settings, embed=embedder) as opened:
        yield opened


@pytest.fixture(params=["AF_UNIX", "AF_INET"])
def offer(
    request: pytest.FixtureRequest, index: Index, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[IndexServer]:
    if request.param == "AF_INET":  # as on a system without Unix sockets
        monkeypatch.delattr(socket, "AF_UNIX")
    begun = IndexServer(index, store, settings.index)
    yield begun
    begun.close()


@pytest.fixture
def borrowed(offer: IndexServer, settings: Settings, make_embedder: Any) -> Iterator[RemoteIndex]:
    found = connect(settings, embed=make_embedder())
    assert found is not None
    yield found
    found.close()


@pytest.fixture
def plan(make_record: Make) -> Record:
    return make_record(
        "plan",
        [
            ("1", ClauseKind.ITEM, "1. Sở Y tế chăm sóc sức khỏe tâm thần cho trẻ em ở trường học và cộng đồng."),
            ("2", ClauseKind.ITEM, "2. Sở Giáo dục và Đào tạo dạy bơi cho học sinh các cấp, mỗi năm hai đợt."),
        ],
    )


def test_a_borrower_finds_and_changes_what_the_holder_has(
    index: Index, borrowed: RemoteIndex, plan: Record, settings: Settings
) -> None:
    with pytest.raises(IndexBusy):
        Index.open(settings)
    assert borrowed.add(plan, "r1") == 2
    assert borrowed.revisions() == index.revisions() == {"plan": "r1"}
    asked = Query("dạy bơi cho học sinh")
    assert borrowed.search(asked) == index.search(asked)
    assert borrowed.search(asked)[0].path == "2"
    assert borrowed.optimise() is False
    borrowed.remove("plan")
    assert index.revisions() == {}


def test_the_borrower_embeds_and_the_holder_finds_the_vectors(
    index: Index, borrowed: RemoteIndex, plan: Record, embedder: Any
) -> None:
    borrowed.add(plan, "r1")
    assert embedder.embedded == [], "the holder's own model had nothing to do"
    assert index.search(Query("dạy bơi"))


def test_an_index_is_rebuilt_by_its_holder_from_the_store(
    index: Index, borrowed: RemoteIndex, plan: Record, store: Store, embedder: Any
) -> None:
    stored = replace(plan, document=replace(plan.document, sha256=hashlib.sha256(b"plan").hexdigest()))
    store.put(stored, source_path="plan.txt", original=b"plan", analyser=1)
    seen: list[tuple[int, int, str]] = []
    assert borrowed.rebuild(store, progress=lambda *step: seen.append(step)) == 1
    assert seen == [(0, 1, "plan.txt")]
    assert index.revisions() == borrowed.revisions() == store.index_state()
    assert embedder.embedded == []


def test_an_error_of_the_index_reaches_the_borrower(borrowed: RemoteIndex, index: Index) -> None:
    def broken(query: Query) -> list[Any]:
        raise EngineUnreachable("không trả lời")

    index.search = broken  # type: ignore[method-assign]
    with pytest.raises(EngineUnreachable, match="không trả lời"):
        borrowed.search(Query("dạy bơi"))
    assert not borrowed.is_disconnected, "the connection goes on"
    with pytest.raises(IndexingError, match="không nhận"):
        borrowed._ask("close")


def test_a_borrower_is_told_when_the_holder_has_stopped(
    offer: IndexServer, borrowed: RemoteIndex, settings: Settings
) -> None:
    borrowed.revisions()
    offer.close()
    with pytest.raises(EngineUnreachable, match="vừa dừng"):
        for _ in range(2):  # the question that is waited for is answered still
            borrowed.revisions()
    assert borrowed.is_disconnected
    assert connect(settings) is None


def test_only_the_user_reads_the_key_and_nothing_answers_without_it(offer: IndexServer, settings: Settings) -> None:
    note = settings.index / "offer.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    address = json.loads(note.read_text("utf-8"))["address"]
    if isinstance(address, str):
        assert stat.S_IMODE(Path(address).parent.stat().st_mode) == 0o700
    else:
        assert address[0] == "127.0.0.1"
    with pytest.raises((AuthenticationError, EOFError, OSError)):
        Client(address if isinstance(address, str) else tuple(address), authkey=b"guessed")
    assert connect(settings) is not None, "others are still taken in"


@pytest.mark.parametrize("address", ["gone", ["127.0.0.1", 9]], ids=["socket", "port"])
def test_nothing_is_borrowed_of_a_holder_that_was_killed(address: str | list[str | int], settings: Settings) -> None:
    settings.index.mkdir(parents=True)
    (settings.index / "offer.json").write_text(json.dumps({"address": address, "key": "00"}), "utf-8")
    assert connect(settings) is None


def test_a_stranger_who_has_the_port_of_a_killed_holder_is_not_believed(settings: Settings) -> None:
    settings.index.mkdir(parents=True)
    with Listener(("127.0.0.1", 0), authkey=b"of another program") as stranger:
        (settings.index / "offer.json").write_text(json.dumps({"address": stranger.address, "key": "00"}), "utf-8")
        answering = threading.Thread(target=_turned_away, args=(stranger,), daemon=True)
        answering.start()
        assert connect(settings) is None
        answering.join(timeout=10)
        assert not answering.is_alive(), "the stranger was asked"


def _turned_away(stranger: Listener) -> None:
    with pytest.raises((AuthenticationError, EOFError, OSError)):
        stranger.accept()
