"""The date a citation gives its document: "ngày 25/12/2023", "ngày 04 tháng 9 năm 2025"."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

# Opens every reason given here, so that a reference can keep it beside other reasons.
DATE_NOTE = "Ngày ban hành"


class IssueDate(NamedTuple):
    """An ISO date, partial where the words are, and where its words end; `reason` says why it is empty."""

    iso: str
    end: int
    reason: str = ""


# What may stand between a document and its date: ", ", "(", "đã được Quốc hội thông qua ", "ban hành ".
_LEAD = r"""
    \s* [,(]? \s*
    (?:(?:da\s+)? duoc \s+ (?:[^;.()]{3,80}? \s+)? (?=thong\s+qua|ban\s+hanh|ky))?
    (?:(?:da\s+)? (?:thong\s+qua|ky\s+ban\s+hanh|ban\s+hanh|ky) \s+)?
"""
_SEP = r"\s*[/.-]\s*"
_WORDS = re.compile(  # "ngày 04 tháng 9 năm 2025", "ngày 14 tháng5 năm 2008"
    rf"""{_LEAD} ngay \s* (?P<day>\d{{1,2}}) \s* thang \s* (?P<month>\d{{1,2}})
    (?:\s* nam|\s*[,/]) \s* (?P<year>(?:19|20)\d\d) (?!\d)""",
    re.VERBOSE,
)
_FIGURES = re.compile(  # "ngày 25/12/2023", "ngày 15-12-1989", "ngày 01/ 7 /2004", "ngày 5/2/98"
    rf"""{_LEAD} (?:ngay \s*|(?<=\()) (?P<day>\d{{1,2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<year>(?:19|20)\d\d|\d\d)
    (?!\d|[/.-]\d)""",
    re.VERBOSE,
)
_DAY_MONTH = re.compile(  # "ngày 10/7 của Chính phủ"
    rf"""{_LEAD} ngay \s* (?P<day>\d{{1,2}}) (?:{_SEP}|\s* thang \s*) (?P<month>\d{{1,2}})
    (?!\d|[/.-]\s*\d|\s*(?:nam|va\s+\d))""",
    re.VERBOSE,
)
_MONTH = re.compile(
    rf"{_LEAD} thang \s* (?P<month>\d{{1,2}}) (?:\s* nam \s*|\s*/\s*) (?P<year>(?:19|20)\d\d) (?!\d)", re.VERBOSE
)
_YEAR = re.compile(r"\s* (?:nam \s*)? (?P<year>(?:19|20)\d\d) (?![\d/.-]*\d)", re.VERBOSE)
# "ngày 26 tháng Í Ï năm 2014", "ngày tháng năm 2024", "ngày … tháng 6": words of a date that cannot be read.
_UNREADABLE = re.compile(
    rf"{_LEAD} ngay \b [^,;:()]{{0,24}}? (?:\b nam \s* (?:19|20)\d\d | \b thang \s*\d{{1,2}})", re.VERBOSE
)

# A year of two digits: documents of this kind number from the 1940s on, none is from the future.
_CENTURY_TURNS_AT = 40


def read_issue_date(bare: str, at: int, *, number_year: str = "", year_alone: bool = False) -> IssueDate | None:
    """The date that follows offset `at` of a text without diacritics, or None where none does.

    `number_year` is the year in the document's number, for dates that leave it out ("ngày 10/7").
    `year_alone` also takes "năm 2013" and "2025", as laws are cited ("Luật Trẻ em năm 2016").
    After a number a year is rather that of the work ("thực hiện Nghị quyết số 57-NQ/TW năm 2025").
    """
    for pattern in (_WORDS, _FIGURES):
        if m := pattern.match(bare, at):
            return _full(m)
    if m := _MONTH.match(bare, at):
        return _month(m)
    if m := _UNREADABLE.match(bare, at):
        return IssueDate("", m.end(), f"{DATE_NOTE} trong bản này không đọc được.")
    if m := _DAY_MONTH.match(bare, at):
        return _full(m, number_year) if number_year else IssueDate("", m.end(), f"{DATE_NOTE} được ghi không có năm.")
    if year_alone and (m := _YEAR.match(bare, at)):
        return IssueDate(m["year"], m.end())
    return None


def _full(m: re.Match[str], year_of_number: str = "") -> IssueDate:
    day, month, year = int(m["day"]), int(m["month"]), _year(year_of_number or m["year"])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return IssueDate("", m.end(), f"{DATE_NOTE} không có trên lịch: {day}/{month}/{year}.")
    return IssueDate(f"{year}-{month:02}-{day:02}", m.end())


def _month(m: re.Match[str]) -> IssueDate:
    month = int(m["month"])
    if not 1 <= month <= 12:
        return IssueDate("", m.end(), f"{DATE_NOTE} không có trên lịch: tháng {month}.")
    return IssueDate(f"{m['year']}-{month:02}", m.end())


def _year(figures: str) -> int:
    if len(figures) == 4:
        return int(figures)
    return int(figures) + (2000 if int(figures) < _CENTURY_TURNS_AT else 1900)
