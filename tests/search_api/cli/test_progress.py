"""What a person at a terminal sees of a long command."""

from __future__ import annotations

import io
from functools import partial

import pytest
from rich.console import Console

from search_api.cli import console, tables


def test_progress_shows_how_far_how_fast_and_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    terminal = partial(Console, file=screen, force_terminal=True, width=160)
    monkeypatch.setattr(tables, "Console", lambda **options: terminal())
    clock = iter(range(0, 100_000, 2))
    monkeypatch.setattr(tables, "Progress", partial(tables.Progress, get_time=lambda: float(next(clock))))
    with tables.progress_bar() as told:
        for at in range(5):
            told("Đọc và phân tích", at, 40, f"ke-hoach-{at}.pdf (trang 3/9)")
    shown = screen.getvalue()
    assert "4/40" in shown
    assert "ke-hoach-4.pdf (trang 3/9)" in shown
    assert "/phút" in shown or "/giây" in shown
    assert "0:0" in shown


def test_nothing_is_drawn_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with console.show_progress() as progress:
        assert progress is None
    assert capsys.readouterr() == ("", "")
