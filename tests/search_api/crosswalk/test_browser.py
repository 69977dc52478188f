"""Reviewing a crosswalk in a real browser by keyboard alone: saved at once, undone, and no trap for the focus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, expect

from corpus.store import Store
from search_api.bootstrap import KnowledgeBase
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import StandInIndex, fill
from tests.search_api.web.test_browser import SIZES, Visit, browser, served

__all__ = ["browser"]

pytestmark = pytest.mark.slow

PAGE = "/doi-chieu?tren=999-CT/MM&duoi=777/KH-UBND"


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    settings = new_settings(tmp_path / "data")
    with KnowledgeBase(settings, store=Store.open(settings), index=cast(Any, StandInIndex())) as made:
        fill(made.store)
        made.sync()
        yield made


@pytest.fixture
def own_address(kb: KnowledgeBase) -> Iterator[str]:
    with served(kb, warm=False) as found:
        yield found


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


def test_a_vietnamese_keyboard_may_stay_switched_on(browser: Browser, own_address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = Visit(context, own_address).go(PAGE)
    page.keyboard.press("j")
    expect(page.locator("#nhiem-vu-1 .task-side")).to_be_focused()
    # Telex makes "ạ" of "a" and then "j".
    page.locator("#nhiem-vu-1 .task-side").dispatch_event("keydown", {"key": "ạ", "bubbles": True})
    expect(page.locator(".stop:focus")).to_have_count(1)
    expect(page.locator("#nhiem-vu-1 .task-side")).not_to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#nhiem-vu-1 .task-side")).to_be_focused()
    context.close()


def test_a_reviewer_without_a_keyboard_presses_buttons(browser: Browser, own_address: str, kb: KnowledgeBase) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    visit = Visit(context, own_address)
    page = visit.go(PAGE)
    page.get_by_role("button", name="Bắt đầu rà soát").tap()
    expect(page.locator("#nhiem-vu-1")).to_be_in_viewport()
    page.get_by_role("button", name="Một phần").tap()
    expect(page.locator("#review-said")).to_contain_text("Đã ghi nhiệm vụ 1")
    parent, child = (kb.store.document(name).id for name in ("999-CT/MM", "777/KH-UBND"))
    assert [v.coverage for v in kb.store.verdicts(parent, child)] == ["partial"]
    page.get_by_role("button", name="Hoàn tác").tap()
    expect(page.locator("#review-said")).to_contain_text("Đã hoàn tác")
    assert kb.store.verdicts(parent, child) == []
    assert visit.complaints == []
    context.close()


def test_the_row_under_review_is_seen_above_the_buttons(browser: Browser, own_address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = Visit(context, own_address).go(PAGE)
    for _ in range(3):
        page.keyboard.press("J")
        page.keyboard.press("2")
        expect(page.locator("#review-said")).to_contain_text("Đã ghi")
        bar, here = page.locator("section.review").bounding_box(), page.locator(".stop.here").bounding_box()
        head = page.locator("header.site").bounding_box()
        assert bar and here and head
        assert head["y"] + head["height"] <= here["y"] < bar["y"] - 40
    context.close()


def test_a_verdict_under_an_agency_s_filter_leaves_the_other_tasks_alone(
    browser: Browser, own_address: str, kb: KnowledgeBase
) -> None:
    # What Sở Tài chính is concerned with is not the first task.
    shown = kb.crosswalks.between("999-CT/MM", "777/KH-UBND", "Sở Tài chính").rows
    assert shown and shown[0].number > 1
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = Visit(context, own_address).go(f"{PAGE}&co_quan=Sở Tài chính")
    tasks = page.locator(".task-side .words")
    before = tasks.all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("2")
    expect(page.locator("#review-said")).to_contain_text("Đã ghi")
    assert tasks.all_inner_texts() == before
    expect(page.locator("[data-total=decided]").first).to_have_text("1")
    context.close()


def test_headings_and_tasks_of_a_matrix_stay_in_sight(browser: Browser, own_address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 500})
    page = Visit(context, own_address).go("/doi-chieu/ma-tran?tren=999-CT/MM")
    table = page.locator(".wide-table")
    # As wide as a matrix of many provinces.
    table.evaluate("e => { e.querySelector('table').style.width = '2000px'; e.style.maxHeight = '150px'; }")
    table.evaluate("e => e.scrollTo(400, 60)")
    frame, head = table.bounding_box(), page.locator(".matrix thead th").first.bounding_box()
    assert frame and head
    assert (round(head["x"] - frame["x"]), round(head["y"] - frame["y"])) == (1, 1)
    context.close()
