"""What became of each body: who holds a duty on a day, and why."""

from __future__ import annotations

import pytest

from corpus.agencies import authority_list
from corpus.authority.succession import Duty, Event, Heir, Succession, succession
from corpus.model import ObligationKind

LABOUR, LABOUR_DEPARTMENT = "bo-lao-dong-thuong-binh-va-xa-hoi", "so-lao-dong-thuong-binh-va-xa-hoi"
TODAY = "2025-12-01"


def of(*words: str, kind: str = "", issued: str = "2023-06-01") -> Duty:
    return Duty(words, kind, issued)


HOLDERS = {
    "children": (LABOUR, of("bảo vệ trẻ em"), TODAY, "bo-y-te"),
    "child labour is of children": (LABOUR, of("phòng ngừa lao động trẻ em"), TODAY, "bo-y-te"),
    "labour": (LABOUR, of("thanh tra việc chấp hành pháp luật lao động"), TODAY, "bo-noi-vu"),
    "merit": (LABOUR, of("chăm sóc người có công với cách mạng"), TODAY, "bo-noi-vu"),
    "vocational": (LABOUR, of("đổi mới giáo dục nghề nghiệp"), TODAY, "bo-giao-duc-va-dao-tao"),
    "rehabilitation": (LABOUR, of("quản lý cơ sở cai nghiện"), TODAY, "bo-cong-an"),
    "poverty": (LABOUR, of("rà soát hộ nghèo"), TODAY, "bo-nong-nghiep-va-moi-truong"),
    "a body's own name is no evidence": (
        LABOUR,
        of("phối hợp với Tổng Liên đoàn Lao động Việt Nam bảo vệ trẻ em"),
        TODAY,
        "bo-y-te",
    ),
    "the title decides": (LABOUR, of("hướng dẫn, kiểm tra", "", "về chăm sóc trẻ em"), TODAY, "bo-y-te"),
    "the headings come before the title": (LABOUR, of("hướng dẫn", "Việc làm", "về trẻ em"), TODAY, "bo-noi-vu"),
    "a tie goes on to the title": (LABOUR, of("việc làm cho cha mẹ trẻ em", "", "trẻ em"), TODAY, "bo-y-te"),
    "nothing decides": (LABOUR, of("hướng dẫn, kiểm tra"), TODAY, None),
    "before that day": (LABOUR, of("bảo vệ trẻ em"), "2025-02-28", LABOUR),
    "on that day": (LABOUR, of("bảo vệ trẻ em"), "2025-03-01", "bo-y-te"),
    "two steps": ("uy-ban-dan-so-gia-dinh-va-tre-em", of("bảo vệ trẻ em"), TODAY, "bo-y-te"),
    "one step of two": ("uy-ban-dan-so-gia-dinh-va-tre-em", of("bảo vệ trẻ em"), "2010-01-01", LABOUR),
    "population": ("uy-ban-dan-so-gia-dinh-va-tre-em", of("ổn định mức sinh"), TODAY, "bo-y-te"),
    "family": (
        "uy-ban-dan-so-gia-dinh-va-tre-em",
        of("phòng chống bạo lực gia đình"),
        TODAY,
        "bo-van-hoa-the-thao-va-du-lich",
    ),
    "the rest": ("bo-giao-thong-van-tai", of("sửa chữa cầu đường"), TODAY, "bo-xay-dung"),
    "not the rest": ("bo-giao-thong-van-tai", of("cấp giấy phép lái xe"), TODAY, "bo-cong-an"),
    "press": (
        "bo-thong-tin-va-truyen-thong",
        of("chỉ đạo báo chí tuyên truyền"),
        TODAY,
        "bo-van-hoa-the-thao-va-du-lich",
    ),
    "the kind decides": (
        "bo-thong-tin-va-truyen-thong",
        of("nâng cao nhận thức", kind=ObligationKind.AWARENESS),
        TODAY,
        "bo-van-hoa-the-thao-va-du-lich",
    ),
    "went on without it": ("bo-noi-vu", of("quản lý nhà nước về tôn giáo"), TODAY, "bo-dan-toc-va-ton-giao"),
    "went on": ("bo-noi-vu", of("cải cách hành chính"), TODAY, "bo-noi-vu"),
    "given to it afterwards": ("bo-noi-vu", of("rà soát tổ chức tôn giáo", issued="2025-06-01"), TODAY, "bo-noi-vu"),
    "province": ("so-y-te@bac-kan", of("khám bệnh"), "2025-07-01", "so-y-te@thai-nguyen"),
    "province, the day before": ("so-y-te@bac-kan", of("khám bệnh"), "2025-06-30", "so-y-te@bac-kan"),
    "province that stayed": ("so-y-te@nghe-an", of("khám bệnh"), TODAY, "so-y-te@nghe-an"),
    "department, then province": (f"{LABOUR_DEPARTMENT}@bac-kan", of("đuối nước"), TODAY, "so-y-te@thai-nguyen"),
    "department alone": (f"{LABOUR_DEPARTMENT}@bac-kan", of("đuối nước"), "2025-05-01", "so-y-te@bac-kan"),
    "Hà Tây": ("so-y-te@ha-tay", of("khám bệnh"), "2009-01-01", "so-y-te@ha-noi"),
    "district": ("uy-ban-nhan-dan-huyen@ha-giang", of("khám bệnh"), TODAY, "uy-ban-nhan-dan-xa@tuyen-quang"),
    "Party": ("ban-tu-tuong-van-hoa-trung-uong", of("tuyên truyền"), TODAY, "ban-tuyen-giao-va-dan-van-trung-uong"),
    "unknown": ("khong-co-trong-danh-muc", of("khám bệnh"), TODAY, "khong-co-trong-danh-muc"),
}


