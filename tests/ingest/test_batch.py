"""Whole batches: what becomes of each file, in which order, and what a file that misbehaves costs."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from corpus.settings import Settings
from corpus.store import Store
from ingest import batch
from ingest.batch import BatchReport, ingest
from ingest.workers import pool
from ingest.workers.pool import Timeouts
from ingest.workers.worker import CHANGED, OUT_OF_MEMORY

MISBEHAVING = Path(__file__).parent / "misbehaving.py"
REPOSITORY = Path(__file__).resolve().parents[2]


def plan(number: int) -> str:
    return (
        f"ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\nSố: {number}/KH-UBND\nNghệ An, ngày 15 tháng 3 năm 2024\nKẾ HOẠCH\n"
        "Sở Y tế chủ trì, phối hợp với Sở Nội vụ tổ chức thực hiện Kế hoạch này trên địa bàn tỉnh.\n"
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.open(Settings(tmp_path / "kho", f"sqlite:///{tmp_path / 'kho' / 'store.sqlite'}")) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "van-ban"
    made.mkdir()
    return made


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that say so make the process that reads them misbehave; a second of patience is enough."""
    monkeypatch.setattr(pool, "PROGRAM", (sys.executable, str(MISBEHAVING)))


def numbers(store: Store, report: BatchReport) -> list[str]:
    return [store.document(doc).number for doc in report.ingested]


def test_files_are_stored_in_their_order_by_any_number_of_processes(store: Store, folder: Path) -> None:
    for n in range(12):
        (folder / f"{n:02}.txt").write_text(plan(n) * (40 if n == 0 else 1), "utf-8")
    told: list[tuple[int, int, str]] = []
    report = ingest([folder], store, processes=2, progress=lambda *step: told.append(step))
    assert numbers(store, report) == [f"{n}/KH-UBND" for n in range(12)]
    assert told == [(n, 12, f"{n:02}.txt") for n in range(12)]


def test_the_same_bytes_twice_are_one_document(store: Store, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(plan(1), "utf-8")
    report = ingest([folder], store)
    assert (len(report.ingested), report.unchanged) == (1, report.ingested)
    assert len(store.sources(report.ingested[0])) == 2
    again = ingest([folder], store, again=True)
    assert (again.ingested, again.unchanged) == (report.ingested, report.ingested)


def test_no_process_is_started_where_nothing_is_new(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(plan(1), "utf-8")
    first = ingest([folder], store)
    monkeypatch.setattr(pool, "PROGRAM", ("/nowhere",))
    assert ingest([folder], store).unchanged == first.ingested


def running_in(group: int) -> list[str]:
    """What still runs in a process group; a process that is dead but not yet buried does not."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = stat.read_text("utf-8").rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(str(stat))
    return found


# What a file makes the process do that reads it, and what is said of the file.
DEEDS = {
    "hang": "quá lâu",
    "hang with a program": "quá lâu",
    "burn": "quá lâu",
    "crash": "dừng đột ngột",
    "exit": "dừng đột ngột",
    "speak": "dừng đột ngột",
    "swallow": OUT_OF_MEMORY,
    "be killed": OUT_OF_MEMORY,
    "trip": "ZeroDivisionError",
}


@pytest.mark.slow
@pytest.mark.usefixtures("misbehaving")
def test_a_file_over_which_the_process_misbehaves_costs_only_itself(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "WorkerPool", partial(pool.WorkerPool, patience=Timeouts(step=6)))
    for n, deed in enumerate(DEEDS):
        (folder / f"{n}.txt").write_text(deed, "utf-8")
        (folder / f"{n}-then.txt").write_text(plan(n), "utf-8")
    report = ingest([folder], store, processes=2)
    assert numbers(store, report) == [f"{n}/KH-UBND" for n in range(len(DEEDS))]
    told = {Path(source).name: reason for source, reason in report.set_aside}
    for n, (deed, reason) in enumerate(DEEDS.items()):
        assert reason in told[f"{n}.txt"], deed
        assert ": hãy " in told[f"{n}.txt"]
    kept = [store.originals.read(row.sha256).decode() for row in store.set_aside_list()]
    assert kept == list(DEEDS)


@pytest.mark.usefixtures("misbehaving")
def test_what_libraries_print_is_no_answer(store: Store, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"print")
    assert len(ingest([folder], store).ingested) == 1


@pytest.mark.usefixtures("misbehaving")
def test_nothing_is_left_running(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where the batch is broken off, nor of the programs that a process has started."""
    (folder / "a.txt").write_text(plan(1), "utf-8")
    (folder / "b.txt").write_bytes(b"hang with a program")
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def recorded(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **options))  # type: ignore[call-overload]
        return started[-1]

    def stop(at: int, of: int, name: str) -> None:
        if name == "b.txt":
            time.sleep(0.5)
            raise KeyboardInterrupt

    monkeypatch.setattr(pool.subprocess, "Popen", recorded)
    with pytest.raises(KeyboardInterrupt):
        ingest([folder], store, processes=2, progress=stop)
    assert started
    for process in started:
        assert process.poll() is not None
        assert not running_in(process.pid)
    assert [document.number for document in store.documents()] == ["1/KH-UBND"]


def test_a_process_ends_when_the_program_is_gone() -> None:
    process = subprocess.Popen(
        [sys.executable, str(MISBEHAVING)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) in {0, -signal.SIGKILL}
    assert process.stdout is not None
    process.stdout.close()


def test_a_file_that_changes_while_it_is_read_is_set_aside(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(plan(1), "utf-8")
    monkeypatch.setattr(batch, "sha256_of", lambda path: "0" * 64)
    assert ingest([folder], store).set_aside == [(str(folder / "a.txt"), CHANGED)]
    [row] = store.set_aside_list()
    assert not row.kept


def test_litter_is_passed_over_and_what_is_not_there_is_told(store: Store, folder: Path) -> None:
    for name in ("Thumbs.db", "~$a.docx", ".a.txt.swp", "__MACOSX/a.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(plan(1), "utf-8")
    report = ingest([folder, folder / "none"], store)
    assert report.ingested == []
    assert [(source, "Không có tệp" in reason) for source, reason in report.set_aside] == [(str(folder / "none"), True)]


def test_a_file_that_was_mended_leaves_the_list(store: Store, folder: Path) -> None:
    file = folder / "a.txt"
    file.write_bytes(b"")
    assert ingest([folder], store).set_aside
    file.write_text(plan(1), "utf-8")
    assert ingest([folder], store).ingested
    assert store.set_aside_list() == []
    assert list(store.originals.kept()) == [store.documents()[0].sha256]


def test_the_program_itself_loads_no_library_that_reads_files() -> None:
    readers_of_files = ("pypdfium2", "pdfplumber", "pytesseract", "PIL", "lxml", "openpyxl", "numpy")
    code = f"import sys, ingest.batch; print([name for name in {readers_of_files} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
