"""Which words are marked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.corpus_counts import SyllableCounts
from index.query.diacritics import Restored, restore
from index.retrieval.highlighting import highlight_terms, highlights, phrases

COMMON = [f"Ủy ban nhân dân của tỉnh và các sở về việc số {n}" for n in range(30)]
RARE = ["Sở Y tế chăm sóc sức khỏe tâm thần cho trẻ em; Lao động - Thương binh; Chỉ thị 28-CT/TW; dạy bơi"]


@pytest.fixture(scope="module")
def counts() -> Iterator[SyllableCounts]:
    made = SyllableCounts(None)
    made.replace_all([("a", (), COMMON + RARE)])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("sức khỏe tâm thần", "Chăm sóc sức khoẻ tâm thần.", ["sức khoẻ tâm thần"]),
        ("suc khoe tam than", "Chăm sóc SỨC KHỎE\ntâm thần", ["SỨC KHỎE\ntâm thần"]),
        ("việc của các sở về trẻ em", "việc của các sở về trẻ em", ["trẻ em"]),
        ("trẻ em", "em và trẻ", ["em", "trẻ"]),
        ("lao động thương binh", "Bộ Lao động - Thương binh", ["Lao động - Thương binh"]),
        ("chỉ thị 28-ct/tw", "Chỉ thị số 28 - CT/TW, 28 ngày", ["Chỉ thị", "28 - CT/TW"]),
        ("day boi", "Dạy bơi, dậy sớm", ["Dạy bơi"]),
        ("BHYT", "Thẻ bảo hiểm y tế (BHYT)", ["bảo hiểm y tế", "BHYT"]),
        ("học trò", "cho học sinh bơi", ["học sinh"]),
        ("hoc tro", "cho học sinh bơi", ["học sinh"]),
        ("gì đó khác", "Sở Y tế", []),
    ],
    ids=[
        *("tone placement", "bare, capitals", "common words", "apart", "dash", "number", "bare pair"),
        *("abbreviation", "everyday word", "everyday word, bare", "nothing"),
    ],
)
def test_highlights(counts: SyllableCounts, query: str, text: str, marked: list[str]) -> None:
    spans = highlights(text, highlight_terms(restore(query, counts), counts))
    assert [span.of(text) for span in spans] == marked


def test_phrases_name_the_longest_first_and_each_once() -> None:
    counts = SyllableCounts(None)
    counts.replace_all([("a", (), COMMON + RARE)])
    text = "Trẻ em; trẻ em;\nsức khỏe\ntâm thần; dạy bơi"
    spans = highlights(text, highlight_terms(Restored("sức khỏe tâm thần trẻ em dạy bơi", "x"), counts))
    assert phrases(text, spans, 2) == ["sức khỏe tâm thần", "Trẻ em"]
    counts.close()


@given(st.text(max_size=80), st.text(max_size=80), st.booleans())
def test_spans_are_in_order_and_apart(query: str, text: str, changed: bool) -> None:
    counts = SyllableCounts(None)
    spans = highlights(text + query, highlight_terms(Restored(query, "x" if changed else query), counts))
    counts.close()
    ends = [0]
    for span in spans:
        assert ends[-1] <= span.start < span.end <= len(text + query)
        ends.append(span.end)
