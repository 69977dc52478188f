"""Reviewing a crosswalk in a real browser by keyboard alone: saved at once, undone, and no trap for the focus."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import uvicorn
from playwright.sync_api import Browser, expect

from corpus.store import Store
from search_api.app import create_app
from search_api.knowledge_base import KnowledgeBase
from tests.search_api.conftest import new_settings
from tests.search_api.holdings import StandInIndex, fill
from tests.search_api.test_browser import SIZES, Visit, browser

__all__ = ["browser"]

pytestmark = pytest.mark.slow

PAGE = "/doi-chieu?tren=999-CT/MM&duoi=777/KH-UBND"


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    settings = new_settings(tmp_path / "data")
    with KnowledgeBase(settings, store=Store.open(settings), index=cast(Any, StandInIndex())) as made:
        fill(made.store)
        made.mend()
        yield made


@pytest.fixture
def own_address(kb: KnowledgeBase) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(kb, warm=False), log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


def test_a_reviewer_goes_verdict_by_verdict_by_keyboard_alone(
    browser: Browser, own_address: str, kb: KnowledgeBase
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    visit = Visit(context, own_address)
    page = visit.go(PAGE)
    said = page.locator("#review-said")
    parent, child = (kb.store.document(name).id for name in ("999-CT/MM", "777/KH-UBND"))
    page.keyboard.press("j")
    expect(page.locator("#nhiem-vu-1 .task-side")).to_be_focused()
    page.keyboard.press("3")
    expect(said).to_contain_text("Đã ghi")
    assert [v.coverage for v in kb.store.verdicts(parent, child)] == ["none"]
    expect(page.locator("#nhiem-vu-1 .task-side .badge").first).to_have_text("Chưa có")
    expect(page.locator("#nhiem-vu-1 .task-side")).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.type("đã hỏi a/b")
    page.keyboard.press("Enter")
    expect(page.locator("#nhiem-vu-1 .decided").first).to_contain_text("đã hỏi a/b")
    page.keyboard.press("u")
    expect(said).to_contain_text("hoàn tác")
    page.keyboard.press("u")
    expect(page.locator("#nhiem-vu-1 .task-side .decided")).to_have_count(0)
    assert kb.store.verdicts(parent, child) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt khi rà soát")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    # The Tab key leads on, out of the list.
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('footer.site') !== null"):
            break
    assert page.evaluate("document.activeElement.closest('footer.site') !== null")
    assert visit.complaints == []
    context.close()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_crosswalk_and_matrix_fit_their_window(browser: Browser, own_address: str, size: tuple[int, int]) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    visit = Visit(context, own_address)
    for path in (PAGE, "/doi-chieu/ma-tran?tren=999-CT/MM"):
        page = visit.go(path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path
    assert visit.complaints == []
    context.close()
