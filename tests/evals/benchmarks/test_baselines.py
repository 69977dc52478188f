"""Search beside its peers, small: every search answers, and both tables hold a line of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.model import Document, Record
from corpus.settings import Settings
from evals.benchmarks import baseline_searches, baselines
from index.embedding.embedder import open_embedder
from index.retrieval.index import Index

TEXTS = {
    "a": "Bộ Y tế hoàn thiện quy định về chăm sóc sức khỏe tâm thần cho trẻ em tại cơ sở giáo dục.",
    "b": "Sở Giáo dục và Đào tạo tổ chức dạy bơi, phòng, chống đuối nước cho học sinh tiểu học.",
    "c": "Sở Tài chính bố trí kinh phí thực hiện kế hoạch trong dự toán ngân sách hằng năm.",
}
QUESTIONS = {"a": "sức khỏe tâm thần trẻ em", "b": "dạy bơi cho học sinh", "c": "bố trí kinh phí kế hoạch"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    try:
        baseline_searches.load_peers()
    except ModuleNotFoundError as error:
        pytest.skip(f"needs the extra bench ({error.name})")
    return Settings(data=tmp_path / "data", database_url="", cache=Settings.from_environment().cache)


@pytest.mark.slow
def test_every_search_finds_and_is_timed(settings: Settings, tmp_path: Path) -> None:
    model = open_embedder(settings).folder
    with Index.open(settings) as index:
        index.add_all((Record(Document(id=doc, source=doc, sha256=""), text), "1") for doc, text in TEXTS.items())
        passages = baselines.with_vectors(index.engine)
        for search in baseline_searches.peers(tmp_path / "peers", model):
            search.add(passages)
            search.ready()
            found = {doc: search.find(question, 3)[0] for doc, question in QUESTIONS.items()}
            search.close()
            assert found == {doc: doc for doc in QUESTIONS}, search.name
        said: list[str] = []
        baselines.latency(index, tmp_path / "latency", model, 50, said.append, questions=baselines.TURN + 1)
    assert said[0].startswith("53 passages")
    asked = {line.split(" | ")[0].strip("| "): int(line.split(" | ")[-1].strip("| ")) for line in said[3:]}
    assert len(asked) == 6
    assert asked.pop(baseline_searches.Haystack.name) == baselines.TURN_OF_HAYSTACK + 1
    assert set(asked.values()) == {baselines.TURN + 1}


@pytest.mark.slow
def test_the_quality_of_every_search_is_told(settings: Settings, tmp_path: Path) -> None:
    one = tmp_path / "set"
    one.mkdir()
    for file, texts in (("corpus.jsonl", TEXTS), ("queries.jsonl", QUESTIONS)):
        lines = (json.dumps({"_id": name, "text": text}) for name, text in texts.items())
        (one / file).write_text("\n".join(lines), "utf-8")
    # The question "c" is judged to be answered by a text that does not answer it.
    (one / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\na\ta\t1\nc\tno such\t1\n", "utf-8")
    said: list[str] = []
    baselines.quality([one], tmp_path / "quality", said.append)
    assert len(said) == 2 + 6
    assert all(line.endswith("| 0.500 | 0.500 | 2 | 3 |") for line in said[2:])


def test_the_words_that_peers_count() -> None:
    assert baseline_searches.words_and_pairs("Sở Y tế: 28-CT/TW") == [
        *("sở", "y", "tế", "28", "ct", "tw"),
        *("sở_y", "y_tế", "tế_28", "28_ct", "ct_tw"),
    ]
