"""Nothing leaves the machine: ingest, index and search with every outbound socket refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]

# Runs the command line with an audit hook that refuses, and prints, every attempt to
# connect, send to or look up anything: the interpreter raises these events for all
# sockets, whatever library opens them.
GUARDED = """
import sys

def refuse(event, args):
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}:
        print(f"REFUSED {event} {args[1:]}", file=sys.stderr)
        raise PermissionError(event)

sys.addaudithook(refuse)
from search_api.cli.main import main
main()
"""


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in {"HAYSTACK_TELEMETRY_ENABLED", "HF_HUB_OFFLINE"}}
    return subprocess.run(
        [sys.executable, "-c", GUARDED, "--data", str(data), *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=REPOSITORY,
        check=False,
    )


@pytest.mark.slow
def test_ingest_index_and_search_open_no_connection(tmp_path: Path) -> None:
    ingested = run(tmp_path, "ingest", "corpus/documents/files")
    assert ingested.returncode == 0, ingested.stderr
    found = run(tmp_path, "search", "phòng, chống đuối nước", "--format", "jsonl")
    assert found.returncode == 0, found.stderr
    assert found.stdout
    assert "REFUSED" not in ingested.stderr + found.stderr


def test_the_guard_refuses() -> None:
    probe = GUARDED.split("from search_api")[0] + "import socket\nsocket.create_connection(('127.0.0.1', 9))"
    refused = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert "REFUSED" in refused.stderr
