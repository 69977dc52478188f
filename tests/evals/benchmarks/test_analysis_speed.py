"""The work on a long text grows with its length and no faster."""

from __future__ import annotations

from evals.benchmarks.analysis_speed import best_times, long_text, sample_texts

# Eight times the text: eight times the work. Quadratic work would take 64 times as long; what
# lies between allows for a machine that others use.
TIMES_THE_TEXT = 8
TIMES_AS_LONG = 20


def test_the_time_grows_with_the_text_and_no_faster() -> None:
    texts = sample_texts()
    short, long = long_text(texts, 10_000), long_text(texts, TIMES_THE_TEXT * 10_000)
    best_times([short], 1)  # vocabularies are read at first use
    assert sum(best_times([long], 2)) < TIMES_AS_LONG * sum(best_times([short], 3))
