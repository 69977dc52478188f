"""`nhiemvu serve`, in a process of its own: says its address, answers, stops when told, minds a port that is taken."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from corpus.store import Store
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import fill

REPOSITORY = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.slow


@contextmanager
def serving(data: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "search_api.cli.main", "--data", str(data), "serve", *options]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_serves_where_it_says_until_it_is_stopped(tmp_path: Path, stop: signal.Signals) -> None:
    with Store.open(new_settings(tmp_path)) as store:
        fill(store)
    with serving(tmp_path, "--port", "0") as process:
        assert process.stderr
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        health = httpx.get(f"{found[0]}/api/v1/health", timeout=30).json()
        assert (health["status"], health["documents"]) == ("ok", 4)
        assert "Kế hoạch 777/KH-UBND" in httpx.get(found[0], timeout=30).text
        os.kill(process.pid, stop)
        out, _ = process.communicate(timeout=30)
        assert (process.returncode, out) == (0, "")


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with serving(tmp_path, "--port", str(taken.getsockname()[1])) as process:
            out, told = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, "")
    assert told.startswith("Lỗi: Không mở được cổng")
    assert told.count("\n") == 1
