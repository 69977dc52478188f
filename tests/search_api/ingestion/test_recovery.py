"""A store that is lost or unreadable is made anew from the originals, and what is not got back is told."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from typer.testing import CliRunner

from corpus.errors import StoreError
from corpus.relations.review_decisions import Anchor, Decision, Verdict
from corpus.settings import Settings
from corpus.storage import salvage
from corpus.store import Store
from search_api.bootstrap import KnowledgeBase
from search_api.cli.main import app
from search_api.ingestion.consistency import check
from search_api.ingestion.recovery import Recovery
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import StandInIndex

LETTER = (
    "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\nSố: {n}/KH-UBND\nNghệ An, ngày 15 tháng 3 năm 2024\nKẾ HOẠCH\n"
    "I. NHIỆM VỤ\n1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ kiểm tra các cơ sở lưu trú trên địa bàn tỉnh.\n"
)
VERDICT = Verdict(
    Anchor("i/1", "Sở Y tế chủ trì"), None, Decision.COVERAGE, coverage="full", author="An", at="2024-05-01"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A base of three documents, one of them removed, a file set aside and a decision."""
    folder = tmp_path / "vb"
    folder.mkdir()
    for n in (7, 8, 9):
        (folder / f"{n}.txt").write_text(LETTER.format(n=n), "utf-8")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7 cut short")
    settings = new_settings(tmp_path / "data")
    with opened(settings) as kb:
        assert len(kb.take_in([folder], processes=1).ingested) == 3
        kb.store.decide(kb.store.document("7.txt").id, kb.store.document("8.txt").id, VERDICT)
        kb.remove(["9.txt"])
    return settings


def opened(settings: Settings) -> KnowledgeBase:
    return KnowledgeBase(settings, index=cast(Any, StandInIndex()))


def recovered(settings: Settings) -> Recovery:
    with opened(settings) as kb:
        _, done = kb.recover(processes=1)
        assert check(kb.store, kb.index_sync) == []
    return done


def store_file(settings: Settings) -> Path:
    return settings.data / "store.sqlite"


def lose(settings: Settings) -> None:
    for path in settings.data.glob("store.sqlite*"):
        path.unlink()


def damage_header(settings: Settings) -> None:
    file = store_file(settings)
    file.write_bytes(b"\0" * 100 + file.read_bytes()[100:])


def damage_documents(settings: Settings) -> None:
    """Overwrite the pages of the table of obligations, which leaves those of names and decisions readable."""
    with closing(sqlite3.connect(store_file(settings))) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'obligations'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with store_file(settings).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(random.Random(5).randbytes(size))


def test_a_lost_store_is_made_anew_under_the_names_it_had(settings: Settings) -> None:
    lose(settings)
    with pytest.raises(StoreError, match="nhiemvu recover"), opened(settings) as kb:
        kb.store.documents()
    done = recovered(settings)
    with Store.open(settings) as store:
        found = {document.number: document.source for document in store.documents()}
        assert found["7/KH-UBND"] == "7.txt"
        assert [Path(file.source_path).name for file in store.set_aside_list()] == ["hỏng.pdf"]
    assert done.decisions == 0
    assert any("quyết định" in line for line in done.lost)
    assert done.damaged_store is None


def test_a_damaged_store_gives_what_can_still_be_read(settings: Settings) -> None:
    damage_documents(settings)
    with opened(settings) as kb:
        (*faults,) = check(kb.store, kb.index_sync)
        assert {fault.fault for fault in faults} == {"store"}
        assert all("nhiemvu recover" in fault.message for fault in faults)
        with pytest.raises(StoreError, match="recover"):
            kb.store.sweep_originals()
    done = recovered(settings)
    assert (done.decisions, done.lost) == (1, ())
    assert done.damaged_store and done.damaged_store.exists()
    with Store.open(settings) as store:
        assert {document.source for document in store.documents()} == {"7.txt", "8.txt"}
        assert [document.name for document in store.removed.list()] == ["9/KH-UBND"]
        (verdict,) = store.verdicts(store.document("7.txt").id, store.document("8.txt").id)
        assert verdict == VERDICT


def test_a_store_without_a_header_is_recovered_from_names_beside_the_originals(settings: Settings) -> None:
    damage_header(settings)
    done = recovered(settings)
    assert len(done.lost) == 3, "names, decisions and what was removed are in nothing that can be read"
    with Store.open(settings) as store:
        assert {document.source for document in store.documents()} == {"7.txt", "8.txt", "9.txt"}


def test_a_store_whose_schema_is_no_text_any_more_is_told_and_recovered(settings: Settings) -> None:
    file = store_file(settings)
    whole = file.read_bytes()
    damaged = whole.replace(b"tablealembic_version", b"table\x8d\xffembic_version").replace(b"CREATE", b"CREATX")
    assert b"CREATX" in damaged
    assert b"table\x8d\xff" in damaged
    file.write_bytes(damaged)
    with closing(sqlite3.connect(file)) as connection, pytest.raises(UnicodeDecodeError):
        connection.execute("PRAGMA integrity_check")
    with pytest.raises(StoreError, match="nhiemvu recover"), opened(settings) as kb:
        kb.store.documents()
    assert recovered(settings).damaged_store


def test_originals_without_a_name_are_read_by_what_they_are(settings: Settings) -> None:
    lose(settings)
    (settings.originals / "sources.jsonl").unlink()
    done = recovered(settings)
    assert sum("Tên tệp ban đầu" in line for line in done.lost) == 4
    with Store.open(settings) as store:
        assert {document.number for document in store.documents()} == {f"{n}/KH-UBND" for n in (7, 8, 9)}


def test_a_damaged_original_is_told_and_the_others_come_back(settings: Settings) -> None:
    with Store.open(settings) as store:
        path = store.originals.path(store.document("8.txt").sha256)
    lose(settings)
    path.write_bytes(b"altered")
    with opened(settings) as kb:
        _, done = kb.recover(processes=1)
        assert {document.source for document in kb.store.documents()} == {"7.txt", "9.txt"}
    assert any(str(path) in line for line in done.lost)
    assert path.read_bytes() == b"altered"


def test_a_recovery_cut_short_is_gone_on_with(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    damage_documents(settings)
    with monkeypatch.context() as patch, opened(settings) as kb:
        patch.setattr(salvage, "finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            kb.recover(processes=1)
    assert recovered(settings).decisions == 1
    with pytest.raises(StoreError, match="không dựng lại"):
        recovered(settings)


def test_a_store_in_order_is_left_alone(settings: Settings) -> None:
    before = sorted(path.name for path in settings.data.iterdir())
    with pytest.raises(StoreError, match="không dựng lại"):
        recovered(settings)
    assert sorted(path.name for path in settings.data.iterdir()) == before


def test_nothing_is_made_where_there_are_no_originals(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="không có bản gốc"):
        recovered(new_settings(tmp_path / "mới"))


def test_the_command_refuses_a_store_in_order(settings: Settings) -> None:
    answer = CliRunner().invoke(app, ["--data", str(settings.data), "recover"])
    assert answer.exit_code == 1
    assert "không dựng lại" in answer.output


def test_names_of_an_older_base_are_noted_when_it_is_mended(settings: Settings) -> None:
    names = settings.originals / "sources.jsonl"
    names.unlink()
    with Store.open(settings) as store:
        store.sweep_originals()
    assert names.read_text("utf-8").count('"sha256"') == 4
