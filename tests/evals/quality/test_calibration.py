"""Calibration: the table leans on what is above it, and the error is what the bins are off by."""

from __future__ import annotations

import pytest

from evals.quality.calibration import PRIOR, Judged, calibration_error, fit, left_out
from ingest.obligations.confidence import Signals

NAMED, HEADED = Signals("subject", "named"), Signals("subject", "heading")


def test_few_duties_lean_on_their_construction() -> None:
    found = [Judged("a", NAMED, True)] * 92 + [Judged("a", HEADED, False)] * 8
    table = fit(found)
    above, counted = table["subject"]
    assert counted == 100
    assert table["subject, heading"] == (pytest.approx(above * PRIOR / (8 + PRIOR), abs=0.001), 8)


def test_a_document_is_judged_by_a_table_made_without_it() -> None:
    found = [Judged("a", NAMED, True)] * 10 + [Judged("b", NAMED, False)] * 10
    confidences = {right: confidence for confidence, right in left_out(found)}
    assert confidences[True] < 0.5 < confidences[False]


def test_calibration_error() -> None:
    pairs = [(0.9, True)] * 9 + [(0.9, False)]
    assert calibration_error(pairs) == pytest.approx(0)
    assert calibration_error([(0.9, False)] * 10) == pytest.approx(0.9)


def test_a_malformed_name_stays_a_doubt_however_often_it_was_right() -> None:
    found = [Judged("a", Signals("subject", "named", malformed=True), True)] * 20
    factor, counted = fit(found)["malformed name"]
    assert (factor, counted) == (0.5, 20)
    assert fit([Judged("a", j.signals, False) for j in found])["malformed name"][0] < 0.5
