"""Files handed over in the browser: taken in, recognised, set aside and mended; never from another site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from search_api.bootstrap import KnowledgeBase
from search_api.web.app import create_app

SAMPLES = Path(__file__).parents[3] / "corpus" / "documents" / "files"
LETTER = (SAMPLES / "9755-UBND-KGVX.txt").read_bytes()


@pytest.fixture
def client(empty: KnowledgeBase) -> Iterator[TestClient]:
    with TestClient(create_app(empty, warm=False), base_url="http://127.0.0.1") as made:
        yield made


def give(client: TestClient, name: str, data: bytes) -> dict[str, Any]:
    answer = client.put("/api/v1/files", params={"name": name}, content=data)
    assert answer.status_code == 200, answer.text
    return cast(dict[str, Any], answer.json())


def test_a_file_is_taken_in_once(client: TestClient, empty: KnowledgeBase) -> None:
    first = give(client, "thang-10/cong-van.txt", LETTER)
    assert [row["number"] for row in first["ingested"]] == ["9755/UBND-KGVX"]
    assert empty.store.document("cong-van.txt").number == "9755/UBND-KGVX"
    again = give(client, "ten-khac.txt", LETTER)
    assert (again["ingested"], [row["number"] for row in again["unchanged"]]) == ([], ["9755/UBND-KGVX"])


def test_files_of_one_name_do_not_replace_each_other(client: TestClient, empty: KnowledgeBase) -> None:
    give(client, "van-ban.txt", LETTER)
    give(client, "van-ban.txt", LETTER.replace(b"9755", b"9756"))
    assert {d.number for d in empty.store.documents()} == {"9755/UBND-KGVX", "9756/UBND-KGVX"}


def test_what_cannot_be_read_is_set_aside_until_it_is_mended(client: TestClient, empty: KnowledgeBase) -> None:
    broken = give(client, "cong-van.txt", b"")
    assert [row["source"] for row in broken["set_aside"]] == ["cong-van.txt"]
    assert broken["set_aside"][0]["reason"]
    assert len(empty.store.set_aside_list()) == 1
    give(client, "khac.txt", LETTER)
    assert len(empty.store.set_aside_list()) == 1
    assert "nap-tu-trang" not in client.get("/de-rieng").text
    give(client, "cong-van.txt", LETTER)
    assert empty.store.set_aside_list() == []
    give(client, "thu-muc/hong.txt", b"")
    give(client, "hong.txt", LETTER)
    assert empty.store.set_aside_list() == []


def test_what_a_program_left_behind_is_passed_over(client: TestClient, empty: KnowledgeBase) -> None:
    passed = give(client, "van-ban/~$ke-hoach.docx", b"x")
    assert (passed["ingested"], passed["unchanged"], passed["set_aside"]) == ([], [], [])
    assert empty.store.set_aside_list() == []


@pytest.mark.parametrize("name", ["..", "../", " ", "."])
def test_a_name_that_is_none_is_refused(client: TestClient, name: str) -> None:
    assert client.put("/api/v1/files", params={"name": name}, content=LETTER).status_code == 422


def test_a_name_leads_out_of_no_folder(client: TestClient, empty: KnowledgeBase) -> None:
    give(client, "../../etc/cong-van.txt", LETTER)
    (document,) = empty.store.documents()
    assert document.source == "cong-van.txt"
    assert ".." not in empty.store.sources(document.id)[0]


def test_another_site_may_not_bring_files(client: TestClient, empty: KnowledgeBase) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    assert client.put("/api/v1/files", params={"name": "a.txt"}, content=LETTER, headers=headers).status_code == 403
    assert empty.store.documents() == []


def test_the_front_page_of_an_empty_knowledge_base_leads_to_handing_over(client: TestClient) -> None:
    assert 'href="/nap-van-ban"' in client.get("/").text
    assert "Nạp văn bản vào kho" in client.get("/nap-van-ban").text
