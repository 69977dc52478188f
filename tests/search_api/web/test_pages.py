"""The web pages as they leave the server, before any script: what they say and where they lead."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient

from index.errors import IndexMismatch
from search_api.bootstrap import KnowledgeBase
from search_api.search import views
from search_api.web.app import create_app
from tests.search_api.conftest import service_of
from tests.search_api.sample_knowledge_base import fill


def page(web: TestClient, address: str, status: int = 200) -> Any:
    answer = web.get(address)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.fromstring(answer.text)


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


def plan_of(held: KnowledgeBase) -> str:
    return held.store.document("777/KH-UBND").id


# --- search ----------------------------------------------------------------------


def test_the_front_page_says_what_to_do(web: TestClient) -> None:
    front = page(web, "/")
    assert front.xpath("//input[@name='q']/@value") == [""]
    assert words(front.xpath("//section[@class='examples']//a")[0]) == "trách nhiệm của Sở Tài chính"
    assert "Tất cả 4 văn bản" in words(front)
    assert "Sở Y tế Nghệ An" in [words(a) for a in front.xpath("//ol[@class='bars']//a")]


def test_an_empty_knowledge_base_says_how_to_fill_it(empty: KnowledgeBase) -> None:
    with TestClient(create_app(empty, warm=False), base_url="http://localhost") as client:
        assert "Kho chưa có văn bản nào" in words(page(client, "/"))
        for path in ("/", "/van-ban", "/co-quan", "/nam-ro", "/doi-chieu"):
            assert page(client, path).xpath("//main//a[@href='/nap-van-ban']"), path
        assert "nhiemvu" in words(page(client, "/nap-van-ban"))
        assert page(client, "/?q=x").xpath("//div[@class='notice']")
        page(client, "/van-ban")
        page(client, "/co-quan")


def test_results_stand_by_document_and_lead_to_the_clause(web: TestClient, held: KnowledgeBase) -> None:
    found = page(web, "/?q=tap+huan+so+cuu+duoi+nuoc")
    articles = found.xpath("//article[@class='found']")
    first = articles[0]
    assert words(first.xpath(".//h2")[0]) == "Kế hoạch 777/KH-UBND"
    assert first.xpath(".//p[@class='where']/a/@href")[0] == f"/van-ban/{plan_of(held)}#ii/1/diem-a"
    assert words(first.xpath(".//span[@class='trail']")[0]) == "II. NHIỆM VỤ CỤ THỂ › 1. Sở Y tế"
    assert first.xpath(".//p[@class='words']/mark")
    assert words(first.xpath(".//p[@class='why']")[0]).startswith("Vì sao")


def test_nothing_found_gives_advice(web: TestClient) -> None:
    advice = words(page(web, "/?q=zzzz&loai=kế hoạch").xpath("//div[@class='notice']")[0])
    assert "Không tìm thấy đoạn nào cho “zzzz”." in advice
    assert "Bỏ mọi điều kiện lọc" in advice


def test_filters_stay_chosen_and_a_wrong_one_is_explained(web: TestClient) -> None:
    found = page(web, "/?q=duoi+nuoc&co_quan=Sở Y tế Nghệ An&loai=kế hoạch&nhiem_vu=services")
    assert found.xpath("//option[@selected]/@value") == ["kế hoạch", "services"]
    assert found.xpath("//input[@name='co_quan']/@value") == ["Sở Y tế Nghệ An"]
    wrong = page(web, "/?q=duoi+nuoc&co_quan=zzz")
    assert "Không nhận ra cơ quan “zzz”" in words(wrong.xpath("//div[@role='alert']")[0])


def test_more_results_are_a_link_away(web: TestClient) -> None:
    found = page(web, "/?q=duoi+nuoc&so_luong=2")
    assert found.xpath("//p[@class='more']/a/@href") == ["/?q=duoi+nuoc&so_luong=4"]


# --- reader ----------------------------------------------------------------------


def test_the_reader_shows_the_whole_text_clause_by_clause(web: TestClient, held: KnowledgeBase) -> None:
    doc = plan_of(held)
    reader = page(web, f"/van-ban/{doc}")
    body = reader.xpath("//div[@class='text']")[0]
    for furniture in body.xpath(".//aside | .//a[contains(@class, 'anchor') or contains(@class, 'duty-number')]"):
        furniture.drop_tree()
    assert "".join(body.text_content().split()) == "".join(held.store.text(doc).split())
    anchors = {c.path for _, c in held.store.clauses(doc)}
    assert anchors <= set(reader.xpath("//*/@id"))


def test_duties_are_noted_beside_their_words(web: TestClient, held: KnowledgeBase) -> None:
    reader = page(web, f"/van-ban/{plan_of(held)}")
    note = words(reader.xpath("//li[@id='nhiem-vu-1']")[0])
    who = ("Chủ trì Sở Y tế ↰", "Phối hợp Sở Tài chính")
    for part in (*who, "Thời hạn định kỳ hằng quý", "Báo cáo Ủy ban nhân dân tỉnh"):
        assert part in note
    assert "Không được làm" in words(reader.xpath("//li[@id='nhiem-vu-2']")[0])
    assert reader.xpath("//li[@id='nhiem-vu-1']//a/@href")[1] == "/co-quan/so-y-te@nghe-an"
    assert "Sản phẩm Bể bơi" in words(reader.xpath("//li[@id='nhiem-vu-4']")[0])


def test_citations_lead_to_documents_held_and_say_which_are_not(web: TestClient, held: KnowledgeBase) -> None:
    above = held.store.document("999-CT/MM").id
    reader = page(web, f"/van-ban/{plan_of(held)}")
    assert reader.xpath("//div[@class='text']//a[@class='cite']/@href") == [f"/van-ban/{above}"]
    assert "Bị bãi bỏ bởi Quyết định 555/QĐ-UBND" in words(reader.xpath("//details[@class='around']")[0])
    upper = page(web, f"/van-ban/{above}")
    assert [words(s) for s in upper.xpath("//span[@class='cite missing']")] == ["Nghị quyết số 888-NQ/MM"]
    around = words(upper.xpath("//details[@class='around']")[0])
    assert "chưa có trong kho" in around
    assert "Được đưa tin tại Tin tức (tin.html)" in around


def test_the_head_names_what_is_known_and_why_the_rest_is_not(web: TestClient, held: KnowledgeBase) -> None:
    head = words(page(web, f"/van-ban/{plan_of(held)}").xpath("//header[@class='document-head']")[0])
    assert "Ngày ban hành 15/3/2024" in head
    assert "Ngày có hiệu lực Văn bản không ghi ngày có hiệu lực." in head
    assert "Trang 2 là bản quét; chữ được nhận dạng tự động." in head


def test_a_table_is_a_table(web: TestClient, held: KnowledgeBase) -> None:
    cells = page(web, f"/van-ban/{plan_of(held)}").xpath("//tr[@id='phu-luc-1/bang-1/hang-1']/td")
    assert [words(cell) for cell in cells][2:] == ["Sở Tài chính", "2025"]


def test_words_of_a_document_are_never_markup(web: TestClient, held: KnowledgeBase) -> None:
    answer = web.get(f"/van-ban/{plan_of(held)}").text
    assert "&lt;b&gt;Không&lt;/b&gt;" in answer
    assert "<b>Không</b>" not in answer
    assert "<script>x" not in web.get("/?q=<script>x").text


def test_every_clause_has_a_citation_to_copy(web: TestClient, held: KnowledgeBase) -> None:
    reader = page(web, f"/van-ban/{plan_of(held)}")
    mark = reader.xpath("//a[@class='anchor'][@href='#ii/1/diem-a']")[0]
    assert mark.get("data-cite") == "Điểm a mục 1 mục II"
    name = reader.xpath("//article/@data-document")[0]
    assert name == "Kế hoạch 777/KH-UBND ngày 15/3/2024 của Ủy ban nhân dân tỉnh Nghệ An"


def test_a_number_or_file_name_leads_to_the_document(web: TestClient, held: KnowledgeBase) -> None:
    for name in ("777/KH-UBND", "ke-hoach-777.pdf"):
        answer = web.get(f"/van-ban/{name}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (307, f"/van-ban/{plan_of(held)}")


def test_the_original_is_saved_not_shown(web: TestClient, held: KnowledgeBase) -> None:
    answer = web.get(f"/van-ban/{plan_of(held)}/ban-goc")
    assert answer.content == b"original of ke-hoach-777.pdf"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''ke-hoach-777.pdf"
    assert answer.headers["content-type"] == "application/octet-stream"


# --- agencies and lists ------------------------------------------------------------


def test_an_agency_sees_all_its_tasks_and_how_they_reach_it(web: TestClient, held: KnowledgeBase) -> None:
    agency = page(web, "/co-quan/so-y-te@nghe-an")
    assert words(agency.xpath("//h1")[0]) == "Sở Y tế Nghệ An"
    assert [words(h) for h in agency.xpath("//h2")] == ["Giao đích danh (2)", "Giao chung cho nhóm cơ quan (1)"]
    tasks = agency.xpath("//li[@class='task']")
    assert "Cùng với Sở Tài chính (Nghệ An) (phối hợp)" in words(tasks[0])
    assert tasks[0].xpath(".//p[@class='from']/a/@href") == [f"/van-ban/{plan_of(held)}#ii/1/diem-a"]
    assert "giao cho nhóm: sở, ban, ngành Nghệ An" in words(tasks[2])


def test_tasks_are_narrowed_and_the_way_back_is_shown(web: TestClient) -> None:
    agency = page(web, "/co-quan/so-y-te@nghe-an?han=recurring&xep=han")
    assert len(agency.xpath("//li[@class='task']")) == 1
    assert agency.xpath("//option[@selected]/@value") == ["recurring", "han"]
    nothing = page(web, "/co-quan/so-y-te@nghe-an?vai_tro=direct")
    assert "Không có nhiệm vụ nào khớp điều kiện lọc" in words(nothing)
    assert "chưa có nhiệm vụ nào" in words(page(web, "/co-quan/bo-quoc-phong"))


def test_files_that_could_not_be_read_are_shown_with_their_reasons(empty: KnowledgeBase) -> None:
    fill(empty.store)
    locked = b"%PDF-1.7 locked"
    empty.store.set_aside("/vb/hong.pdf", "", "Tệp bị hỏng.")
    reason = "Tệp được đặt mật khẩu: hãy mở tệp, bỏ mật khẩu."
    empty.store.set_aside("/vb/khoa.pdf", hashlib.sha256(locked).hexdigest(), reason, original=locked)
    with TestClient(create_app(empty, warm=False), base_url="http://localhost") as client:
        assert "2 tệp để riêng" in words(page(client, "/"))
        assert page(client, "/van-ban").xpath("//p[@class='set-aside']/a/@href") == ["/de-rieng"]
        listed = page(client, "/de-rieng").xpath("//ul[@class='cards']/li")
        assert words(listed[0]) == "hong.pdf Tệp bị hỏng. /vb/hong.pdf · Kho không giữ bản gốc"
        assert "Cần làm: Hãy mở tệp, bỏ mật khẩu." in words(listed[1])
        address = listed[1].xpath(".//a/@href")[0]
        assert client.get(address).content == b"%PDF-1.7 locked"
        assert client.get("/de-rieng/khong-co/ban-goc").status_code == 404


def test_lists_narrow_without_accents(web: TestClient) -> None:
    found = page(web, "/co-quan?q=so+y+te+ha+tinh")
    assert found.xpath("//ul[@class='agencies']//a/@href") == ["/co-quan/so-y-te@ha-tinh"]
    listed = page(web, "/van-ban?q=duoi+nuoc&loai=Chỉ thị&nam=2024")
    assert [words(h) for h in listed.xpath("//ul[@class='cards']//h2")] == ["Chỉ thị 999-CT/MM"]


def test_a_crosswalk_stands_task_beside_what_carries_it_out(web: TestClient, held: KnowledgeBase) -> None:
    plan, directive = plan_of(held), held.store.document("999-CT/MM").id
    reader = page(web, f"/van-ban/{plan}")
    assert reader.xpath("//a[@class='compare']/@href") == [f"/doi-chieu?tren={directive}&duoi={plan}"]
    shown = page(web, f"/doi-chieu?tren={directive}&duoi={plan}")
    assert shown.xpath("//option[@selected]/@value") == [directive, plan]
    rows = shown.xpath("//ol[@class='aligned']/li")
    assert len(rows) == 2
    assert rows[0].xpath(".//div[contains(@class, 'task-side')]//a/@href") == [f"/van-ban/{directive}#1"]
    assert rows[1].xpath(".//div[@class='child-side']//a/@href") == [f"/van-ban/{plan}#phu-luc-1/bang-1/hang-1"]
    assert "2 nhiệm vụ" in words(shown.xpath("//p[@class='totals']")[0])
    assert page(web, "/doi-chieu?tren=khong-co&duoi=x", 404) is not None


# --- errors and the rest -------------------------------------------------------------

ERRORS = {
    "no such page": ("/khong-co", 404, "Không có trang nào"),
    "no such document": ("/van-ban/khong-co", 404, "khong-co"),
    "no such agency": ("/co-quan/khong-co", 404, "khong-co"),
    "impossible filter": ("/van-ban?nam=xx", 422, "bốn chữ số"),
    "impossible number": ("/?so_luong=x", 422, "Yêu cầu không hợp lệ"),
}


@pytest.mark.parametrize(("address", "status", "message"), ERRORS.values(), ids=ERRORS)
def test_errors_are_pages_for_people(web: TestClient, address: str, status: int, message: str) -> None:
    failed = page(web, address, status)
    assert message in words(failed.xpath("//main")[0])
    assert failed.xpath("//main//a/@href") == ["/", "/van-ban"]


ADDRESSES = ["/", "/?q=duoi+nuoc", "/van-ban", "/van-ban/{plan}", "/co-quan", "/co-quan/so-y-te@nghe-an", "/api"]
ADDRESSES += ["/nam-ro", "/van-ban/{plan}/nam-ro", "/co-quan/so-y-te@nghe-an?ngay=2024-06-01"]
ADDRESSES += ["/de-rieng", "/doi-chieu", "/doi-chieu?tren=999-CT/MM&duoi=777/KH-UBND"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_name_nothing_elsewhere_and_hold_no_script(web: TestClient, held: KnowledgeBase, address: str) -> None:
    text = web.get(address.format(plan=plan_of(held))).text
    loaded = re.findall(r"(?:src|href|action)=\"([^\"]*)\"", text)
    assert loaded
    assert not [a for a in loaded if re.match(r"[a-z]+:|//", a)]
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=|<style", text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_can_be_used_without_seeing_or_pointing(web: TestClient, held: KnowledgeBase, address: str) -> None:
    shown = page(web, address.format(plan=plan_of(held)))
    assert shown.get("lang") == "vi"
    assert len(shown.xpath("//h1")) == 1
    assert shown.xpath("//a[@class='skip']/@href") == ["#noi-dung"]
    ids = shown.xpath("//*/@id")
    assert len(ids) == len(set(ids))
    for field in shown.xpath("//input | //select"):
        assert field.xpath("ancestor::label") or shown.xpath(f"//label[@for='{field.get('id')}']")
    inner = [a[1:] for a in shown.xpath("//a/@href") if a.startswith("#")]
    assert set(inner) <= set(ids)


# --- then and now, and what is not clear ---------------------------------------


def test_an_agency_on_a_day(web: TestClient) -> None:
    then = page(web, "/co-quan/so-y-te@nghe-an?ngay=2024-06-01")
    assert then.xpath("string(//p[@class='summary'])").startswith("3 nhiệm vụ tại ngày 1/6/2024")
    assert then.xpath("//input[@name='ngay']/@value") == ["2024-06-01"]
    named = page(web, "/co-quan/so-y-te@nghe-an?ngay=2024-06-01&dich_danh=true")
    assert named.xpath("string(//p[@class='summary'])").startswith("2 nhiệm vụ")
    before = page(web, "/co-quan/so-y-te@nghe-an?ngay=2024-01-01")
    assert "không giữ nhiệm vụ nào" in before.xpath("string(//main)")


def test_an_agency_that_ended_says_who_took_over(web: TestClient) -> None:
    ended = page(web, "/co-quan/bo-lao-dong-thuong-binh-va-xa-hoi").xpath("//div[@class='notice ended']")[0]
    assert "1/3/2025" in ended.text_content()
    assert "/co-quan/bo-y-te" in ended.xpath(".//a/@href")


def test_due_lists_are_saved_as_calendar_and_spreadsheet(web: TestClient) -> None:
    for link in page(web, "/co-quan/bo-y-te?ngay=2024-03-01").xpath("//p[@class='exports']/a/@href"):
        answer = web.get(link)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.content[:15] == b"BEGIN:VCALENDAR" or answer.content[:2] == b"PK"


def test_what_is_not_clear_is_listed_for_each_document(web: TestClient) -> None:
    links = page(web, "/nam-ro").xpath("//ul[contains(@class, 'clarity-list')]//h2/a/@href")
    assert len(links) == 3
    one = page(web, next(link for link in links if "Mục 2 mục II" in web.get(link).text))
    assert "Chưa có thời hạn" in one.xpath("string(//main)")
    only = one.xpath("//nav[@class='lacks']/a[contains(@href, 'thieu=deadline')]/@href")[0]
    tasks = page(web, only).xpath("//li[@class='task']")
    assert tasks
    assert all("Chưa có thời hạn" in task.text_content() for task in tasks)


def test_what_lies_outside_the_conditions_read_says_so(
    web: TestClient, held: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"q": "đuối nước"}
    said = "ngoài các điều kiện hiểu từ câu hỏi"
    assert said not in web.get("/", params=asked).text
    search = held.index.search
    monkeypatch.setattr(held.index, "search", lambda query: [replace(hit, outside=True) for hit in search(query)])
    assert said in web.get("/", params=asked).text


@pytest.mark.parametrize(("state", "says"), [("loading", "đã xong 3/47 văn bản"), ("failed", "nhiemvu rebuild")])
def test_while_the_index_is_made_anew_nobody_is_asked_to_do_it(
    empty: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, state: str, says: str
) -> None:
    def refused(*_: object) -> None:
        raise IndexMismatch("Hãy tạo lại chỉ mục bằng lệnh: nhiemvu rebuild")

    monkeypatch.setattr(views, "search_passages", refused)
    app = create_app(empty, warm=False)
    with TestClient(app, base_url="http://localhost") as client:
        warming = service_of(app).state.warming
        warming.state, warming.at, warming.of = state, 3, 47
        answer = client.get("/", params={"q": "đuối nước"})
        assert answer.status_code == 503
        assert says in answer.text
        told = client.get("/api/v1/search", params={"q": "đuối nước"}).json()["error"]["message"]
        assert says in told
