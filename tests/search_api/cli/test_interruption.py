"""A long command that is told to stop: it ends in good order and leaves nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
import typer

from corpus.store import Store
from search_api.cli.console import STOPPED, interruptible
from tests.search_api.conftest import new_settings

REPOSITORY = Path(__file__).resolve().parents[3]

PLAN = (
    "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\nSố: {n}/KH-UBND\nNghệ An, ngày 15 tháng 3 năm 2024\nKẾ HOẠCH\n"
    + "Sở Y tế chủ trì, phối hợp với Sở Nội vụ tổ chức thực hiện Kế hoạch này trên địa bàn tỉnh.\n" * 200
)


def marked(mark: str) -> list[int]:
    """The processes that run with `mark` in their environment."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark.encode() in environ.read_bytes():
                found.append(int(environ.parent.name))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_stopping_leaves_the_store_whole_and_nothing_running(tmp_path: Path, number: int) -> None:
    folder, data, mark = tmp_path / "in", tmp_path / "data", uuid.uuid4().hex
    folder.mkdir()
    for n in range(60):
        (folder / f"{n:02}.txt").write_text(PLAN.format(n=n), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "search_api.cli.main", "--data", str(data), "ingest", str(folder)],
        cwd=REPOSITORY,
        env=os.environ | {"NHIEMVU_TEST_MARK": mark},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with Store.open(new_settings(data)) as store:
        until = time.monotonic() + 120
        while time.monotonic() < until and not store.documents():
            time.sleep(0.2)
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
        assert process.returncode == 130, told
        assert told.startswith("Đã dừng theo yêu cầu.")
        assert marked(mark) == []
        kept = store.documents()
        assert 1 <= len(kept) < 60
        assert all(store.text(document.id).count("Sở Y tế") == 200 for document in kept)
        assert set(store.originals.kept()) >= {document.sha256 for document in kept}
        assert not list(store.originals.unfinished())


def test_a_signal_that_python_drops_in_a_finalizer_is_sent_again(capsys: pytest.CaptureFixture[str]) -> None:
    class Dropping:
        def __del__(self) -> None:
            raise KeyboardInterrupt

    until = time.monotonic() + 20
    with pytest.raises(typer.Exit) as ended, interruptible():
        dropping: Dropping | None = Dropping()
        assert dropping
        dropping = None
        while time.monotonic() < until:
            time.sleep(0.01)
    assert ended.value.exit_code == STOPPED
    assert capsys.readouterr().err.startswith("Đã dừng theo yêu cầu.")
