"""Training of the second reader: the slopes are those of the loss, and what rows say is learnt."""

from __future__ import annotations

import numpy as np
import pytest

from evals.second_reader import sequence_training
from evals.second_reader.sequence_training import TaggedSentence, train
from ingest.obligations.sequence_model import LABELS, WORD_BUCKETS, Floats, first_forbidden, forbidden

LEAD, GOES_ON = LABELS.index("B-lead"), LABELS.index("I-lead")


def _loss(word: Floats, step: Floats, ids: list[np.ndarray], labels: list[np.ndarray]) -> float:
    """The negative log-likelihood, every path counted one by one by the forward recursion in double precision."""
    total = 0.0
    for of_sentence, right in zip(ids, labels, strict=True):
        scores = word[of_sentence].sum(axis=1).astype(float)
        steps = step.astype(float) + forbidden()
        forward = scores[0] + first_forbidden()
        said = scores[0, right[0]]
        for t in range(1, len(right)):
            forward = np.logaddexp.reduce(forward[:, None] + steps, axis=0) + scores[t]
            said += steps[right[t - 1], right[t]] + scores[t, right[t]]
        total += float(np.logaddexp.reduce(forward)) - said
    return total


def test_slopes_are_those_of_the_loss() -> None:
    drawn = np.random.default_rng(1)
    word = drawn.normal(size=(WORD_BUCKETS, len(LABELS))).astype(np.float32) * 0.1
    step = drawn.normal(size=(len(LABELS), len(LABELS))).astype(np.float32) * 0.1
    ids = [np.array([[1, 2], [3, 4], [5, 6]]), np.array([[7, 8], [9, 10]])]
    labels = [np.array([LEAD, GOES_ON, 0]), np.array([0, LEAD])]
    errors, step_slope = sequence_training._slopes(word, step, ids, labels)

    def moved(weights: Floats, at: tuple[int, int]) -> float:
        losses = []
        for by in (0.01, -0.01):
            weights[at] += by
            losses.append(_loss(word, step, ids, labels))
            weights[at] -= by
        return (losses[0] - losses[1]) / 0.02

    assert errors[1, GOES_ON] == pytest.approx(moved(word, (3, GOES_ON)), abs=2e-3)
    assert errors[4, LEAD] == pytest.approx(moved(word, (10, LEAD)), abs=2e-3)
    assert step_slope[LEAD, GOES_ON] == pytest.approx(moved(step, (LEAD, GOES_ON)), abs=2e-3)
    assert step_slope[0, 0] == pytest.approx(moved(step, (0, 0)), abs=2e-3)


def _sentence(words: str, labels: str, *, is_duty: bool) -> TaggedSentence:
    forms = words.split()
    features = tuple((f"w={form}", f"-1={before}") for form, before in zip(forms, ["", *forms], strict=False))
    return TaggedSentence("a", tuple(forms), features, tuple(labels.split()), is_duty, is_read=is_duty)


def test_what_rows_say_is_learnt_and_the_same_rows_give_the_same_weights() -> None:
    rows = [
        _sentence("sở y rà soát với sở tài", "B-lead I-lead O O O B-support I-support", is_duty=True),
        _sentence("sở y đã rà soát xong", "O O O O O O", is_duty=False),
    ] * 20
    model = train(rows)
    assert model.tags(rows[0].words) == list(rows[0].labels)
    assert model.probability(rows[0].features) > 0.8 > 0.2 > model.probability(rows[1].features)
    assert np.array_equal(model.word, train(rows).word)
