"""Vectors of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.retrieval.sparse import SparseVector, sparse_passage, sparse_query


def product(a: SparseVector, b: SparseVector) -> float:
    other = dict(zip(b.indices, b.values, strict=True))
    return sum(value * other.get(index, 0.0) for index, value in zip(a.indices, a.values, strict=True))


def score(query: str, passage: str, typed: str | None = None) -> float:
    return product(sparse_query(query, query if typed is None else typed), sparse_passage(passage))


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("trẻ em", "bảo vệ trẻ em", "em nhỏ và trẻ già"),
        ("hóa chất", "hoá chất độc hại", "hoa chất đầy kho"),
        ("thủy lợi", "công trình thuỷ lợi", "thuy loi"),
        ("bản đồ", "bản đồ hành chính", "ban do hành chính"),
        ("28-CT/TW", "thực hiện Chỉ thị số 28 - CT/TW", "thực hiện 28 chỉ tiêu của TW"),
        ("1183/QD-TTG", "Quyết định 1183/QĐ-TTg", "Quyết định 1184/QĐ-TTg"),
        ("sức khỏe", "sức khỏe", "sức khỏe " + "và nhiều điều khác nữa " * 30),
    ],
    ids=["pairs", "tone placement", "tone placement uy", "diacritics", "number", "number in any spelling", "length"],
)
def test_the_better_passage_scores_more(query: str, better: str, worse: str) -> None:
    assert score(query, better) > score(query, worse)


def test_without_diacritics_it_still_matches() -> None:
    assert score("tre em", "bảo vệ trẻ em") > 0
    assert score("trẻ em", "bao ve tre em") > 0


def test_a_restored_query_counts_as_typed_too() -> None:
    as_meant = score("bản đồ", "bản đồ hành chính", typed="ban do")
    as_typed = score("bản đồ", "ban do hành chính", typed="ban do")
    assert as_meant > as_typed > 0


def test_repetition_saturates() -> None:
    once, often = score("trẻ", "trẻ"), score("trẻ", "trẻ " * 50)
    assert often < 2.2 * once


def test_nothing_gives_an_empty_vector() -> None:
    assert sparse_passage("") == sparse_query(" – ", " – ") == SparseVector((), ())


@given(st.text(max_size=200))
def test_indices_are_distinct_ascending_and_fit_in_32_bits(text: str) -> None:
    for vector in (sparse_passage(text), sparse_query(text, text)):
        assert list(vector.indices) == sorted(set(vector.indices))
        assert all(0 <= index < 2**32 for index in vector.indices)
        assert all(value > 0 for value in vector.values)
