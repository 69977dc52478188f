"""The index as a whole, on both engines, with a small embedder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.model import (
    Assignee,
    ClauseKind,
    Deadline,
    DeadlineKind,
    Modality,
    Obligation,
    ObligationKind,
    Record,
    Role,
)
from corpus.settings import Settings
from index.errors import IndexMismatch
from index.retrieval.index import Index, points_of
from index.retrieval.query import Filter, Query

K = ClauseKind
Make = Callable[..., Record]


@pytest.fixture(params=["edge", "server"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = "" if request.param == "edge" else ":memory:"
    return Settings(data=tmp_path / "data", database_url="", qdrant_url=url, cache=tmp_path / "cache")


@pytest.fixture
def index(settings: Settings, embedder: Any) -> Iterator[Index]:
    with Index.open(settings, embed=embedder) as opened:
        yield opened


@pytest.fixture
def plan(make_record: Make) -> Record:
    """A provincial plan in which the health department leads one duty."""
    bare = make_record(
        "plan",
        [
            ("dau-van-ban", K.LETTERHEAD, "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN"),
            ("iii", K.ITEM, "III. TỔ CHỨC THỰC HIỆN"),
            ("iii/1", K.ITEM, "1. Sở Y tế chăm sóc sức khỏe tâm thần cho trẻ em ở trường học và cộng đồng."),
            ("iii/2", K.ITEM, "2. Sở Giáo dục và Đào tạo dạy bơi, phòng, chống đuối nước cho học sinh các cấp."),
            ("iii/3", K.ITEM, "3. Công an tỉnh xử lý nghiêm các vụ việc xâm hại và bạo lực gia đình."),
        ],
        type="kế hoạch",
        number="377/KH-UBND",
        title="Kế hoạch thực hiện Chỉ thị số 28-CT/TW",
        issued="2025-03-01",
        province="Nghệ An",
    )
    first = bare.clauses[2]
    duty = Obligation(
        id="iii/1#1",
        path="iii/1",
        start=first.start,
        end=first.end,
        quote=bare.text[first.start : first.end],
        action="chăm sóc",
        kind=ObligationKind.SERVICES,
        modality=Modality.MUST,
        explicit=True,
        assignees=(Assignee("Sở Y tế", Role.LEAD, "so-y-te@nghe-an"),),
        deadline=Deadline("tháng 6/2025", DeadlineKind.FIXED, due="2025-06"),
    )
    return replace(bare, obligations=(duty,))


@pytest.fixture
def directive(make_record: Make) -> Record:
    return make_record(
        "directive",
        [
            ("1", K.ITEM, "1. Các cấp ủy chăm lo việc bảo vệ trẻ em, phòng, chống xâm hại trẻ em."),
            ("2", K.ITEM, "2. Bộ Y tế chăm sóc sức khỏe tâm thần trẻ em và dinh dưỡng học đường."),
        ],
        type="chỉ thị",
        number="28-CT/TW",
        title="Chỉ thị về bảo vệ trẻ em",
        issued="2023-12-25",
    )


@pytest.fixture
def filled(index: Index, plan: Record, directive: Record) -> Index:
    assert index.add(plan, "p1") == 3
    assert index.add(directive, "d1") == 2
    return index


def found(index: Index, text: str, **conditions: Any) -> list[tuple[str, str]]:
    return [(hit.doc, hit.path) for hit in index.search(Query(text, **conditions))]


# --- answers --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Sở Y tế chăm sóc trẻ em ở cộng đồng", ("plan", "iii/1")),
        ("so y te cham soc tre em o cong dong", ("plan", "iii/1")),
        ("sở y te chăm soc trẻ em ở công dong", ("plan", "iii/1")),
        ("phòng, chống đuối nước cho học sinh", ("plan", "iii/2")),
        ("dinh dưỡng học đường", ("directive", "2")),
        ("công an xử lý bạo lực", ("plan", "iii/3")),
        ("kế hoạch 377/KH-UBND dạy bơi", ("plan", "iii/2")),
    ],
    ids=["as written", "without diacritics", "half of them", "topic", "rare words", "some words", "with a number"],
)
def test_finds(filled: Index, text: str, first: tuple[str, str]) -> None:
    assert found(filled, text)[0] == first


def test_a_hit_is_a_stretch_of_the_document(filled: Index, plan: Record) -> None:
    hit = filled.search(Query("đuối nước"))[0]
    assert hit.text == plan.text[hit.start : hit.end]
    assert hit.rank == 1
    assert 0 < hit.score <= 1
    assert hit.heading == "Kế hoạch 377/KH-UBND: thực hiện Chỉ thị số 28-CT/TW › III. TỔ CHỨC THỰC HIỆN"


def test_ranks_and_scores_go_down(filled: Index) -> None:
    hits = filled.search(Query("chăm sóc trẻ em"))
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("text", ["đuối nước cho học sinh", "duoi nuoc cho hoc sinh"], ids=["as written", "bare"])
def test_highlights_mark_the_words_that_answer(filled: Index, text: str) -> None:
    hit = filled.search(Query(text))[0]
    marked = [span.of(hit.text) for span in hit.highlights]
    assert any("đuối nước" in words for words in marked)
    assert all(0 <= span.start < span.end <= len(hit.text) for span in hit.highlights)
    assert "“đuối nước" in hit.why


def test_why_says_how_the_query_was_read(filled: Index) -> None:
    assert "câu hỏi được hiểu là “đuối nước”" in filled.search(Query("duoi nuoc"))[0].why
    assert "hiểu là" not in filled.search(Query("đuối nước"))[0].why


@pytest.mark.parametrize(
    "text", ["377/KH-UBND", "kế hoạch số 377/kh-ubnd", "KH 377 / KH-UBND"], ids=["bare", "with its type", "spaced"]
)
def test_a_number_goes_to_its_document(filled: Index, text: str) -> None:
    hits = filled.search(Query(text))
    assert [(hit.doc, hit.path) for hit in hits] == [("plan", "iii/1"), ("plan", "iii/2"), ("plan", "iii/3")]
    assert "số hiệu" in hits[0].why


def test_a_number_that_no_document_bears_finds_where_it_is_named(filled: Index) -> None:
    # The directive is there under 28-CT/TW; 99-CT/TW is not, and words are searched.
    assert found(filled, "99-CT/TW") is not None
    assert found(filled, "Chỉ thị 28-CT/TW")[0][0] == "directive"


CONDITIONS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "type": ({"type": "kế hoạch"}, {"plan"}),
    "type without diacritics": ({"type": "ke hoach"}, {"plan"}),
    "province": ({"province": "Nghệ An"}, {"plan"}),
    "province with its unit": ({"province": "tỉnh Nghệ An"}, {"plan"}),
    "year": ({"year": 2023}, {"directive"}),
    "document": ({"doc": "directive"}, {"directive"}),
    "number": ({"number": "28 - ct/tw"}, {"directive"}),
    "agency": ({"agencies": ("so-y-te@nghe-an", "so-y-te")}, {"plan"}),
    "kind": ({"kind": "services"}, {"plan"}),
    "role of an agency": ({"agencies": ("so-y-te@nghe-an",), "role": "lead"}, {"plan"}),
    "another role of it": ({"agencies": ("so-y-te@nghe-an",), "role": "support"}, set()),
    "role of anybody": ({"role": "lead"}, {"plan"}),
    "deadline": ({"due": "2025-01-01..2025-06-30"}, {"plan"}),
    "deadline with an open end": ({"due": "2025-07-01.."}, set()),
    "among some documents": ({"among": ("directive",)}, {"directive"}),
    "without some documents": ({"without": ("directive",)}, {"plan"}),
    "two at once": ({"year": 2025, "type": "chỉ thị"}, set()),
    "nothing there is": ({"agencies": ("bo-cong-an",)}, set()),
}


@pytest.mark.parametrize(("conditions", "documents"), CONDITIONS.values(), ids=CONDITIONS.keys())
def test_conditions_hold_for_every_answer(filled: Index, conditions: dict[str, Any], documents: set[str]) -> None:
    assert {doc for doc, _ in found(filled, "trẻ em", **conditions)} == documents


def test_an_agency_finds_its_clause_alone(filled: Index) -> None:
    assert found(filled, "trẻ em", agencies=("so-y-te@nghe-an",)) == [("plan", "iii/1")]


def test_conditions_hold_for_a_number_too(filled: Index) -> None:
    assert found(filled, "377/KH-UBND", year=1999) == []


@pytest.mark.parametrize(("year", "first"), [(2023, "directive"), (2025, "plan")])
def test_what_is_preferred_ranks_first_and_nothing_is_lost(filled: Index, year: int, first: str) -> None:
    hits = filled.search(Query("chăm sóc trẻ em", preferred=(Filter(year=year),)))
    assert hits[0].doc == first
    assert {hit.doc for hit in hits} == {"plan", "directive"}
    assert all(hit.outside == (hit.doc != first) for hit in hits)


def test_a_query_as_typed_is_not_restored(filled: Index) -> None:
    hits = filled.search(Query("duoi nuoc", as_typed=True))
    assert all("hiểu là" not in hit.why for hit in hits)


def test_limit(filled: Index) -> None:
    assert len(filled.search(Query("trẻ em", limit=2))) == 2


@pytest.mark.parametrize("text", ["", "  ", "?!"], ids=["nothing", "spaces", "signs"])
def test_an_empty_query_is_answered(filled: Index, text: str) -> None:
    assert isinstance(filled.search(Query(text)), list)


def test_an_empty_index_is_answered(index: Index) -> None:
    assert index.search(Query("trẻ em")) == []
    assert index.search(Query("377/KH-UBND")) == []
    assert index.revisions() == {}


def test_the_same_words_in_two_documents_are_one_answer(index: Index, make_record: Make) -> None:
    words = "Sở Y tế chăm sóc sức khỏe tâm thần cho trẻ em"
    index.add(make_record("a", [("1", K.ITEM, words + ".")]), "1")
    index.add(make_record("b", [("2", K.ITEM, words.upper() + ";")]), "1")
    (hit,) = index.search(Query("sức khỏe tâm thần"))
    assert {hit.doc, *(doc for doc, _ in hit.same)} == {"a", "b"}


def test_one_place_is_one_answer(index: Index, make_record: Make) -> None:
    long = " ".join(f"Câu {n} nói về sức khỏe tâm thần của trẻ em ở trường học số {n}." for n in range(60))
    index.add(make_record("a", [("1", K.ITEM, long)]), "1")
    hits = index.search(Query("sức khỏe tâm thần của trẻ em"))
    assert len(hits) > 1
    for one in hits:
        for other in hits:
            if one is not other:
                shared = min(one.end, other.end) - max(one.start, other.start)
                assert shared <= (one.end - one.start) / 2


# --- keeping up with the store ------------------------------------------------------


def test_revisions_tell_what_is_indexed(filled: Index) -> None:
    assert filled.revisions() == {"plan": "p1", "directive": "d1"}
    filled.remove("plan")
    assert filled.revisions() == {"directive": "d1"}
    filled.remove("plan")  # already gone
    assert found(filled, "đuối nước học sinh các cấp", doc="plan") == []


def test_a_document_added_again_replaces_itself(filled: Index, make_record: Make) -> None:
    filled.add(make_record("plan", [("1", K.ITEM, "1. Sở Nội vụ lo việc khen thưởng cuối năm cho cán bộ.")]), "p2")
    assert filled.revisions() == {"plan": "p2", "directive": "d1"}
    assert found(filled, "đuối nước", doc="plan") == [("plan", "1")]
    assert filled.engine.count() == 3
    assert filled.counts.passages() == 3


def test_a_document_without_passages_is_known_to_be_indexed(index: Index, make_record: Make) -> None:
    empty = make_record("empty", [("noi-nhan", K.RECIPIENTS, "Nơi nhận: như trên")])
    assert index.add(empty, "e1") == 0
    assert index.revisions() == {"empty": "e1"}
    assert index.search(Query("nơi nhận")) == []
    index.add(make_record("empty", [("1", K.ITEM, "1. Sở Y tế chăm sóc sức khỏe cho trẻ em.")]), "e2")
    assert index.revisions() == {"empty": "e2"}
    index.add(empty, "e3")
    assert index.revisions() == {"empty": "e3"}
    assert index.engine.count() == 1


def test_many_at_once_come_to_the_same(index: Index, settings: Settings, plan: Record, directive: Record) -> None:
    assert index.add_all([(plan, "p1"), (directive, "d1")]) == 5
    assert index.revisions() == {"plan": "p1", "directive": "d1"}
    assert found(index, "đuối nước")[0] == ("plan", "iii/2")


def test_an_interrupted_write_shows(filled: Index, plan: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    changed = replace(plan, text=plan.text.replace("dạy bơi", "tập bơi"))
    monkeypatch.setattr(type(filled.engine), "delete", killed)
    with pytest.raises(KeyboardInterrupt):
        filled.write(points_of([(changed, "p2")], filled.embedder)[:2])
    monkeypatch.undo()
    assert filled.revisions() == {"plan": "", "directive": "d1"}
    filled.add(changed, "p2")
    assert filled.revisions() == {"plan": "p2", "directive": "d1"}
    assert filled.engine.count() == 5


class Shelf:
    """What `rebuild` asks of a store."""

    def __init__(self, *records: Record) -> None:
        self.records = {record.document.id: record for record in records}

    def index_state(self) -> dict[str, str]:
        return {doc: f"{doc}-stored" for doc in self.records}

    def record(self, doc: str) -> Record:
        return self.records[doc]


def test_rebuilding_takes_everything_from_the_store(filled: Index, plan: Record, make_record: Make) -> None:
    other = make_record("other", [("1", K.ITEM, "1. Sở Tư pháp trợ giúp pháp lý cho người nghèo và trẻ em.")])
    seen: list[tuple[int, int, str]] = []
    assert filled.rebuild(Shelf(plan, other), progress=lambda *step: seen.append(step)) == 2  # type: ignore[arg-type]
    assert filled.revisions() == {"plan": "plan-stored", "other": "other-stored"}
    assert found(filled, "tro giup phap ly")[0] == ("other", "1")
    assert found(filled, "dinh dưỡng học đường", doc="directive") == []
    assert seen == [(0, 2, "other.txt"), (1, 2, "plan.txt")]


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(filled: Index, settings: Settings, plan: Record) -> None:
    class Broken(Shelf):
        def record(self, doc: str) -> Record:
            raise OSError("đĩa hỏng")

    with pytest.raises(OSError, match="đĩa hỏng"):
        filled.rebuild(Broken(plan))  # type: ignore[arg-type]
    assert filled.revisions() == {"plan": "p1", "directive": "d1"}
    assert found(filled, "đuối nước")[0] == ("plan", "iii/2")
    assert len(list(settings.index.glob("syllables-*.sqlite"))) == 1


# --- the embedded index on disk ----------------------------------------------------


@pytest.fixture
def folder_settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", database_url="", cache=tmp_path / "cache")


def test_it_is_there_when_opened_again(folder_settings: Settings, make_embedder: Any, plan: Record) -> None:
    with Index.open(folder_settings, embed=make_embedder()) as index:
        index.add(plan, "p1")
    again = make_embedder()
    with Index.open(folder_settings, embed=again) as index:
        assert index.revisions() == {"plan": "p1"}
        assert found(index, "dạy bơi")[0] == ("plan", "iii/2")
        index.add(plan, "p2")
    assert again.embedded == [], "vectors of the same texts are kept"


def test_another_model_is_refused_until_it_is_rebuilt(
    folder_settings: Settings, make_embedder: Any, plan: Record
) -> None:
    with Index.open(folder_settings, embed=make_embedder()) as index:
        index.add(plan, "p1")
    with Index.open(folder_settings, embed=make_embedder("another")) as index:
        for refused in (
            lambda: index.search(Query("trẻ em")),
            lambda: index.add(plan, "p2"),
            lambda: index.remove("plan"),
            index.revisions,
        ):
            with pytest.raises(IndexMismatch, match="nhiemvu rebuild"):
                refused()
        index.rebuild(Shelf(plan))  # type: ignore[arg-type]
        assert index.revisions() == {"plan": "plan-stored"}
        assert found(index, "dạy bơi")[0] == ("plan", "iii/2")


def test_lost_counts_are_made_again(folder_settings: Settings, make_embedder: Any, plan: Record) -> None:
    with Index.open(folder_settings, embed=make_embedder()) as index:
        index.add(plan, "p1")
        before = index.counts.passages(), index.counts.forms({"tre", "em"})
    for path in folder_settings.index.glob("syllables-*"):
        path.unlink()
    with Index.open(folder_settings, embed=make_embedder()) as index:
        assert (index.counts.passages(), index.counts.forms({"tre", "em"})) == before
        assert found(index, "day boi")[0] == ("plan", "iii/2")
