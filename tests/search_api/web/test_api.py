"""The HTTP API: the rows of the command line, one error shape, and nothing to fetch from elsewhere."""

from __future__ import annotations

from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from search_api.bootstrap import KnowledgeBase
from search_api.records.selection import RecordType, rows, select
from search_api.schemas.records import plain
from search_api.web.app import create_app
from tests.search_api.sample_knowledge_base import StandInIndex

API = "/api/v1"


def get(web: TestClient, address: str, **parameters: Any) -> Any:
    answer = web.get(API + address, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_search_gives_ranked_rows_and_says_what_was_asked(web: TestClient) -> None:
    found = get(web, "/search", q="duoi nuoc bao cao", type="kế hoạch", limit=2)
    assert (found["query"], found["type"], found["limit"]) == ("duoi nuoc bao cao", "kế hoạch", 2)
    assert [row["rank"] for row in found["results"]] == [1, 2]
    assert {row["number"] for row in found["results"]} == {"777/KH-UBND"}


def test_documents_are_listed_latest_first_and_narrowed(web: TestClient) -> None:
    assert [d["number"] for d in get(web, "/documents")] == ["555/QĐ-UBND", "777/KH-UBND", "999-CT/MM", ""]
    assert [d["number"] for d in get(web, "/documents", q="duoi nuoc tre em")] == ["999-CT/MM"]
    assert [d["number"] for d in get(web, "/documents", number="777 / kh-ubnd")] == ["777/KH-UBND"]


NAMES = {"number": "777/KH-UBND", "file": "ke-hoach-777.pdf", "file without suffix": "ke-hoach-777"}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_document_answers_to_its_names(web: TestClient, name: str) -> None:
    view = get(web, f"/documents/{name}")
    assert view["document"]["number"] == "777/KH-UBND"
    assert view["obligations"] == 4
    assert [(doubt["field"], doubt["page"]) for doubt in view["document"]["doubts"]] == [("number", 1)]
    assert [(link["relation"], link["number"]) for link in view["cites"]] == [("implements", "999-CT/MM")]
    assert [(link["relation"], link["number"]) for link in view["cited_by"]] == [("repeals", "555/QĐ-UBND")]
    assert [entry["path"] for entry in view["outline"]][:2] == ["ii", "ii/1"]


def test_the_parts_of_a_document_are_the_rows_of_an_export(web: TestClient, held: KnowledgeBase) -> None:
    for what in (RecordType.CLAUSES, RecordType.OBLIGATIONS, RecordType.REFERENCES):
        expected = [plain(row) for row in rows(held.resources, what, select(held.resources, doc="777/KH-UBND"))]
        assert get(web, f"/documents/777/KH-UBND/{what}") == _as_json(expected)


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(v) for key, v in value.items()}
    return [_as_json(v) for v in value] if isinstance(value, list | tuple) else value


def test_the_text_is_what_spans_index(web: TestClient, held: KnowledgeBase) -> None:
    answer = web.get(f"{API}/documents/777/KH-UBND/text")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == held.store.text(held.store.document("777/KH-UBND").id)


OBLIGATIONS = {
    "all": ({}, 7),
    "of an agency with its classes": ({"agency": "Sở Y tế Nghệ An"}, 3),
    "in a role": ({"agency": "Sở Tài chính Nghệ An", "role": "phối hợp"}, 1),
    "of a kind": ({"kind": "awareness"}, 1),
    "in a document": ({"doc": "555/QĐ-UBND"}, 1),
    "as of a day": ({"as_of": "2024-02-01"}, 2),
    "a part": ({"limit": 2, "offset": 6}, 1),
}


@pytest.mark.parametrize(("parameters", "count"), OBLIGATIONS.values(), ids=OBLIGATIONS)
def test_obligations(web: TestClient, parameters: dict[str, Any], count: int) -> None:
    assert len(get(web, "/obligations", **parameters)) == count


def test_agencies_and_one_of_them(web: TestClient) -> None:
    assert {a["agency_id"] for a in get(web, "/agencies", q="so y te")} == {"so-y-te@nghe-an", "so-y-te@ha-tinh"}
    view = get(web, "/agencies/so-y-te@nghe-an", via="class")
    assert [task["obligation"]["path"] for task in view["tasks"]] == ["ii/2"]


def test_overview_choices_and_health(web: TestClient) -> None:
    assert get(web, "/overview")["documents"] == 4
    assert get(web, "/choices")["provinces"] == ["Hà Tĩnh", "Nghệ An"]
    health = get(web, "/health")
    assert (health["status"], health["documents"]) == ("ok", 4)