@pytest.mark.parametrize(("agency", "duty", "day", "holder"), HOLDERS.values(), ids=HOLDERS)
def test_holder(agency: str, duty: Duty, day: str, holder: str | None) -> None:
    assert succession().holder(agency, duty, day).holder == holder


def test_a_step_says_what_passed_on_which_basis_and_why() -> None:
    (step,) = succession().holder(LABOUR, of("bảo vệ trẻ em"), TODAY).steps
    assert (step.of, step.to, step.on) == (LABOUR, "bo-y-te", "2025-03-01")
    assert "trẻ em" in step.functions
    assert any("176/2025/QH15" in name for name in step.basis)
    assert any("42/2025/NĐ-CP" in name for name in step.basis)
    assert "“trẻ em”" in step.why
    assert set(step.alternatives) >= {"bo-noi-vu", "bo-giao-duc-va-dao-tao"}


def test_where_nothing_decides_all_heirs_are_named_as_they_are_on_the_day() -> None:
    held = succession().holder(f"{LABOUR_DEPARTMENT}@bac-kan", of("hướng dẫn"), TODAY)
    assert held.holder is None
    assert {"so-y-te@thai-nguyen", "so-noi-vu@thai-nguyen"} <= set(held.possible)
    assert held.reason


def test_sources_follow_bodies_and_provinces_back() -> None:
    sources = succession().sources_of("so-y-te@thai-nguyen")
    assert sources[0] == "so-y-te@thai-nguyen"
    assert {"so-y-te@bac-kan", f"{LABOUR_DEPARTMENT}@bac-kan"} <= set(sources)


def test_every_merged_province_leads_to_one_of_today_with_its_basis() -> None:
    held = succession().holder("so-y-te@hau-giang", of(), TODAY)
    assert held.holder == "so-y-te@can-tho"
    assert "202/2025/QH15" in held.steps[0].basis[0]


def test_two_rests_leave_nobody() -> None:
    event = Event("a", "2000-01-01", ("unsourced",), (Heir("b", is_rest=True), Heir("c", is_rest=True)))
    assert Succession([event]).holder("a", of("khám bệnh"), TODAY).possible == ("b", "c")


ENDS = {
    "a ministry": (LABOUR, "2025-03-01", "bo-noi-vu"),
    "a province": ("so-y-te@bac-kan", "2025-07-01", "so-y-te@thai-nguyen"),
    "the body before its province": (f"{LABOUR_DEPARTMENT}@bac-kan", "2025-03-01", "so-noi-vu@bac-kan"),
}


@pytest.mark.parametrize(("agency", "until", "heir"), ENDS.values(), ids=ENDS)
def test_ends(agency: str, until: str, heir: str) -> None:
    ends = authority_list().ends_of(agency)
    assert ends.until == until
    assert heir in [step.to for step in ends.heirs]
