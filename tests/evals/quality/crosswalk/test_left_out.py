"""Links learned from pairs of documents, and what they are worth on one left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.model import Clause, ClauseKind, Document, Record
from corpus.settings import Settings
from evals.quality.crosswalk.annotated_pairs import Pair, pair_of, pairs
from evals.quality.crosswalk.left_out import figures, leave_one_out
from evals.quality.crosswalk.link_training import linked, scores_of_links, train
from evals.quality.crosswalk.simple_links import PEERS, best_threshold
from index.crosswalk.linking.link_model import link_model
from index.embedding.embedder import open_embedder
from tests.index.conftest import FakeEmbedder

ACTS = ("Xây dựng", "Kiểm tra", "Tổ chức", "Rà soát", "Bố trí", "Khen thưởng", "Hướng dẫn", "Sửa chữa")
THINGS = ("nhà văn hóa", "bể bơi", "đường liên xã", "lưới điện", "trạm y tế", "thư viện", "cầu treo", "chợ phiên")


def document(doc: str, sentences: Sequence[str]) -> Record:
    text, clauses = "", []
    for number, words in enumerate(sentences, 1):
        start = len(text)
        text += f"{number}. {words}.\n"
        clauses.append(Clause(str(number), None, ClauseKind.ITEM, f"{number}.", start, len(text) - 1, len(text) - 1))
    return Record(Document(doc, f"{doc}.txt", doc), text, tuple(clauses))


def made_pair(name: str, shift: int) -> Pair:
    """Eight tasks, of which six are carried out by the unit that says the same with words of its own beside it."""
    things = THINGS[shift:] + THINGS[:shift]
    tasks = [f"{act} {thing} cho các thôn vùng cao" for act, thing in zip(ACTS, things, strict=True)]
    below = [f"{task} trong năm học mới tại xã số {n}" for n, task in enumerate(tasks[:6])]
    below += ["Trồng rừng phòng hộ ven biển cùng bà con", "Đo đạc lại địa giới của hai phường"]
    gold: list[dict[str, Any]] = [
        {"directive_anchor": task, "plan_anchors": [below[n]] if n < 6 else [], "coverage": "full" if n < 6 else "none"}
        for n, task in enumerate(tasks)
    ]
    units = [{"anchor": words} for words in below]
    return pair_of(name, document(f"{name}-cha", tasks), document(f"{name}-con", below), gold, units, FakeEmbedder())


@pytest.fixture(scope="module")
def made() -> list[Pair]:
    return [made_pair("a", 0), made_pair("b", 3), made_pair("c", 5)]


def test_gold_is_laid_over_tasks_and_units(made: list[Pair]) -> None:
    pair = made[0]
    assert pair.task_rows == tuple(range(8))
    assert pair.unit_places == tuple(range(8))
    assert pair.labels.sum() == 6
    assert scores_of_links(pair, pair.labels).f1 == 1.0
    assert scores_of_links(pair, np.zeros_like(pair.labels)).f1 == 0.0


def test_links_are_learned_from_other_pairs(made: list[Pair]) -> None:
    model = train(made[:2])
    assert scores_of_links(made[2], linked(made[2], model)).f1 >= 0.9
    found = figures(made[2], model)
    assert found.links >= 0.9
    assert found.gaps == 1.0


def test_every_pair_is_left_out_once_beside_every_peer(made: list[Pair]) -> None:
    table = leave_one_out(made)
    assert list(table) == ["a", "b", "c"]
    assert set(PEERS) < set(table["a"])
    assert all(0 <= value <= 1 for row in table.values() for name, value in row.items() if name != "sure_links")


def test_a_threshold_is_chosen_on_the_pairs_given(made: list[Pair]) -> None:
    peer = PEERS["tf-idf"]
    cut = best_threshold(peer, made[:2])
    assert np.mean([scores_of_links(pair, peer(pair) >= cut).f1 for pair in made[:2]]) >= 0.9


@pytest.mark.slow
def test_shipped_links_of_real_pairs_are_no_worse(shared: object) -> None:
    held = {pair.name: pair for pair in pairs(open_embedder(Settings.from_environment(Path())))}
    assert len(held) == 6
    least = {"28ct-tn": 0.6, "57nq-310kh": 0.32, "20nq-69kl": 0.38}
    for name, f1 in least.items():
        assert scores_of_links(held[name], linked(held[name], link_model())).f1 >= f1, name
