"""One contract for every engine, run on Qdrant Edge and on the server's stand-in."""

from __future__ import annotations

from uuid import UUID

import numpy as np
import pytest

from index.engines.filters import Absent, AllOf, AnyOf, Between, Condition, Equals, Not, OneOf, WithId
from index.engines.port import Collections, Engine, PayloadSchema, Point, VectorQuery
from index.retrieval.sparse import SparseVector


def uuid(n: int) -> str:
    return str(UUID(int=n))


POINTS = [
    Point(
        uuid(1),
        {"meta": {"doc": "a", "year": 2020, "tags": ["x", "y"], "size": 1.5, "when": "2020-05-01T00:00:00"}},
        np.array([1, 0, 0, 0.5], np.float32),
        SparseVector((1, 4_000_000_000), (1.0, 2.0)),
    ),
    Point(
        uuid(2),
        {"meta": {"doc": "b", "year": 2021, "tags": ["y"], "size": 2.5}},
        np.array([0, 1, 0, 0], np.float32),
        SparseVector((1,), (1.0,)),
    ),
    Point(uuid(3), {"meta": {"doc": "b", "year": 2022, "tags": []}}, np.array([0.9, 0.1, 0, 0], np.float32)),
    Point(uuid(4), {"meta": {"doc": "c"}}),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.upsert(POINTS)
    return engine


def ids(points: object) -> list[int]:
    return [UUID(p.id).int for p in points]  # type: ignore[attr-defined]


CONDITIONS: dict[str, tuple[Condition, set[int]]] = {
    "equals": (Equals("meta.doc", "b"), {2, 3}),
    "equals inside a list": (Equals("meta.tags", "y"), {1, 2}),
    "equals a number": (Equals("meta.year", 2021), {2}),
    "equals nothing there is": (Equals("meta.doc", "z"), set()),
    "one of": (OneOf("meta.doc", ("a", "c", "z")), {1, 4}),
    "one of numbers": (OneOf("meta.year", (2020, 2022)), {1, 3}),
    "one of none": (OneOf("meta.doc", ()), set()),
    "between": (Between("meta.year", at_least=2021, below=2022), {2}),
    "above": (Between("meta.size", above=1.5), {2}),
    "a time": (Between("meta.when", at_least="2020-01-01T00:00:00", at_most="2020-12-31T00:00:00"), {1}),
    "absent, missing or empty": (Absent("meta.tags"), {3, 4}),
    "not": (Not(Equals("meta.doc", "b")), {1, 4}),
    "not, where the field is missing": (Not(Between("meta.year", at_least=2021)), {1, 4}),
    "all": (AllOf((Equals("meta.doc", "b"), Equals("meta.year", 2022))), {3}),
    "all of none": (AllOf(()), {1, 2, 3, 4}),
    "any": (AnyOf((Equals("meta.doc", "a"), Equals("meta.year", 2022))), {1, 3}),
    "any of none": (AnyOf(()), set()),
    "within one another": (
        AllOf((AnyOf((Equals("meta.doc", "a"), Not(Absent("meta.tags")))), Not(WithId((uuid(2),))))),
        {1},
    ),
    "with id": (WithId((uuid(2), uuid(4))), {2, 4}),
    "with no id": (WithId(()), set()),
}


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS.values(), ids=CONDITIONS.keys())
def test_conditions_choose(filled: Engine, condition: Condition, expected: set[int]) -> None:
    assert set(ids(filled.scroll(condition))) == expected
    assert filled.count(condition) == len(expected)


def test_what_is_kept_comes_back(filled: Engine) -> None:
    kept = {p.id: p for p in filled.scroll(vectors=True)}
    for point in POINTS:
        back = kept[point.id]
        assert back.payload == point.payload
        if point.dense is None:
            assert back.dense is None
        else:
            assert back.dense is not None
            np.testing.assert_array_equal(back.dense, point.dense)
        assert back.words == point.words


def test_scroll_without_vectors_leaves_them_out(filled: Engine) -> None:
    assert all(p.dense is None and p.words is None for p in filled.scroll())


def test_scroll_reads_more_than_one_page(engine: Engine) -> None:
    engine.upsert([Point(uuid(n), {"meta": {"doc": "a"}}) for n in range(1, 2502)])
    assert sorted(ids(engine.scroll())) == list(range(1, 2502))


def test_dense_search_ranks_by_product_and_leaves_out_points_without_vector(filled: Engine) -> None:
    (found,) = filled.search([VectorQuery(np.array([1, 0, 0, 0], np.float32), limit=10)])
    assert ids(found) == [1, 3, 2]
    assert found[0].score == pytest.approx(1.0)
    assert found[0].payload == POINTS[0].payload


