"""Verdicts over what the machine finds, matrices, chains, files to hand in, and the optional explanation."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook
from starlette.testclient import TestClient

from corpus.store import Store
from search_api.bootstrap import KnowledgeBase
from search_api.crosswalk.llm_explanations import explain
from search_api.errors import Unavailable
from search_api.exports.crosswalk import document_of
from search_api.exports.reports import ReportFormat
from search_api.web.app import create_app
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import StandInIndex, fill

PAIR = {"parent": "999-CT/MM", "child": "777/KH-UBND"}


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    settings = new_settings(tmp_path / "data")
    with KnowledgeBase(settings, store=Store.open(settings), index=cast(Any, StandInIndex())) as made:
        fill(made.store)
        made.sync()
        yield made


@pytest.fixture
def client(kb: KnowledgeBase) -> Iterator[TestClient]:
    with TestClient(create_app(kb, warm=False), base_url="http://127.0.0.1") as made:
        yield made


def decide(client: TestClient, row: dict[str, Any], **decided: str) -> dict[str, Any]:
    body = PAIR | {"task_path": row["parent_path"], "task": row["parent_quote"], "author": "Lan"} | decided
    answer = client.post("/api/v1/crosswalk/verdicts", json=body)
    assert answer.status_code == 200, answer.text
    return cast(dict[str, Any], answer.json())


def linked(client: TestClient) -> tuple[int, dict[str, Any]]:
    rows = client.get("/api/v1/crosswalk", params=PAIR).json()["rows"]
    return next((number, row) for number, row in enumerate(rows) if row["children"])


def test_what_is_rejected_no_longer_counts_and_is_still_there_to_see(client: TestClient) -> None:
    number, row = linked(client)
    for link in row["children"]:
        view = decide(client, row, decision="reject", clause=link["quote"], clause_path=link["path"])
    now = view["rows"][number]
    assert (now["coverage"], now["children"]) == ("none", [])
    assert now["machine_coverage"] == row["coverage"]
    assert [link["quote"] for link in now["rejected"]] == [link["quote"] for link in row["children"]]
    assert now["gaps"] == ["not_carried_out"]
    link = row["children"][0]
    back = decide(client, row, clause=link["quote"], clause_path=link["path"])
    assert [c["quote"] for c in back["rows"][number]["children"]] == [link["quote"]]


def test_a_person_s_coverage_holds_and_the_machine_s_stands_beside_it(client: TestClient) -> None:
    number, row = linked(client)
    other = "none" if row["coverage"] != "none" else "full"
    now = decide(client, row, decision="coverage", coverage=other, note="Đã hỏi Sở")["rows"][number]
    assert (now["coverage"], now["machine_coverage"]) == (other, row["coverage"])
    assert (now["verdict"]["author"], now["verdict"]["note"]) == ("Lan", "Đã hỏi Sở")
    assert now["verdict"]["at"]


def test_an_added_link_must_be_words_of_the_child(client: TestClient, kb: KnowledgeBase) -> None:
    number, row = linked(client)
    text = kb.store.text(kb.store.document("777/KH-UBND").id)
    words = next(line for line in text.split("\n") if len(line.split()) > 4 and line not in str(row["children"]))
    now = decide(client, row, decision="add", clause=words)["rows"][number]
    assert words in [child["quote"] for child in now["children"]]
    body = PAIR | {"task_path": "1", "task": row["parent_quote"], "decision": "add", "clause": "không có trong văn bản"}
    assert client.post("/api/v1/crosswalk/verdicts", json=body).status_code == 422


def test_a_verdict_whose_words_are_gone_is_shown_as_lost(client: TestClient) -> None:
    view = decide(client, {"parent_path": "9", "parent_quote": "lời cũ"}, decision="coverage", coverage="full")
    assert [(lost["task_quote"], lost["lost"]) for lost in view["lost"]] == [("lời cũ", True)]


WRONG = {
    "an unknown decision": {"decision": "maybe"},
    "a coverage that is none": {"decision": "coverage", "coverage": "half"},
    "a link without words": {"decision": "accept"},
}


@pytest.mark.parametrize("decided", WRONG.values(), ids=WRONG)
def test_an_impossible_verdict_is_refused(client: TestClient, decided: dict[str, str]) -> None:
    body = PAIR | {"task_path": "1", "task": "x"} | decided
    assert client.post("/api/v1/crosswalk/verdicts", json=body).status_code == 422


def test_another_site_may_not_decide(client: TestClient) -> None:
    body = PAIR | {"task_path": "1", "task": "x", "decision": "coverage", "coverage": "full"}
    answer = client.post("/api/v1/crosswalk/verdicts", json=body, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert client.get("/api/v1/crosswalk", params=PAIR).json()["decided"] == 0


def test_a_matrix_has_a_cell_for_each_task_and_child(client: TestClient) -> None:
    view = client.get("/api/v1/crosswalk/matrix", params={"parent": "999-CT/MM"}).json()
    assert "777/KH-UBND" in [child["number"] for child in view["children"]]
    assert all(len(row["cells"]) == len(view["children"]) for row in view["rows"])
    shown = client.get("/doi-chieu/ma-tran", params={"tren": "999-CT/MM"}).text
    assert "777/KH-UBND" in shown
    assert "Đủ" in shown or "Một phần" in shown or "Chưa có" in shown
    chain = client.get("/api/v1/crosswalk/chain", params={"parent": "999-CT/MM"}).json()
    assert (chain[0]["depth"], chain[0]["parent"]) == (0, None)
    assert len(chain) > 1


@pytest.mark.parametrize("child", ["777/KH-UBND", ""], ids=["two documents", "a matrix"])
def test_files_to_hand_in_name_their_documents_and_say_coverage_in_words(client: TestClient, child: str) -> None:
    asked = {"parent": "999-CT/MM", "child": child}
    sheet = client.get("/api/v1/crosswalk/file", params=asked | {"form": "xlsx"})
    cells = [str(c.value) for row in load_workbook(BytesIO(sheet.content)).active.iter_rows() for c in row if c.value]
    word = WordDocument(BytesIO(client.get("/api/v1/crosswalk/file", params=asked | {"form": "docx"}).content))
    lines = [p.text for p in word.paragraphs] + [c.text for row in word.tables[0].rows for c in row.cells]
    for said in (cells, lines):
        assert said[0].startswith("BẢNG")
        assert any("999-CT/MM" in words for words in said)
        assert any("777/KH-UBND" in words for words in said)
        assert any(words.startswith(("Đủ", "Một phần", "Chưa có")) for words in said)


def test_a_wide_matrix_goes_on_in_further_tables_of_word(client: TestClient, kb: KnowledgeBase) -> None:
    view = kb.crosswalks.matrix("999-CT/MM")
    wide = replace(
        view,
        children=view.children[:1] * 34,
        totals=view.totals[:1] * 34,
        rows=tuple(replace(row, cells=row.cells[:1] * 34) for row in view.rows),
    )
    tables = WordDocument(BytesIO(document_of(wide, ReportFormat.DOCX))).tables
    assert [len(table.columns) for table in tables] == [10, 10, 10, 10, 9]
    assert all(table.rows[1].cells[1].text == tables[0].rows[1].cells[1].text for table in tables)
    sheet = load_workbook(BytesIO(document_of(wide, ReportFormat.XLSX))).active
    assert sheet.max_column == 3 + 34
    assert (sheet.print_title_cols, sheet.page_setup.fitToWidth) == ("$A:$C", 5)


def test_a_task_keeps_its_number_where_only_an_agency_s_are_shown(kb: KnowledgeBase, client: TestClient) -> None:
    everything = kb.crosswalks.between("999-CT/MM", "777/KH-UBND").rows
    assert [row.number for row in everything] == list(range(1, len(everything) + 1))
    for row in kb.crosswalks.between("999-CT/MM", "777/KH-UBND", "Sở Y tế").rows:
        assert everything[row.number - 1].parent_start == row.parent_start
        shown = client.get(f"/doi-chieu/nhiem-vu/{row.number}", params={"tren": "999-CT/MM", "duoi": "777/KH-UBND"})
        assert f'id="nhiem-vu-{row.number}"' in shown.text


def test_before_two_documents_are_chosen_those_that_belong_together_are_offered(client: TestClient) -> None:
    for path in ("/doi-chieu", "/doi-chieu/ma-tran"):
        shown = client.get(path).text
        assert "Đối chiếu với 777/KH-UBND" in shown


def test_only_what_concerns_an_agency_is_shown(kb: KnowledgeBase) -> None:
    everything = kb.crosswalks.between("999-CT/MM", "777/KH-UBND").rows
    part = kb.crosswalks.between("999-CT/MM", "777/KH-UBND", "Sở Y tế").rows
    assert {row.parent_start for row in part} <= {row.parent_start for row in everything}


# --- the optional explanation ---------------------------------------------------


class Endpoint(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that says one sentence."""

    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        type(self).asked.append(body)
        message = {"role": "assistant", "content": "Còn thiếu thời hạn."}
        answer = {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        said = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_match_is_explained_by_the_endpoint_that_is_set_up(kb: KnowledgeBase) -> None:
    Endpoint.asked = []
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/v1"
        settings = replace(kb.settings, explain_url=url, explain_model="nho")
        row = kb.crosswalks.between("999-CT/MM", "777/KH-UBND").rows[0]
        assert explain(settings, row) == "Còn thiếu thời hạn."
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
    (asked,) = Endpoint.asked
    assert asked["model"] == "nho"
    assert " ".join(row.parent_quote.split()) in asked["messages"][-1]["content"]


def test_without_an_endpoint_nothing_is_asked(client: TestClient, kb: KnowledgeBase) -> None:
    answer = client.get("/api/v1/crosswalk/explanation", params=PAIR | {"number": "1"})
    assert answer.status_code == 503
    with pytest.raises(Unavailable, match="NHIEMVU_EXPLAIN_URL"):
        explain(kb.settings, kb.crosswalks.between("999-CT/MM", "777/KH-UBND").rows[0])
