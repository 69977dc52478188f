"""Facets: exact counts of documents, each under the other filters."""

from __future__ import annotations

from starlette.testclient import TestClient

from search_api.bootstrap import KnowledgeBase
from search_api.search.facets import facets
from search_api.search.filters import SearchRequest


def test_counts_are_those_of_the_store(held: KnowledgeBase) -> None:
    found = facets(held.resources, SearchRequest(""))
    assert found.types == {"chỉ thị": 1, "kế hoạch": 1, "quyết định": 1, "tin tức": 1}
    assert found.provinces == {"Hà Tĩnh": 1, "Nghệ An": 1}
    assert found.years == {"2024": 2, "2025": 1}
    # In force is what is not known to have ended: also what nothing is known of.
    assert found.statuses == {"in_force": 3, "repealed": 1, "unknown": 1}


def test_each_is_counted_under_the_others(held: KnowledgeBase) -> None:
    found = facets(held.resources, SearchRequest("", year="2024", type="kế hoạch"))
    assert found.types == {"chỉ thị": 1, "kế hoạch": 1}
    assert found.years == {"2024": 1}
    assert found.provinces == {"Nghệ An": 1}


def test_days_of_issue_narrow_documents_with_a_date(held: KnowledgeBase, web: TestClient) -> None:
    assert facets(held.resources, SearchRequest("", issued="..2024-12-31")).total == 2
    found = web.get("/api/v1/search/facets", params={"issued_from": "1/1/2025", "issued_to": "2025-12-31"}).json()
    assert (found["total"], found["types"]) == (1, {"quyết định": 1})
    refused = web.get("/api/v1/search/facets", params={"issued_to": "31/2/2025"})
    assert refused.status_code == 422


def test_the_page_and_the_api_show_them(web: TestClient) -> None:
    assert "Kế hoạch (1)" in web.get("/", params={"q": "đuối nước"}).text
    assert web.get("/api/v1/search/facets", params={"year": "2025"}).json()["types"] == {"quyết định": 1}


def test_values_chosen_are_named_though_they_leave_nothing(held: KnowledgeBase) -> None:
    found = facets(
        held.resources, SearchRequest("", type="kế hoạch", province="Hà Tĩnh", role="direct", due="quý I/2019")
    )
    assert found.total == 0
    assert (found.types["kế hoạch"], found.provinces["Hà Tĩnh"], found.roles["direct"]) == (0, 0, 0)
    assert found.dues["2019-01-01..2019-03-31"] == 0


def test_filters_on_duties_leave_the_documents_with_one_that_meets_all(held: KnowledgeBase) -> None:
    found = facets(held.resources, SearchRequest("", agency="Sở Y tế Nghệ An", role="lead"))
    assert found.types == {"kế hoạch": 1}
    assert found.roles == {"lead": 1}
    assert found.agencies["so-y-te@nghe-an"] == 1


def test_a_page_of_passages_offers_what_to_take_back(web: TestClient) -> None:
    said = web.get("/", params={"q": "đuối nước", "loai": "kế hoạch", "tinh": "Hà Tĩnh"}).text
    assert "Bỏ điều kiện “Địa phương: Hà Tĩnh”</a>: còn 1 văn bản." in said
    found = web.get("/api/v1/search", params={"q": "đuối nước", "type": "kế hoạch", "province": "Hà Tĩnh"}).json()
    assert {offer["field"]: offer["left"] for offer in found["offers"]} == {"province": 1, "type": 1}
