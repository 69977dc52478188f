"""When a deadline falls due next."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.deadlines import next_due
from ingest.deadlines import read_deadline

TODAY = date(2026, 2, 11)  # a Wednesday

CASES = {
    "fixed-ahead": ("trước ngày 30/6/2026", "2026-06-30"),
    "fixed-past": ("trước ngày 30/6/2025", ""),
    "month-ahead-stays-partial": ("trong tháng 3/2026", "2026-03"),
    "this-month": ("trong tháng 02 năm 2026", "2026-02"),
    "year": ("đến năm 2030", "2030"),
    "yearly-by-date-ahead": ("trước ngày 15/12 hằng năm", "2026-12-15"),
    "yearly-by-date-next-year": ("trước ngày 10/02 hằng năm", "2027-02-10"),
    "yearly-in-words": ("trước ngày 31 tháng 3 hằng năm", "2026-03-31"),
    "yearly-by-month": ("Tháng 12 hằng năm", "2026-12"),
    "yearly-by-month-past": ("Tháng 01 hằng năm", "2027-01"),
    "yearly-without-date": ("hằng năm", ""),
    "half-yearly-with-both-dates": (
        "định kỳ 6 tháng (trước ngày 15/6) và hằng năm (trước ngày 15/12)",
        "2026-06-15",
    ),
    "half-yearly-without-dates": ("định kỳ 6 tháng, hằng năm", ""),
    "monthly": ("vào ngày 25 hằng tháng", "2026-02-25"),
    "monthly-next-month": ("trước ngày 05 hằng tháng", "2026-03-05"),
    "monthly-in-a-short-month": ("vào ngày 30 hằng tháng", "2026-02-28"),
    "quarterly-first-month": ("trước ngày 10 của tháng đầu mỗi quý", "2026-04-10"),
    "quarterly-without-month": ("trước ngày 10 mỗi quý", ""),
    "daily": ("trước 15h hằng ngày", "2026-02-11"),
    "weekly": ("vào thứ Sáu hằng tuần", "2026-02-13"),
    "weekly-today": ("thứ 4 hàng tuần", "2026-02-11"),
    "after-an-event": ("trong thời hạn 05 ngày kể từ ngày nhận được hồ sơ", ""),
    "continuous": ("Thường xuyên", ""),
}


@pytest.mark.parametrize(("words", "due"), CASES.values(), ids=CASES)
def test_next_due(words: str, due: str) -> None:
    assert next_due(read_deadline(words), TODAY) == due
