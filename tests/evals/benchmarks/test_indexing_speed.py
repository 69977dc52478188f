"""Small: what is measured is what is put in, by both sides, and every line of the table is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Document, Record
from evals.benchmarks.indexing_speed import TURNS, measure

TEXTS = [
    "Bộ Y tế hoàn thiện quy định về chăm sóc sức khỏe tâm thần cho trẻ em tại cơ sở giáo dục.",
    "Sở Giáo dục và Đào tạo tổ chức dạy bơi, phòng, chống đuối nước cho học sinh tiểu học.",
    "Sở Tài chính bố trí kinh phí thực hiện kế hoạch trong dự toán ngân sách hằng năm.",
    "Công an tỉnh chủ trì, phối hợp với các đơn vị liên quan bảo đảm an ninh, trật tự.",
]


@pytest.mark.slow
def test_both_embed_every_passage_and_agree(tmp_path: Path) -> None:
    records = [Record(Document(id=f"d{n}", source=f"d{n}", sha256=""), text) for n, text in enumerate(TEXTS)]
    said: list[str] = []
    measure(records, tmp_path, said.append)
    assert said[0].startswith(f"{len(TEXTS)} passages, embedded by ")
    assert len(TEXTS) > TURNS, "some turn has several documents"
    assert float(said[1].rsplit(" ", 1)[-1]) > 0.99
    assert [line.split(" | ")[0] for line in said[4:]] == ["| by the clock", "| by the processor"]
