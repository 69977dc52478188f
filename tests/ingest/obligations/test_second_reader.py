"""The second reader: where its reading meets that of the rules, what it says where it does not, and its arithmetic."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.obligations.second_reader import Comparison, RoleSpan, SecondReader, compare, doubt
from ingest.obligations.sequence_model import LABELS, SequenceModel, best_path, buckets, shipped
from tests.ingest.obligations.sample_texts import duties

LEAD, FAR, SUPPORT = RoleSpan(0, 10, "lead"), RoleSpan(50, 60, "lead"), RoleSpan(20, 30, "support")

COMPARED = {
    "same": ([LEAD, SUPPORT], [LEAD, SUPPORT], True, 1.0),
    "other-bounds": ([LEAD], [RoleSpan(0, 14, "lead")], True, 0.0),
    "other-role": ([LEAD], [RoleSpan(0, 10, "support")], False, 1.0),
    "one-more": ([LEAD], [LEAD, FAR], False, 1.0),
    "one-less": ([LEAD, FAR], [LEAD], False, 0.5),
    "nobody": ([], [], True, 0.0),
}


@pytest.mark.parametrize(("first", "second", "agrees", "same"), COMPARED.values(), ids=COMPARED)
def test_compare(first: list[RoleSpan], second: list[RoleSpan], agrees: bool, same: float) -> None:
    comparison = compare(0.9, first, second)
    assert (comparison.agrees, comparison.same_bounds) == (agrees, same)
    assert not compare(0.1, first, second).agrees


TEXT = "Sở Y tế chủ trì, phối hợp với Sở Nội vụ rà soát."

DOUBTS = {
    "none": (Comparison(0.9), ""),
    "not-compared": (None, ""),
    "no-duty": (Comparison(0.1, (RoleSpan(0, 7, "lead"),)), "Cách đọc thứ hai không coi câu này là nhiệm vụ."),
    "more": (Comparison(0.9, (), (RoleSpan(30, 39, "support"),)), "Cách đọc thứ hai còn thấy: Sở Nội vụ (phối hợp)."),
    "less": (
        Comparison(0.9, (RoleSpan(0, 7, "lead"),)),
        "Cách đọc thứ hai không thấy vai trò này: Sở Y tế (thực hiện).",
    ),
}


@pytest.mark.parametrize(("comparison", "said"), DOUBTS.values(), ids=DOUBTS)
def test_doubt(comparison: Comparison | None, said: str) -> None:
    assert doubt(comparison, TEXT) == said


TASKS = "II. NHIỆM VỤ\n"


def test_plain_sentences_are_read_alike_and_surely() -> None:
    first, second = duties(
        f"{TASKS}1. Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát các trạm y tế xã.\n"
        "2. Sở Tài chính bố trí kinh phí sửa chữa các trạm y tế xã."
    )
    assert "Cách đọc thứ hai" not in first.reason + second.reason
    assert min(first.confidence, second.confidence) > 0.7


def test_a_reader_that_differs_lowers_the_confidence_and_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{TASKS}1. Sở Y tế rà soát các trạm y tế xã.\n2. Sở Tài chính bố trí kinh phí."
    alike = duties(text)

    def contrary(sentences: object) -> SecondReader:
        nothing = SequenceModel(
            np.zeros_like(shipped().word), np.zeros_like(shipped().step), np.full_like(shipped().sentence, -1.0)
        )
        return SecondReader(sentences, nothing)  # type: ignore[arg-type]

    monkeypatch.setattr("ingest.obligations.SecondReader", contrary)
    for before, after in zip(alike, duties(text), strict=True):
        assert after.confidence < before.confidence - 0.1
        assert "Cách đọc thứ hai không coi câu này là nhiệm vụ." in after.reason
        assert (after.assignees, after.kind, after.quote) == (before.assignees, before.kind, before.quote)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 3), st.integers(0, 1000))
def test_the_best_path_is_the_best_of_all(length: int, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    emissions = drawn.normal(size=(length, len(LABELS))).astype(np.float32)
    step = drawn.normal(size=(len(LABELS), len(LABELS))).astype(np.float32)

    def score(path: tuple[int, ...]) -> float:
        names = ["O", *(LABELS[i] for i in path)]
        if any(b.startswith("I-") and a not in {b, f"B-{b[2:]}"} for a, b in pairwise(names)):
            return -np.inf
        said = sum(float(emissions[t, i]) for t, i in enumerate(path))
        return said + sum(float(step[a, b]) for a, b in pairwise(path))

    best = max(product(range(len(LABELS)), repeat=length), key=score)
    assert score(tuple(best_path(emissions, step))) == pytest.approx(score(best), abs=1e-4)


def test_weights_come_back_as_they_were_written_but_for_the_last_digits(tmp_path: Path) -> None:
    model = shipped()
    model.save(tmp_path / "weights.npz")
    assert (tmp_path / "weights.npz").stat().st_size < 1_000_000
    monkey = pytest.MonkeyPatch()
    monkey.setattr("ingest.obligations.sequence_model.WEIGHTS", tmp_path / "weights.npz")
    again = shipped.__wrapped__()
    monkey.undo()
    assert np.abs(again.word - model.word).max() <= np.abs(model.word).max() / 127


def test_buckets_are_the_same_everywhere() -> None:
    assert buckets(["w=sở", "bias"], 1 << 15) == [11438, 27227]
