"""Which rows at the top of a table are its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.vietnamese import bare, fold
from corpus.vocabulary import load, pattern

# "TT", "STT", "Số TT", "Số thứ tự": the corner of nearly every table of tasks
_CORNER = re.compile(r"(?:s\s*o?\s*)?t\s*/?\s*t\.?|so thu tu|no\.?")
# "(1)", "1", "[2]", "A": a row that numbers the columns
_COLUMN_NUMBER = re.compile(r"[(\[]?(?:\d{1,2}|[a-e])[)\]]?(?:\s*=.*)?")
# Words that head the columns of tables of tasks
_HEADING = re.compile(
    r"(?:noi dung|nhiem vu|ten|co quan|don vi|thoi gian|thoi han|tien do|san pham|ghi chu|ket qua|chi tieu|lanh dao"
    r"|dia phuong|so luong|don vi tinh|cap|can cu|nguon|kinh phi|muc tieu|hoan thanh)\b.*",
    re.DOTALL,
)
# No heading of a column is longer; "Cơ quan, đơn vị chịu trách nhiệm thực hiện" has 45 characters.
_LONGEST_HEADING = 60
# A heading may take two rows (merged cells), and a row that numbers the columns after them.
_MOST = 3


def header_rows(rows: Sequence[Sequence[str]], *, bold: Sequence[bool] = ()) -> int:
    """How many rows at the top of `rows` head the columns; 0 where nothing shows it.

    `bold` says of each row whether all its text is bold, where the format tells.
    """
    if len(rows) < 2:
        return 0
    count = 1 if _is_heading(rows[0]) or (bold[:2] == [True, False]) else 0
    while count and count < min(_MOST, len(rows) - 1) and (_goes_on(rows[count]) or _numbers_columns(rows[count])):
        count += 1
    return count


def is_corner(cell: str) -> bool:
    """Whether `cell` heads a column of numbers: "TT", "STT", "Số thứ tự"."""
    return bool(_CORNER.fullmatch(_words(cell)))


def _is_heading(row: Sequence[str]) -> bool:
    cells = [_words(cell) for cell in row if cell.strip()]
    if len(cells) < 2:
        return False
    if _CORNER.fullmatch(cells[0]):
        return True
    if sum(bool(_HEADING.match(cell)) for cell in cells) * 2 > len(cells):
        return True
    return sum(_heads_tasks(cell) for cell in row if cell.strip()) * 2 > len(cells)


def _heads_tasks(cell: str) -> bool:
    """Whether `cell` heads a column of a table of tasks ("Giao cho", "Hạn"), by the vocabulary of those."""
    heading = " ".join(fold(cell).split()).strip(" :.")
    if not heading or len(heading) > _LONGEST_HEADING or any(c.isdigit() for c in heading):
        return False
    return any(pattern(entry).search(heading) for entry in load("duty_columns"))


def _goes_on(row: Sequence[str]) -> bool:
    """A second row of headings: nothing in the first column, which the cell above it covers."""
    filled = [cell for cell in row if cell.strip()]
    return (
        bool(filled) and not row[0].strip() and all(len(cell) < 40 and cell.strip()[-1] not in ".;" for cell in filled)
    )


def _numbers_columns(row: Sequence[str]) -> bool:
    cells = [_words(cell) for cell in row if cell.strip()]
    return len(cells) > 1 and len(cells) == len(row) and all(_COLUMN_NUMBER.fullmatch(cell) for cell in cells)


def _words(cell: str) -> str:
    return " ".join(bare(cell).split())
