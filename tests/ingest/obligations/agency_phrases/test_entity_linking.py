"""Who a mention is in its document: its full name, province and id in the authority list."""

from __future__ import annotations

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
