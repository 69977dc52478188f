"""Training on a user's own questions: which ones teach, and a very small model taught for one round."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from corpus.settings import Settings
from evals.quality.training import is_taught, train
from index.embedding.e5.weights import open_packed
from index.embedding.e5.writer import write_model
from index.embedding.embedder import open_embedder
from index.errors import ModelError
from tests.index.embedding.test_models import packed


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    source, folder = tmp_path / "tiny.bin", tmp_path / "tiny-e5"
    packed(source)
    folder.mkdir()
    write_model(open_packed(source), folder)
    return Settings(data=tmp_path / "data", database_url="", model=str(folder), cache=tmp_path / "cache")


def questions(folder: Path, number: int) -> Path:
    folder.mkdir()
    rows = {
        "corpus.jsonl": [{"_id": f"d{i}", "title": f"Điều {i}", "text": f"trẻ em {i} trẻ em"} for i in range(number)],
        "queries.jsonl": [{"_id": f"q{i}", "text": f"trẻ em {i}"} for i in range(number)],
    }
    for name, found in rows.items():
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")
    judged = "".join(f"q{i}\td{i}\t1\n" for i in range(number))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + judged, "utf-8")
    return folder


def test_every_other_question_teaches_and_always_the_same() -> None:
    taught = [question for question in map(str, range(1000)) if is_taught(question)]
    assert 400 < len(taught) < 600
    assert taught == [question for question in map(str, range(1000)) if is_taught(question)]


def test_too_few_questions_are_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ít nhất 16 câu hỏi"):
        train(questions(tmp_path / "few", 4), tmp_path / "out", settings)


@pytest.mark.parametrize("library", ["torch", "sentence_transformers", "datasets", "accelerate"])
def test_a_missing_library_is_told_with_its_command_before_anything_is_measured(
    library: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.setattr("evals.quality.training.evaluate", lambda *_, **__: pytest.fail("measured"))
    with pytest.raises(ModelError, match=r"pip install 'nhiemvu\[models\]'"):
        train(questions(tmp_path / "set", 40), tmp_path / "out", settings)


@pytest.mark.slow
def test_trains_and_reports_on_questions_held_out(settings: Settings, tmp_path: Path) -> None:
    output = tmp_path / "out-e5"
    figures = train(questions(tmp_path / "set", 40), output, settings)
    assert figures["trained_on"] + figures["held_out"] == 40
    assert figures["before"]["queries"] == figures["after"]["queries"] == figures["held_out"]
    before, after = (
        open_embedder(Settings(data=tmp_path, database_url="", model=str(m), cache=tmp_path / "cache"))
        for m in (settings.model, output)
    )
    assert after.fingerprint != before.fingerprint
    assert after.embed_query("trẻ em").shape == before.embed_query("trẻ em").shape
