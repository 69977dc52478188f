"""Each tier of tests marks something, so that a renamed fixture cannot empty one unseen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("tier", "place"),
    [
        ("model", "tests/index/embedding/test_models.py"),
        ("browser", "tests/search_api/web"),
        ("postgres", "tests/corpus"),
        ("process", "tests/ingest/test_batch.py"),
        ("shared", "tests/evals/quality"),
    ],
)
def test_a_tier_marks_something_and_not_all(tier: str, place: str) -> None:
    assert collected(place, tier) == 0
    assert collected("tests/corpus/test_identifiers.py", tier) == 5, "plain tests are in no tier"


def collected(place: str, tier: str) -> int:
    """The exit code of a collection: 0 where there is some test, 5 where there is none."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", tier, place]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False).returncode
