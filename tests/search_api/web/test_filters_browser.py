"""Narrowing a search for duties in a real browser: choices, chips, offers, pages and files, on desk and phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.search_api.web.test_browser import SIZES, Visit, address, browser, visit

__all__ = ["address", "browser", "visit"]

pytestmark = pytest.mark.slow

DUTIES = "/?muc=nhiem-vu&q=nhi%E1%BB%87m+v%E1%BB%A5"


def test_a_choice_becomes_a_chip_and_is_taken_back(visit: Visit) -> None:
    page = visit.go(DUTIES)
    expect(page.get_by_text("7 nhiệm vụ, xếp theo mức phù hợp.")).to_be_visible()
    page.get_by_text("Thu hẹp kết quả").click()
    page.get_by_role("region", name="Cơ quan được giao").get_by_role("link", name="Sở Y tế Nghệ An 3").click()
    expect(page.get_by_text("3 nhiệm vụ, xếp theo mức phù hợp.")).to_be_visible()
    expect(page.get_by_label("Cơ quan được giao", exact=True).first).to_have_value("Sở Y tế Nghệ An")
    chips = page.get_by_role("list", name="Điều kiện đang lọc")
    expect(chips).to_contain_text("Cơ quan được giao: Sở Y tế Nghệ An")
    chips.get_by_role("link", name="Bỏ điều kiện Cơ quan được giao").click()
    expect(page.get_by_text("7 nhiệm vụ, xếp theo mức phù hợp.")).to_be_visible()


def test_a_list_says_what_each_choice_leaves_and_is_applied_at_once(visit: Visit) -> None:
    page = visit.go(DUTIES)
    page.get_by_text("Lọc kết quả").click()
    page.get_by_label("Vai trò").select_option(label="Phối hợp (1)")
    expect(page.get_by_text("1 nhiệm vụ, xếp theo mức phù hợp.")).to_be_visible()
    # What is chosen is shown, also where another filter leaves nothing of it.
    page.get_by_text("Lọc kết quả").click()
    page.get_by_label("Địa phương").select_option(value="Hà Tĩnh")
    expect(page.get_by_text("Không tìm thấy nhiệm vụ nào")).to_be_visible()
    expect(page.locator("select[name=vai_tro]")).to_have_value("support")
    page.get_by_role("link", name="Bỏ điều kiện “Địa phương: Hà Tĩnh”").click()
    expect(page.get_by_text("1 nhiệm vụ, xếp theo mức phù hợp.")).to_be_visible()


def test_the_list_is_taken_away_as_a_spreadsheet(visit: Visit) -> None:
    page = visit.go(DUTIES + "&vai_tro=lead")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel").click()
    assert taken.value.suggested_filename == "ket-qua.xlsx"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_narrowed_pages_fit_their_window(browser: Browser, address: str, size: tuple[int, int]) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    visit = Visit(context, address)
    for more in ("", "&vai_tro=lead", "&tinh=H%C3%A0+T%C4%A9nh&vai_tro=support", "&xep=due&so_luong=2&trang=2"):
        page = visit.go(DUTIES + more)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide == 0, more
    assert visit.complaints == []
    context.close()


def test_the_next_duties_are_a_page_away(visit: Visit) -> None:
    page = visit.go(DUTIES + "&so_luong=3")
    expect(page.get_by_text("Nhiệm vụ 1–3 trong 7")).to_be_visible()
    page.get_by_role("link", name="Trang sau").click()
    expect(page.get_by_text("Nhiệm vụ 4–6 trong 7")).to_be_visible()
    page.get_by_role("link", name="Trang trước").click()
    expect(page.get_by_text("Nhiệm vụ 1–3 trong 7")).to_be_visible()
