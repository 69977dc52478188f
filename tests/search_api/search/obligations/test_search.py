"""A search for duties returns duties: by topic, by agency, by time, and says which conditions it gave up."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from corpus.model import Deadline, DeadlineKind, Document, Modality, Obligation, ObligationKind
from search_api.bootstrap import KnowledgeBase
from search_api.search.filters import SearchRequest
from search_api.search.obligations.search import ObligationHit, relaxation_lines, search_obligations
from search_api.search.obligations.table import ObligationTable
from tests.search_api.sample_knowledge_base import TRAINING

FOR_ALL = "Các sở, ban, ngành tuyên truyền phòng, chống đuối nước"
SWIMMING = "Bố trí kinh phí dạy bơi cho học sinh"

FOUND: dict[str, tuple[SearchRequest, list[str]]] = {
    "topic and agency": (SearchRequest("nhiệm vụ về tập huấn sơ cứu của Sở Y tế Nghệ An"), [TRAINING]),
    "agency alone": (SearchRequest("Sở Tài chính phải làm gì"), [SWIMMING, TRAINING, FOR_ALL]),
    "agency and role": (SearchRequest("Sở Tài chính chủ trì"), [SWIMMING, FOR_ALL]),
    "time": (SearchRequest("nhiệm vụ của Bộ Y tế trước 30/6/2024"), ["Bộ Y tế chủ trì hướng dẫn sơ cứu đuối nước"]),
    "filter": (SearchRequest("dạy bơi", agency="Sở Tài chính Nghệ An"), [SWIMMING]),
}


@pytest.mark.parametrize(("asked", "quotes"), FOUND.values(), ids=FOUND.keys())
def test_finds_duties(held: KnowledgeBase, asked: SearchRequest, quotes: list[str]) -> None:
    assert [row.quote for row in search_obligations(held.resources, asked).rows] == quotes


def test_rows_quote_the_text_and_mark_in_it(held: KnowledgeBase) -> None:
    for row in search_obligations(held.resources, SearchRequest("sơ cứu đuối nước")).rows:
        assert row.quote == held.store.text(row.doc)[row.start : row.end]
        assert all(0 <= start < end <= len(row.quote) for start, end in row.highlights)
        assert row.why


def test_conditions_nothing_meets_are_given_up_and_said(held: KnowledgeBase) -> None:
    found = search_obligations(held.resources, SearchRequest("nhiệm vụ của Sở Y tế Hà Tĩnh trong quý I/2019"))
    assert [row.quote for row in found.rows] == ["Sở Y tế tỉnh Hà Tĩnh tổ chức tổng kết"]
    (line,) = relaxation_lines(held.directory, found)
    assert "Thời hạn: quý I/2019" in line


def test_a_filter_that_was_set_is_never_given_up(held: KnowledgeBase) -> None:
    assert (
        search_obligations(held.resources, SearchRequest("dạy bơi", agency="Sở Tài chính Nghệ An", year="1999")).rows
        == ()
    )


def test_a_status_leaves_out_what_has_ended(held: KnowledgeBase) -> None:
    # The plan was repealed by the decision that stands beside it.
    asked = SearchRequest("dạy bơi cho học sinh")
    assert {row.source for row in search_obligations(held.resources, asked).rows} == {
        "chi-thi-999.docx",
        "ke-hoach-777.pdf",
    }
    in_force = search_obligations(held.resources, SearchRequest(asked.text, status="còn hiệu lực"))
    assert {row.source for row in in_force.rows} == {"chi-thi-999.docx"}
    ended = search_obligations(held.resources, SearchRequest(asked.text, status="repealed"))
    assert {row.source for row in ended.rows} == {"ke-hoach-777.pdf"}


def test_sorted_by_deadline(held: KnowledgeBase) -> None:
    rows = search_obligations(held.resources, SearchRequest("nhiệm vụ", order="due", limit=50)).rows
    # All are over: the last first, then what recurs, then what has no deadline.
    assert [row.deadline.due if row.deadline else None for row in rows][:3] == ["2025", "2024-06-30", ""]


DUE: dict[str, tuple[Deadline | None, str, bool]] = {
    "inside": (Deadline("30/6/2024", DeadlineKind.FIXED, due="2024-06-30"), "2020", True),
    "outside": (Deadline("30/6/2023", DeadlineKind.FIXED, due="2023-06-30"), "2024", False),
    "recurring": (Deadline("hằng quý", DeadlineKind.RECURRING, recurrence="quarterly"), "2020", True),
    "recurring, of later": (Deadline("hằng quý", DeadlineKind.RECURRING, recurrence="quarterly"), "2025", False),
    "without one, of that year": (None, "2024-03-01", True),
    "without one, of another": (None, "2023-03-01", False),
}


def only(deadline: Deadline | None, issued: str) -> ObligationTable:
    duty = Obligation(*("1#1", "1", 0, 1, "x", "x", ObligationKind.DATA, Modality.MUST, True, ()), deadline=deadline)
    return ObligationTable([Document(id="d", source="d", sha256="d", issued=issued)], [("d", duty)], ())


@pytest.mark.parametrize(("deadline", "issued", "expected"), DUE.values(), ids=DUE.keys())
def test_falls_due(deadline: Deadline | None, issued: str, expected: bool) -> None:
    assert only(deadline, issued).falling_due("2024-01-01..2024-12-31").tolist() == [expected]


def test_what_has_no_deadline_is_the_work_of_a_year_but_of_no_shorter_time() -> None:
    assert only(None, "2024-03-01").falling_due("2024-01-01..2024-03-31").tolist() == [False]


def test_the_page_has_a_tab_for_duties(web: TestClient) -> None:
    said = web.get("/", params={"q": "nhiệm vụ về sơ cứu của Sở Y tế"}).text
    assert "muc=nhiem-vu" in said
    assert "Câu hỏi này hỏi về nhiệm vụ" in said
    duties = web.get("/", params={"q": "nhiệm vụ về sơ cứu của Sở Y tế", "muc": "nhiem-vu"}).text
    assert "Cơ quan được giao: Sở Y tế" in duties
    assert "tổ chức tập huấn" in duties


def test_a_reading_is_shown_and_can_be_taken_back(web: TestClient) -> None:
    asked = {"q": "đuối nước ở Nghệ An"}
    assert "Địa phương: Nghệ An" in web.get("/", params=asked).text
    kept = web.get("/", params=asked | {"bo": "province"}).text
    assert "Địa phương: Nghệ An" not in kept
    assert "Đọc lại điều kiện từ câu hỏi" in kept


def test_the_api_names_what_it_read(web: TestClient) -> None:
    asked = {"q": "nhiệm vụ về sơ cứu của Sở Y tế năm 2024"}
    found = web.get("/api/v1/search/obligations", params=asked).json()
    assert {r["field"]: r["words"] for r in found["understood"]} == {"agency": "Sở Y tế", "due": "năm 2024"}
    assert found["results"][0]["quote"] == TRAINING
    fewer = web.get("/api/v1/search", params=asked | {"ignore": ["agency"]}).json()
    assert [r["field"] for r in fewer["understood"]] == ["due"]


def test_every_field_of_an_obligation_row_is_kept() -> None:
    assert {"id", "quote", "assignees", "deadline", "rank", "score"} <= set(ObligationHit.__dataclass_fields__)


def test_what_was_given_up_is_no_chip_any_more(web: TestClient) -> None:
    asked = {"q": "nhiệm vụ của Sở Y tế Hà Tĩnh trong quý I/2019", "muc": "nhiem-vu"}
    shown = web.get("/", params=asked).text
    chips = shown.partition('class="readings"')[2].partition("</ul>")[0]
    assert "Cơ quan được giao: Sở Y tế Hà Tĩnh" in chips
    assert "I/2019" not in chips
    assert "đã bỏ: Thời hạn: quý I/2019" in shown


def test_duties_that_nothing_meets_say_what_to_take_back(web: TestClient) -> None:
    asked = {"q": "nhiệm vụ của Bộ Y tế", "province": "Hà Tĩnh"}
    found = web.get("/api/v1/search/obligations", params=asked).json()
    assert (found["total"], found["results"]) == (0, [])
    assert {o["field"]: (o["left"], o["is_read"]) for o in found["offers"]} == {
        "agency": (1, True),
        "province": (1, False),
    }
    said = web.get("/", params={"q": asked["q"], "tinh": "Hà Tĩnh", "muc": "nhiem-vu"}).text
    assert "Bỏ điều kiện “Cơ quan được giao: Bộ Y tế”</a>: còn 1 nhiệm vụ." in said


def test_a_number_in_the_words_asks_for_the_duties_of_that_document(held: KnowledgeBase) -> None:
    found = search_obligations(held.resources, SearchRequest("kế hoạch 777 giao Sở Tài chính làm gì"))
    assert {row.source for row in found.rows} == {"ke-hoach-777.pdf"}
    assert [r.field.value for r in found.parsed_filters] == ["agency", "number"]
    # What is carried out is no condition: others do it.
    carried = search_obligations(
        held.resources, SearchRequest("ai phải bố trí kinh phí dạy bơi để thực hiện chỉ thị 999")
    )
    assert {row.source for row in carried.rows} == {"chi-thi-999.docx", "ke-hoach-777.pdf"}


def test_a_reason_names_words_and_fields(held: KnowledgeBase) -> None:
    (row,) = search_obligations(
        held.resources, SearchRequest("tập huấn sơ cứu", agency="Sở Y tế Nghệ An", role="lead")
    ).rows
    assert "Có “tập huấn sơ cứu”" in row.why
    assert "giao cho Sở Y tế Nghệ An (chủ trì)" in row.why
    assert row.matched[0] == "text"
    assert "agency" in row.matched
    classes = search_obligations(held.resources, SearchRequest("tuyên truyền", agency="Sở Y tế Nghệ An")).rows
    assert any("giao chung cho “sở, ban, ngành Nghệ An”" in row.why for row in classes)


def test_results_are_taken_away_as_they_are_shown(web: TestClient) -> None:
    asked = {"q": "nhiệm vụ", "muc": "nhiem-vu", "vai_tro": "lead", "so_luong": "1"}
    taken = web.get("/ket-qua.csv", params=asked)
    assert taken.headers["content-disposition"] == "attachment; filename=ket-qua.csv"
    lines = taken.content.decode("utf-8-sig").splitlines()
    total = web.get("/api/v1/search/obligations", params={"q": "nhiệm vụ", "role": "lead"}).json()["total"]
    assert len(lines) == total + 1
    assert web.get("/ket-qua.xlsx", params=asked).content[:2] == b"PK"
    assert web.get("/ket-qua.doc", params=asked).status_code == 404
    passages = web.get("/ket-qua.csv", params={"q": "đuối nước"}).content.decode("utf-8-sig")
    assert passages.startswith("rank,text,type,number")
