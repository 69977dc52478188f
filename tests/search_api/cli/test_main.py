"""The command line: rows on standard output, the rest on standard error, exit codes, no traces for expected errors."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from typer.testing import CliRunner, Result

from corpus.settings import Settings
from corpus.store import Store
from evals import cli
from ingest.sources import SourceFile
from search_api.bootstrap import KnowledgeBase
from search_api.cli import console
from search_api.cli.main import app
from search_api.ingestion.ingest_service import IngestReport, IngestService
from search_api.records.selection import RecordType
from search_api.schemas.records import SetAsideRow
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import StandInIndex, fill

REPOSITORY = Path(__file__).resolve().parents[3]

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a filled knowledge base whose index is the stand-in."""
    data = tmp_path / "data"
    index = StandInIndex()
    settings = new_settings(data)
    with Store.open(settings) as store:
        fill(store)
        store.set_aside("/vb/hong.pdf", "", "Tệp bị hỏng.")
        KnowledgeBase(settings, store=store, index=cast(Any, index)).sync()

    def opened(settings: Settings) -> KnowledgeBase:
        return KnowledgeBase(settings, index=cast(Any, index))

    monkeypatch.setattr(console, "KnowledgeBase", opened)
    monkeypatch.setattr(console, "keep_log", lambda folder: None)
    monkeypatch.setenv("NHIEMVU_DATA", str(data))
    monkeypatch.delenv("NHIEMVU_DATABASE_URL", raising=False)
    return lambda *arguments: CliRunner().invoke(app, [str(a) for a in arguments], prog_name="nhiemvu")


