"""The signs of passages and their weights: found where they tell, left alone where they do not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.settings import Settings
from evals.quality import reranking
from evals.quality.reranking import SIGNS, Judged, collected, fitted, table
from index.embedding.embedder import Vectors

BREVITY, PART = SIGNS.index("brevity"), SIGNS.index("part")


def judged(question: str, telling: float) -> Judged:
    """Two texts with like scores, of which the second answers and has a sign of `telling`."""
    signs = np.zeros((2, len(SIGNS)))
    signs[1, BREVITY] = telling
    signs[:, PART] = (0.3, 0.3) if question[-1] in "02468" else (0.7, 0.7)
    return Judged(question, np.array([0.51, 0.5]), signs, np.array([0, 1]), ("a", "b"), np.array([0.0, 1.0]), {"b": 1})


def test_a_sign_that_tells_gets_its_weight_and_one_that_does_not_none() -> None:
    weights = fitted([[judged(f"q{i}", 1.0 + i % 2) for i in range(8)]], (BREVITY, PART))
    assert weights[0] > 0
    assert weights[1] == pytest.approx(0, abs=1e-9)


def test_a_sign_that_misleads_gets_a_weight_below_zero() -> None:
    assert fitted([[judged(f"q{i}", -1.0 - i % 2) for i in range(8)]], (BREVITY,))[0] < 0


def test_the_table_has_the_held_out_half_with_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reranking, "_STEPS", 40)
    lines = list(table({"made": [judged(f"q{i}", 1.0 + i % 2) for i in range(40)]}))
    assert lines[0] == "as it stands: made 1.0000 / 0.6309"
    assert lines[1].startswith("brevity, fitted on made: made 1.0000 / 1.0000; weight 0.")
    assert len(lines) == 1 + 2 * (len(SIGNS) + 1)


class OneVector:
    """Means the same by every text: only words tell."""

    dimension = 4
    fingerprint = "one vector"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.tile(self.embed_query(""), (len(texts), 1))

    def embed_query(self, text: str) -> Vectors:
        return np.array([1, 0, 0, 0], np.float32)


def test_signs_of_a_set_in_a_folder(tmp_path: Path) -> None:
    texts = {"bơi": "Dạy bơi cho trẻ em ở trường học.", "thuế": "Nộp thuế thu nhập đúng hạn trong năm nay."}
    rows = [json.dumps({"_id": name, "title": "Luật", "text": text}) for name, text in texts.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(rows), "utf-8")
    (tmp_path / "queries.jsonl").write_text(json.dumps({"_id": "1", "text": "dạy bơi cho trẻ em"}), "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\tbơi\t1\n", "utf-8")
    (found,) = collected(tmp_path, Settings(tmp_path / "data", ""), embed=OneVector())
    assert found.texts[0] == "bơi"
    assert found.answers.tolist()[0] == 1
    assert found.signs.shape == (2, len(SIGNS))
    assert found.signs[0, PART] > found.signs[1, PART]
    assert found.signs[0, SIGNS.index("longest run")] == pytest.approx(np.log(6))
