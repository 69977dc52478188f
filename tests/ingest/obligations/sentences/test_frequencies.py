"""Obligations with no verb at all: how often something is done."""

from __future__ import annotations

import pytest

from ingest.obligations.sentences.frequencies import says_how_often


@pytest.mark.parametrize(
    "words",
    [
        "các thông số cơ bản: tần suất 2 lần/tháng",
        "độ mặn, ph, vibrio tổng số (vibrio sp) quan trắc với tần suất 02 lần/quý",
        "mẫu nước (với tần suất 01 lần / năm",
    ],
)
def test_says_how_often(words: str) -> None:
    assert says_how_often(words, 0, len(words))


@pytest.mark.parametrize("words", ["tăng 2 lần so với năm trước", "lần thứ hai: năm 2025"])
def test_says_something_else(words: str) -> None:
    assert not says_how_often(words, 0, len(words))
