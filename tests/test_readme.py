"""The README's words are true: its commands run, its settings and make targets exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import settings

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text("utf-8")


def tour() -> list[list[str]]:
    """The command lines of the tour, in order."""
    block = re.search(r"<!-- these lines are run.*?```sh\n(.*?)```", README, re.DOTALL)
    assert block
    return [shlex.split(line, comments=True)[1:] for line in block[1].splitlines() if line.startswith("nhiemvu ")]


@pytest.mark.slow
def test_the_tour_runs_on_the_samples(tmp_path: Path) -> None:
    lines = tour()
    assert len(lines) >= 5
    for arguments in lines:
        done = subprocess.run(
            [sys.executable, "-m", "search_api.cli.main", "--data", str(tmp_path), *arguments],
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr}"
        assert done.stdout.strip() or arguments[0] in {"ingest", "check"}, arguments


def test_every_make_target_named_is_there() -> None:
    named = set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", README, re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {a or b for a, b in named} <= targets


def test_every_setting_is_described() -> None:
    assert settings.__doc__
    read = set(re.findall(r"NHIEMVU_[A-Z_]+", Path(settings.__file__).read_text("utf-8")))
    described = set(re.findall(r"NHIEMVU_[A-Z_]+", README))
    assert read == described
