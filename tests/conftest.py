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


# Which tier a test belongs to, by the fixtures it uses and the libraries or programs that its module names.
_BY_FIXTURE = {
    "postgres": {"postgres"},
    "browser": {"browser"},
    "process": {"tesseract"},
    "shared": {"shared"},
}
_BY_WORDS = {
    "browser": ("sync_playwright", "chromium"),
    "process": ("subprocess", "WorkerPool", "ingest.batch", "take_in", "TestClient(create_app"),
    "model": ("open_embedder", "default_model", "sentence_transformers", "SentenceEmbedder"),
    "postgres": ("tests.postgres", "postgresql"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks each test with the tiers it belongs to; `make quick` leaves out all but plain ones."""
    words: dict[Path, set[str]] = {}
    for item in items:
        if item.path not in words:
            text = item.path.read_text("utf-8")
            words[item.path] = {tier for tier, found in _BY_WORDS.items() if any(word in text for word in found)}
        fixtures = set(getattr(item, "fixturenames", ()))
        tiers = words[item.path] | {tier for tier, names in _BY_FIXTURE.items() if fixtures & names}
        if {"database", "settings", "store"} & fixtures and "tests/corpus" in item.path.as_posix():
            tiers = tiers | {"postgres"}
        if item.get_closest_marker("slow"):
            tiers = tiers | {"process"}
        for tier in tiers:
            item.add_marker(getattr(pytest.mark, tier))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and gold rows beside the checkout."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        missing("the folder ../shared with the real documents")
    return folder
