"""Writes down everything the product answers over a folder of documents, so that two versions can be compared.

``python -m evals.quality.answers write FOLDER OUT`` takes the documents below FOLDER in with the code of this
checkout and writes to OUT: documents, clauses, obligations and references of all of them, and over the subfolders
``seeds``, ``admin`` and ``office`` the answers of the running service to 60 searches and one crosswalk.
``python -m evals.quality.answers compare BEFORE AFTER`` prints a row a file and the lines that differ, and exits with
1 where one does. Rows are compared by the keys of the contract (``docs/architecture.md``), so that keys may be added.
"""

from __future__ import annotations

import difflib
import json
import subprocess
import sys
import time
import tomllib
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

_REPOSITORY = Path(__file__).resolve().parents[2]

EXPORTS = {
    "documents": "doc source sha256 kind type number issuer issuer_id issued title province signer recipients about"
    " status pages warnings signing effective reasons duplicate_of doubts",
    "clauses": "doc source path parent kind label start end page text",
    "obligations": "id doc source path start end quote action kind modality explicit assignees deadline report_to"
    " product confidence reason basis",
    "references": "doc source path start end quote number type issuer date relation target target_path reason partial",
}
_HIT = ["rank", "score", "doc", "source", "path", "start", "end", "text", "highlights", "number", "title", "why"]
_OBLIGATION_HIT = ["rank", "score", "obligation", "document", "why"]

# Thirty that people typed (`../shared/retrieval/seeds`) and thirty that use what a search understands and filters by.
_SEARCHED: tuple[Mapping[str, str], ...] = (
    {"q": "phong chong duoi nuoc cho hoc sinh"},
    {"q": "trach nhiem cua so y te"},
    {"q": "nhiệm vụ của Bộ Y tế về trẻ em"},
    {"q": "chỉ thị 28"},
    {"q": "quyết định 1183"},
    {"q": "28-CT/TW"},
    {"q": "báo cáo định kỳ hằng năm", "kind": "reporting"},
    {"q": "trẻ em", "agency": "Bộ Y tế"},
    {"q": "trẻ em", "agency": "Sở Y tế"},
    {"q": "chuyển đổi số", "type": "kế hoạch"},
    {"q": "chuyển đổi số", "year": "2025"},
    {"q": "trẻ em", "province": "Thái Nguyên"},
    {"q": "phòng chống lụt bão", "type": "công điện"},
    {"q": "trong tháng 12/2025 phải báo cáo những gì"},
    {"q": "việc phải xong trước 31/12/2025"},
    {"q": "nhiệm vụ quý IV của sở nội vụ"},
    {"q": "cấp nước sạch", "sort": "date"},
    {"q": "trẻ em", "status": "còn hiệu lực"},
    {"q": "trẻ em", "role": "support"},
    {"q": "the health department must report"},
    {"q": "sở gd&đt phối hợp"},
    {"q": '"chuyển đổi số" trong giáo dục'},
    {"q": "ubnd các xã, phường làm gì"},
    {"q": "kinh phí thực hiện", "limit": "30"},
    {"q": "học trò bị bạo hành"},
    {"q": "chích ngừa"},
    {"q": "công an tỉnh chủ trì"},
    {"q": "hạ tầng 5G", "offset": "5"},
    {"q": "thuỷ lợi và đê điều"},
    {"q": "văn bản nào thay thế"},
)

app = typer.Typer(add_completion=False)


@app.command()
def write(folder: Path, out: Path, records: bool = True, searches: bool = True) -> None:
    """Write what this checkout answers over the documents below `folder` to the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    if records:
        _write_records(folder, out)
    if searches:
        _write_searches(folder, out)


def _write_records(folder: Path, out: Path) -> None:
    from corpus.settings import Settings
    from corpus.store import Store
    from ingest.batch import ingest

    data = out / "base"
    with Store.open(Settings.from_environment(data)) as store:
        ingest([folder], store)
    for name, keys in EXPORTS.items():
        rows = _command(data, "export", name, "--format", "jsonl")
        _write(out / f"{name}.jsonl", (_narrowed(json.loads(row), keys.split()) for row in rows.splitlines()))


def _write_searches(folder: Path, out: Path) -> None:
    data = out / "searched"
    _command(data, "ingest", *(str(folder / part) for part in ("seeds", "admin", "office")))
    rows = _command(data, "crosswalk", "28-CT/TW", "001_b962033af6459d1a.txt", "--format", "jsonl")
    _write(out / "crosswalk.jsonl", (json.loads(row) for row in rows.splitlines()))
    typed = (folder.parent / "retrieval/seeds/queries.jsonl").read_text("utf-8").splitlines()
    searched = [{"q": json.loads(row)["query"]} for row in typed] + [dict(one) for one in _SEARCHED]
    port = "8797"
    service = subprocess.Popen([*_program(data), "serve", "--port", port], stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        for kind, path, keys in (
            ("searches", "search", _HIT),
            ("searches_obligations", "search/obligations", _OBLIGATION_HIT),
        ):
            found = (
                {"asked": asked, "hits": [_narrowed(hit, keys) for hit in _hits(port, path, asked)]}
                for asked in searched
            )
            _write(out / f"{kind}.jsonl", found)
    finally:
        service.terminate()
        service.wait()


def _hits(port: str, path: str, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    address = f"http://127.0.0.1:{port}/api/v1/{path}?{urllib.parse.urlencode(asked)}"
    for _ in range(600):
        try:
            with urllib.request.urlopen(address) as answer:
                found = json.load(answer)
            return list(found["results"])
        except urllib.error.HTTPError as error:
            return [{"error": error.code, "said": json.load(error).get("error")}]
        except urllib.error.URLError:
            time.sleep(0.5)  # not listening yet
    raise SystemExit("the service did not start")


def _program(data: Path) -> list[str]:
    scripts = tomllib.loads((_REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    return [sys.executable, "-m", scripts["nhiemvu"].partition(":")[0], "--data", str(data)]


def _command(data: Path, *arguments: str) -> str:
    command = [*_program(data), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, cwd=_REPOSITORY)  # noqa: S603
    if done.returncode not in {0, 3}:
        raise SystemExit(f"{' '.join(arguments)}: exit code {done.returncode}")
    return done.stdout


def _narrowed(row: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
    return {key: row[key] for key in keys if key in row} or dict(row)


def _write(path: Path, rows: Iterator[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows), "utf-8")


@app.command()
def compare(before: Path, after: Path) -> None:
    """Print each file's number of rows and the lines in which the two folders differ."""
    different = 0
    for path in sorted(before.glob("*.jsonl")):
        was, now = (side.read_text("utf-8").splitlines() for side in (path, after / path.name))
        changed = [line for line in difflib.unified_diff(was, now, lineterm="", n=0) if line[:1] in "+-"][2:]
        print(f"{path.stem}\t{len(was)}\t{len(now)}\t{'equal' if not changed else f'{len(changed)} lines differ'}")  # noqa: T201
        for line in changed[:40]:
            print(f"    {line[:400]}")  # noqa: T201
        different += bool(changed)
    raise typer.Exit(1 if different else 0)


if __name__ == "__main__":
    app()
