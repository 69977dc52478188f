"""Settings: what the environment may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SettingError
from corpus.settings import Settings


@pytest.mark.parametrize(("said", "asked"), [(None, 6), ("6", 6), ("5", 5)], ids=["unset", "six", "five"])
def test_how_many_things_must_be_clear(monkeypatch: pytest.MonkeyPatch, said: str | None, asked: int) -> None:
    monkeypatch.delenv("NHIEMVU_CLARITY", raising=False)
    if said:
        monkeypatch.setenv("NHIEMVU_CLARITY", said)
    assert Settings.from_environment(Path()).clarity == asked


@pytest.mark.parametrize("said", ["4", "sáu", ""])
def test_another_number_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("NHIEMVU_CLARITY", said)
    with pytest.raises(SettingError, match="NHIEMVU_CLARITY"):
        Settings.from_environment(Path())
