"""Times in a query: "trong tháng 12/2025", "quý IV", "trước 30/6", "6 tháng đầu năm 2026", "năm nay"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

# What says that a time is a limit: "trước", "đến hết", "chậm nhất", "sau", "từ", or a span within it.
_BEFORE = r"(?:(?:trước|đến|tới|chậm\ nhất|không\ muộn\ hơn|hết)\s+)+(?:hết\s+|là\s+)?"
_AFTER = r"(?:(?:sau|kể\ từ|từ)\s+)"
_WITHIN = r"(?:(?:đến\s+)?hạn\s+)?(?:trong\s+|vào\s+|cuối\s+)?"
_YEAR = r"(?:\s*[/.-]\s*|\s+năm\s+|\s+)(?P<{name}>(?:19|20)\d\d)"


@dataclass(frozen=True, slots=True)
class Time:
    """Words ``[start, end)`` of a query and the days they mean, as a `window`.

    `year` is set where a plain year is named; `bound` says that words before it make it a limit
    of something to be done ("trước năm 2026", "trong năm 2026").
    """

    start: int
    end: int
    window: str
    year: str = ""
    bound: bool = False


def find_times(folded: str, today: date) -> tuple[Time, ...]:
    """The times in a folded query, in order; of those that overlap the longest.

    A missing year is the one named elsewhere in the query, else that of `today`.
    """
    named = re.search(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/])", folded)
    year = int(named.group()) if named else today.year
    found: list[Time] = []
    for compiled, read in _FORMS:
        for m in compiled.finditer(folded):
            if (days := read(m, year, today)) and all(m.end() <= t.start or t.end <= m.start() for t in found):
                found.append(_time(m, days))
    return tuple(sorted(found, key=lambda time: time.start))


def find_periods(folded: str, today: date) -> tuple[Time, ...]:
    """The times in a folded query, "từ 01/9/2025 đến 10/9/2025" as one."""
    found: list[Time] = []
    for time in find_times(folded, today):
        before = found[-1] if found else None
        follows = before is not None and not folded[before.end : time.start].strip(" ,")
        if before and follows and before.window.endswith("..") and time.window.startswith(".."):
            found[-1] = Time(before.start, time.end, f"{before.window[:-2]}{time.window}", bound=True)
        else:
            found.append(time)
    return tuple(found)


_Days = tuple[date, date]


def _time(m: re.Match[str], days: _Days) -> Time:
    first, last = days
    words = m.groupdict()
    before, after = words.get("before"), words.get("after")
    window = f"{'' if before else first.isoformat()}..{'' if after else last.isoformat()}"
    year = words.get("only", "") or ""
    return Time(m.start(), m.end(), window, year, bound=bool(before or after or words.get("within")))


def _month(year: int, month: int, months: int = 1) -> _Days | None:
    if not (1 <= month <= 12 and 1900 <= year <= 2100):
        return None
    end = date(year + (month + months - 1) // 12, (month + months - 1) % 12 + 1, 1)
    return date(year, month, 1), end - timedelta(days=1)


def _day(m: re.Match[str], year: int, _: date) -> _Days | None:
    try:
        day = date(int(m["y"] or year), int(m["m"]), int(m["d"]))
    except ValueError:
        return None
    return day, day


def _of_month(m: re.Match[str], year: int, _: date) -> _Days | None:
    return _month(int(m["y"] or year), int(m["m"]))


def _of_quarter(m: re.Match[str], year: int, _: date) -> _Days | None:
    return _month(int(m["y"] or year), 3 * _QUARTERS[m["q"]] - 2, 3)


def _of_half(m: re.Match[str], year: int, _: date) -> _Days | None:
    return _month(int(m["y"] or year), 1 if m["half"] == "đầu" else 7, 6)


def _of_year(m: re.Match[str], _: int, __: date) -> _Days | None:
    return date(int(m["only"]), 1, 1), date(int(m["only"]), 12, 31)


def _now(m: re.Match[str], _: int, today: date) -> _Days | None:
    step = {"này": 0, "nay": 0, "tới": 1, "sau": 1}[m["which"]]
    match m["unit"]:
        case "tuần":
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
            return monday, monday + timedelta(days=6)
        case "tháng":
            at = today.month - 1 + step
            return _month(today.year + at // 12, at % 12 + 1)
        case "quý":
            at = (today.month - 1) // 3 + step
            return _month(today.year + at // 4, 3 * (at % 4) + 1, 3)
        case _:
            return date(today.year + step, 1, 1), date(today.year + step, 12, 31)


def _form(words: str) -> re.Pattern[str]:
    limit = rf"(?:(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<within>(?=\S){_WITHIN}(?<=\s)))?"
    return re.compile(rf"(?<![\w/]){limit}{words}(?![\w/])", re.VERBOSE)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int, date], _Days | None]], ...] = (
    # "trước 30/6", "ngày 30/6/2025", "15 tháng 12 năm 2025"
    (
        _form(
            rf"(?:ngày\s+)?(?P<d>\d{{1,2}})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<m>1[0-2]|0?[1-9])(?:{_YEAR.format(name='y')})?"
        ),
        _day,
    ),
    # "tháng 12/2025", "trong tháng 12"
    (_form(rf"tháng\s+(?P<m>1[0-2]|0?[1-9])(?:{_YEAR.format(name='y')})?"), _of_month),
    # "quý IV", "quý 1/2026"
    (_form(rf"(?:quý|qúy)\s+(?P<q>iv|i{{1,3}}|[1-4])(?:{_YEAR.format(name='y')})?"), _of_quarter),
    # "6 tháng đầu năm 2026", "nửa cuối năm"
    (_form(rf"(?:0?6\s+tháng|sáu\s+tháng|nửa)\s+(?P<half>đầu|cuối)(?:\s+năm)?(?:{_YEAR.format(name='y')})?"), _of_half),
    # "tháng này", "quý tới", "năm nay"
    (_form(r"(?P<unit>tuần|tháng|quý|năm)\s+(?P<which>này|nay|tới|sau)"), _now),
    # "năm 2025", "2025"
    (_form(r"(?:năm\s+)?(?<!-)(?<!-\ )(?P<only>(?:19|20)\d\d)(?!\s*[-–]\s*\d)"), _of_year),
)


def in_window(window: str, iso: str) -> bool:
    """Whether a partial ISO date lies in a window: ``2025-06`` means its last day, ``2025`` the end of the year."""
    if not iso:
        return False
    first, _, last = window.partition("..")
    day = last_day(iso)
    return (not first or day >= first) and (not last or day <= last_day(last))


def last_day(iso: str) -> str:
    """A partial ISO date as its last day: ``2025-06`` as ``2025-06-30``; a day its month lacks as the month's last."""
    year, month, day = (*map(int, iso.split("-")), 0, 0)[:3]
    month = min(month or 12, 12)
    length = monthrange(year, month)[1]
    return date(year, month, min(day or length, length)).isoformat()
