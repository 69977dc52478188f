"""Facets: exact counts of documents, each under the other filters."""

from __future__ import annotations

from starlette.testclient import TestClient

from search_api.facets import facets
from search_api.filters import SearchRequest
from search_api.knowledge_base import KnowledgeBase


def test_counts_are_those_of_the_store(held: KnowledgeBase) -> None:
    found = facets(held, SearchRequest(""))
    assert found.types == {"chỉ thị": 1, "kế hoạch": 1, "quyết định": 1, "tin tức": 1}
    assert found.provinces == {"Hà Tĩnh": 1, "Nghệ An": 1}
    assert found.years == {"2024": 2, "2025": 1}
    # In force is what is not known to have ended: also what nothing is known of.
    assert found.statuses == {"in_force": 3, "repealed": 1, "unknown": 1}


def test_each_is_counted_under_the_others(held: KnowledgeBase) -> None:
    found = facets(held, SearchRequest("", year="2024", type="kế hoạch"))
    assert found.types == {"chỉ thị": 1, "kế hoạch": 1}
    assert found.years == {"2024": 1}
    assert found.provinces == {"Nghệ An": 1}


def test_the_page_and_the_api_show_them(web: TestClient) -> None:
    assert "Kế hoạch (1)" in web.get("/", params={"q": "đuối nước"}).text
    assert web.get("/api/v1/search/facets", params={"year": "2025"}).json()["types"] == {"quyết định": 1}
