"""What an agency has to do by when, as rows, calendar and spreadsheet."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from search_api.agencies.due_dates import calendar, due_list, due_sheet, last_day
from search_api.bootstrap import KnowledgeBase

DAYS = {
    "day": ("2025-06-15", "2025-06-15"),
    "month": ("2025-06", "2025-06-30"),
    "February": ("2024-02", "2024-02-29"),
    "December": ("2025-12", "2025-12-31"),
    "year": ("2025", "2025-12-31"),
}


@pytest.mark.parametrize(("partial", "last"), DAYS.values(), ids=DAYS)
def test_last_day(partial: str, last: str) -> None:
    assert last_day(partial) == last


def test_due_list(held: KnowledgeBase) -> None:
    (row,) = due_list(held.resources, "bo-y-te", "2024-03-01")
    assert (row.due, row.is_over, row.number, row.cited) == ("2024-06-30", False, "999-CT/MM", "Mục 1")
    assert due_list(held.resources, "bo-y-te", "2024-12-01")[0].is_over
    assert due_list(held.resources, "bo-y-te", "2024-01-01") == ()  # the directive is of the next day


def test_a_year_is_due_on_its_last_day(held: KnowledgeBase) -> None:
    (row,) = [r for r in due_list(held.resources, "so-tai-chinh@nghe-an", "2024-12-01") if r.deadline == "2025"]
    assert (row.due, row.product) == ("2025-12-31", "Bể bơi")


def test_calendar(held: KnowledgeBase) -> None:
    rows = due_list(held.resources, "bo-y-te", "2024-03-01")
    read = Calendar.from_ical(calendar(held.directory, "bo-y-te", rows))
    (event,) = read.walk("VEVENT")
    assert event["dtstart"].dt.isoformat() == "2024-06-30"
    assert "đuối nước" in event["summary"]
    assert "999-CT/MM" in event["description"]
    assert "Bộ Y tế" in read["x-wr-calname"]


def test_spreadsheet(held: KnowledgeBase) -> None:
    rows = due_list(held.resources, "bo-y-te", "2024-03-01")
    sheet = load_workbook(io.BytesIO(due_sheet(held.directory, "bo-y-te", rows, "2024-03-01"))).active
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    head = next(n for n, line in enumerate(lines) if line[0] == "TT")
    found = dict(zip(lines[head], lines[head + 1], strict=True))
    assert found["Hạn"] == datetime(2024, 6, 30)
    assert found["Tình trạng"] == "Còn 121 ngày"
    assert found["Vai trò"] == "Chủ trì"
    assert [line[0] for line in lines[:2]] == ["VIỆC ĐẾN HẠN", "Cơ quan: Bộ Y tế"]
