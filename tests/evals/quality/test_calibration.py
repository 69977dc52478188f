"""Calibration: weights fitted on first readings, each document judged by weights made without it."""

from __future__ import annotations

import pytest

from evals.quality.calibration import (
    SURE,
    Judged,
    calibration_error,
    first_readings,
    fit,
    left_out,
    table,
)
from ingest.obligations.confidence import Signals, estimate, shipped_weights

NAMED, HEADED = Signals("subject", "named"), Signals("subject", "heading")


def test_weights_say_what_the_rows_say_drawn_to_nothing() -> None:
    found = [Judged("a", NAMED, True)] * 90 + [Judged("a", NAMED, False)] * 10 + [Judged("a", HEADED, False)] * 8
    weights = {key: weight for key, (weight, _) in fit(found).items()}
    assert estimate(NAMED, weights) == pytest.approx(0.9, abs=0.03)
    assert 0.02 < estimate(HEADED, weights) < 0.3
    assert fit(found)["who heading"][1] == 8


def test_a_document_is_judged_by_weights_made_without_it() -> None:
    found = [Judged("a", NAMED, True)] * 10 + [Judged("b", NAMED, False)] * 10
    confidences = {right: confidence for confidence, right in left_out(found)}
    assert confidences[True] < 0.5 < confidences[False]


def test_calibration_error() -> None:
    pairs = [(0.9, True)] * 9 + [(0.9, False)]
    assert calibration_error(pairs) == pytest.approx(0)
    assert calibration_error([(0.9, False)] * 10) == pytest.approx(0.9)


def test_duties_said_to_be_sure_were_right_at_first_sight() -> None:
    sure = [right for confidence, right in left_out(first_readings()) if confidence > SURE]
    assert len(sure) > 200
    assert sum(sure) >= SURE * len(sure)


def test_the_weights_shipped_are_those_of_the_first_readings() -> None:
    assert shipped_weights() == {key: weight for key, (weight, _) in fit(first_readings()).items()}


def test_the_table_names_every_bin() -> None:
    figures = {
        "error": 0.1,
        "sure": {"duties": 2, "right": 1.0},
        "bins": [{"confidence": "0.90-0.95", "duties": 2, "mean": 0.92, "right": 1.0}],
    }
    assert "| 0.90-0.95 | 2 | 0.920 | 1.000 |" in table({"first": figures})
