"""How a duty reaches an agency: its own name, an old one, a class, a merged province; then and now."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.model import Assignee, ClauseKind, ObligationKind, Record, Role
from corpus.settings import Settings
from corpus.store import Store
from search_api.agencies.assignments import AssignmentResolver
from search_api.agencies.tasks import TaskFilter, agency_view
from search_api.bootstrap import KnowledgeBase
from search_api.records.selection import RecordType, rows, select
from search_api.schemas.records import ObligationRow
from tests.search_api.sample_knowledge_base import draft, original, with_duty

LABOUR = Assignee("Bộ Lao động - Thương binh và Xã hội", Role.LEAD, "bo-lao-dong-thuong-binh-va-xa-hoi")
CHILDREN = "Bộ Lao động - Thương binh và Xã hội hoàn thiện pháp luật về trẻ em"
JOBS = "Bộ Lao động - Thương binh và Xã hội hỗ trợ giải quyết việc làm"
UNCLEAR = "Bộ Lao động - Thương binh và Xã hội gửi báo cáo"
ALL = "Các bộ, ngành tuyên truyền"
CLINICS = "Sở Y tế tỉnh Bắc Kạn khám bệnh miễn phí"
RANKED = "Cơ quan ngang bộ tuyên truyền về dân số, trẻ em"
DEPARTMENTS = "Các sở, ban, ngành tỉnh Bắc Kạn bố trí cán bộ"


def old_directive() -> Record:
    """A directive of 2023, before ministries and provinces were merged."""
    lines = [CHILDREN, JOBS, UNCLEAR, ALL, CLINICS, DEPARTMENTS, RANKED]
    record = draft(
        "cu.txt",
        [(str(n), ClauseKind.ITEM, f"{n}.", f"{n}. {words}.") for n, words in enumerate(lines, 1)],
        type="chỉ thị",
        number="1-CT/MM",
        issued="2023-05-04",
        title="về nhiệm vụ mẫu",
    )
    for words in (CHILDREN, JOBS, UNCLEAR):
        record = with_duty(record, words, [LABOUR])
    record = with_duty(record, ALL, [Assignee("bộ, ngành", Role.LEAD, "bo-nganh")], kind=ObligationKind.AWARENESS)
    record = with_duty(record, CLINICS, [Assignee("Sở Y tế", Role.LEAD, "so-y-te@bac-kan", "Bắc Kạn")])
    record = with_duty(record, RANKED, [Assignee("cơ quan ngang bộ", Role.LEAD, "co-quan-ngang-bo")])
    return with_duty(record, DEPARTMENTS, [Assignee("sở, ban, ngành", Role.LEAD, "so-ban-nganh@bac-kan", "Bắc Kạn")])


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    settings = Settings.from_environment(tmp_path_factory.mktemp("old"))
    record = old_directive()
    with Store.open(settings) as store:
        store.put(record, source_path="/vb/cu.txt", original=original("cu.txt"), analyser=1)
        yield KnowledgeBase(settings, store=store)


def held(kb: KnowledgeBase, agency: str, day: str = "", **more: bool) -> dict[str, ObligationRow]:
    found = rows(kb.resources, RecordType.OBLIGATIONS, select(kb.resources, agency=agency, as_of=day, **more))
    return {row.quote: row for row in found}


HELD = {
    "heir of a field": ("Bộ Y tế", "2025-12-01", {CHILDREN, ALL}),
    "heir of another field": ("Bộ Nội vụ", "2025-12-01", {JOBS, ALL}),
    "not yet": ("Bộ Y tế", "2024-01-01", {ALL}),
    "still": ("Bộ Lao động - Thương binh và Xã hội", "2024-01-01", {CHILDREN, JOBS, UNCLEAR, ALL}),
    "no more": ("Bộ Lao động - Thương binh và Xã hội", "2025-12-01", set()),
    "before the directive": ("Bộ Lao động - Thương binh và Xã hội", "2023-05-03", set()),
    "at any time": ("Bộ Lao động - Thương binh và Xã hội", "", {CHILDREN, JOBS, UNCLEAR, ALL}),
    "at any time, the heir": ("Bộ Y tế", "", {CHILDREN, ALL}),
    "merged province": ("Sở Y tế Thái Nguyên", "2025-07-01", {CLINICS, DEPARTMENTS}),
    "province still apart": ("Sở Y tế Thái Nguyên", "2025-06-30", set()),
    "province that is gone": ("Sở Y tế Bắc Kạn", "2025-07-01", set()),
    "province not yet gone": ("Sở Y tế Bắc Kạn", "2025-06-30", {CLINICS, DEPARTMENTS}),
    "class of a merged province": ("Sở Tài chính Thái Nguyên", "2025-12-01", {DEPARTMENTS}),
    # Its predecessor was of ministerial rank in 2023.
    "a ministry founded later": ("Bộ Dân tộc và Tôn giáo", "2025-12-01", {ALL, RANKED}),
    "no ministry": ("Thủ tướng Chính phủ", "2025-12-01", set()),
}


@pytest.mark.parametrize(("agency", "day", "expected"), HELD.values(), ids=HELD)
def test_who_holds_what(old: KnowledgeBase, agency: str, day: str, expected: set[str]) -> None:
    assert set(held(old, agency, day)) == expected


def test_a_row_says_what_brought_it_to_the_agency(old: KnowledgeBase) -> None:
    (via,) = held(old, "Bộ Y tế", "2025-12-01")[CHILDREN].via
    assert (via.how, via.named_name, via.holder) == ("predecessor", "Bộ Lao động - Thương binh và Xã hội", "bo-y-te")
    assert via.roles == ("lead",)
    assert "176/2025/QH15" in via.reason
    assert "trẻ em" in via.steps[0].why
    assert "Bộ Nội vụ" in via.steps[0].alternatives


def test_a_row_of_a_class_is_marked_and_can_be_left_out(old: KnowledgeBase) -> None:
    (via,) = held(old, "Bộ Y tế", "2025-12-01")[ALL].via
    assert (via.how, via.derived) == ("class", True)
    assert "bộ, ngành" in via.reason
    assert set(held(old, "Bộ Y tế", "2025-12-01", named_only=True)) == {CHILDREN}


def test_what_may_be_an_agencys_is_counted_and_listed_on_demand(old: KnowledgeBase) -> None:
    assert select(old.resources, agency="Bộ Y tế", as_of="2025-12-01").unsure == 1
    (via,) = held(old, "Bộ Y tế", "2025-12-01", possible=True)[UNCLEAR].via
    assert (via.how, via.holder) == ("possible", None)
    assert "Bộ Nội vụ" in via.reason


def test_on_a_day_every_row_says_who_holds_it(old: KnowledgeBase) -> None:
    found = {
        row.quote: row.via
        for row in rows(old.resources, RecordType.OBLIGATIONS, select(old.resources, as_of="2025-12-01"))
    }
    assert [v.holder_name for v in found[CHILDREN]] == ["Bộ Y tế"]
    assert [v.holder_name for v in found[CLINICS]] == ["Sở Y tế Thái Nguyên"]
    assert [(v.how, v.holder) for v in found[UNCLEAR]] == [("possible", None)]
    assert all(not row.via for row in rows(old.resources, RecordType.OBLIGATIONS, select(old.resources)))


def test_the_view_of_an_agency_that_ended_names_its_heirs(old: KnowledgeBase) -> None:
    view = agency_view(old.resources, "bo-lao-dong-thuong-binh-va-xa-hoi", TaskFilter())
    assert view.until == "2025-03-01"
    assert {"Bộ Nội vụ", "Bộ Y tế"} <= {step.to_name for step in view.heirs}


def test_the_view_of_a_day(old: KnowledgeBase) -> None:
    view = agency_view(old.resources, "bo-y-te", TaskFilter(as_of="2025-12-01"))
    assert view.vias == {"predecessor": 1, "class": 1, "possible": 1}
    assert agency_view(old.resources, "bo-y-te", TaskFilter(as_of="2025-12-01", named_only=True)).total == 2


def test_an_id_of_an_earlier_list_is_followed_as_it_is(old: KnowledgeBase) -> None:
    assert list(AssignmentResolver(old.resources, "2025-12-01").for_agency("khong-con-trong-danh-muc")) == []


def test_an_heir_is_not_reached_through_a_class_its_predecessor_had_long_left(old: KnowledgeBase) -> None:
    # The population commission was of ministerial rank until 2007; the directive is of 2023.
    assert "co-quan-ngang-bo" in old.directory.authority.classes_of("uy-ban-dan-so-gia-dinh-va-tre-em")
    assert RANKED not in held(old, "Bộ Y tế", "2025-12-01")
    assert RANKED in held(old, "Thanh tra Chính phủ", "2025-12-01")


def test_classes_are_expanded_to_the_bodies_they_include_marked_derived(old: KnowledgeBase) -> None:
    found = rows(old.resources, RecordType.OBLIGATIONS, select(old.resources, as_of="2025-12-01", expand=True))
    by_quote = {row.quote: row.assignees for row in found}
    ministries = by_quote[ALL]
    assert (ministries[0].agency_id, ministries[0].derived) == ("bo-nganh", False)
    derived = {a.agency_id for a in ministries if a.derived and a.of_class == "bo-nganh"}
    assert {"bo-y-te", "bo-dan-toc-va-ton-giao"} <= derived
    assert "bo-lao-dong-thuong-binh-va-xa-hoi" not in derived  # it was gone by then
    departments = {a.agency_id for a in by_quote[DEPARTMENTS]}
    assert {"so-ban-nganh@bac-kan", "so-tai-chinh@bac-kan"} <= departments
    assert [a.agency_id for a in by_quote[CHILDREN]] == ["bo-lao-dong-thuong-binh-va-xa-hoi"]
