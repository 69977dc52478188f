"""Works out formulas of a spreadsheet whose results were not stored: dates, row numbers, sums; others are told.

Programs that write spreadsheets without Excel leave the results out. Only what comes
to the same on every day and machine is worked out: TODAY() is not.
"""

from __future__ import annotations

import calendar
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

# A formula without its result: "<f>A9+1</f><v/></c>", "<f>A9+1</f></c>"
_WITHOUT_RESULT = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
# More formulas than this are a calculation, not a list of tasks.
_MOST = 5_000
# Formulas that rest on formulas further down; those above are known by then.
_DEEPEST = 50

_TOKEN = re.compile(
    r"""\s*(?: (?P<number>\d+(?:\.\d+)?) | "(?P<text>(?:[^"]|"")*)"
    | (?P<function>[A-Z]+)\( | (?P<range>\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+) | (?P<cell>\$?[A-Z]{1,3}\$?\d+)
    | (?P<sign>[-+*/&(),;]) )""",
    re.VERBOSE,
)
# Excel counts days from here.
_DAY_ZERO = date(1899, 12, 30)


@dataclass(slots=True)
class Formulas:
    """By the title of their sheet: values that were worked out, by row and column from 1, and cells that were not."""

    values: dict[str, dict[tuple[int, int], Any]] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)


class _NotSimpleError(Exception):
    """A formula that is not worked out here."""


def worked_out_formulas(data: bytes) -> Formulas:
    """The values of the formulas of a workbook whose results were not stored, as far as they are simple."""
    found = Formulas()
    if not _lacks_results(data):
        return found
    import openpyxl

    formulas = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    results = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    for sheet, stored in zip(formulas.worksheets, results.worksheets, strict=True):
        lacking = {
            place: cell
            for place, cell in sheet._cells.items()
            if cell.data_type == "f" and stored._cells[place].value is None
        }
        worker = _Worker(sheet, stored)
        for place, cell in sorted(lacking.items(), key=lambda item: item[0])[:_MOST]:
            try:
                found.values.setdefault(sheet.title, {})[place] = worker.value(*place)
            except (_NotSimpleError, ArithmeticError, ValueError, TypeError, RecursionError):
                found.unknown.setdefault(sheet.title, []).append(cell.coordinate)
        if len(lacking) > _MOST:
            found.unknown.setdefault(sheet.title, []).append("…")
    return found


