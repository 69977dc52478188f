"""Reads the words of filters leniently and checks them against what there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from corpus.model import ObligationKind, Role, Status
from corpus.vietnamese import bare, fold
from search_api import clock
from search_api.errors import UnknownValue
from search_api.labels import OBLIGATION_KINDS, ROLES, STATUSES

# "tỉnh Nghệ An", "TP. Hồ Chí Minh", "thành phố Huế": the words before a province's name.
_PROVINCE_WORD = re.compile(r"^(?:tinh|thanh pho|tp\.?)\s+")


def read_kind(words: str) -> str:
    """The kind of obligation that `words` name, by its key or its Vietnamese label; raises `UnknownValue`."""
    by_name = {bare(label): kind.value for kind, label in OBLIGATION_KINDS.items()}
    by_name |= {kind.value: kind.value for kind in ObligationKind}
    return _chosen(words, by_name, "loại nhiệm vụ", [kind.value for kind in ObligationKind])


def read_role(words: str) -> str:
    """The role that `words` name, by its key or its Vietnamese label; raises `UnknownValue`."""
    by_name = {bare(label): role.value for role, label in ROLES.items()} | {role.value: role.value for role in Role}
    return _chosen(words, by_name, "vai trò", [role.value for role in Role])


def read_day_or_today(words: str) -> str:
    """Returns the ISO day that `words` give, today where they are empty; raises `UnknownValue` as `read_day` does."""
    return read_day(words) if words else clock.today().isoformat()


def read_type(words: str, present: Iterable[str]) -> str:
    """The kind of document among `present` that `words` name, diacritics and case aside; raises `UnknownValue`."""
    present = sorted(set(present) - {""})
    return _chosen(words, {bare(name): name for name in present}, "loại văn bản", present)


def read_province(words: str, present: Iterable[str]) -> str:
    """The province among `present` that `words` name, with or without "tỉnh"; raises `UnknownValue`."""
    present = sorted(set(present) - {""})
    return _chosen(words, {_place(name): name for name in present}, "tỉnh, thành phố", present, _place)


def read_year(words: str) -> int:
    """The year that `words` are; raises `UnknownValue`."""
    if not re.fullmatch(r"(?:19|20)\d\d", words.strip()):
        raise UnknownValue(f"Năm phải gồm bốn chữ số, ví dụ 2025; không hiểu “{words}”.")
    return int(words)


def read_day(words: str) -> str:
    """The ISO day that `words` are (``2025-06-30`` or ``30/6/2025``); raises `UnknownValue`."""
    from datetime import date

    text = words.strip()
    try:
        if m := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
            return date(int(m[3]), int(m[2]), int(m[1])).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UnknownValue(f"Ngày phải có dạng 2025-06-30 hoặc 30/6/2025; không hiểu “{words}”.") from error


def read_window(words: str) -> str:
    """The window of days that `words` are: ``2025-10-01..2025-12-31``, or as in a query ("quý IV/2025", "trước 30/6").

    Raises `UnknownValue`.
    """
    from index.query.dates import find_periods

    first, gap, last = words.strip().partition("..")
    if gap:
        days = [read_day(day) if day else "" for day in (first, last)]
        return "..".join(days)
    times = find_periods(fold(words), clock.today())
    if len(times) != 1:
        raise UnknownValue(
            f"Thời gian có thể là “tháng 12/2025”, “quý IV/2025”, “trước 30/6/2025” hoặc "
            f"2025-10-01..2025-12-31; không hiểu “{words}”."
        )
    return times[0].window


def read_status(words: str) -> Status:
    """The status that `words` name, by its key or its Vietnamese label; raises `UnknownValue`."""
    by_name = {bare(label): status.value for status, label in STATUSES.items()}
    by_name |= {status.value: status.value for status in Status}
    return Status(_chosen(words, by_name, "hiệu lực", [status.value for status in Status]))


ORDERS = {"relevance": "Phù hợp nhất", "date": "Mới ban hành", "due": "Thời hạn gần nhất"}


def read_order(words: str) -> str:
    """How results are sorted: `relevance` where `words` are empty; raises `UnknownValue`."""
    by_name = {bare(label): key for key, label in ORDERS.items()} | {key: key for key in ORDERS} | {"": "relevance"}
    return _chosen(words, by_name, "cách sắp xếp", list(ORDERS))


def _chosen(
    words: str, by_name: dict[str, str], what: str, choices: list[str], key: Callable[[str], str] = bare
) -> str:
    try:
        return by_name[key(words.strip())]
    except KeyError:
        possible = ", ".join(choices) if choices else "chưa có giá trị nào"
        raise UnknownValue(f"Không có {what} “{words}” trong kho. Có thể chọn: {possible}.") from None


def _place(name: str) -> str:
    return _PROVINCE_WORD.sub("", bare(name))
