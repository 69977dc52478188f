"""Reads lists of tasks kept as CSV: the sign between the cells is found, and what stands there is read as a sheet."""

from __future__ import annotations

import csv
import io
from collections import Counter

from ingest.errors import EmptyFile
from ingest.readers.detect import Format
from ingest.readers.extracted_text import ExtractedText
from ingest.readers.text import decode, read_text
from ingest.readers.text_builder import TextBuilder
from ingest.readers.xlsx.xlsx_reader import Row, write_page

# Excel in Vietnam writes ";", others "," or tabs.
_SIGNS = (";", "\t", ",", "|")
# Lines by which the sign is told.
_SAMPLE = 200
# A single line with a comma in it is a sentence.
_FEWEST_ROWS = 2
# The longest cell taken; the csv module's own limit is meant for other data.
_LONGEST_CELL = 1_000_000


def read_csv(data: bytes) -> ExtractedText:
    """The table that `data` holds, or its text where no sign parts its lines; raises `EmptyFile` where it is blank."""
    decoded, how = decode(data)
    first, _, rest = decoded.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=,"):  # for Excel
        sign, decoded = first.strip()[-1], rest
    else:
        sign = _sign(decoded)
    if not decoded.strip():
        raise EmptyFile("Tệp không có chữ nào: hãy kiểm tra lại bản gốc.")
    if not sign:
        return read_text(data)
    csv.field_size_limit(_LONGEST_CELL)
    composition = TextBuilder()
    rows = []
    for number, cells in enumerate(csv.reader(io.StringIO(decoded, newline=""), delimiter=sign), 1):
        if filled := {column: cell.strip() for column, cell in enumerate(cells, 1) if cell.strip()}:
            rows.append(Row(number, filled))
    write_page(composition, rows, 1, how=how)
    return composition.reading(Format.CSV.value)


def _sign(text: str) -> str:
    """The sign that parts most lines into as many cells; "" where none does."""
    best, best_share = "", 0.5
    for sign in _SIGNS:
        reader = csv.reader(io.StringIO("\n".join(text.split("\n")[:_SAMPLE])), delimiter=sign)
        try:
            widths = Counter(len(cells) for cells in reader if cells)
        except csv.Error:
            continue
        wide = {width: count for width, count in widths.items() if width > 1}
        rows = max(wide.values(), default=0)
        share = rows / max(1, widths.total())
        if rows >= _FEWEST_ROWS and share > best_share:
            best, best_share = sign, share
    return best
