"""Days that no calendar has are doubts in the record, never dates and never errors."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.deadlines import next_due
from corpus.model import Deadline, DeadlineKind
from ingest.deadlines import impossible_days, read_deadline
from tests.ingest.obligations.sample_texts import duties


def test_a_day_that_no_calendar_has_is_a_doubt_without_a_date() -> None:
    (duty,) = duties("1. Sở Y tế báo cáo kết quả trước ngày 31/11/2025.")
    assert duty.deadline is not None
    assert (duty.deadline.text, duty.deadline.due) == ("trước ngày 31/11/2025", "")
    assert "Thời hạn nêu ngày không có trong lịch: 31/11/2025." in duty.reason


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("trước ngày 31/11/2025", ("31/11/2025",), id="thirty-first-of-november"),
        pytest.param("ngày 29 tháng 02 năm 2025", ("29 tháng 02 năm 2025",), id="no-leap-year"),
        pytest.param("trước ngày 29/02/2024", (), id="leap-year"),
        pytest.param("trước 30/2 hằng năm", ("30/2",), id="in-no-year"),
        pytest.param("trước ngày 31/12/2025", (), id="a-day-there-is"),
    ],
)
def test_impossible_days(words: str, expected: tuple[str, ...]) -> None:
    assert impossible_days(words) == expected


@pytest.mark.parametrize("due", ["2025-11-31", "2025-13", "0000", "không rõ", "2025-02-30"])
def test_what_an_older_reading_stored_gives_no_date_and_no_error(due: str) -> None:
    assert next_due(Deadline("trước ngày 31/11/2025", DeadlineKind.FIXED, due=due), date(2025, 1, 1)) == ""


def test_a_day_of_no_year_comes_back_in_none() -> None:
    deadline = read_deadline("trước ngày 31/11 hằng năm")
    assert next_due(deadline, date(2025, 1, 1)) == ""
