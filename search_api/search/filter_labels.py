"""Shows the values of filters as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.query.dates import last_day
from search_api.agencies.directory import AgencyDirectory
from search_api.labels import display_name, vietnamese_date


def agency_label(directory: AgencyDirectory, agency: str) -> str:
    """The name of an agency (id) with its province."""
    return display_name(*directory.describe(agency))


def document_label(doc: str, directory: AgencyDirectory) -> str:
    """Returns the number of a document (id), else its file name, else the id."""
    document = directory.snapshot.by_id.get(doc)
    return document.number or document.source if document else doc


def label_of(labels: Mapping[Any, str], value: str) -> str:
    """Returns the label of a value."""
    return next(words for key, words in labels.items() if key == value)


def window_label(window: str) -> str:
    """``2025-10-01..2025-12-31`` as "quý IV/2025", ``2025-10-05..`` as "từ 5/10/2025"."""
    first, _, last = window.partition("..")
    if first and last and (name := _period(first, last)):
        return name
    if first == last:
        return f"ngày {vietnamese_date(first)}"
    parts = [f"từ {vietnamese_date(first)}" if first else "", f"đến {vietnamese_date(last)}" if last else ""]
    return " ".join(part for part in parts if part)


def _period(first: str, last: str) -> str:
    """The name of a month, quarter, half or whole year from its first to its last day; ``""`` for other windows."""
    year, month = first[:4], int(first[5:7])
    months = int(last[5:7]) - month + 1
    if not first.endswith("-01") or last[:4] != year or last != last_day(last[:7]):
        return ""
    match months, (month - 1) % months:
        case 1, 0:
            return f"tháng {month}/{year}"
        case 3, 0:
            return f"quý {_QUARTERS[month // 3]}/{year}"
        case 6, 0:
            return f"6 tháng {'đầu' if month == 1 else 'cuối'} năm {year}"
        case 12, 0:
            return f"năm {year}"
    return ""


_QUARTERS = ("I", "II", "III", "IV")
