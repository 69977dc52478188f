"""When a deadline falls due next, where its words say so; nothing is supplied that they leave open."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from corpus.model import Deadline, DeadlineKind
from corpus.vietnamese import fold

_DAY_OF_MONTH = re.compile(r"(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:/|tháng)\s*(?P<m>\d{1,2})(?!\s*[/.-]?\s*\d{4})(?!\d)")
_DAY = re.compile(r"ngày\s+(?P<d>\d{1,2})(?!\s*(?:/|tháng\s+\d|\d))")
_MONTH = re.compile(r"tháng\s+(?P<m>1[0-2]|0?[1-9])(?!\s*[/-]?\s*\d)")
_FIRST_MONTH, _LAST_MONTH = re.compile(r"tháng đầu"), re.compile(r"tháng cuối")
_WEEKDAYS = {name: i for names in ("hai ba tư năm sáu bảy", "2 3 4 5 6 7") for i, name in enumerate(names.split())}
_WEEKDAY = re.compile(r"thứ\s+(?P<w>hai|ba|tư|năm|sáu|bảy|[2-7])\b")
_MONTHS_A_YEAR = range(1, 13)
_LEAP_YEAR = 2024


def next_due(deadline: Deadline, today: date) -> str:
    """The next date a deadline falls due on, today or later, as partial as its words; "" where none can be told.

    A fixed deadline gives its own date as long as that is not past. A recurring one
    gives the next of the days or months it names; one that names none ("hằng năm")
    gives "", as does one that counts from an event.
    """
    if deadline.kind in {DeadlineKind.FIXED, DeadlineKind.PERIOD}:
        last = _last_day(deadline.due)
        return deadline.due if last is not None and last >= today else ""
    if deadline.kind is not DeadlineKind.RECURRING:
        return ""
    return _next_of(fold(deadline.text), deadline.recurrence, today)


def _next_of(words: str, recurrence: str, today: date) -> str:
    if recurrence == "daily":
        return today.isoformat()
    if "chủ nhật" in words and recurrence == "weekly":
        return (today + timedelta((6 - today.weekday()) % 7)).isoformat()
    if (m := _WEEKDAY.search(words)) and recurrence == "weekly":
        return (today + timedelta((_WEEKDAYS[m["w"]] - today.weekday()) % 7)).isoformat()
    dates = [(int(m["m"]), int(m["d"])) for m in _DAY_OF_MONTH.finditer(words) if _is_day(m["m"], m["d"])]
    if dates:
        return min(_next_yearly(month, day, today) for month, day in dates).isoformat()
    day = _DAY.search(words)
    if day and recurrence in {"monthly", "quarterly"} and 1 <= int(day["d"]) <= 31:
        months = _months_meant(words, recurrence)
        return next(_days(int(day["d"]), months, today)).isoformat() if months else ""
    if recurrence == "yearly" and (month := _MONTH.search(words)):
        year = today.year + (int(month["m"]) < today.month)
        return f"{year}-{int(month['m']):02d}"
    return ""


def _months_meant(words: str, recurrence: str) -> tuple[int, ...]:
    """The months a day stands in: every month, or the first or last of each quarter; none where it is not said."""
    if recurrence == "monthly":
        return tuple(_MONTHS_A_YEAR)
    if _FIRST_MONTH.search(words):
        return (1, 4, 7, 10)
    return (3, 6, 9, 12) if _LAST_MONTH.search(words) else ()


def _days(day: int, months: tuple[int, ...], today: date) -> Iterator[date]:
    """The days from `today` on that are the `day`-th of one of `months`; in a shorter month its last."""
    for year in islice((today.year + i for i in range(3)), 3):
        for month in months:
            found = date(year, month, min(day, monthrange(year, month)[1]))
            if found >= today:
                yield found


def _next_yearly(month: int, day: int, today: date) -> date:
    return next(_days(day, (month,), today))


def _is_day(month: str, day: str) -> bool:
    """A day of the year that some year has; the 29th of February is one."""
    return 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(_LEAP_YEAR, int(month))[1]


def _last_day(due: str) -> date | None:
    """The last day an ISO date, month or year may mean; None for one that no calendar has ("2025-11-31")."""
    try:
        year, month, day = (*map(int, due.split("-")), 0, 0)[:3]
        month = month or 12
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None
