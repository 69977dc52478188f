"""What tests of reading files need of the machine."""

from __future__ import annotations

import shutil

import pytesseract
import pytest

from tests.conftest import missing


@pytest.fixture(scope="session")
def tesseract() -> None:
    """Skip where Tesseract is not installed with its Vietnamese model."""
    if shutil.which("tesseract") is None or "vie" not in pytesseract.get_languages():
        missing("Tesseract with its Vietnamese model")
