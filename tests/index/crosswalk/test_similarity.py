"""The signs by which a unit is near a task."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import syllables
from index.crosswalk.features import PART, EmbeddedDocument, parts_of
from index.crosswalk.headings import Heading
from index.crosswalk.lexical_similarity import Weights, themes, word_bag
from index.crosswalk.similarity import similarity
from index.crosswalk.units import Unit
from index.embedding.embedder import Embedder

TASKS = (
    "Tăng cường công tác thanh tra, kiểm tra, giám sát",
    "Xây dựng cơ sở dữ liệu về trẻ em liên thông với cơ sở dữ liệu quốc gia về dân cư",
)
CHILD = (
    "Cập nhật dữ liệu về trẻ em bảo đảm liên thông với cơ sở dữ liệu quốc gia về dân cư",
    "Thanh tra, kiểm tra, giám sát chuyên ngành về thực hiện các quyền của trẻ em",
    "Khen thưởng tập thể, cá nhân tiêu biểu trong phong trào thi đua",
)


def side(words: tuple[str, ...], embedder: Embedder) -> EmbeddedDocument:
    return EmbeddedDocument.of([Unit(str(n), 0, len(w), w) for n, w in enumerate(words)], embedder)


def test_each_task_is_nearest_to_the_unit_that_says_the_same(embedder: Embedder) -> None:
    near = similarity(side(TASKS, embedder), side(CHILD, embedder))
    assert near.shape == (2, 3)
    assert near.argmax(axis=1).tolist() == [1, 0]
    assert (near >= 0).all()
    assert (near <= 1).all()


def test_a_sentence_that_does_something_else_to_the_same_object_is_less_near(embedder: Embedder) -> None:
    ours = side(("Đánh giá tác động đến trẻ em của chính sách, pháp luật", *TASKS), embedder)
    same, other, *_ = similarity(
        ours,
        side(
            (
                "Đánh giá tác động đến trẻ em khi xây dựng chính sách, pháp luật",
                "Giám sát tác động đến trẻ em khi xây dựng chính sách, pháp luật",
                *CHILD,
            ),
            embedder,
        ),
    )[0]
    assert same > 2 * other


def test_what_a_plan_says_of_its_own_carrying_out_is_less_near_to_the_work(embedder: Embedder) -> None:
    words = "Thường xuyên kiểm tra, giám sát việc thực hiện Kế hoạch này"
    rest = [Unit(str(n), 0, len(w), w) for n, w in enumerate(CHILD, 3)]
    ours = side(TASKS, embedder)
    below = [Unit("2", 0, len(words), words, heading=Heading("III. Mục", organises)) for organises in (True, False)]
    near = [similarity(ours, EmbeddedDocument.of([one, *rest], embedder))[0, 0] for one in below]
    assert near[0] < 0.7 * near[1]


def test_a_section_heading_brings_a_unit_near_what_the_heading_speaks_of(embedder: Embedder) -> None:
    words = "Bố trí đủ người ở cấp tỉnh, cấp huyện, cấp xã"
    plain = Unit("2", 0, len(words), words)
    under = Unit("2", 0, len(words), words, heading=Heading("Cán bộ làm công tác trẻ em"))
    ours = side(("Củng cố đội ngũ cán bộ làm công tác trẻ em", *TASKS), embedder)
    rest = [Unit(str(n), 0, len(w), w) for n, w in enumerate(CHILD, 3)]
    near = [similarity(ours, EmbeddedDocument.of([one, *rest], embedder))[0, 0] for one in (plain, under)]
    assert near[1] > near[0]


def test_a_sentence_that_carries_two_tasks_is_not_taken_from_the_one_it_does_not_quote(embedder: Embedder) -> None:
    quoted = "Tăng cường công tác thanh tra, kiểm tra, giám sát việc thực hiện quyền trẻ em"
    tasks = side((quoted, "Kiểm tra, giám sát các bể bơi trường học"), embedder)
    below = side((f"{quoted}; kiểm tra, giám sát các bể bơi", *CHILD[:1], CHILD[2]), embedder)
    near = similarity(tasks, below)
    assert near[0].argmax() == near[1].argmax() == 0
    assert near[1, 0] > 0.18


def test_a_text_is_as_near_to_itself_as_can_be(embedder: Embedder) -> None:
    near = similarity(side(TASKS, embedder), side(TASKS, embedder))
    assert np.diag(near).min() > 0.8


@pytest.mark.parametrize(("ours", "theirs"), [((), CHILD), (TASKS, ()), ((), ())], ids=["no tasks", "no units", "both"])
def test_nothing_is_near_nothing(ours: tuple[str, ...], theirs: tuple[str, ...], embedder: Embedder) -> None:
    assert similarity(side(ours, embedder), side(theirs, embedder)).shape == (len(ours), len(theirs))


def test_a_side_is_embedded_in_one_call(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    embed = embedder.embed_passages
    monkeypatch.setattr(embedder, "embed_passages", lambda texts: calls.append(len(texts)) or embed(texts))
    side(CHILD, embedder)
    assert len(calls) == 1


def test_words_are_compared_folded_and_with_abbreviations_written_out() -> None:
    assert word_bag("UBND tỉnh hoá") == word_bag("Ủy ban nhân dân tỉnh hóa")


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    weights = Weights([word_bag("trẻ em"), word_bag("trẻ em"), word_bag("phân quyền")])
    assert weights.of("phân quyền") > weights.of("trẻ em") > 0
    assert weights.sum(["trẻ em", "phân quyền"]) == weights.of("trẻ em") + weights.of("phân quyền")


THEMES = {
    "leadership and dissemination": (
        "Các cấp uỷ lãnh đạo, quán triệt Chỉ thị",
        {"leadership", "dissemination"},
    ),
    "money": ("bố trí kinh phí trong dự toán", {"money"}),
    "none": ("cắm biển cảnh báo tại hồ nước", set()),
}


@pytest.mark.parametrize(("words", "expected"), THEMES.values(), ids=THEMES)
def test_themes_are_read_in_their_different_wordings(words: str, expected: set[str]) -> None:
    assert themes(words) == expected


def test_a_long_sentence_has_parts() -> None:
    words = (
        "Tổ chức tập huấn, bồi dưỡng chuyên môn, nghiệp vụ cho đội ngũ cán bộ làm công tác trẻ em,"
        " nhằm nâng cao chất lượng tham mưu"
    )
    parts = parts_of(words)
    assert len(parts) == 2
    assert parts[1] == "nhằm nâng cao chất lượng tham mưu"


@given(st.text(alphabet="ab ,;:nhằm", max_size=300))
def test_parts_hold_every_word_once_and_in_order(words: str) -> None:
    parts = parts_of(words)
    assert [word for part in parts for word in syllables(part)] == syllables(words)
    assert all(len(syllables(part)) >= PART for part in parts[:-1])
