"""The pages in a real browser: by keyboard, on a desk and on a phone, without script, and never asking elsewhere."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from search_api.bootstrap import KnowledgeBase
from search_api.web.app import create_app
from tests.conftest import missing

pytestmark = pytest.mark.slow

# What keeps the browser from asking anything of anybody on its own account.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SAMPLES = Path(__file__).parents[3] / "corpus" / "documents" / "files"

SIZES = {"desk": (1280, 800), "phone": (390, 844)}


@contextmanager
def served(kb: KnowledgeBase, *, warm: bool = True) -> Iterator[str]:
    """The address of the service over `kb`, answering in a thread."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(kb, warm=warm), log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


@pytest.fixture(scope="module")
def address(held: KnowledgeBase) -> Iterator[str]:
    """The address of the service over the filled knowledge base."""
    with served(held) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        missing("Chromium (Debian: apt install chromium) for the tests of pages")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


class Visit:
    """A browser window, and what went wrong in it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(self.address):
            self.complaints.append(f"asked {request.url}")

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    made = Visit(context, address)
    yield made
    context.close()
    assert made.complaints == []


def plan_of(held: KnowledgeBase) -> str:
    return f"/van-ban/{held.store.document('777/KH-UBND').id}"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_page_fits_its_window_and_asks_nobody_else(
    browser: Browser, address: str, held: KnowledgeBase, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    visit = Visit(context, address)
    paths = (
        "/",
        "/?q=duoi+nuoc",
        "/van-ban",
        plan_of(held),
        "/co-quan",
        "/co-quan/so-y-te@nghe-an",
        "/api",
        "/doi-chieu",
    )
    for path in paths:
        page = visit.go(path)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide == 0, path
    assert visit.complaints == []
    context.close()


AUDIT = (Path(__file__).parent / "page_audit.js").read_text("utf-8")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_can_be_read_by_everybody(
    browser: Browser, address: str, held: KnowledgeBase, colours: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=colours)
    visit = Visit(context, address)
    plan = plan_of(held)
    paths = (
        *("/", "/?q=duoi+nuoc", "/?q=nhiem+vu+duoi+nuoc&muc=nhiem-vu", "/?q=x&nam=abc", "/van-ban", plan),
        *("/co-quan", "/co-quan/so-y-te@nghe-an", "/nam-ro", f"{plan}/nam-ro", "/van-ban-con-thieu", "/de-rieng"),
        *("/nap-van-ban", "/doi-chieu", "/doi-chieu/ma-tran?tren=999-CT/MM"),
        "/doi-chieu?tren=999-CT/MM&duoi=777/KH-UBND",
    )
    problems = {path: found for path in paths if (found := visit.go(path).evaluate(AUDIT))}
    assert problems == {}
    assert visit.complaints == []
    context.close()


def test_files_are_handed_over_in_the_browser(browser: Browser, tmp_path: Path, empty: KnowledgeBase) -> None:
    (tmp_path / "van-ban.txt").write_bytes((SAMPLES / "9755-UBND-KGVX.txt").read_bytes())
    (tmp_path / "hong.pdf").write_text("không phải PDF", "utf-8")
    context = browser.new_context()
    with served(empty, warm=False) as own:
        page = Visit(context, own).go("/")
        page.get_by_role("link", name="Nạp văn bản vào kho").click()
        chosen = [tmp_path / "hong.pdf", tmp_path / "van-ban.txt"]
        expect(page.get_by_label("Chọn tệp")).to_be_visible()  # once the page's script takes files
        page.get_by_label("Chọn tệp").set_input_files(chosen)
        expect(page.locator("#receiving-said")).to_have_text(
            "Xong: 2/2 tệp, 1 văn bản mới, 1 để riêng.", timeout=60_000
        )
        expect(page.locator("#received li").first).to_contain_text("Để riêng: ")
        page.get_by_role("link", name="9755/UBND-KGVX").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Công văn 9755/UBND-KGVX")
    context.close()


def test_from_question_to_clause_by_keyboard_alone(visit: Visit, held: KnowledgeBase) -> None:
    page = visit.go("/")
    expect(page.get_by_label("Nội dung cần tìm")).to_be_focused()
    page.keyboard.type("tap huan so cuu duoi nuoc")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kế hoạch 777/KH-UBND")).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Điểm a mục 1 mục II":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{plan_of(held)}#ii/1/diem-a")
    clause = page.locator("[id='ii/1/diem-a']")
    expect(clause).to_be_in_viewport()
    assert clause.evaluate("e => e.matches(':target')")


def test_the_first_stop_of_the_keyboard_skips_the_navigation(visit: Visit) -> None:
    page = visit.go("/co-quan")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_slash_leads_to_the_search_box(visit: Visit) -> None:
    page = visit.go("/van-ban")
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.locator("input[type=search]")).to_have_value("a/b")


def test_the_outline_leads_and_follows(visit: Visit, held: KnowledgeBase) -> None:
    page = visit.go(plan_of(held))
    outline = page.get_by_role("navigation", name="Mục lục")
    outline.get_by_role("link", name="Phụ lục DANH MỤC NHIỆM VỤ").click()
    expect(page.locator("[id='phu-luc-1']")).to_be_in_viewport()
    expect(outline.locator("[aria-current=location]")).to_have_count(1)


def test_a_duty_and_its_note_lead_to_each_other(visit: Visit, held: KnowledgeBase) -> None:
    page = visit.go(plan_of(held))
    page.get_by_role("link", name="Nhiệm vụ 4", exact=True).click()
    expect(page.locator("#nhiem-vu-4")).to_be_in_viewport()
    page.get_by_role("link", name="Về chỗ của nhiệm vụ 4").click()
    expect(page.locator("#trong-van-ban-4")).to_be_in_viewport()


def test_a_clause_gives_its_citation_to_copy(browser: Browser, address: str, held: KnowledgeBase) -> None:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit = Visit(context, address)
    page = visit.go(plan_of(held))
    page.locator("[id='ii/1/diem-a'] > a.anchor").click()
    citation = "Điểm a mục 1 mục II, Kế hoạch 777/KH-UBND ngày 15/3/2024 của Ủy ban nhân dân tỉnh Nghệ An"
    expect(page.get_by_role("status")).to_have_text(f"Đã chép: {citation}")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{citation}\n{address}{plan_of(held)}#ii/1/diem-a"
    assert visit.complaints == []
    context.close()


def test_a_list_narrows_while_one_types(visit: Visit) -> None:
    page = visit.go("/co-quan")
    page.locator("input[type=search]").press_sequentially("so y te")
    shown = page.locator("ul.agencies > li:visible")
    expect(shown).to_have_count(2)


def test_on_a_phone_outline_and_filters_wait_until_asked(browser: Browser, address: str, held: KnowledgeBase) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = Visit(context, address).go(plan_of(held))
    entry = page.get_by_role("link", name="1. Sở Y tế", exact=True)
    expect(entry).to_be_hidden()
    page.get_by_text("Mục lục").tap()
    entry.tap()
    expect(page.locator("[id='ii/1']")).to_be_in_viewport()
    context.close()


def test_everything_works_without_script(browser: Browser, address: str, held: KnowledgeBase) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = Visit(context, address).go("/")
    page.get_by_label("Nội dung cần tìm").fill("duoi nuoc")
    page.get_by_text("Lọc kết quả").click()
    page.get_by_label("Loại văn bản").select_option("kế hoạch")
    page.get_by_role("button", name="Tìm").click()
    expect(page.locator("article.found")).to_have_count(1)
    page.goto(address + plan_of(held))
    page.locator("nav.outline summary").click()
    page.get_by_role("link", name="1. Sở Y tế", exact=True).click()
    expect(page.locator("[id='ii/1']")).to_be_in_viewport()
    page.goto(f"{address}/co-quan/so-y-te@nghe-an")
    page.get_by_text("Lọc và sắp xếp").click()
    page.get_by_label("Thời hạn").select_option("recurring")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("li.task")).to_have_count(1)
    context.close()


def test_on_paper_there_is_the_document_and_nothing_else(visit: Visit, held: KnowledgeBase) -> None:
    page = visit.go(plan_of(held))
    page.emulate_media(media="print")
    for furniture in ("header.site", "footer.site", "nav.outline", "a.anchor"):
        expect(page.locator(furniture).first).to_be_hidden()
    expect(page.locator("[id='ii/1/diem-a'] .words")).to_be_visible()
    expect(page.locator("#nhiem-vu-1")).to_be_visible()
