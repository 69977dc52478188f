"""Times that stand outside a duty's own words: of intro lines, and in sentences of their own."""

from __future__ import annotations

from ingest.deadlines import find_deadlines, labelled_deadline, read_deadline
from tests.ingest.obligations.sample_texts import duties


def test_an_intro_gives_its_time_to_the_parts_it_opens() -> None:
    text = (
        "1. Các bộ khắc phục các bất cập, hoàn thành trong tháng 11 năm 2025, cụ thể:\n"
        "a) Bộ Y tế nâng cấp hệ thống quản lý.\nb) Bộ Nội vụ kết nối cơ sở dữ liệu trước ngày 15/11/2025."
    )
    times = [d.deadline.text for d in duties(text) if d.deadline]
    assert times[-2:] == ["trong tháng 11 năm 2025", "trước ngày 15/11/2025"]


def test_a_time_in_a_sentence_of_its_own_belongs_to_the_sentences_before_it() -> None:
    text = "1. Sở Y tế rà soát dữ liệu. Sở Nội vụ tổng hợp kết quả. Thời gian hoàn thành trước ngày 30/12/2025."
    assert [d.deadline.text if d.deadline else "" for d in duties(text)] == ["trước ngày 30/12/2025"] * 2


def test_what_is_left_of_a_year_is_no_deadline() -> None:
    assert find_deadlines("Từ nay đến hết năm 2025 chỉ còn gần 2 tháng") == ()


def test_an_event_is_not_the_end_of_its_year() -> None:
    read = read_deadline("trước kỳ họp HĐND tỉnh cuối năm 2025")
    assert (read.kind.value, read.due, read.trigger) == ("relative", "", "kỳ họp HĐND tỉnh cuối năm 2025")


def test_parts_of_years_and_months_end_where_they_end() -> None:
    words = {
        "trong 6 tháng đầu năm 2026": "2026-06",
        "trong 6 tháng cuối năm 2025": "2025-12",
        "trong nửa đầu tháng 11/2025": "2025-11-15",
        "trước ngày cuối cùng của tháng 2 năm 2024": "2024-02-29",
    }
    assert {w: read_deadline(w).due for w in words} == words
    assert all([t.deadline.text for t in find_deadlines(f"hoàn thành {w}.")] == [w] for w in words)


def test_a_time_label_that_names_no_time_gives_none() -> None:
    assert labelled_deadline("Sở Nội vụ, Sở Tài chính") is None
    assert labelled_deadline("Thường xuyên") == read_deadline("Thường xuyên")