def rows(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


# --- giving out --------------------------------------------------------------------


# The sample documents set no targets: tests/search_api/records/test_target_rows.py has one that does.
@pytest.mark.parametrize("what", [what for what in RecordType if what is not RecordType.TARGETS])
def test_export_prints_rows_and_nothing_else(run: Run, what: RecordType) -> None:
    done = run("export", what)
    assert rows(done)
    assert done.stderr == ""


def test_export_of_what_is_not_there_prints_nothing(run: Run) -> None:
    assert rows(run("export", "targets")) == []


def test_export_is_narrowed(run: Run) -> None:
    assert {r["source"] for r in rows(run("export", "clauses", "--doc", "777/KH-UBND"))} == {"ke-hoach-777.pdf"}
    assert len(rows(run("export", "obligations", "--agency", "Sở Y tế Nghệ An"))) == 3
    done = run("export", "documents", "--as-of", "1/2/2024")
    assert [r["number"] for r in rows(done)] == ["999-CT/MM", ""]
    assert done.stderr == "Có tính 1 văn bản không rõ ngày ban hành: tin.html.\n"


def test_export_as_csv_and_into_a_file(run: Run, tmp_path: Path) -> None:
    done = run("export", "obligations", "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(done.stdout)))) == 7
    file = tmp_path / "nhiem-vu.csv"
    told = run("export", "obligations", "--format", "csv", "--output", file)
    assert (told.stdout, told.stderr) == ("", f"Đã ghi 7 dòng vào {file}.\n")
    assert file.read_text("utf-8") == done.stdout


def test_export_as_spreadsheet(run: Run, tmp_path: Path) -> None:
    piped = run("export", "documents", "--format", "xlsx")
    assert piped.exit_code == 0
    assert piped.stdout_bytes.startswith(b"PK")
    file = tmp_path / "van-ban.xlsx"
    assert run("export", "documents", "--format", "xlsx", "-o", file).exit_code == 0
    assert file.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("name", ["777/KH-UBND", "777 / kh-ubnd", "ke-hoach-777.pdf", "ke-hoach-777"])
def test_text_is_exactly_what_spans_index(run: Run, name: str) -> None:
    text = run("text", name).stdout
    for clause in rows(run("export", "clauses", "--doc", name)):
        assert text[clause["start"] : clause["end"]] == clause["text"]


def test_search_prints_rows_where_nobody_watches(run: Run) -> None:
    found = rows(run("search", "duoi nuoc", "--type", "kế hoạch", "--limit", "1"))
    assert [(r["rank"], r["number"]) for r in found] == [(1, "777/KH-UBND")]


def test_a_search_for_duties_goes_on_counts_and_is_written(run: Run, tmp_path: Path) -> None:
    done = run("search", "nhiệm vụ", "--obligations", "--limit", "2", "--offset", "2")
    assert [row["rank"] for row in rows(done)] == [3, 4]
    assert "Nhiệm vụ 3–4 trong 7; xem tiếp bằng --offset 4." in done.stderr
    counted = rows(run("search", "nhiệm vụ", "--obligations", "--facets"))
    assert {(r["field"], r["value"]): r["count"] for r in counted}["role", "support"] == 1
    nothing = run("search", "nhiệm vụ của Bộ Y tế", "--obligations", "--province", "Hà Tĩnh")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "- Bỏ điều kiện “Địa phương: Hà Tĩnh”: còn 1 nhiệm vụ." in nothing.stderr
    file = tmp_path / "viec.csv"
    assert "Đã ghi 7 dòng" in run("search", "nhiệm vụ", "--obligations", "-o", file).stderr
    assert len(file.read_text("utf-8-sig").splitlines()) == 8
    assert run("search", "nhiệm vụ", "-o", tmp_path / "viec.doc").exit_code == 2


def test_search_draws_for_a_person(run: Run) -> None:
    done = run("search", "tập huấn sơ cứu đuối nước", "--format", "table")
    assert done.exit_code == 0
    assert "Kế hoạch 777/KH-UBND, 15/3/2024" in done.stdout
    assert "Điểm a mục 1 mục II" in done.stdout
    assert "Vì sao: Có các từ của câu hỏi." in done.stdout
    assert "Không tìm thấy gì cho “zzz”" in run("search", "zzz", "--format", "table").stdout


def test_crosswalk_prints_a_row_for_each_task(run: Run) -> None:
    found = rows(run("crosswalk", "999-CT/MM", "777/KH-UBND"))
    assert [row["parent_path"] for row in found] == ["1", "2"]
    drawn = run("crosswalk", "999-CT/MM", "777/KH-UBND", "--format", "table")
    assert drawn.exit_code == 0
    assert "Nhiệm vụ của văn bản cấp trên" in drawn.stdout


def test_set_aside_lists_files_and_reasons(run: Run) -> None:
    row = {"source": "/vb/hong.pdf", "reason": "Tệp bị hỏng.", "advice": "", "kept": False, "sha256": ""}
    assert rows(run("set-aside")) == [row]
    assert "Tệp bị hỏng." in run("set-aside", "--format", "table").stdout


def test_a_file_set_aside_is_tried_again_by_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def taken(self: IngestService, files: list[SourceFile], **options: object) -> IngestReport:
        tried.extend(file.source_path for file in files)
        return IngestReport(("a",), (), ())

    monkeypatch.setattr(IngestService, "take_in_files", taken)
    for words in (["--retry", "HONG.pdf"], ["--retry", "vb/hong.pdf"], ["--retry-all"]):
        done = run("set-aside", *words)
        assert (done.exit_code, done.stdout) == (0, "")
        assert done.stderr == "Đã đưa vào 1 văn bản; 0 không thay đổi; 0 để riêng.\n"
    assert tried == ["/vb/hong.pdf"] * 3
    unknown = run("set-aside", "--retry", "ong.pdf")
    assert unknown.exit_code == 1
    assert "không có tệp nào tên “ong.pdf”" in unknown.stderr


def test_a_file_nobody_wants_leaves_the_list(run: Run) -> None:
    assert run("set-aside", "--forget", "hong.pdf").stderr == "Đã bỏ 1 tệp khỏi danh sách để riêng.\n"
    assert rows(run("set-aside")) == []


# --- taking in ---------------------------------------------------------------------


def ingested(run: Run, monkeypatch: pytest.MonkeyPatch, report: IngestReport, *arguments: str) -> Result:
    monkeypatch.setattr(KnowledgeBase, "take_in", lambda self, paths, **options: report)
    return run("ingest", "thu-muc", *arguments)


def test_ingest_tells_what_became_of_the_files(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = ingested(run, monkeypatch, IngestReport(("a", "b"), ("c",), ()))
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "Đã đưa vào 2 văn bản; 1 không thay đổi; 0 để riêng.\n"


def test_ingest_with_files_set_aside_exits_with_three(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    report = IngestReport(("a",), (), (SetAsideRow("x.pdf", "Tệp có mật khẩu."),))
    done = ingested(run, monkeypatch, report, "--json")
    assert done.exit_code == 3
    reason = [{"source": "x.pdf", "reason": "Tệp có mật khẩu."}]
    assert json.loads(done.stdout) == {"ingested": 1, "unchanged": 0, "set_aside": reason}
    assert done.stderr.splitlines()[0] == "Để riêng x.pdf: Tệp có mật khẩu."


# --- keeping in order ----------------------------------------------------------------


def test_check_says_what_differs_and_mends_it(run: Run, tmp_path: Path) -> None:
    assert run("check").exit_code == 0
    with Store.open(new_settings(tmp_path / "data")) as store:
        doc = store.document("999-CT/MM").id
        store.remove(doc)
    behind = run("check")
    assert behind.exit_code == 1
    fault = json.loads(behind.stdout)
    assert (fault["fault"], fault["doc"], fault["mendable"]) == ("orphaned", doc, True)
    assert "nhiemvu check --mend" in behind.stderr
    mended = run("check", "--mend")
    assert (mended.exit_code, mended.stderr.splitlines()[-1]) == (0, "Đã sửa 1 chỗ.")
    assert (run("check").exit_code, run("check").stdout) == (0, "")


def test_rebuild_tells_how_many(run: Run) -> None:
    assert run("rebuild").stderr == "Đã lập lại chỉ mục cho 4 văn bản.\n"


def test_backup_and_restore_into_an_empty_folder(run: Run, tmp_path: Path) -> None:
    before = run("export", "obligations").stdout
    assert run("backup", tmp_path / "kho.zip").exit_code == 0
    restored = run("--data", tmp_path / "moi", "restore", tmp_path / "kho.zip")
    assert restored.exit_code == 0, restored.stderr
    assert "Đã khôi phục 4 văn bản" in restored.stderr
    assert run("--data", tmp_path / "moi", "export", "obligations").stdout == before
    again = run("--data", tmp_path / "moi", "restore", tmp_path / "kho.zip")
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)


# --- figures -----------------------------------------------------------------------------

FIGURES = {"real": {"obligations": {"precision": 0.8, "f1": 0.9}, "documents": {"type": 1.0}}, "passages": 33}


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The arguments that the measuring functions were called with; they answer with `FIGURES`."""
    asked: list[Any] = []

    def evaluate(*arguments: Any) -> dict[str, Any]:
        asked.append(arguments)
        return FIGURES

    stand_in = SimpleNamespace(evaluate=evaluate, evaluate_all=evaluate, lines=lambda figures: sorted(figures))
    monkeypatch.setattr(cli, "import_module", lambda name: asked.append(name) or stand_in)
    return asked


def test_eval_prints_figures_as_json_and_as_lines(run: Run, measured: list[Any]) -> None:
    assert json.loads(run("eval", "extraction", "--json").stdout) == FIGURES
    assert run("eval", "extraction").stdout == (
        "real obligations\tprecision 0.8\tf1 0.9\nreal documents type\t1.0\npassages\t33\n"
    )
    assert measured[0] == "evals.quality.extraction"


def test_eval_retrieval_measures_a_folder(run: Run, measured: list[Any], tmp_path: Path) -> None:
    assert json.loads(run("eval", "retrieval", tmp_path, "--json").stdout) == FIGURES
    name, (folder, settings) = measured
    assert (name, folder, settings.data) == ("evals.quality.retrieval", tmp_path, tmp_path / "data")


def test_eval_unread_measures_a_folder(run: Run, measured: list[Any], tmp_path: Path) -> None:
    assert json.loads(run("eval", "unread", tmp_path, "--json").stdout) == FIGURES
    assert measured == ["evals.quality.unread", (tmp_path,)]
    assert run("eval", "unread", tmp_path).stdout == "passages\nreal\n"


# --- mistakes ------------------------------------------------------------------------

USAGE = {
    "no such command": (["nau-an"], "Không có lệnh nau-an."),
    "no such option": (["search", "x", "--nope"], "Không có tùy chọn --nope."),
    "argument missing": (["text"], "Thiếu DOC."),
    "argument too many": (["search", "a", "b"], "Thừa tham số: b."),
    "value missing": (["search", "x", "--year"], "--year cần một giá trị."),
    "not a number": (["search", "x", "--limit", "y"], "--limit phải là số nguyên."),
    "none of the choices": (["export", "bla"], "WHAT không thể là 'bla'; chọn một trong 'documents'"),
    "command of eval missing": (["eval"], "Thiếu lệnh."),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage(run: Run, arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Sai cách dùng: {message}")
    assert "--help" in done.stderr


FAILURES = {
    "no such document": (["text", "khong-co"], "khong-co"),
    "no such agency": (["export", "obligations", "--agency", "zzz"], "Không nhận ra cơ quan “zzz”"),
    "no such type": (["search", "x", "--type", "luật"], "Không có loại văn bản “luật”"),
    "no such day": (["export", "documents", "--as-of", "mai"], "Ngày phải có dạng"),
    "nowhere to write": (
        ["export", "documents", "-o", "/khong/co/tep.csv"],
        "Không đọc hoặc ghi được /khong/co/tep.csv",
    ),
    "no such backup": (["restore", "/khong/co/tep.zip"], "không có tệp hay thư mục này"),
}


@pytest.mark.parametrize(("arguments", "message"), FAILURES.values(), ids=FAILURES)
def test_an_expected_error_is_one_line(run: Run, arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Lỗi: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


COMMANDS = ("ingest", "export", "text", "search", "crosswalk", "eval", "serve")
COMMANDS += ("check", "rebuild", "backup", "restore", "set-aside")


def test_without_a_command_the_commands_are_shown(run: Run) -> None:
    done = run()
    assert done.exit_code == 2
    for command in COMMANDS:
        assert command in done.stdout


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith("nhiemvu 0.")


# --- in a process of its own -----------------------------------------------------------


def nhiemvu(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NHIEMVU_DATA": str(data)}
    command = [sys.executable, "-m", "search_api.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, env=environment, check=False)


def test_a_shell_sees_rows_lines_and_codes_apart(tmp_path: Path) -> None:
    with Store.open(new_settings(tmp_path)) as store:
        fill(store)
        expected = store.text(store.document("777/KH-UBND").id)
    done = nhiemvu(tmp_path, "text", "777/KH-UBND")
    assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")
    failed = nhiemvu(tmp_path, "text", "888")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("Lỗi: ")
    assert nhiemvu(tmp_path, "nau-an").returncode == 2


# Each takes half a second or more to load, and none is needed to show help, text or rows.
HEAVY = {"torch", "transformers", "haystack", "qdrant_edge", "qdrant_client", "pdfplumber", "pandas", "fastapi", "docx"}
PROBE = """
import sys
from search_api.cli.main import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""

LIGHT = {"help": ["--help"], "text": ["text", "777/KH-UBND"], "export": ["export", "obligations"]}


@pytest.mark.parametrize("arguments", LIGHT.values(), ids=LIGHT)
def test_light_commands_load_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    with Store.open(new_settings(tmp_path)) as store:
        fill(store)
    command = [sys.executable, "-c", PROBE, "--data", str(tmp_path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(done.stderr.split())


def test_lint_lists_what_each_duty_lacks(run: Run) -> None:
    found = rows(run("lint", "777/KH-UBND"))
    assert {r["source"] for r in found} == {"ke-hoach-777.pdf"}
    assert all(r["lacks"] and len(r["lacks"]) == len(r["advice"]) for r in found)
    assert "nhiệm vụ chưa đủ “6 rõ”" in run("lint").stderr
    assert {r["number"] for r in rows(run("lint", "--summary"))} == {"999-CT/MM", "777/KH-UBND", "555/QĐ-UBND"}
    assert "Còn thiếu" in run("lint", "--format", "table").stdout
    assert "999-CT/MM" in run("lint", "--summary", "--format", "table").stdout


def test_due_lists_and_writes_what_is_due(run: Run, tmp_path: Path) -> None:
    assert [r["due"] for r in rows(run("due", "Bộ Y tế", "--as-of", "2024-03-01"))] == ["2024-06-30"]
    assert "30/6/2024" in run("due", "Bộ Y tế", "--as-of", "2024-03-01", "--format", "table").stdout
    assert "Không có việc nào" in run("due", "Bộ Y tế", "--as-of", "2024-01-01", "--format", "table").stdout
    for suffix, start in ((".ics", b"BEGIN:VCALENDAR"), (".xlsx", b"PK")):
        file = tmp_path / f"viec{suffix}"
        assert "Đã ghi 1 việc" in run("due", "Bộ Y tế", "--as-of", "2024-03-01", "-o", file).stderr
        assert file.read_bytes().startswith(start)
    assert "đuôi .ics" in run("due", "Bộ Y tế", "-o", tmp_path / "viec.txt").stderr


def test_the_help_loads_nothing_heavy() -> None:
    """Whoever types a command waits for what it imports: the database took a third of a second, torch takes six."""
    heavy = {"sqlalchemy", "numpy", "torch", "fastapi", "haystack", "onnxruntime", "qdrant_edge", "pydantic"}
    asked = f"import sys, search_api.cli.main; print(*sorted({heavy!r} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert said.stdout.split() == []
