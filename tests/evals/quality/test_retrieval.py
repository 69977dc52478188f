from __future__ import annotations

from pathlib import Path

import pytest

from corpus.settings import Settings
from evals.beir import RankedSet
from evals.quality import retrieval


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\ta\t1\nq2\tb\t1\nq2\tc\t1\nq3\td\t1\nq4\te\t0\n", "utf-8"
    )
    return tmp_path


def test_the_figures_of_a_ranking_worked_by_hand(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # q1: first; q2: second and third; q3: not found; q4 has no answer and does not count.
    texts = {"q1": {"a": 0.9, "b": 0.9}, "q2": {"a": 0.9, "b": 0.5, "c": 0.4}, "q3": {}, "q4": {"a": 0.1}}
    ranked = RankedSet(texts, (4.0, 1.0, 2.0, 3.0), passages=10, seconds=2.0)
    monkeypatch.setattr(retrieval, "rank_questions", lambda *_, **__: ranked)

    figures = retrieval.evaluate(folder, Settings(data=folder, database_url=""))

    assert figures["queries"] == 3
    assert figures["passages"] == 10
    assert figures["recall@1"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["recall@5"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["mrr@10"] == pytest.approx((1 + 1 / 2) / 3, abs=1e-4)
    assert 0.5 < figures["ndcg@10"] < 0.6
    assert figures["ms_p50"] == 2.5
    assert figures["passages_per_s"] == 5.0


def test_equal_scores_keep_the_order_of_the_ranking(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"q1": {"z": 0.9, "a": 0.9}, "q2": {}, "q3": {}}
    monkeypatch.setattr(retrieval, "rank_questions", lambda *_, **__: RankedSet(texts, (1.0,), 1, 1.0))
    assert retrieval.evaluate(folder, Settings(data=folder, database_url=""))["recall@1"] == 0


def test_the_contract_names_every_figure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrieval, "rank_questions", lambda *_, **__: RankedSet({"q1": {"a": 1.0}}, (1.0,), 1, 1.0))
    figures = retrieval.evaluate(folder, Settings(data=folder, database_url=""))
    assert list(figures) == [
        *("queries", "passages", "recall@1", "recall@5", "recall@10", "recall@100", "mrr@10", "ndcg@10"),
        *("ms_p50", "ms_p95", "passages_per_s"),
    ]
