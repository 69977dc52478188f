"""Targets as they are given out: rows of an export, the API and the table in the reader."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from ingest.pipeline import analyse
from ingest.readers.extracted_text import ExtractedText
from search_api.bootstrap import KnowledgeBase
from search_api.exports.writers import Format, write
from search_api.records.selection import RecordType, Selection, rows
from search_api.schemas.targets import TargetRow
from search_api.web.app import create_app
from search_api.web.templating import amount

TEXT = """KẾ HOẠCH
Phát triển vùng chè

I. MỤC TIÊU ĐẾN NĂM 2030
- Sản lượng chè đạt trên 12.500 tấn; giá trị tăng bình quân 5 - 6,5%/năm.
- Trồng mới ít nhất 03 mô hình chè hữu cơ.
II. NHIỆM VỤ
1. Sở Công Thương rà soát 100% cơ sở chế biến.
"""


@pytest.fixture
def planned(empty: KnowledgeBase) -> Iterator[KnowledgeBase]:
    reading = ExtractedText(text=TEXT, media_type="text/plain")
    record = analyse(reading, id="che", source="che.txt", sha256=hashlib.sha256(TEXT.encode()).hexdigest())
    empty.store.put(record, source_path="che.txt", original=TEXT.encode(), analyser=0)
    yield empty


def _rows(kb: KnowledgeBase) -> list[TargetRow]:
    return list(rows(kb.resources, RecordType.TARGETS, Selection((kb.store.document("che"),))))


def test_rows_quote_the_text_and_say_the_amount(planned: KnowledgeBase) -> None:
    found = _rows(planned)
    assert [(row.measure, amount(row)) for row in found] == [
        ("Sản lượng chè", "tối thiểu 12.500 tấn"),
        ("giá trị tăng bình quân", "tăng 5 - 6,5 %/năm"),
        ("mô hình chè hữu cơ", "tối thiểu 3 mô hình"),
    ]
    text = planned.store.text("che")
    assert all(text[row.start : row.end] == row.quote for row in found)
    assert {row.due_date for row in found} == {"2030"}


def test_api_and_reader_show_them(planned: KnowledgeBase) -> None:
    with TestClient(create_app(planned), base_url="http://127.0.0.1:8000") as web:
        told = web.get("/api/v1/documents/che/targets").json()
        page = web.get("/van-ban/che").text
    assert [row["value"] for row in told] == [12500.0, 5.0, 3.0]
    assert told[1]["high"] == 6.5
    assert "tối thiểu 12.500 tấn" in page
    assert page.count("ĐẾN NĂM 2030</td>") == 3


def test_a_spreadsheet_has_vietnamese_headings(planned: KnowledgeBase) -> None:
    out = io.BytesIO()
    assert write(_rows(planned), Format.XLSX, out, io.StringIO()) == 3
    headings = {cell.value for cell in load_workbook(out).worksheets[0][1]}
    assert {"Chỉ tiêu", "Giá trị", "Đơn vị", "Theo dõi"} <= headings
