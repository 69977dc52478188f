"""The measures of ranked lists are those of trec_eval."""

from __future__ import annotations

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.quality.ranking_measures import ndcg, recall, reciprocal_rank

TEXTS = [f"d{i}" for i in range(12)]
MEASURES = {"R": recall, "RR": reciprocal_rank, "nDCG": ndcg}


@given(
    grades=st.dictionaries(st.sampled_from(TEXTS), st.integers(1, 3), min_size=1, max_size=6),
    ranked=st.lists(st.sampled_from(TEXTS), unique=True, min_size=1),
    depth=st.sampled_from([1, 3, 10]),
)
def test_each_agrees_with_ir_measures(grades: dict[str, int], ranked: list[str], depth: int) -> None:
    run = {"q": {text: -float(place) for place, text in enumerate(ranked)}}
    for name, measure in MEASURES.items():
        expected = ir_measures.calc_aggregate([ir_measures.parse_measure(f"{name}@{depth}")], {"q": grades}, run)
        assert measure(grades, ranked, depth) == pytest.approx(next(iter(expected.values())))


def test_a_question_without_a_right_text_counts_for_nothing() -> None:
    for measure in MEASURES.values():
        assert measure({}, ["d1"], 10) == 0