def test_word_search_weighs_rare_words_more(filled: Engine) -> None:
    (found,) = filled.search([VectorQuery(SparseVector((1, 4_000_000_000), (1.0, 1.0)), limit=10)])
    assert ids(found) == [1, 2]
    # Of two points with words, one has the second feature and both have the first.
    rare, common = np.log(1 + (2 - 1 + 0.5) / 1.5), np.log(1 + (2 - 2 + 0.5) / 2.5)
    assert found[0].score == pytest.approx(2 * rare + common, rel=1e-5)
    assert found[1].score == pytest.approx(common, rel=1e-5)


def test_searches_are_answered_in_order_with_their_own_filters_and_limits(filled: Engine) -> None:
    vector = np.array([1, 0, 0, 0], np.float32)
    one, none, filtered = filled.search(
        [
            VectorQuery(vector, limit=1),
            VectorQuery(SparseVector((77,), (1.0,)), limit=5),
            VectorQuery(vector, limit=5, where=Equals("meta.doc", "b")),
        ]
    )
    assert ids(one) == [1]
    assert none == []
    assert ids(filtered) == [3, 2]


def test_search_without_payload(filled: Engine) -> None:
    (found,) = filled.search([VectorQuery(np.array([1, 0, 0, 0], np.float32), limit=1, payload=False)])
    assert found[0].payload == {}


def test_upsert_replaces_a_point_of_the_same_id(filled: Engine) -> None:
    filled.upsert([Point(uuid(1), {"meta": {"doc": "new"}})])
    (back,) = filled.scroll(WithId((uuid(1),)), vectors=True)
    assert back.payload == {"meta": {"doc": "new"}}
    assert back.dense is None
    assert filled.count() == 4


def test_delete(filled: Engine) -> None:
    filled.delete(Equals("meta.doc", "b"))
    assert set(ids(filled.scroll())) == {1, 4}
    filled.delete(Equals("meta.doc", "b"))  # nothing left to delete
    filled.delete(AllOf(()))
    assert filled.count() == 0


def test_facet_counts_each_value(filled: Engine) -> None:
    assert filled.facet("meta.doc") == {"a": 1, "b": 2, "c": 1}
    assert filled.facet("meta.tags") == {"x": 1, "y": 2}
    assert filled.facet("meta.tags", Equals("meta.doc", "b")) == {"y": 1}


def test_facet_forgets_values_that_are_gone(filled: Engine) -> None:
    filled.upsert([Point(uuid(1), {"meta": {"doc": "d"}})])
    filled.delete(Equals("meta.doc", "c"))
    assert filled.facet("meta.doc") == {"b": 2, "d": 1}


def test_facet_lists_every_value_there_is(engine: Engine) -> None:
    engine.upsert([Point(uuid(n), {"meta": {"doc": f"d{n}"}}) for n in range(1, 1501)])
    assert engine.facet("meta.doc") == {f"d{n}": 1 for n in range(1, 1501)}


def test_an_empty_engine_answers(engine: Engine) -> None:
    assert engine.search(
        [VectorQuery(np.ones(4, np.float32), limit=3), VectorQuery(SparseVector((1,), (1.0,)), limit=3)]
    ) == [
        [],
        [],
    ]
    assert list(engine.scroll()) == []
    assert engine.count() == 0
    assert engine.facet("meta.doc") == {}
    assert engine.optimise() is False


# --- homes --------------------------------------------------------------------


def test_a_home_without_a_generation_has_no_manifest(home: Collections) -> None:
    assert home.manifest() is None


def test_a_draft_is_not_seen_before_it_is_published(home: Collections, layout: PayloadSchema) -> None:
    draft = home.create(layout, {"made": "first"})
    draft.engine.upsert(POINTS)
    assert home.manifest() is None
    engine = draft.publish()
    assert home.manifest() == {"made": "first"}
    assert engine.count() == 4
    engine.close()
    assert home.current(layout).count() == 4


def test_publishing_replaces_the_generation_before(home: Collections, layout: PayloadSchema) -> None:
    first = home.create(layout, {"made": "first"})
    first.engine.upsert(POINTS)
    old = first.publish()
    second = home.create(layout, {"made": "second"})
    second.engine.upsert(POINTS[:1])
    new = second.publish()
    old.close()
    home.sweep()
    assert home.manifest() == {"made": "second"}
    assert new.count() == 1
    new.upsert(POINTS)
    assert new.count() == 4
    new.close()


def test_a_discarded_draft_leaves_the_current_generation(home: Collections, layout: PayloadSchema) -> None:
    first = home.create(layout, {"made": "first"})
    first.engine.upsert(POINTS)
    engine = first.publish()
    home.create(layout, {"made": "second"}).discard()
    assert home.manifest() == {"made": "first"}
    assert engine.count() == 4
    engine.close()
