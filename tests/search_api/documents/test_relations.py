"""A document's relations, standing and copies, and the documents that are missing, wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from corpus.model import ClauseKind, Record
from corpus.store import Store
from ingest.references import find_references
from ingest.references.resolution import changed_targets
from search_api.bootstrap import KnowledgeBase
from search_api.cli import console
from search_api.cli.main import app
from search_api.documents import relations as kin
from search_api.records.selection import RecordType, rows, select
from search_api.web.app import create_app
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import StandInIndex, draft, original

HEAD = "Ủy ban nhân dân tỉnh Nghệ An"
FILLING = " ".join(f"Sở thứ {n} báo cáo kết quả quý {n % 4}." for n in range(60))


def decision(source: str, number: str, issued: str, article: str, **more: Any) -> Record:
    """A provincial decision whose second article is `article`."""
    lines = [
        ("dieu-1", ClauseKind.ARTICLE, "Điều 1.", f"Điều 1. Ban hành Quy định. {FILLING} {number}"),
        ("dieu-2", ClauseKind.ARTICLE, "Điều 2.", f"Điều 2. {article}"),
    ]
    described = {"type": "quyết định", "number": number, "issuer": HEAD, "issued": issued, "province": "Nghệ An"}
    record = draft(source, lines, **described | {"title": f"quy định số {number}"} | more)
    return replace(record, references=find_references(record.text, record.clauses, record.document))


OLD = decision("cu.txt", "1/2010/QĐ-UBND", "2010-01-05", "Căn cứ Nghị định số 9/2009/NĐ-CP.")
COPY = decision("cu-quet.pdf", "1/2010/QĐ-UBND", "2010-01-05", "Căn cứ Nghị định số 9/2009/NĐ-CP.", warnings=("OCR",))
AMENDING = decision(
    "sua.txt", "2/2015/QĐ-UBND", "2015-05-01", "Bãi bỏ Điều 1 Quyết định số 1/2010/QĐ-UBND ngày 05/01/2010."
)
NEW = decision(
    "moi.txt", "3/2020/QĐ-UBND", "2020-03-02", "Quyết định này thay thế Quyết định số 1/2010/QĐ-UBND ngày 05/01/2010."
)


def keep(store: Store, *records: Record) -> None:
    for record in records:
        source = record.document.source
        store.put(record, source_path=f"/vb/{source}", original=original(source), analyser=1)
        store.update_targets(changed_targets(record.document, store))


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    settings = new_settings(tmp_path / "data")
    with KnowledgeBase(settings, store=Store.open(settings), index=cast(Any, StandInIndex())) as opened:
        keep(opened.store, NEW, AMENDING, COPY, OLD)
        yield opened


@pytest.mark.parametrize(
    ("day", "status", "by"),
    [("2015-04-30", "in_force", []), ("2019-12-31", "amended", ["2/2015/QĐ-UBND"]),
     ("2020-03-02", "replaced", ["3/2020/QĐ-UBND", "2/2015/QĐ-UBND"])],
    ids=["before", "a part repealed", "replaced"],
)  # fmt: skip
@pytest.mark.parametrize("record", [OLD, COPY], ids=["text", "scan"])
def test_the_standing_of_a_document_and_of_its_copy(
    kb: KnowledgeBase, record: Record, day: str, status: str, by: list[str]
) -> None:
    found = kin.relations_view(kb.store, record.document.id, as_of=day).standing
    assert (found.status, [act.number for act in found.acts]) == (status, by)
    assert kb.snapshot.validities(day)[record.document.id].status == status
    for act in found.acts:
        text = kb.store.text(act.doc)
        assert (act.path, act.cited, act.quote in text) == ("dieu-2", "Điều 2", True)


def test_relations_are_followed_over_several_steps(kb: KnowledgeBase) -> None:
    plan = decision("kh.txt", "7/KH-UBND", "2021-01-01", "Thực hiện Quyết định số 3/2020/QĐ-UBND.", type="kế hoạch")
    keep(kb.store, plan)
    found = kin.relations_view(kb.store, plan.document.id, depth=3).relations
    assert [(r.number, r.depth, r.relation, r.doc is None) for r in found] == [
        ("3/2020/QĐ-UBND", 1, "implements", False),
        ("1/2010/QĐ-UBND", 2, "replaces", False),
        ("9/2009/NĐ-CP", 3, "based_on", True),
    ]
    assert [r.number for r in kin.relations_view(kb.store, plan.document.id, depth=1).relations] == ["3/2020/QĐ-UBND"]
    below = kin.relations_view(kb.store, NEW.document.id).relations
    assert [(r.direction, r.number) for r in below if r.direction == "cited_by"] == [("cited_by", "7/KH-UBND")]


def test_exports_hold_status_and_copies(kb: KnowledgeBase) -> None:
    found = {
        row.source: (row.status, row.duplicate_of)
        for row in rows(kb.resources, RecordType.DOCUMENTS, select(kb.resources))
    }
    assert found == {
        "cu.txt": ("replaced", None),
        "cu-quet.pdf": ("replaced", OLD.document.id),
        "sua.txt": ("in_force", None),
        "moi.txt": ("in_force", None),
    }
    then = {
        row.source: row.status
        for row in rows(kb.resources, RecordType.DOCUMENTS, select(kb.resources, as_of="2016-01-01"))
    }
    assert then == {"cu.txt": "amended", "cu-quet.pdf": "amended", "sua.txt": "in_force"}


def test_missing_documents_count_a_copy_once_and_go_when_they_come(kb: KnowledgeBase) -> None:
    [row] = kin.missing(kb.store)
    assert (row.number, row.documents, row.times) == ("9/2009/NĐ-CP", 1, 1)
    assert [d.doc for d in row.cited_by] == [OLD.document.id]
    decree = decision(
        "nd.txt", "9/2009/NĐ-CP", "2009-02-02", "Chung.", type="nghị định", issuer="Chính phủ", province=""
    )
    keep(kb.store, decree)
    assert kin.missing(kb.store) == ()


def test_the_service_and_the_pages_show_it(kb: KnowledgeBase) -> None:
    doc = OLD.document.id
    with TestClient(create_app(kb), base_url="http://127.0.0.1:8000") as web:
        found = web.get(f"/api/v1/documents/{doc}/relations", params={"as_of": "2016-01-01", "depth": 1}).json()
        assert (found["standing"]["status"], [c["source"] for c in found["copies"]]) == ("amended", ["cu-quet.pdf"])
        assert web.get(f"/api/v1/documents/{doc}/relations", params={"as_of": "x"}).status_code == 422
        assert [row["number"] for row in web.get("/api/v1/missing").json()] == ["9/2009/NĐ-CP"]
        reader = web.get(f"/van-ban/{doc}").text
        assert "Đã bị thay thế" in reader
        assert f'href="/van-ban/{NEW.document.id}#dieu-2"' in reader
        assert "Quan hệ văn bản" in reader
        assert "cu-quet.pdf" in reader
        assert f'href="/van-ban/{doc}"' in web.get(f"/van-ban/{COPY.document.id}").text
        assert "Nghị định 9/2009/NĐ-CP" in web.get("/van-ban-con-thieu").text
        assert "/van-ban-con-thieu" in web.get("/van-ban").text


def test_the_command_line_shows_it(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "KnowledgeBase", lambda settings: kb)
    monkeypatch.setattr(console, "keep_log", lambda folder: None)
    run = CliRunner()
    # Two files bear the number: the one that stands for both answers.
    done = run.invoke(app, ["relations", "1/2010/QĐ-UBND", "--as-of", "2016-01-01", "--format", "table"])
    assert done.exit_code == 0, done.stderr
    assert "đã được sửa đổi, bổ sung từ 1/5/2015" in done.stderr
    assert "cu-quet.pdf" in done.stderr
    assert "9/2009/NĐ-CP" in done.stdout
    done = run.invoke(app, ["missing", "--format", "jsonl"])
    assert [line.count("9/2009") for line in done.stdout.splitlines()] == [1]
    monkeypatch.setenv("COLUMNS", "300")
    assert "(chưa có trong kho)" in run.invoke(app, ["relations", "cu-quet.pdf", "--format", "table"]).stdout
    assert "9/2009/NĐ-CP" in run.invoke(app, ["missing", "--format", "table"]).stdout
