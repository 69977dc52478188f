"""Confidential documents on a loopback address: foreign names are refused, pages load and run nothing of others."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from search_api.bootstrap import KnowledgeBase
from search_api.web.app import create_app
from search_api.web.middleware import host_name

HOSTS = {
    "127.0.0.1": ("127.0.0.1:8000", 200),
    "localhost": ("localhost", 200),
    "IPv6": ("[::1]:8000", 200),
    "capital letters": ("LOCALHOST:1", 200),
    "rebound name": ("evil.example:8000", 400),
    "name that begins alike": ("localhost.evil.example", 400),
    "empty": ("", 400),
}


@pytest.mark.parametrize(("host", "status"), HOSTS.values(), ids=HOSTS)
def test_host_names(web: TestClient, host: str, status: int) -> None:
    for address in ("/", "/api/v1/health", "/static/style.css"):
        answer = web.get(address, headers={"host": host})
        assert answer.status_code == status
        if status == 400:
            assert answer.json()["error"]["code"] == "host_not_allowed"
            assert "<script" not in answer.text


def test_a_name_may_be_allowed(held: KnowledgeBase) -> None:
    client = TestClient(create_app(held, hosts={"vanthu.local"}, warm=False), base_url="http://vanthu.local")
    assert client.get("/api/v1/health").status_code == 200


@pytest.mark.parametrize("address", ["/", "/van-ban", "/api/v1/health", "/khong-co", "/api/v1/khong-co", "/api"])
def test_every_answer_carries_the_headers(web: TestClient, address: str) -> None:
    headers = web.get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_static_files_may_be_kept(web: TestClient) -> None:
    assert web.get("/static/style.css").headers.get("cache-control") != "no-store"


@pytest.mark.parametrize("address", ["/static/../app.py", "/static/%2e%2e/app.py", "/van-ban/..%2f..%2fetc%2fpasswd"])
def test_no_file_outside_can_be_reached(web: TestClient, address: str) -> None:
    answer = web.get(address)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "FastAPI(" not in answer.text


NAMES = {"127.0.0.1:80": "127.0.0.1", "[::1]:80": "::1", "[::1]": "::1", "Localhost": "localhost", "": ""}


@pytest.mark.parametrize(("header", "name"), NAMES.items())
def test_host_name(header: str, name: str) -> None:
    assert host_name(header) == name


SITES = {
    "the same page": ({"sec-fetch-site": "same-origin"}, False),
    "typed by a person": ({"sec-fetch-site": "none"}, False),
    "a program": ({}, False),
    "another site": ({"sec-fetch-site": "cross-site"}, True),
    "a sister site": ({"sec-fetch-site": "same-site"}, True),
    "an old browser on the same page": ({"origin": "http://127.0.0.1:8000"}, False),
    "an old browser on another site": ({"origin": "http://evil.example"}, True),
    "an old browser on another port": ({"origin": "http://127.0.0.1:9000"}, True),
    "an old browser on a page without origin": ({"origin": "null"}, True),
}


@pytest.mark.parametrize(("headers", "refused"), SITES.values(), ids=SITES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_changes_something_comes_from_pages_of_the_service(
    web: TestClient, method: str, headers: dict[str, str], refused: bool
) -> None:
    answer = web.request(method, "/api/v1/khong-co", headers=headers)
    assert (answer.status_code == 403) == refused
    assert not refused or answer.json()["error"]["code"] == "cross_origin"


def test_another_site_may_link_to_pages(web: TestClient) -> None:
    assert web.get("/van-ban", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_request_asks_for_the_state_of_the_store_once(
    web: TestClient, held: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    inner = held.store.state
    monkeypatch.setattr(held.store, "state", lambda: asked.append(1) or inner())
    for address in ("/", "/co-quan", "/van-ban", "/?q=duoi+nuoc"):
        asked.clear()
        assert web.get(address).status_code == 200
        assert len(asked) == 1, address
