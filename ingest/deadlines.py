"""The words that fix a duty's time, and what they come to."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from corpus.model import Deadline, DeadlineKind
from corpus.vietnamese import fold
from corpus.vocabulary import load

# "ngày 30/6/2025", "30.6.2025", "ngày 13 tháng 12 năm 2025", "ngày 15/12", "ngày mồng 5 tháng 10",
# "ngày cuối cùng của tháng 12 năm 2025"
_DATE = (
    r"(?:(?:ngày\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
    r"|(?:m[ồù]ng\ )?\d{1,2}\ tháng\ \d{1,2}\ năm\ \d{4}"
    r"|ngày\ (?:m[ồù]ng\ )?\d{1,2}\ tháng\ \d{1,2}(?:\ năm\ \d{4}|\ của\ năm\ trước|/\d{4})?"
    r"|ngày\ (?:làm\ việc\ )?cuối(?:\ cùng)?(?:\ của)?\ tháng\ \d{1,2}(?:\s*[/.-]\s*\d{4}|\ năm\ \d{4})?(?!\s*\d)"
    r"|ngày\ \d{1,2}/\d{1,2}(?![/\d]))"
)
# "tháng 11/2025", "tháng 11 năm 2025", "tháng 11"
_MONTH = r"tháng\ \d{1,2}(?:\s*[/.-]\s*\d{4}|\ năm\ \d{4})?(?!\s*\d)"
# "quý I năm 2026", "quý 1/2019", "quý IV"
_QUARTER = r"quý\ (?:iv|i{1,3}|[1-4])(?:\s*[/-]\s*\d{4}|\ năm\ \d{4})?(?!\w)"
_QUARTER_SPELLINGS = re.compile(r"\bq(?:uí|úy|úi)\b")
_YEAR = r"(?:cuối\ |hết\ )?năm\ \d{4}(?!\s*/)"
# "05", "năm", "mười lăm", "ba mươi", "bốn mươi lăm", "30 (ba mươi)"
_DIGIT = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín)"
_NUMBER = rf"(?:\d{{1,3}}|(?:{_DIGIT}\ mươi|mười)(?:\ (?:mốt|lăm|{_DIGIT}))?|{_DIGIT})(?:\ \([^)]{{1,20}}\))?"
# "17 giờ", "16h00", "07 giờ 30 phút", "19h00’"
_HOUR = r"\d{1,2}\s?(?:giờ|h|g)(?:\s?\d{2}(?:\ phút|[’'])?)?"
_PARTS = {
    "{date}": _DATE,
    "{month}": _MONTH,
    "{quarter}": _QUARTER,
    "{year}": _YEAR,
    "{hour}": _HOUR,
    "{number}": _NUMBER,
}

# A year inside the title of a programme is not a deadline: "Chương trình … đến năm 2030".
_TITLE = re.compile(
    r"\b(?:chương\ trình|chiến\ lược|đề\ án|quy\ hoạch|dự\ án|kế\ hoạch\ (?:số|hành\ động|phát\ triển)"
    r"|nghị\ quyết|quyết\ định|chỉ\ thị|luật|nghị\ định|thông\ báo|công\ điện|công\ văn"
    r"|tầm\ nhìn|định\ hướng|giai\ đoạn)\b[^;.()]*$",
    re.VERBOSE,
)
# The year a work is to be done in, whatever titles stand before: "lập dự án cầu A, hoàn thành trong năm 2025"
_DONE_IN = re.compile(r"\b(?:hoàn thành|xong|kết thúc)(?: (?:toàn bộ|dứt điểm|cơ bản|ngay|việc này))?,? $")
# What happened up to then, not what is due: "đến ngày 19/11/2025 đã có 15 bộ".
_HAPPENED = re.compile(r"^\W*(?:đã|có|mới|vẫn|chưa|chỉ còn|chỉ|còn|là|cả nước|toàn)\b")
# Something dated, not a time to act in: "được giao trong năm 2025 tại Chỉ thị".
_DESCRIBED = re.compile(
    # "theo nghị quyết hằng năm của Hội đồng nhân dân", "trong đời sống hàng ngày", "hưởng trợ cấp xã hội hàng tháng"
    r"(?:nghị quyết|chỉ tiêu|đời sống|sinh hoạt|trợ cấp|phụ cấp|tiền lương|thu nhập)[^,;.]{0,20}$|"
    r"(?:ngân sách|dự toán|tăng thu|tiết kiệm chi|kinh phí)[^,;.]{0,20}$|(?:chương trình(?: công tác)?|kế hoạch) $"
    r"|kế hoạch[^;.]{0,60}\b0?5 năm(?:,| và| hoặc)(?: kế hoạch)? $"  # "đề án, kế hoạch 5 năm và hằng năm"
)
_NAMED_AFTER = re.compile(r"(?:được giao|ban hành|diễn ra|phát sinh|xảy ra|ngân sách|dự toán)[^,;.]{0,30}$")

# "báo cáo kết quả thường xuyên" says how often; "cập nhật dữ liệu thường xuyên" how it is done.
_HAS_A_RHYTHM = re.compile(r"\b(?:báo cáo|giao ban|trực ban|họp)\b")

_RECURRENCES = (
    ("daily", re.compile(r"(?:hằng|hàng|mỗi) ngày")),
    ("weekly", re.compile(r"(?:hằng|hàng|mỗi) tuần")),
    ("monthly", re.compile(r"(?:hằng|hàng|mỗi) tháng|định kỳ (?:hằng |hàng )?tháng")),
    ("quarterly", re.compile(r"(?:hằng|hàng|mỗi) quý|định kỳ quý|\b0?3 tháng")),
    ("half_yearly", re.compile(r"\b0?6 tháng")),
    ("yearly", re.compile(r"(?:hằng|hàng|mỗi) năm|một năm|định kỳ năm|thường niên")),
)
# A time says clearly more than another where it is this many characters longer: dates
# differ by two or three between their shortest and longest forms.
_CLEARLY_MORE = 4
# More times than two halves and a period have are a list of steps, of which one leads.
_MANY_TIMES = 3
# What may stand between two times that are one: "hằng năm, trước ngày 15/12".
_BETWEEN = re.compile(r"\s*(?:,|và|hoặc|\()?\s*")
# "trước Tết Nguyên đán", "trước khai giảng năm học 2025 - 2026", "trước kỳ họp HĐND tỉnh cuối năm 2025":
# when it happens, not when the year named with it ends
_HAPPENING = re.compile(
    r"(?:ngay |chậm nhất )?(?:trước|sau|tại) (?=(?:dịp |thời điểm |ngày )?"
    r"(?:tết\b|khai giảng|bế giảng|đại hội|(?:cuộc |ngày )?bầu cử|kỳ nghỉ|kỳ thi)"
    r"|(?:kỳ|phiên|cuộc) họp (?!thứ))"
)
_FULL_DATE = re.compile(r"(?P<d>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<m>\d{1,2})\s*(?:[/.-]|năm)\s*(?P<y>(?:19|20)\d\d)")
_DAY_AND_MONTH = re.compile(
    r"(?<![\d/.-])(?:(?P<d>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<m>\d{1,2})(?:\s*(?:[/.-]|năm)\s*(?P<y>(?:19|20)\d\d))?)(?![\d/.-]*\d)"
)
_LEAP_YEAR = 2024
# What a value of a time label has at least one of.
_NAMES_A_TIME = re.compile(
    r"\d|\b(?:ngày|tháng|năm|quý|tuần|giờ|kỳ|thường|liên tục|sau|trước|khi|theo|ngay|đến|hết|trong|hằng|hàng|từ|suốt)\b"
)
# "5.002582", the code of a procedure, "30": no time; "2026" and "12.2025" are.
_BARE_NUMBER = re.compile(r"(?!(?:\d{1,2}[./])?(?:19|20)\d\d$)\d+(?:[.,]\d+){0,1}")
# No deadline in the open gold rows is longer; what is longer is a sentence with a time in it.
_LONGEST_LABEL_VALUE = 100
# "6 tháng đầu năm 2026", "02 tháng cuối năm 2025"
_PART_OF_YEAR = re.compile(r"tháng (?:đầu|cuối|còn lại) (?:của )?năm\b")
_SOME_MONTHS = re.compile(
    r"(?P<n>\d{1,2}|\w+)(?: \([^)]{1,20}\))? tháng (?P<end>đầu|cuối) (?:của )?năm (?P<y>(?:19|20)\d\d)"
)
_FIRST_MONTHS = re.compile(r"(?:những|các) tháng đầu (?:của )?năm")
_WORDS_OF_NUMBERS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_NUMBER_WORDS = {word: i for i, word in enumerate(_WORDS_OF_NUMBERS, start=1)}
# "ngày cuối cùng của tháng 12 năm 2025"
_LAST_DAY = re.compile(
    r"ngày (?:làm việc )?cuối(?: cùng)?(?: của)? tháng (?P<m>\d{1,2})(?:\s*(?:[/.-]|năm)\s*(?P<y>(?:19|20)\d\d))?"
)
# "nửa đầu tháng 11/2025", "tuần thứ hai của tháng 3 năm 2026", "tuần cuối tháng 5/2026"
_PART_OF_MONTH = re.compile(
    r"(?:nửa (?:(?P<half>đầu)|cuối)|tuần (?:thứ )?(?P<week>đầu|cuối|nhất|hai|ba|tư|[1-4])(?: tiên| cùng)?) (?:của )?"
    r"tháng (?P<m>0?[1-9]|1[0-2])\s*(?:[/.-]|năm)\s*(?P<y>(?:19|20)\d\d)"
)
_WEEKS = {"đầu": 7, "nhất": 7, "1": 7, "hai": 14, "2": 14, "ba": 21, "3": 21, "tư": 28, "4": 28}
_CONTINUOUS = re.compile(r"^(?:làm )?(?:thường xuyên|liên tục|hằng ngày|hàng ngày)\b")
_QUARTER_NUMBER = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Timed:
    """A deadline and where its words stand in the text it was found in."""

    start: int
    end: int
    deadline: Deadline


def find_deadlines(text: str) -> tuple[Timed, ...]:
    """The deadlines in running text, in order; of those that overlap the longest, no titles of documents."""
    folded = _fold(text)
    found: list[Timed] = []
    for m, kind, recurrence in sorted(_matches(folded), key=lambda match: match[0].start() - match[0].end()):
        if any(m.start() < f.end and m.end() > f.start for f in found):
            continue
        if kind is DeadlineKind.FIXED and _is_no_deadline(folded, m):
            continue
        if kind is DeadlineKind.CONTINUOUS and not _HAS_A_RHYTHM.search(folded[: m.start()]):
            continue
        if kind is DeadlineKind.RECURRING and _DESCRIBED.search(folded[: m.start()]):
            continue
        words = text[m.start() : m.end()].rstrip(" ,;")
        deadline = read_deadline(words)
        if deadline.kind is not DeadlineKind.RECURRING or kind is not DeadlineKind.PERIOD:
            deadline = replace(deadline, kind=kind)  # "trong dịp hè hằng năm" comes back every year
        if recurrence and not deadline.recurrence:
            deadline = replace(deadline, recurrence=recurrence)
        found.append(Timed(m.start(), m.start() + len(words), deadline))
    return tuple(sorted(found, key=lambda f: f.start))


def leading_deadline(found: tuple[Timed, ...], text: str) -> tuple[Deadline | None, tuple[str, ...]]:
    """The deadline of a duty that may name several times, and the words of the others.

    Times that stand side by side are one stretch ("hằng năm, trước ngày 15/12"); of
    those apart the first leads, unless a later one says clearly more ("trước ngày
    30/11/2025" behind "hằng năm").
    """
    stretches = _side_by_side(found, text)
    if not stretches:
        return None, ()
    leading = stretches[0]
    for later in stretches[1:]:
        if len(later.deadline.text) > len(leading.deadline.text) + _CLEARLY_MORE:
            leading = later
    others = dict.fromkeys(s.deadline.text for s in stretches if s.deadline.text != leading.deadline.text)
    return leading.deadline, tuple(others)


def stated_deadline(found: tuple[Timed, ...], text: str) -> tuple[Deadline | None, tuple[str, ...]]:
    """Returns the deadline of a duty whose halves each have their time, and the words of times that it leaves out.

    Its words are those of all times, joined by "; " ("hằng năm; sau khi kết thúc Đề án");
    what they come to is said by the one that leads.
    """
    leading, others = leading_deadline(found, text)
    if leading is None or not others or len(others) >= _MANY_TIMES:
        return leading, others
    words = dict.fromkeys(s.deadline.text for s in _side_by_side(found, text))
    return replace(leading, text="; ".join(words)), others


def _fold(words: str) -> str:
    """Folds `words`, place by place, with one spelling of "quý" ("Quí IV", "Qúy I")."""
    return _QUARTER_SPELLINGS.sub("quý", fold(words))


def _side_by_side(found: tuple[Timed, ...], text: str) -> list[Timed]:
    """The times with those that only a comma, "và" or nothing parts put together, in the words between."""
    out: list[Timed] = []
    for timed in found:
        before = out[-1] if out else None
        if before and _BETWEEN.fullmatch(fold(text[before.end : timed.start])):
            end = timed.end + (text[before.end : timed.start].strip() == "(" and text[timed.end : timed.end + 1] == ")")
            words = text[before.start : end]
            parts = (before.deadline, timed.deadline)
            meant = next((d for d in parts if d.kind is DeadlineKind.RECURRING), None) or next(
                (d for d in parts if d.kind is DeadlineKind.FIXED), parts[0]
            )
            due = "" if meant.kind is DeadlineKind.RECURRING else meant.due
            out[-1] = Timed(before.start, end, replace(meant, text=words, due=due))
        else:
            out.append(timed)
    return out


def read_deadline(words: str) -> Deadline:
    """What words that stand for a time come to, as in a table's time column; what cannot be read stays as words."""
    folded = _fold(words).strip()
    if _CONTINUOUS.match(folded):
        return Deadline(words, DeadlineKind.CONTINUOUS)
    if m := _HAPPENING.match(folded):
        return Deadline(words, DeadlineKind.RELATIVE, trigger=words[m.end() :].strip())
    if _PART_OF_YEAR.search(folded) and "định kỳ" not in folded:
        return Deadline(words, DeadlineKind.FIXED, due=_last_due(folded))
    recurrence = next((name for name, pattern in _RECURRENCES if pattern.search(folded)), "")
    if recurrence or "định kỳ" in folded:
        return Deadline(words, DeadlineKind.RECURRING, recurrence=recurrence or "periodic")
    m = re.search(r"(?:kể từ|sau khi|trước khi|từ khi|khi|từ|sau)\b", folded)
    if m and not re.search(r"\b\d{4}\b", folded):
        return Deadline(words, DeadlineKind.RELATIVE, trigger=words[m.end() :].strip())
    if re.match(
        r"(?:từ\b.*\bđến\b|giai đoạn\b|(?:trong )?\d{4}\s*-\s*\d{4}|trong (?:vòng|thời hạn|thời gian)\b)", folded
    ):
        return Deadline(words, DeadlineKind.PERIOD, due=_last_due(folded))
    due = _last_due(folded)
    if not due and folded.startswith("theo"):
        return Deadline(words, DeadlineKind.RELATIVE, trigger=re.sub(r"^\S+\s*", "", words))
    return Deadline(words, DeadlineKind.FIXED, due=due)


def labelled_deadline(words: str) -> Deadline | None:
    """Returns the deadline in the value of a time label or cell; None where the words name no time ("Sở Nội vụ").

    A value as long as a sentence is read for the times in it.
    """
    if _NAMES_A_TIME.search(_fold(words)) is None or _BARE_NUMBER.fullmatch(words.strip()):
        return None
    if len(words) > _LONGEST_LABEL_VALUE and (found := find_deadlines(words)):
        return stated_deadline(found, words)[0]
    return read_deadline(words)


def _last_due(folded: str) -> str:
    """The last date, month, quarter (its last month) or year named, ISO and as partial as it is named.

    A day that no calendar has gives nothing: what it was meant for is not told.
    """
    if impossible_days(folded):
        return ""
    if due := _due_of_part(folded):
        return due
    dates = [
        f"{int(m['y']):04d}-{int(m['m']):02d}-{int(m['d']):02d}"
        for m in _FULL_DATE.finditer(folded)
        if 1 <= int(m["m"]) <= 12 and 1 <= int(m["d"]) <= 31
    ]
    if dates:
        return dates[-1]
    if _FIRST_MONTHS.search(folded):
        return ""  # "những tháng đầu năm 2026": how many is not said
    m = re.search(r"(?:tháng\s*)?\b(?P<m>0?[1-9]|1[0-2])\s*(?:[/.-]|năm)\s*(?P<y>(?:19|20)\d\d)", folded)
    if m and not re.search(r"quý\s*$", folded[: m.start()]):
        return f"{m['y']}-{int(m['m']):02d}"
    if m := re.search(r"quý\s*(?P<q>iv|i{1,3}|[1-4])\s*(?:[/-]|năm)?\s*(?P<y>(?:19|20)\d\d)", folded):
        return f"{m['y']}-{_QUARTER_NUMBER[m['q']] * 3:02d}"
    years = re.findall(r"\b(?:19|20)\d\d\b", folded)
    return str(years[-1]) if years else ""


def impossible_days(words: str) -> tuple[str, ...]:
    """The days in some words that their month does not have, as they are written: "31/11/2025", "ngày 30 tháng 2".

    A day of a month without a year may be the 29th of February.
    """
    folded = fold(words)
    return tuple(
        words[m.start() : m.end()]
        for m in _DAY_AND_MONTH.finditer(folded)
        if 1 <= int(m["m"]) <= 12 and int(m["d"]) > _length(int(m["m"]), int(m["y"] or _LEAP_YEAR))
    )


def _length(month: int, year: int) -> int:
    return monthrange(year, month)[1] if year >= 1 else 31


def _due_of_part(folded: str) -> str:
    """The end of a named part of a year or month: "6 tháng đầu năm 2026" gives 2026-06; "" where none is named."""
    if (m := _LAST_DAY.search(folded)) and m["y"] and 1 <= int(m["m"]) <= 12:
        return f"{m['y']}-{int(m['m']):02d}-{_length(int(m['m']), int(m['y'])):02d}"
    if m := _PART_OF_MONTH.search(folded):
        day = 15 if m["half"] else _WEEKS.get(m["week"] or "", 0)
        month = f"{m['y']}-{int(m['m']):02d}"
        return f"{month}-{day:02d}" if day else month
    parts = list(_SOME_MONTHS.finditer(folded))
    if parts and not _FIRST_MONTHS.search(folded, parts[-1].end()):
        last = parts[-1]
        months = int(last["n"]) if last["n"].isdigit() else _NUMBER_WORDS.get(last["n"], 0)
        if last["end"] == "cuối":
            return f"{last['y']}-12"
        return f"{last['y']}-{months:02d}" if 1 <= months <= 12 else ""
    return ""


def _is_no_deadline(folded: str, m: re.Match[str]) -> bool:
    before, after = folded[max(0, m.start() - 160) : m.start()], folded[m.end() : m.end() + 40]
    by_year = re.search(r"(?:năm|đến|hết) \d{4}$", m[0]) is not None and re.search(r"ngày|tháng|quý", m[0]) is None
    if by_year and not _DONE_IN.search(before) and (_TITLE.search(before) or _NAMED_AFTER.search(before)):
        return True
    return _HAPPENED.match(after) is not None and m[0].startswith(("đến", "trong", "vào", "từ nay"))


def _matches(folded: str) -> Iterator[tuple[re.Match[str], DeadlineKind, str]]:
    for compiled, kind, recurrence in _patterns():
        for m in compiled.finditer(folded):
            yield m, kind, recurrence


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], DeadlineKind, str], ...]:
    return tuple(
        (deadline_pattern(e["form"]), DeadlineKind(e["kind"]), e.get("recurrence", "")) for e in load("deadlines")
    )


def deadline_pattern(source: str) -> re.Pattern[str]:
    """A form of ``corpus/reference/deadlines.yaml`` with its parts filled in."""
    for part, meaning in _PARTS.items():
        source = source.replace(part, meaning)
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.VERBOSE)
