"""Tells what a spreadsheet holds beside its cells: remarks, text boxes, pictures, charts, files put in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from ingest.readers.limits import read_part

# "xl/comments1.xml", "xl/comments/comment2.xml", "xl/threadedComments/threadedComment1.xml"
_REMARKS = re.compile(r"xl/(?:comments\d*|comments/comment\d*)\.xml")
_DRAWING = re.compile(r"xl/drawings/drawing\d+\.xml")
_CHART = re.compile(r"xl/(?:charts/chart(?:Ex)?\d+|chartsheets/sheet\d+)\.xml")
_PICTURE = re.compile(r"xl/media/.+")
_FILE = re.compile(r"xl/embeddings/.+")
# "<comment ref=\"A1\" …>": one remark; "<a:t>Ghi chú</a:t>": text in a shape
_ONE_REMARK = re.compile(rb"<(?:\w+:)?comment\s")
_SHAPE_TEXT = re.compile(rb"<a:t(?:\s[^>]*)?>[^<\s][^<]*</a:t>")


def left_out(data: bytes) -> Iterator[str]:
    """Returns a sentence where the file holds anything beside the cells that were read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()

        def count(part: re.Pattern[str], what: re.Pattern[bytes]) -> int:
            texts = (read_part(archive, name, "Excel") for name in names if part.fullmatch(name))
            return sum(len(what.findall(text)) for text in texts)

        found = {
            "lời ghi chú ở ô (comment)": count(_REMARKS, _ONE_REMARK),
            "đoạn chữ trong hộp, hình vẽ": count(_DRAWING, _SHAPE_TEXT),
            "biểu đồ": _files(names, _CHART),
            "hình ảnh": _files(names, _PICTURE),
            "tệp nhúng": _files(names, _FILE),
        }
    if told := ", ".join(f"{number} {what}" for what, number in found.items() if number):
        yield f"Bảng tính có {told} chưa đọc: hãy xem bản gốc."


def _files(names: list[str], part: re.Pattern[str]) -> int:
    return sum(part.fullmatch(name) is not None for name in names)
