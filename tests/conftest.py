"""What tests of every package share: where the real documents are, and that nothing leaves the machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Before anything imports Haystack or a model library: nothing may be sent or fetched.
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

REPOSITORY = Path(__file__).resolve().parents[1]
IN_CI = bool(os.environ.get("CI"))


def missing(what: str) -> None:
    """Skip the test because a part of the machine is missing; in CI, where all of it must be there, fail."""
    if IN_CI:
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"needs {what}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden", action="store_true", help="write the trees in tests/ingest/golden anew, to be read"
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and gold rows beside the checkout."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        missing("the folder ../shared with the real documents")
    return folder
