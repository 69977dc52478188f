"""Gold rows as labels of words: whole names, heads said once, levels, times; what stands elsewhere labels nothing."""

from __future__ import annotations

import pytest

from corpus.normalized_text import normalize_span
from evals.second_reader.gold_labels import labels_of
from ingest.obligations.agency_phrases.tokens import words_of


def _row(agency: str, role: str = "lead", **more: object) -> dict[str, object]:
    return {"agency": agency, "scope": "", "role": role, "deadline": "", "report_to": []} | more


CASES = {
    "lead-and-support": (
        "Sở Y tế phối hợp với UBND tỉnh rà soát",
        [_row("Sở Y tế"), _row("Ủy ban nhân dân tỉnh", "support")],
        {"Sở Y tế": "lead", "Ủy ban nhân dân tỉnh": "support"},
    ),
    "head-said-once": (
        "Các Bộ: Tài chính, Nội vụ rà soát",
        [_row("Bộ Tài chính"), _row("Bộ Nội vụ")],
        {"Tài chính": "lead", "Nội vụ": "lead"},
    ),
    "levels": (
        "Ủy ban nhân dân các xã, phường rà soát",
        [_row("Ủy ban nhân dân các xã, phường")],
        {"Ủy ban nhân dân các xã , phường": "lead"},
    ),
    "direct-wins-over-lead": (
        "Sở Y tế chỉ đạo bệnh viện rà soát",
        [_row("Sở Y tế"), _row("Sở Y tế", "direct"), _row("bệnh viện")],
        {"Sở Y tế": "direct", "bệnh viện": "lead"},
    ),
    "time-and-report": (
        "Gửi báo cáo về Sở Y tế trước ngày 30/6/2026",
        [_row("", report_to=["Sở Y tế"], deadline="trước ngày 30/6/2026")],
        {"Sở Y tế": "report", "trước ngày 30/6/2026": "time"},
    ),
    "named-elsewhere": ("Rà soát các trạm y tế", [_row("Sở Y tế")], {}),
}


@pytest.mark.parametrize(("text", "rows", "wanted"), CASES.values(), ids=CASES)
def test_labels_of(text: str, rows: list[dict[str, object]], wanted: dict[str, str]) -> None:
    words = words_of(normalize_span(text))
    labels = labels_of([word.form for word in words], rows)
    found: list[tuple[list[str], str]] = []
    for word, label in zip(words, labels, strict=True):
        mark, _, role = label.partition("-")
        if mark == "B":
            found.append(([word.printed], role))
        elif mark == "I":
            found[-1][0].append(word.printed)
    assert {" ".join(printed): role for printed, role in found} == wanted
