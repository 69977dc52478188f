"""Targets: values of goals and of tables of targets, with their times; what is a number and no target."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from evals.quality import targets as measured
from ingest.readers.extracted_text import ExtractedText
from ingest.structure import structure
from ingest.targets import Target, find_targets

GOALS = "II. MỤC TIÊU\n1. Mục tiêu cụ thể đến năm 2030\n"


def found(text: str) -> tuple[Target, ...]:
    reading = ExtractedText(text=text, media_type="text/plain")
    return find_targets(reading.text, structure(reading))


def shortly(target: Target) -> str:
    """ "Tỷ lệ hộ dân | at_least 95.0 % | đến năm 2030": what is measured, how much, by when."""
    ends = f"{target.value}" + (f"-{target.high}" if target.high is not None else "")
    words = " ".join(word for word in (target.change, target.bound, ends, target.unit) if word)
    return f"{target.measure} | {words} | {target.due}"


CASES = {
    "reached": (
        "- Tỷ lệ hộ dân dùng nước sạch đạt 95%.",
        ["Tỷ lệ hộ dân dùng nước sạch | exactly 95.0 % | đến năm 2030"],
    ),
    "at-least": (
        "- Tỷ lệ hộ dân có điện đạt tối thiểu 99,5%.",
        ["Tỷ lệ hộ dân có điện | at_least 99.5 % | đến năm 2030"],
    ),
    "sign": ("- Tỷ lệ hộ dân có điện ≥ 90%.", ["Tỷ lệ hộ dân có điện | at_least 90.0 % | đến năm 2030"]),
    "at-most": ("- Tỷ lệ hộ nghèo giảm còn dưới 2%.", ["Tỷ lệ hộ nghèo giảm còn | at_most 2.0 % | đến năm 2030"]),
    "measured-behind": (
        "- Phấn đấu 100% trạm y tế xã có bác sĩ.",
        ["trạm y tế xã có bác sĩ | exactly 100.0 % | đến năm 2030"],
    ),
    "range-and-change": (
        "- Sản lượng chè tăng bình quân 05 - 06%/năm.",
        ["Sản lượng chè tăng bình quân | increase exactly 5.0-6.0 %/năm | đến năm 2030"],
    ),
    "thousands-and-money": (
        "- Sản lượng chè đạt trên 12.000 tấn; giá trị xuất khẩu đạt 33,5 triệu USD.",
        [
            "Sản lượng chè | at_least 12000.0 tấn | đến năm 2030",
            "giá trị xuất khẩu | exactly 33.5 triệu USD | đến năm 2030",
        ],
    ),
    "counted": (
        "- Phát triển tối thiểu 03 mô hình trồng rau sạch.",
        ["mô hình trồng rau sạch | at_least 3.0 mô hình | đến năm 2030"],
    ),
    "time-of-its-own": (
        "- Đến năm 2027, tỷ lệ hộ dân có điện đạt 98%.",
        ["tỷ lệ hộ dân có điện | exactly 98.0 % | Đến năm 2027"],
    ),
    "period": (
        "- Giai đoạn 2026-2028: tỷ lệ hộ dân có điện đạt 97%.",
        ["tỷ lệ hộ dân có điện | exactly 97.0 % | Giai đoạn 2026-2028"],
    ),
    "two-in-one": (
        "- Trên 80% trạm y tế và 100% bệnh viện có hồ sơ điện tử.",
        [
            "trạm y tế | at_least 80.0 % | đến năm 2030",
            "bệnh viện có hồ sơ điện tử | exactly 100.0 % | đến năm 2030",
        ],
    ),
    "age": ("- Người từ 15 tuổi trở lên biết bơi.", []),
    "speed": ("- Phủ sóng với tốc độ 01 Gb/s.", []),
    "a-count-without-mark": ("- Sắp xếp 12 xã thành một vùng chè.", []),
    "count-of-targets": ("- Các mục tiêu theo ngành (10 dự án).", []),
}


@pytest.mark.parametrize(("line", "wanted"), CASES.values(), ids=CASES)
def test_goals(line: str, wanted: list[str]) -> None:
    assert [shortly(target) for target in found(GOALS + line + "\n")] == wanted


def test_spans_are_of_the_text() -> None:
    text = GOALS + "- Sản lượng chè đạt 12.000 tấn; tỷ lệ hộ dân có\nđiện đạt 98%.\n"
    for target in found(text):
        assert text[target.start : target.end] == target.quote
        assert f"{target.value:g}"[:2] in target.quote


def test_numbers_of_tasks_are_no_targets() -> None:
    assert not found("III. NHIỆM VỤ\n1. Sở Y tế rà soát 100% trạm y tế xã.\n")


def test_a_table_of_targets_names_who_follows_them() -> None:
    rows = "| TT | Chỉ tiêu | Chủ trì |\n|---|---|---|\n| 1 | Hộ dân có điện đạt 98% | Sở Công Thương |\n"
    assert [(t.value, t.unit, t.holder) for t in found(f"Phụ lục\nChỉ tiêu phát triển\n\n{rows}")] == [
        (98.0, "%", "Sở Công Thương")
    ]


def test_the_time_grows_with_the_text() -> None:
    def seconds(lines: int) -> float:
        text = GOALS + "- " + "tỷ lệ hộ dân có điện đạt 98% vào năm 2027; " * lines + "\n"
        began = time.process_time()
        assert len(found(text)) == lines
        return time.process_time() - began

    seconds(50)
    assert seconds(1600) < 10 * max(seconds(400), 0.02)


@pytest.mark.shared
def test_real_targets_are_found(shared: Path) -> None:
    figures = measured.evaluate(sources=shared / "corpus/unread")
    assert figures["target"]["f1"] >= 0.98
    assert min(figures["due"], figures["holder"]) >= 0.98