def _lacks_results(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(_WITHOUT_RESULT.search(archive.read(name)) for name in sheets)


class _Worker:
    """Works out the cells of one sheet, each once."""

    def __init__(self, formulas: Any, results: Any) -> None:
        self._formulas = formulas._cells
        self._results = results._cells
        self._known: dict[tuple[int, int], Any] = {}
        self._depth = 0

    def value(self, row: int, column: int) -> Any:
        """The value of a cell; None where it is empty."""
        place = row, column
        if place in self._known:
            return self._known[place]
        stored = self._results.get(place)
        value = stored.value if stored is not None else None
        cell = self._formulas.get(place)
        if value is None and cell is not None and cell.data_type == "f":
            if self._depth > _DEEPEST:
                raise _NotSimpleError
            self._depth += 1
            try:
                value = _Formula(str(cell.value).removeprefix("="), place, self).value()
            finally:
                self._depth -= 1
        self._known[place] = value
        return value

    def area(self, words: str) -> Iterator[Any]:
        """The values of the cells of a range such as ``$A$8:A9``."""
        from openpyxl.utils.cell import range_boundaries

        left, top, right, bottom = range_boundaries(words.replace("$", ""))
        if (bottom - top + 1) * (right - left + 1) > _MOST:
            raise _NotSimpleError
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield self.value(row, column)


class _Formula:
    """One formula, read from left to right."""

    def __init__(self, words: str, place: tuple[int, int], worker: _Worker) -> None:
        self._place, self._worker = place, worker
        self._tokens = list(_tokens(words))
        self._at = 0

    def value(self) -> Any:
        """What the whole formula comes to."""
        found = self._joined()
        if self._at != len(self._tokens):
            raise _NotSimpleError
        return found

    def _joined(self) -> Any:
        left = self._sum()
        while self._takes("&"):
            left = _as_text(left) + _as_text(self._sum())
        return left

    def _sum(self) -> Any:
        left = self._product()
        while sign := self._takes("+", "-"):
            left = _added(left, self._product(), 1 if sign == "+" else -1)
        return left

    def _product(self) -> Any:
        left = self._single()
        while sign := self._takes("*", "/"):
            right = self._single()
            left = _number(left) * _number(right) if sign == "*" else _number(left) / _number(right)
        return left

    def _single(self) -> Any:
        if self._takes("-"):
            return -_number(self._single())
        if self._takes("("):
            inner = self._joined()
            self._require(")")
            return inner
        kind, words = self._next()
        match kind:
            case "number":
                return float(words) if "." in words else int(words)
            case "text":
                return words.replace('""', '"')
            case "cell":
                return next(self._worker.area(f"{words}:{words}"))
            case "function":
                return self._function(words)
        raise _NotSimpleError

    def _function(self, name: str) -> Any:
        if name not in _FUNCTIONS and name != "ROW":
            raise _NotSimpleError
        arguments: list[Any] = []
        while not self._takes(")"):
            if self._peek()[0] == "range":
                arguments.append(list(self._worker.area(self._next()[1])))
            else:
                arguments.append(self._joined())
            if not self._takes(",", ";") and self._peek()[1] != ")":
                raise _NotSimpleError
        if name == "ROW":
            if arguments:
                raise _NotSimpleError
            return self._place[0]
        return _FUNCTIONS[name](arguments)

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def _takes(self, *signs: str) -> str:
        kind, words = self._peek()
        if kind == "sign" and words in signs:
            self._at += 1
            return words
        return ""

    def _require(self, sign: str) -> None:
        if not self._takes(sign):
            raise _NotSimpleError


def _tokens(words: str) -> Iterator[tuple[str, str]]:
    at = 0
    words = words.strip()
    while at < len(words):
        m = _TOKEN.match(words, at)
        if m is None or m.lastgroup is None:
            raise _NotSimpleError
        yield m.lastgroup, m[m.lastgroup]
        at = m.end()


def _number(value: Any) -> int | float:
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _NotSimpleError
    return value


def _added(left: Any, right: Any, sign: int) -> Any:
    if isinstance(left, datetime | date):
        if isinstance(right, datetime | date):
            return (_day(left) - _day(right)).days if sign < 0 else _not_simple()
        return _day(left) + timedelta(days=sign * _number(right))
    if isinstance(right, datetime | date):
        return _day(right) + timedelta(days=_number(left)) if sign > 0 else _not_simple()
    return _number(left) + sign * _number(right)


def _not_simple() -> Any:
    raise _NotSimpleError


def _as_text(value: Any) -> str:
    if isinstance(value, datetime | date | float):
        raise _NotSimpleError  # Excel shows its own number for a day
    return "" if value is None else str(value)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else _DAY_ZERO + timedelta(days=int(_number(value)))


def _date(arguments: Sequence[Any]) -> date:
    year, month, day = (int(_number(argument)) for argument in arguments)
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1) + timedelta(days=day - 1)


def _months_later(arguments: Sequence[Any]) -> date:
    start, months = _day(arguments[0]), int(_number(arguments[1]))
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _end_of_month(arguments: Sequence[Any]) -> date:
    later = _months_later(arguments)
    return later.replace(day=calendar.monthrange(later.year, later.month)[1])


def _numbers(arguments: Sequence[Any]) -> list[int | float]:
    flat = [value for a in arguments for value in (a if isinstance(a, list) else [a])]
    return [value for value in flat if isinstance(value, int | float) and not isinstance(value, bool)]


def _filled(arguments: Sequence[Any]) -> int:
    flat = [value for a in arguments for value in (a if isinstance(a, list) else [a])]
    return sum(value is not None for value in flat)


_FUNCTIONS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "DATE": _date,
    "EDATE": _months_later,
    "EOMONTH": _end_of_month,
    "SUM": lambda arguments: sum(_numbers(arguments)),
    "MAX": lambda arguments: max(_numbers(arguments), default=0),
    "MIN": lambda arguments: min(_numbers(arguments), default=0),
    "COUNTA": _filled,
    "COUNT": lambda arguments: len(_numbers(arguments)),
}
