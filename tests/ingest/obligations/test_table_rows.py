"""Rows of annex tables as duties, by what the headings of their columns say."""

from __future__ import annotations

import pytest

from corpus.model import Span
from ingest.obligations.table_rows import columns_of
from tests.ingest.obligations.sample_texts import duties, shortly

ANNEX = """Điều 1. Ban hành Kế hoạch.

PHỤ LỤC
DANH MỤC NHIỆM VỤ

| STT | Nội dung công việc | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành | Sản phẩm |
|---|---|---|---|---|---|
| I | Công tác tuyên truyền |  |  |  |  |
| 1 | Tổ chức hội nghị tuyên truyền | Sở Y tế | Các sở, ban, ngành | Quý I/2026 | Báo cáo |
| 2 | Rà soát cơ sở dữ liệu | Sở Nội vụ; Công an tỉnh | UBND cấp xã | Thường xuyên |  |
"""


def test_rows_of_a_table_of_tasks() -> None:
    first, second = duties(ANNEX)
    assert shortly(first) == "L Sở Y tế; S sở, ban, ngành"
    assert first.deadline is not None
    assert (first.deadline.due, first.product) == ("2026-03", "Báo cáo")
    assert first.action == "Tổ chức hội nghị tuyên truyền"
    assert first.quote.startswith("Tổ chức hội nghị")
    assert first.quote.endswith("Báo cáo")
    assert shortly(second) == "L Sở Nội vụ; L Công an tỉnh; S Ủy ban nhân dân cấp xã"
    assert second.deadline is not None
    assert second.deadline.kind == "continuous"


def test_tables_of_anything_else_hold_no_duties() -> None:
    table = "| STT | Nội dung chi | Mức chi |\n|---|---|---|\n| 1 | Báo cáo của Sở Y tế | 20 |\n"
    assert duties(f"Điều 1. Ban hành Định mức.\n\nPHỤ LỤC\n\n{table}") == ()


COLUMNS = {
    "plan": ("TT|Nhiệm vụ|Đơn vị thực hiện|Tiến độ", {"number": 0, "task": 1, "lead": 2, "deadline": 3}),
    "with-authority": (
        "STT|Tên đề án|Cơ quan chủ trì|Cấp trình|Thời hạn",
        {"number": 0, "task": 1, "lead": 2, "authority": 3, "deadline": 4},
    ),
    "head-leads": ("Nội dung|Người đứng đầu chịu trách nhiệm", {"task": 0, "head": 1, "lead": 1}),
    "costs": ("STT|Mức chi|Đơn vị tính", {"number": 0}),
}


@pytest.mark.parametrize(("headings", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_columns(headings: str, expected: dict[str, int]) -> None:
    cells, at = [], 0
    for heading in headings.split("|"):
        cells.append(Span(at, at + len(heading)))
        at += len(heading) + 1
    assert columns_of(headings, cells) == expected