def test_a_crosswalk_counts_tasks_by_coverage(web: TestClient) -> None:
    view = get(web, "/crosswalk", parent="999-CT/MM", child="777/KH-UBND")
    assert (view["parent"]["number"], view["child"]["number"]) == ("999-CT/MM", "777/KH-UBND")
    assert sum(view["coverages"].values()) == len(view["rows"]) == 2


# --- errors ----------------------------------------------------------------------

ERRORS = {
    "unknown document": ("/documents/khong-co", 404, "unknown_document"),
    "unknown agency": ("/agencies/khong-co", 404, "unknown_agency"),
    "agency filter": ("/search?q=x&agency=zzz", 404, "unknown_agency"),
    "impossible value": ("/search?q=x&year=nay", 422, "unknown_value"),
    "not a number": ("/obligations?limit=x", 422, "invalid_request"),
    "no question": ("/search", 422, "invalid_request"),
    "no such address": ("/nothing", 404, "not_found"),
}


@pytest.mark.parametrize(("address", "status", "code"), ERRORS.values(), ids=ERRORS)
def test_errors_have_one_shape(web: TestClient, address: str, status: int, code: str) -> None:
    answer = web.get(API + address)
    assert answer.status_code == status
    body = answer.json()
    assert list(body) == ["error"]
    assert list(body["error"]) == ["code", "message", "details"]
    assert body["error"]["code"] == code
    assert body["error"]["message"]


def test_only_looking_is_possible(web: TestClient) -> None:
    answer = web.post(f"{API}/documents")
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")


def test_an_unexpected_error_tells_nothing_and_is_left_to_the_log(empty: KnowledgeBase) -> None:
    class Broken(StandInIndex):
        def search(self, query: object) -> Any:
            raise ZeroDivisionError("secret words")

    kb = KnowledgeBase(empty.settings, store=empty.store, index=cast(Any, Broken()))
    service = create_app(kb, warm=False)
    with TestClient(service, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        answer = client.get(f"{API}/search?q=x")
        page = client.get("/?q=x")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    assert "secret" not in answer.text + page.text
    assert "content-security-policy" in answer.headers
    assert "<h1>Không thực hiện được</h1>" in page.text
    with TestClient(service, base_url="http://127.0.0.1") as client, pytest.raises(ZeroDivisionError):
        client.get(f"{API}/search?q=x")


# --- description -----------------------------------------------------------------


def test_the_description_covers_every_call_in_words(web: TestClient) -> None:
    schema = web.get(f"{API}/openapi.json").json()
    calls = [call for path in schema["paths"].values() for call in path.values()]
    assert len(calls) >= 14
    assert all(call["description"] for call in calls)
    described = [p for call in calls for p in call.get("parameters", ()) if p["in"] == "query"]
    assert {p["name"] for p in described if not p.get("description")} <= {"limit", "page"}
    rows_ = schema["components"]["schemas"]
    assert all(rows_[name]["additionalProperties"] is False for name in ("DocumentRow", "SearchRow", "ErrorAnswer"))


def test_the_page_about_the_api_names_every_call(web: TestClient) -> None:
    page = web.get("/api").text
    assert all(path in page for path in web.get(f"{API}/openapi.json").json()["paths"])


def test_who_holds_a_duty_on_a_day(web: TestClient) -> None:
    found = web.get("/api/v1/obligations", params={"agency": "Sở Y tế Nghệ An", "as_of": "2024-06-01"}).json()
    assert [row["via"][0]["how"] for row in found] == ["own", "own", "class"]
    named = web.get("/api/v1/obligations", params={"agency": "Sở Y tế Nghệ An", "named": True}).json()
    assert [row["via"][0]["derived"] for row in named] == [False, False]
    view = web.get("/api/v1/agencies/so-y-te@nghe-an", params={"as_of": "2024-06-01", "named": True}).json()
    assert (view["total"], view["as_of"]) == (2, "2024-06-01")


def test_what_is_due_and_what_is_not_clear(web: TestClient) -> None:
    due = web.get("/api/v1/agencies/bo-y-te/due", params={"as_of": "2024-03-01"}).json()
    assert [row["due"] for row in due] == ["2024-06-30"]
    summary = {row["number"]: row for row in web.get("/api/v1/clarity").json()}
    view = web.get("/api/v1/documents/777/KH-UBND/clarity").json()
    assert summary["777/KH-UBND"]["clear"] == view["clear"]
    assert view["counts"]["deadline"] == summary["777/KH-UBND"]["deadline"]
