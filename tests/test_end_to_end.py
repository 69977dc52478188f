"""The main job, on the real documents and by the command line: in, out again, found, and safe against harm."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PARTS = ("seeds", "admin", "web")

pytestmark = pytest.mark.slow


def nhiemvu(data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(data, *arguments), capture_output=True, text=True, cwd=REPOSITORY, check=False)


def command(data: Path, *arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "search_api.cli.main", "--data", str(data), *map(str, arguments)]


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def corpus_folders(shared: Path) -> list[Path]:
    return [shared / "corpus" / part for part in PARTS]


@pytest.fixture(scope="module")
def data(corpus_folders: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of the real documents."""
    folder = tmp_path_factory.mktemp("main_job")
    done = nhiemvu(folder, "ingest", "--json", *corpus_folders)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["set_aside"] == []
    assert report["ingested"] == sum(len(list(part.glob("*.txt"))) for part in corpus_folders)
    return folder


def test_a_second_ingest_changes_nothing(data: Path, corpus_folders: list[Path]) -> None:
    before = nhiemvu(data, "export", "obligations").stdout
    report = json.loads(nhiemvu(data, "ingest", "--json", *corpus_folders).stdout)
    assert report["ingested"] == 0
    assert report["set_aside"] == []
    assert report["unchanged"] == sum(len(list(part.glob("*.txt"))) for part in corpus_folders)
    assert nhiemvu(data, "export", "obligations").stdout == before


def test_every_span_is_its_quote(data: Path) -> None:
    texts = {row["doc"]: nhiemvu(data, "text", row["doc"]).stdout for row in rows(nhiemvu(data, "export", "documents"))}
    counted = 0
    for what, words in (("clauses", "text"), ("references", "quote"), ("obligations", "quote")):
        for row in rows(nhiemvu(data, "export", what)):
            assert texts[row["doc"]][row["start"] : row["end"]] == row[words], (what, row)
            counted += 1
    assert counted > 2000


QUESTIONS = {
    "with diacritics": "trách nhiệm của Bộ Y tế về sức khỏe tâm thần trẻ em",
    "without diacritics": "trach nhiem cua Bo Y te ve suc khoe tam than tre em",
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_ministry_of_health_is_found(data: Path, question: str) -> None:
    found = rows(nhiemvu(data, "search", question, "--format", "jsonl", "--limit", "3"))
    assert any(hit["source"].startswith("000_") and "Bộ Y tế nghiên cứu" in hit["text"] for hit in found)


def test_kill_in_the_middle_leaves_a_base_that_opens_and_mends(corpus_folders: list[Path], tmp_path: Path) -> None:
    process = subprocess.Popen(
        command(tmp_path, "ingest", *corpus_folders),
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.5)
        exported = nhiemvu(tmp_path, "export", "documents")
        if exported.returncode == 0 and len(exported.stdout.splitlines()) >= 3:
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    kept = rows(nhiemvu(tmp_path, "export", "documents"))
    assert len(kept) >= 3
    mended = nhiemvu(tmp_path, "check", "--mend")
    assert mended.returncode == 0, mended.stderr
    assert nhiemvu(tmp_path, "check").returncode == 0
    assert rows(nhiemvu(tmp_path, "search", kept[0]["title"] or "trẻ em", "--format", "jsonl"))


def bad_files(folder: Path) -> dict[str, Path]:
    """One file of each kind that cannot be read, by what is wrong with it."""
    from docx import Document
    from PIL import Image
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    files = {name: folder / name for name in ("empty.txt", "photo.pdf", "locked.pdf", "blank.docx")}
    files["empty.txt"].write_bytes(b"")
    Image.new("RGB", (20, 20)).save(files["photo.pdf"], "JPEG")
    canvas = Canvas(str(files["locked.pdf"]), encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 720, "locked")
    canvas.save()
    Document().save(str(files["blank.docx"]))
    return files


def test_bad_input_gets_one_clear_line_each_and_the_rest_goes_on(shared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bad = bad_files(folder)
    good = next((shared / "corpus" / "seeds").glob("000_*.txt"))
    shutil.copy(good, folder / good.name)
    nowhere = tmp_path / "nowhere"

    done = nhiemvu(tmp_path / "data", "ingest", "--json", folder, nowhere)

    assert done.returncode == 3, done.stderr
    report = json.loads(done.stdout)
    assert report["ingested"] == 1
    reasons = {Path(item["source"]).name: item["reason"] for item in report["set_aside"]}
    assert reasons.keys() == {*bad, "nowhere"}
    for name, reason in reasons.items():
        assert reason, name
        assert "\n" not in reason
        assert "Traceback" not in reason
        assert done.stderr.count(reason) == 1, (name, done.stderr)
    assert len(set(reasons.values())) == len(reasons)
