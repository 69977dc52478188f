"""Matrices grow with the number of plans and no further; chains follow what carries out what."""

from __future__ import annotations

from itertools import islice

import pytest

from evals.benchmarks.crosswalk_speed import TASKS, StoredVectors, plans
from index.crosswalk.alignment import Tasks, compare
from index.crosswalk.matrix import EmbeddedDocumentCache, Step, chain, matrix


def test_a_matrix_has_each_child_as_it_is_alone_but_for_the_reasons() -> None:
    embedder = StoredVectors()
    made = plans()
    parent = Tasks.of(next(made), embedder)
    children = list(islice(made, 2))
    for child, found in matrix(parent, children, embedder):
        alone = compare(parent, child, EmbeddedDocumentCache(embedder).of(child))
        assert len(found.rows) == TASKS
        assert [(row.coverage, row.score) for row in found.rows] == [(row.coverage, row.score) for row in alone.rows]
        assert found.gaps == alone.gaps


def test_sides_are_kept_by_revision_and_only_so_many() -> None:
    made = plans()
    first, second = islice(made, 2)
    sides = EmbeddedDocumentCache(StoredVectors(), kept=1)
    one = sides.of(first, "a")
    assert sides.of(first, "a") is one
    assert sides.of(first, "b") is not one
    sides.of(second, "a")
    assert sides.of(first, "b") is not one


CHAINS = {
    "a plan below a decision below a directive": (
        {"ct": ["qd", "kh"], "qd": ["kh"], "kh": ["so"]},
        [("ct", None, 0), ("qd", "ct", 1), ("kh", "qd", 2), ("so", "kh", 3)],
    ),
    "two provinces": ({"ct": ["a", "b"]}, [("ct", None, 0), ("a", "ct", 1), ("b", "ct", 1)]),
    "a circle": ({"ct": ["a"], "a": ["ct", "b"], "b": ["a"]}, [("ct", None, 0), ("a", "ct", 1), ("b", "a", 2)]),
    "nothing below": ({}, [("ct", None, 0)]),
}


@pytest.mark.parametrize(("below", "steps"), CHAINS.values(), ids=CHAINS)
def test_a_chain_holds_each_document_once_under_the_lowest_it_carries_out(
    below: dict[str, list[str]], steps: list[tuple[str, str | None, int]]
) -> None:
    assert chain("ct", below) == tuple(Step(*step) for step in steps)
