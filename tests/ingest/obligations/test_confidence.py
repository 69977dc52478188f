"""Confidence: the weights it is reckoned with, and what the second reader's doubt does to it."""

from __future__ import annotations

import pytest

from corpus.vocabulary import load
from ingest.obligations.confidence import Signals, confidence_of, estimate
from ingest.obligations.second_reader import Comparison, RoleSpan

WEIGHTS = {"always": 1.0, "how subject": 1.0, "unknown body": -2.0, "bodies of the second only": -1.0}
SURE = Signals("subject", "heading", probability=0.99)

CASES = {
    "nothing-known": (Signals("modal", "address"), 0.73),
    "construction": (Signals("subject", "named"), 0.88),
    "unknown-body": (Signals("subject", "named", unknown=True), 0.5),
    "one-body-of-the-second-only": (Signals("subject", "named", probability=0.9, only_second=1), 0.73),
    "many-count-as-two": (Signals("subject", "named", probability=0.9, only_second=9), 0.5),
    "malformed-name": (Signals("subject", "named", malformed=True), 0.44),
}


@pytest.mark.parametrize(("signals", "chance"), CASES.values(), ids=CASES)
def test_estimate(signals: Signals, chance: float) -> None:
    assert estimate(signals, WEIGHTS) == pytest.approx(chance, abs=0.005)


def test_a_comparison_gives_its_signals() -> None:
    one = RoleSpan(0, 5, "lead")
    signals = SURE.beside(Comparison(0.3, (one,), (one, one), 0.5))
    assert (signals.probability, signals.only_first, signals.only_second, signals.same_bounds) == (0.3, 1, 2, 0.5)
    assert SURE.beside(None) == SURE


def test_what_is_shipped_was_fitted_and_lets_the_second_reader_raise_doubts() -> None:
    rows = {e["key"]: e for e in load("duty_confidence")}
    assert rows["always"]["of"] > 900
    agreed = Signals("imperative", "heading", bodies=1, probability=0.99)
    differs = Signals("imperative", "heading", bodies=1, probability=0.99, only_second=1)
    none = Signals("imperative", "heading", bodies=1, probability=0.05)
    assert confidence_of(agreed) > 0.9
    assert confidence_of(none) < confidence_of(differs) < confidence_of(agreed) - 0.1
