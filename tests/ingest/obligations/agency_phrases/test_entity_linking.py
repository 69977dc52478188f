"""Who a mention is in its document: its full name, province and id in the authority list."""

from __future__ import annotations

import pytest

from tests.ingest.obligations.sample_texts import duties, roles


def test_a_short_name_is_completed_by_the_document() -> None:
    text = """Điều 1. Thành lập Tổ công tác liên ngành.
Điều 2. Tổ công tác có trách nhiệm rà soát cơ sở dữ liệu.
"""
    assert roles(text) == ["L tổ công tác liên ngành"]


def test_the_minister_in_a_document_of_the_ministry() -> None:
    text = "1. Giao Bộ trưởng quyết định kế hoạch thực hiện."
    assert roles(text, issuer="Bộ Y tế") == ["L Bộ Y tế"]


def test_a_local_body_belongs_to_the_province_of_the_document() -> None:
    (duty,) = duties("1. Sở Y tế rà soát cơ sở dữ liệu.", province="Nghệ An")
    assert duty.assignees[0].scope == "Nghệ An"
    assert duty.assignees[0].agency_id is not None


def test_a_province_that_is_named_goes_first() -> None:
    text = "1. Ủy ban nhân dân tỉnh Hà Tĩnh rà soát cơ sở dữ liệu."
    assert roles(text, province="Nghệ An") == ["L Ủy ban nhân dân tỉnh@Hà Tĩnh"]


def test_a_central_body_belongs_to_no_province() -> None:
    (duty,) = duties("1. Bộ Y tế rà soát cơ sở dữ liệu.", province="Nghệ An")
    assert duty.assignees[0].scope == ""


def test_the_ministry_is_that_of_the_time() -> None:
    text = "1. Bộ Văn hóa rà soát cơ sở dữ liệu."
    assert duties(text, issued="2005-01-01")[0].assignees[0].name == "Bộ Văn hóa"


def test_what_is_reported_to_has_an_id() -> None:
    (duty,) = duties("1. Sở Y tế báo cáo Bộ Y tế kết quả thực hiện.", province="Nghệ An")
    assert duty.report_to[0].agency_id is not None


def test_what_is_not_in_the_list_is_said() -> None:
    (duty,) = duties("1. Trung tâm Điều phối ghép tạng trẻ em rà soát cơ sở dữ liệu.")
    assert duty.assignees[0].agency_id is None
    assert "Trung tâm Điều phối ghép tạng trẻ em" in duty.reason


UNITS = {
    "of-the-issuing-ministry": ("Vụ Pháp chế rà soát cơ sở dữ liệu.", "Bộ Nội vụ", "bo-noi-vu"),
    "of-the-issuing-department": ("Phòng Khảo thí rà soát cơ sở dữ liệu.", "Sở Nội vụ", "so-noi-vu@nghe-an"),
    "of-the-body-it-names": ("Cục Lễ tân thuộc Bộ Ngoại giao rà soát cơ sở dữ liệu.", "Bộ Y tế", "bo-ngoai-giao"),
    "named-by-its-owner": ("Văn phòng Bộ Tài chính rà soát cơ sở dữ liệu.", "Bộ Y tế", "bo-tai-chinh"),
    "of-nobody-known": ("Phòng Khảo thí rà soát cơ sở dữ liệu.", "Ủy ban nhân dân tỉnh Nghệ An", None),
}


@pytest.mark.parametrize(("text", "issuer", "wanted"), UNITS.values(), ids=UNITS.keys())
def test_an_internal_unit_is_found_under_the_body_it_is_part_of(text: str, issuer: str, wanted: str | None) -> None:
    (duty,) = duties(f"1. {text}", issuer=issuer, province="Nghệ An" if not issuer.startswith("Bộ") else "")
    assert duty.assignees[0].agency_id == wanted


def test_the_body_of_an_internal_unit_is_said() -> None:
    (duty,) = duties("1. Vụ Pháp chế rà soát cơ sở dữ liệu.", issuer="Bộ Nội vụ")
    assert duty.assignees[0].name == "Vụ Pháp chế"
    assert "Vụ Pháp chế (Bộ Nội vụ)" in duty.reason


def test_the_office_without_a_name_is_that_of_the_ministry() -> None:
    text = "1. Giao Chánh Văn phòng rà soát cơ sở dữ liệu."
    assert roles(text, issuer="Bộ Nội vụ") == ["L Văn phòng Bộ Nội vụ"]


def test_the_committee_of_a_province_speaks_for_it() -> None:
    (duty,) = duties("1. Tỉnh Nghệ An phải rà soát cơ sở dữ liệu.", issuer="Văn phòng Chính phủ")
    assert [(a.name, a.agency_id) for a in duty.assignees] == [("tỉnh Nghệ An", "uy-ban-nhan-dan-tinh@nghe-an")]


def test_a_region_is_told_from_the_whole_body() -> None:
    (duty,) = duties("1. Kho bạc Nhà nước khu vực XII rà soát cơ sở dữ liệu.", province="Nghệ An")
    assert duty.assignees[0].agency_id == "kho-bac-nha-nuoc-khu-vuc@nghe-an"


def test_a_branch_that_no_list_has_is_not_the_whole_body() -> None:
    (duty,) = duties("1. FPT Nghệ An phải rà soát cơ sở dữ liệu.", province="Nghệ An")
    assert [(a.name, a.agency_id) for a in duty.assignees] == [("FPT Nghệ An", None)]


def test_a_malformed_name_is_a_doubt() -> None:
    (fine,) = duties("1. Sở Khảo thí rà soát cơ sở dữ liệu.", province="Nghệ An")
    (duty,) = duties("1. Sở Sở Khảo thí rà soát cơ sở dữ liệu.", province="Nghệ An")
    assert "cần xem lại: Sở Sở Khảo thí" in duty.reason
    assert duty.confidence <= fine.confidence / 2 + 0.01
