"""A few of the damaged files of `evals.robustness.fuzz`; the whole run is for `python -m evals.robustness.fuzz`."""

from __future__ import annotations

from random import Random

import pytest

from evals.robustness.fuzz import fuzz
from evals.robustness.fuzz_files import DAMAGES, damaged, whole_files


@pytest.mark.slow
def test_no_damaged_file_is_lost_or_stops_the_others() -> None:
    outcome = fuzz(60, seed=20_251_122, processes=2)
    assert outcome.files == 60
    assert outcome.lost == []
    assert outcome.documents > 10
    assert outcome.set_aside > 10
    assert (outcome.crashed, outcome.too_slow, outcome.unexpected) == (0, 0, 0), outcome.reasons


def test_damage_is_the_same_for_the_same_seed_and_is_done() -> None:
    files = whole_files()
    assert {name.rpartition(".")[2] for name in files} == {
        *("pdf", "docx", "html", "rtf", "odt", "xlsx", "zip", "eml", "csv", "pptx", "odp", "png", "tif", "jpg")
    }
    assert whole_files()["a.eml"] == files["a.eml"]
    for name in ("a.rtf", "9231-CD-TTg.html", "a.odt", "a.eml"):
        made = [damaged(files[name], Random(seed)) for seed in (1, 1, 2)]
        assert made[0] == made[1] != made[2]
    for damage in DAMAGES:
        damage(b"", Random(1))
        damage(b"<p>1 0 obj</p>", Random(1))
