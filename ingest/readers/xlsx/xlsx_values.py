"""What a spreadsheet shows for a value, in the Vietnamese way of writing dates and numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

# "dd/mm/yyyy", "[$-42A]d mmmm yyyy", but not the m of minutes in "hh:mm"
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
# Excel computes with fifteen digits; 0.1 + 0.2 shows as 0.3.
_DIGITS = 12


def shown(value: Any, form: str = "General") -> str:
    """`value` (as openpyxl gives it, of number format `form`) as a person reads it in the cell."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime | date):
        return _day(value, _QUOTED.sub("", form).lower())
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, int | float):
        return _number(value, form)
    text = str(value)
    return "" if text.startswith("#") and text.rstrip("!?").isupper() else text  # "#REF!", "#N/A" show nothing


def _day(value: datetime | date, form: str) -> str:
    if "y" in form and "d" not in form:
        return f"{value.month:02}/{value.year}" if "m" in form else str(value.year)
    if "d" in form and "y" not in form and "m" in form:
        return f"{value.day:02}/{value.month:02}"
    return f"{value.day:02}/{value.month:02}/{value.year}"


def _number(value: int | float, form: str) -> str:
    percent = "%" in _QUOTED.sub("", form)
    rounded = round(value * 100 if percent else value, _DIGITS)
    if rounded == int(rounded):
        rounded = int(rounded)
    text = f"{rounded:,}" if "," in form and "#" in form else str(rounded)
    text = text.replace(",", "\x00").replace(".", ",").replace("\x00", ".")
    return f"{text}%" if percent else text
