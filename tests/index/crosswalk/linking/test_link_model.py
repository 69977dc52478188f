"""Which units carry out which tasks: probabilities that rival one another, and the cut that fits two documents."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.crosswalk.features import EmbeddedDocument
from index.crosswalk.lexical_similarity import Weights
from index.crosswalk.linking.link_model import (
    CARRIES,
    FEWEST,
    WEIGHTS,
    LinkModel,
    best_cut,
    blend,
    link_model,
)
from index.crosswalk.linking.pair_signs import SIGNS, pair_signs
from index.crosswalk.linking.rivalry import RIVALRY_SIGNS, rivalry_signs
from index.crosswalk.similarity import similarity
from index.crosswalk.units import Unit
from index.embedding.embedder import Embedder

TASKS = (
    "Xây dựng cơ sở dữ liệu về trẻ em liên thông với cơ sở dữ liệu dân cư",
    "Tổ chức dạy bơi an toàn cho học sinh tiểu học",
    "Kiểm tra việc cấp nước sạch tại các trường học",
    "Bố trí kinh phí sửa chữa trạm y tế ở vùng cao",
    "Tuyên truyền về dinh dưỡng cho bà mẹ mang thai",
    "Khen thưởng tập thể có thành tích trong phong trào thi đua",
)
CHILD = (
    "Mở lớp dạy bơi an toàn cho học sinh tiểu học trong dịp hè",
    "Cập nhật cơ sở dữ liệu về trẻ em, liên thông với cơ sở dữ liệu dân cư",
    "Tập huấn kỹ năng lái xe cho đoàn viên thanh niên",
    "Sửa chữa trạm y tế ở vùng cao từ kinh phí của tỉnh",
    "Trồng cây xanh dọc các tuyến đường liên xã",
    "Đo đạc lại địa giới hành chính của hai phường",
    "Tuyên truyền về dinh dưỡng cho bà mẹ mang thai tại trạm y tế",
)


def side(words: tuple[str, ...], embedder: Embedder) -> EmbeddedDocument:
    return EmbeddedDocument.of([Unit(str(n), 0, len(w), w) for n, w in enumerate(words)], embedder)


def test_each_task_is_most_probably_carried_by_the_unit_that_does_it(embedder: Embedder) -> None:
    found = link_model().links(side(TASKS, embedder), side(CHILD, embedder))
    best = {task: int(found.probabilities[task].argmax()) for task in (0, 1, 3, 4)}
    assert best == {0: 1, 1: 0, 3: 3, 4: 6}
    for task, unit in best.items():
        assert found.units_of(task)[0] == unit
    assert found.probabilities[5].max() < min(found.probabilities[task, unit] for task, unit in best.items())


def test_links_come_most_probable_first_and_none_below_the_cut(embedder: Embedder) -> None:
    found = link_model().links(side(TASKS, embedder), side(CHILD, embedder))
    for task in range(len(TASKS)):
        likely = [float(found.probabilities[task, unit]) for unit in found.units_of(task)]
        assert likely == sorted(likely, reverse=True)
        assert all(p >= found.cut for p in likely)
        assert len(likely) == int((found.probabilities[task] >= found.cut).sum())


def test_of_few_tasks_nearness_alone_decides(embedder: Embedder) -> None:
    ours, theirs = side(TASKS[: FEWEST - 1], embedder), side(CHILD, embedder)
    found = link_model().links(ours, theirs)
    assert ((found.probabilities >= found.cut) == (similarity(ours, theirs) >= CARRIES)).all()


def test_an_empty_child_has_no_links(embedder: Embedder) -> None:
    found = link_model().links(side(TASKS, embedder), side((), embedder))
    assert [found.units_of(task) for task in range(len(TASKS))] == [[] for _ in TASKS]


def test_the_signs_are_those_that_have_names(embedder: Embedder) -> None:
    ours, theirs = side(TASKS, embedder), side(CHILD, embedder)
    signs = pair_signs(ours, theirs, Weights(ours.words, theirs.words))
    assert signs.shape == (len(SIGNS), len(TASKS), len(CHILD))
    assert np.isfinite(signs).all()
    first = link_model().signs.probabilities(signs)
    rivals = rivalry_signs(first, ours, theirs)
    assert rivals.shape == (len(RIVALRY_SIGNS), len(TASKS), len(CHILD))
    assert np.isfinite(rivals).all()


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    link_model().save(tmp_path / "weights.json")
    again = LinkModel.load(tmp_path / "weights.json")
    assert json.loads((tmp_path / "weights.json").read_text("utf-8")) == json.loads(WEIGHTS.read_text("utf-8"))
    assert again.signs.row() == link_model().signs.row()


def test_weights_of_other_signs_are_refused(tmp_path: Path) -> None:
    held = json.loads(WEIGHTS.read_text("utf-8"))
    held["signs"]["names"].reverse()
    (tmp_path / "weights.json").write_text(json.dumps(held), "utf-8")
    with pytest.raises(ValueError, match="other signs"):
        LinkModel.load(tmp_path / "weights.json")


CUTS = {
    "two-stand-out": ([0.9, 0.8, 0.05, 0.04], 0.8),
    "all-low-but-one": ([0.2, 0.01, 0.01], 0.2),
    "all-alike": ([0.5, 0.5, 0.5], 0.5),
    "none": ([], 1.0),
}


@pytest.mark.parametrize(("probabilities", "cut"), CUTS.values(), ids=CUTS)
def test_the_best_cut(probabilities: list[float], cut: float) -> None:
    assert best_cut(np.array([probabilities])) == pytest.approx(cut)


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_a_blend_lies_between_the_two(one: float, other: float) -> None:
    (found,) = blend(np.array([one]), np.array([other]))
    assert min(one, other) - 1e-9 <= found <= max(one, other) + 1e-9
