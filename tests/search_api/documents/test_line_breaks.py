"""Line ends that mean something stay; the others become spaces, and spans stay true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Span
from search_api.documents.line_breaks import line_starts, unwrapped

CASES = {
    "a page ran out": ("chủ trì, phối hợp với Sở Tài chính tổ chức\ntập huấn", "tổ chức tập huấn"),
    "in the middle of a word pair": ("Sở Nông nghiệp và Môi trường chủ trì, phối\nhợp với Sở Y tế", "phối hợp"),
    "an intro and what it introduces": ("thực hiện:\nbáo cáo", "thực hiện:\nbáo cáo"),
    "a dash": ("mỗi đơn vị trong phạm vi của mình phải\n- báo cáo", "phải\n- báo cáo"),
    "a title": ("KẾ HOẠCH\n\nthực hiện Chỉ thị", "KẾ HOẠCH\n\nthực hiện"),
}


@pytest.mark.parametrize(("text", "shown"), CASES.values(), ids=CASES)
def test_unwrapped(text: str, shown: str) -> None:
    assert shown in unwrapped(text)


def test_in_frames_every_line_is_one() -> None:
    text = "một dòng rất dài không có dấu chấm nào ở cuối dòng\ndòng sau"
    assert list(line_starts(text)) == []
    assert list(line_starts(text, [Span(0, len(text))])) == [text.index("dòng sau")]


@given(st.text(alphabet="aÁ. :-\n\t", max_size=80))
def test_nothing_but_line_ends_changes(text: str) -> None:
    shown = unwrapped(text)
    assert len(shown) == len(text)
    assert "".join(shown.split()) == "".join(text.split())
