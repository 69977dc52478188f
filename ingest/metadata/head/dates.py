"""The date that a letterhead prints, in every spelling: in figures, in words, with a damaged day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as partial as it is printed ("2025-01"), with the reason in Vietnamese where a part of it is doubtful.

    `read` are the words of a doubtful one as they are printed.
    """

    iso: str = ""
    doubt: str = ""
    read: str = ""


# "ngày 14 tháng5 năm 2008", "ngày 26 tháng 0 6 năm 2018", "ngày    tháng 01 năm 2025"
_DATE = re.compile(
    r"""ng[àa]y [\s,]* (?P<day>\d\s?\d?|[.…_\s]*) \s* tháng \s* (?P<month>\d\s?\d?|[.…_\s]*) \s*
    n[ăa]m \s* (?P<year>(?:19|20)\s?\d\s?\d)""",
    re.VERBOSE | re.IGNORECASE,
)
# "ngày 5/9/2025", "Đà Lạt, 05-9-2025"; not the figures of "12/5/2025/QĐ-UBND"
_FIGURES = re.compile(
    r"""(?:ngày \s* | , \s*) (?P<day>\d{1,2}) \s* [/.-] \s* (?P<month>\d{1,2}) \s* [/.-] \s* (?P<year>(?:19|20)\d\d)
    (?![\w/-])""",
    re.VERBOSE | re.IGNORECASE,
)
# "ngày (O- tháng 10 năm 2017": a hand wrote the day, and OCR read it
_DAMAGED = re.compile(
    r"""ng[àa]y \s* (?P<day>[^\s,;:]{1,5}(?:\s[^\s,;:]{1,3})?) \s* tháng \s* (?P<month>\d\s?\d?) \s*
    n[ăa]m \s* (?P<year>(?:19|20)\s?\d\s?\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_UNIT = r"(?:một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
_TENS = rf"(?:(?:{_UNIT}\s)?m[ưu][ơời]+i(?:\s{_UNIT})?|{_UNIT})"
# "ngày mùng chín tháng chín năm hai nghìn không trăm hai mươi lăm", "ngày mười lăm tháng giêng năm hai nghìn …"
_WORDED = re.compile(
    rf"""ngày \s (?:m[ùồ]ng \s)? (?P<day>{_TENS}) \s tháng \s (?P<month>giêng|chạp|{_TENS}) \s
    năm \s (?P<thousands>một|hai) \s ng[hà]\w* \s (?:(?P<hundreds>không|{_UNIT}) \s trăm)?
    \s? (?:(?:linh|lẻ) \s (?P<last>{_UNIT}) | (?P<rest>{_TENS}))?""",
    re.VERBOSE | re.IGNORECASE,
)
NO_SUCH_DAY = "Ngày {day} tháng {month} năm {year} ghi trong văn bản không có trong lịch; chỉ giữ phần chắc chắn."
DAMAGED_DAY = "Ngày trong phần đầu văn bản không đọc được (“{day}”); chỉ giữ tháng, năm."


def printed_date(words: str) -> PrintedDate:
    """The first date in `words`; an impossible or illegible day is left out, and the doubt says so."""
    if m := _DATE.search(words) or _FIGURES.search(words):
        return _as_read(_certain(*(re.sub(r"\D", "", m[part]) for part in ("year", "month", "day"))), m)
    if m := _WORDED.search(words):
        return _as_read(_certain(*_figures(m)), m)
    if m := _DAMAGED.search(words):
        date = _certain(re.sub(r"\D", "", m["year"]), re.sub(r"\D", "", m["month"]), "")
        return _as_read(PrintedDate(date.iso, DAMAGED_DAY.format(day=m["day"].strip())), m)
    return PrintedDate()


def _as_read(date: PrintedDate, m: re.Match[str]) -> PrintedDate:
    """`date` with the words that it was read from, where it is doubtful."""
    return replace(date, read=" ".join(m.group().strip(" ,").split())) if date.doubt else date


def _certain(year: str, month: str, day: str) -> PrintedDate:
    """The parts of a date that the calendar bears out."""
    doubt = NO_SUCH_DAY.format(day=day, month=month, year=year)
    if not month:
        return PrintedDate(year)
    if not 1 <= int(month) <= 12:
        return PrintedDate(year, doubt)
    partial = f"{year}-{int(month):02}"
    if not day:
        return PrintedDate(partial)
    # OCR may read a day that the month does not have: the month is certain all the same.
    if not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return PrintedDate(partial, doubt)
    return PrintedDate(f"{partial}-{int(day):02}")


_FIGURE_OF = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "giêng": 1, "chạp": 12,
}  # fmt: skip


def _figures(m: re.Match[str]) -> tuple[str, str, str]:
    year = 1000 * _FIGURE_OF[m["thousands"].lower()] + 100 * _FIGURE_OF[(m["hundreds"] or "không").lower()]
    year += _value(m["last"] or m["rest"] or "")
    return str(year), str(_value(m["month"])), str(_value(m["day"]))


def _value(words: str) -> int:
    """The value below a hundred of number words: "hai mươi lăm" is 25, "mười" is 10."""
    value = 0
    for word in words.lower().split():
        if word in _FIGURE_OF:
            value += _FIGURE_OF[word]
        else:  # "mười" is ten by itself, "mươi" ten times what stands before it
            value = value * 10 or 10
    return value
