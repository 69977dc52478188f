"""Confidence: what it is looked up by, and what it leans on where nothing was counted."""

from __future__ import annotations

import pytest

from corpus.vocabulary import load
from ingest.obligations.confidence import Signals, confidence_of, estimate

TABLE = {"all": 0.9, "subject": 0.8, "subject, named": 0.95, "unknown body": 0.5, "malformed name": 0.75}

CASES = {
    "as-counted": (Signals("subject", "named"), 0.95),
    "not-counted-from-there": (Signals("subject", "heading"), 0.8),
    "construction-not-counted": (Signals("modal", "address"), 0.9),
    "unknown-body": (Signals("subject", "heading", unknown=True), 0.4),
    "factor-not-counted": (Signals("subject", "heading", report=True), 0.8),
    "malformed-name": (Signals("subject", "heading", malformed=True), 0.6),
}


@pytest.mark.parametrize(("signals", "share"), CASES.values(), ids=CASES)
def test_estimate(signals: Signals, share: float) -> None:
    assert estimate(signals, TABLE) == pytest.approx(share)


def test_a_malformed_name_halves_what_was_never_counted() -> None:
    assert estimate(Signals("subject", "named", malformed=True), {"all": 0.9}) == pytest.approx(0.45)


def test_the_table_that_is_shipped_was_counted() -> None:
    rows = {e["key"]: e for e in load("duty_confidence")}
    assert rows["all"]["of"] > 300
    assert all(0.5 <= e["share"] <= 1 for e in rows.values())
    assert confidence_of(Signals("subject", "named")) > confidence_of(Signals("subject", "named", unknown=True))
