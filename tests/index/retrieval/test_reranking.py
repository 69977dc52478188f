"""The first passages weighed again by their length: an order that scores agree with, whatever comes in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.retrieval.chunking import Passage
from index.retrieval.hybrid_ranking import RankedPassage
from index.retrieval.reranking import BREVITY, RERANK_DEPTH, rerank, shorter_first


def found(place: int, score: float, length: int) -> tuple[Passage, RankedPassage]:
    name = f"{place:04d}"
    return (
        Passage(name, "doc", "1", ("1",), 0, length, "a" * length, "tiêu đề"),
        RankedPassage(name, score, words=score, meaning=score),
    )


FOUND = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3_000)), max_size=3 * RERANK_DEPTH).map(
    lambda rows: [found(i, score, length) for i, (score, length) in enumerate(sorted(rows, reverse=True))]
)


def ids(ranked: list[tuple[Passage, RankedPassage]]) -> list[str]:
    return [passage.id for passage, _ in ranked]


def test_of_two_that_answer_alike_the_shorter_goes_first() -> None:
    assert ids(shorter_first([found(0, 0.5, 900), found(1, 0.5, 200)])) == ["0001", "0000"]


def test_a_clearly_better_answer_stays_first_however_long() -> None:
    assert ids(shorter_first([found(0, 0.55, 3_000), found(1, 0.5, 80)])) == ["0000", "0001"]


def test_less_than_a_line_gains_no_more() -> None:
    line, cell = shorter_first([found(0, 0.5, 80), found(1, 0.5, 5)])
    assert line[1].score == cell[1].score


@given(FOUND)
def test_keeps_all_and_scores_go_down(rows: list[tuple[Passage, RankedPassage]]) -> None:
    again = list(rerank(rows))
    scores = [ranked.score for _, ranked in again]
    assert sorted(ids(again)) == sorted(ids(rows))
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@given(FOUND, st.randoms())
def test_the_order_they_come_in_does_not_count(rows: list[tuple[Passage, RankedPassage]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ids(shorter_first(shuffled)) == ids(shorter_first(rows))


@given(FOUND)
def test_no_score_moves_by_more_than_brevity_allows(rows: list[tuple[Passage, RankedPassage]]) -> None:
    before = {passage.id: ranked.score for passage, ranked in rows}
    for passage, ranked in shorter_first(rows):
        assert 0 <= ranked.score - before[passage.id] + 1e-12 <= 2.6 * BREVITY
        assert ranked.words == before[passage.id]


def test_no_more_is_looked_up_than_is_asked_for() -> None:
    looked_up = []

    def look_up() -> object:
        for i in range(3 * RERANK_DEPTH):
            looked_up.append(i)
            yield found(i, 1 - i / 1_000, 300)

    answers = rerank(look_up())  # type: ignore[arg-type]
    next(answers)
    assert len(looked_up) == RERANK_DEPTH
