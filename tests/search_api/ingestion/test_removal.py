"""Taking documents out, back in, and reading damaged ones again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import create_engine, text
from starlette.testclient import TestClient

from corpus.errors import UnknownDocument
from search_api import clock
from search_api.bootstrap import KnowledgeBase
from search_api.errors import UnknownFile
from search_api.ingestion import removal
from search_api.ingestion.consistency import check
from search_api.web.app import create_app
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import StandInIndex

PLAN = (
    "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\nSố: {n}/KH-UBND\nNghệ An, ngày 15 tháng 3 năm 2024\nKẾ HOẠCH\n"
    "I. NHIỆM VỤ\n1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ kiểm tra các cơ sở lưu trú trên địa bàn tỉnh.\n"
    "2. Thực hiện Kế hoạch số {other}/KH-UBND ngày 15 tháng 3 năm 2024 của Ủy ban nhân dân tỉnh Nghệ An.\n"
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "vb"
    folder.mkdir()
    for n, other in ((7, 8), (8, 7)):
        (folder / f"{n}.txt").write_text(PLAN.format(n=n, other=other), "utf-8")
    return folder


@pytest.fixture
def kb(tmp_path: Path, files: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(new_settings(tmp_path / "data"), index=cast(Any, StandInIndex())) as opened:
        assert len(opened.take_in([files], processes=1).ingested) == 2
        yield opened


def test_a_removed_document_is_nowhere_and_comes_back_as_it_was(kb: KnowledgeBase) -> None:
    doc = kb.store.document("7/KH-UBND").id
    before, targets = kb.store.record(doc), [r.target for _, r in kb.store.references(kb.store.document("8.txt").id)]
    assert doc in targets
    (row,) = kb.remove(["7/KH-UBND"])
    assert (row.doc, row.name) == (doc, "7/KH-UBND")
    assert row.source.endswith("vb/7.txt")
    with pytest.raises(UnknownDocument):
        kb.store.document(doc)
    assert doc not in kb.index.revisions()
    assert all(r.target != doc for _, r in kb.store.references())
    assert check(kb.store, kb.index_sync) == []
    assert kb.store.sweep_originals() == 0, "its original is still claimed"
    report = kb.restore(["7/KH-UBND"])
    assert report.ingested == (doc,)
    assert kb.store.record(doc) == before
    assert [r.target for _, r in kb.store.references(kb.store.document("8.txt").id)] == targets
    assert removal.removed(kb.store) == ()
    assert check(kb.store, kb.index_sync) == []


def test_nothing_is_removed_where_one_name_is_unknown(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownDocument):
        kb.remove(["7/KH-UBND", "99/KH-UBND"])
    assert len(kb.store.documents()) == 2
    with pytest.raises(UnknownFile, match="nhiemvu removed"):
        kb.restore(["7/KH-UBND"])


def test_after_thirty_days_it_is_gone_for_good(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = kb.remove(["7/KH-UBND"])
    last = date.fromisoformat(row.until)
    monkeypatch.setattr(clock, "today", lambda: last)
    assert removal.sweep(kb.store) == 0
    monkeypatch.setattr(clock, "today", lambda: last + timedelta(days=1))
    assert removal.removed(kb.store) == ()
    assert removal.sweep(kb.store) == 1
    assert len(list(kb.store.originals.kept())) == 1


def test_a_removed_document_can_be_deleted_at_once(kb: KnowledgeBase) -> None:
    kb.remove(["7.txt"])
    assert removal.discard(kb.store, ["7.txt"]) == 1
    assert removal.removed(kb.store) == ()
    assert len(list(kb.store.originals.kept())) == 1


def test_the_same_file_ingested_again_comes_back(kb: KnowledgeBase, files: Path) -> None:
    doc = kb.store.document("7/KH-UBND").id
    kb.remove([doc])
    assert kb.take_in([files], processes=1).ingested == (doc,)
    assert removal.removed(kb.store) == ()


def test_documents_are_removed_and_restored_over_http(kb: KnowledgeBase) -> None:
    doc = kb.store.document("7/KH-UBND").id
    with TestClient(create_app(kb, warm=False), base_url="http://127.0.0.1:8000") as client:
        assert "Bỏ khỏi kho" in client.get(f"/van-ban/{doc}").text
        done = client.post(f"/van-ban/{doc}/bo", follow_redirects=False)
        assert (done.status_code, done.headers["location"]) == (303, "/da-bo")
        assert "7/KH-UBND" in client.get("/da-bo").text
        assert client.get(f"/van-ban/{doc}").status_code == 404
        back = client.post(f"/da-bo/{doc}/khoi-phuc", follow_redirects=False)
        assert back.headers["location"] == f"/van-ban/{doc}"
        assert client.delete(f"/api/v1/documents/{doc}").json()["doc"] == doc
        assert [row["doc"] for row in client.get("/api/v1/removed").json()] == [doc]
        assert client.post(f"/api/v1/removed/{doc}/restore").json() == [doc]
        assert client.delete("/api/v1/documents/99-KH").status_code == 404
        refused = client.post(f"/van-ban/{doc}/bo", headers={"origin": "http://elsewhere.example"})
        assert refused.status_code == 403


DAMAGE = {
    "text-altered": "UPDATE documents SET text = replace(text, 'Sở Y tế', 'Sở Tế Y')",
    "title-altered": "UPDATE documents SET title = 'KẾ HOẠCH khác'",
    "unknown-role": "UPDATE assignees SET role = 'chief'",
    "unknown-kind-of-clause": "UPDATE clauses SET kind = 'verse'",
    "obligation-moved": "UPDATE obligations SET start = 0",
    "obligations-lost": "DELETE FROM obligations",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_record_is_read_again(kb: KnowledgeBase, files: Path, damage: str) -> None:
    before = {d.id: kb.store.record(d.id) for d in kb.store.documents()}
    engine = create_engine(kb.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text(damage))
    engine.dispose()
    assert {fault.fault for fault in check(kb.store, kb.index_sync)} == {"altered"}
    assert set(kb.take_in([files], processes=1).ingested) == set(before)
    assert {d.id: kb.store.record(d.id) for d in kb.store.documents()} == before
    assert kb.take_in([files], processes=1).ingested == ()


def test_a_missing_original_is_kept_again(kb: KnowledgeBase, files: Path) -> None:
    document = kb.store.document("7/KH-UBND")
    kb.store.originals.path(document.sha256).unlink()
    assert [fault.fault for fault in check(kb.store, kb.index_sync)] == ["damaged"]
    assert kb.take_in([files], processes=1).ingested == (document.id,)
    assert check(kb.store, kb.index_sync) == []
