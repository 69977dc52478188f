"""Diacritics restored from the corpus's own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import bare
from index.query.corpus_counts import SyllableCounts
from index.query.diacritics import restore

CORPUS = [
    "Bộ Y tế nghiên cứu, sửa đổi văn bản về chăm sóc sức khỏe tâm thần cho trẻ em",
    "Trách nhiệm của Bộ Y tế về sức khỏe tâm thần trẻ em và phòng, chống đuối nước",
    "Ủy ban nhân dân tỉnh giao nhiệm vụ cho các sở, ban, ngành; theo quy định của pháp luật",
    "Ban Dân vận Tỉnh ủy có kế hoạch lồng ghép nội dung tuyên truyền, phổ biến chính sách",
    "Phổ cập giáo dục mầm non cho trẻ em dưới 5 tuổi; cơ sở dữ liệu quốc gia về trẻ em",
]


@pytest.fixture(scope="module")
def counts() -> Iterator[SyllableCounts]:
    made = SyllableCounts(None)
    made.replace_all([("a", (), CORPUS)])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("trach nhiem cua Bo Y te ve suc khoe tam than tre em", "trách nhiệm của Bộ Y tế về sức khỏe tâm thần trẻ em"),
        ("trách nhiem của Bộ Y te", "trách nhiệm của Bộ Y tế"),
        ("ban dan van tinh uy", "ban dân vận tỉnh ủy"),
        ("PHO CAP MAM NON", "PHỔ CẬP MẦM NON"),
        ("mâm non", "mầm non"),
        ("nhiêm vu", "nhiệm vụ"),
        ("duoi 5 tuoi", "dưới 5 tuổi"),
        ("co so du lieu quoc gia", "cơ sở dữ liệu quốc gia"),
        ("(tre em), phap-luat?", "(trẻ em), pháp-luật?"),
    ],
    ids=["none", "half", "a name", "capitals", "tone missing", "mark kept", "digits", "common forms", "punctuation"],
)
def test_restores(counts: SyllableCounts, typed: str, meant: str) -> None:
    restored = restore(typed, counts)
    assert restored.text == meant
    assert restored.typed == typed
    assert restored.changed


@pytest.mark.parametrize(
    "typed",
    [
        "Trách nhiệm của Bộ Y tế về trẻ em",
        "theo quy định cho các sở, ban, ngành",
        "thẻ bảo hiểm cho trẻ em",
        "nên làm gì cho trẻ em",
        "children's mental health and education",
        "1183/QD-TTG",
        "",
        " ?! ",
        "2025",
    ],
    ids=[
        "whole",
        "plain words",
        "an unknown word",
        "unknown with a mark",
        "English",
        "number",
        "nothing",
        "signs",
        "digits",
    ],
)
def test_leaves_alone(counts: SyllableCounts, typed: str) -> None:
    assert restore(typed, counts).text == typed
    assert not restore(typed, counts).changed


def test_where_the_corpus_is_silent_the_language_decides() -> None:
    empty = SyllableCounts(None)
    assert restore("mien phi cho tre em", empty).text == "miễn phí cho trẻ em"
    empty.close()


def test_where_the_corpus_speaks_it_decides() -> None:
    counts = SyllableCounts(None)
    assert restore("thu hoi", counts).text == "thu hồi"
    counts.replace_all([("a", (), ["thú hồi"] * 100)])
    assert restore("thu hoi", counts).text == "thú hồi"
    counts.close()


@given(st.text(max_size=60))
def test_only_diacritics_change(text: str) -> None:
    counts = SyllableCounts(None)
    counts.replace_all([("a", (), CORPUS)])
    restored = restore(text, counts).text
    counts.close()
    assert bare(restored) == bare(text)


# --- counts -------------------------------------------------------------------


def contents(counts: SyllableCounts) -> object:
    return (
        counts.forms({"tre", "em", "y"}),
        counts.pairs({"trẻ", "y"}, {"em", "tế"}),
        counts.passages(),
        counts.documents(),
    )


def test_replacing_a_document_leaves_no_trace_of_what_it_said() -> None:
    one, other = SyllableCounts(None), SyllableCounts(None)
    one.replace_all([("a", (), ["trẻ em", "y tế"]), ("b", (), ["trẻ em nhỏ"])])
    one.replace_all([("a", ["trẻ em", "y tế"], ["y tế xã"])])
    other.replace_all([("b", (), ["trẻ em nhỏ"]), ("a", (), ["y tế xã"])])
    assert contents(one) == contents(other)
    one.replace_all([("a", ["y tế xã"], ()), ("b", ["trẻ em nhỏ"], ())])
    assert contents(one) == ({}, {}, 0, set())
    one.close()
    other.close()


def test_what_was_never_counted_is_not_taken_away() -> None:
    counts = SyllableCounts(None)
    counts.replace_all([("a", ["trẻ em"], ["trẻ em"])])
    assert counts.forms({"tre"}) == {"tre": {"trẻ": 1}}
    counts.close()


def test_counts_are_kept(tmp_path: Path) -> None:
    counts = SyllableCounts(tmp_path / "counts.sqlite")
    counts.replace_all([("a", (), ["trẻ em"])])
    counts.close()
    again = SyllableCounts(tmp_path / "counts.sqlite")
    assert again.has("a")
    assert again.passages() == 1
    again.close()
