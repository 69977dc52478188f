"""How documents are cut into passages."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import (
    FRAME_KINDS,
    Assignee,
    Clause,
    ClauseKind,
    Document,
    Modality,
    Obligation,
    ObligationKind,
    Record,
    Role,
)
from index.retrieval.chunking import HEADING, JOINED, WINDOW, describe, passage_id, passages

K = ClauseKind
Make = Callable[..., Record]

# Long enough to stand alone: ten syllables.
DUTY = "Sở Y tế chủ trì triển khai khám sức khỏe định kỳ"


def texts(record: Record) -> list[str]:
    return [passage.text for passage in passages(record)]


def test_one_clause_one_passage(make_record: Make) -> None:
    record = make_record("d", [("1", K.ITEM, f"1. {DUTY}."), ("2", K.ITEM, f"2. {DUTY} cho trẻ em.")])
    assert texts(record) == [f"1. {DUTY}.", f"2. {DUTY} cho trẻ em."]


def test_headings_stand_above_and_not_in_the_passage(make_record: Make) -> None:
    record = make_record(
        "d",
        [
            ("iii", K.ITEM, "III. TỔ CHỨC THỰC HIỆN"),
            ("iii/2", K.ITEM, "2. Bộ Y tế"),
            ("iii/2/gach-1", K.BULLET, f"- {DUTY}."),
        ],
        type="kế hoạch",
        number="377/KH-UBND",
        title="Kế hoạch thực hiện Chỉ thị số 28-CT/TW",
    )
    (passage,) = passages(record)
    assert passage.text == f"- {DUTY}."
    assert passage.path == "iii/2/gach-1"
    assert (
        passage.context == "Kế hoạch 377/KH-UBND: thực hiện Chỉ thị số 28-CT/TW › III. TỔ CHỨC THỰC HIỆN › 2. Bộ Y tế"
    )
    assert passage.embedded == f"{passage.context}\n{passage.text}"


def test_an_intro_line_goes_with_each_of_its_bullets(make_record: Make) -> None:
    record = make_record(
        "d",
        [
            ("1", K.ITEM, "1. Ủy ban nhân dân tỉnh có trách nhiệm:"),
            ("1/diem-a", K.POINT, f"a) {DUTY};"),
            ("1/diem-b", K.POINT, f"b) {DUTY} ở trường học."),
        ],
    )
    assert [p.context for p in passages(record)] == ["1. Ủy ban nhân dân tỉnh có trách nhiệm:"] * 2


def test_a_long_clause_with_parts_is_text_too(make_record: Make) -> None:
    long = "1. " + " ".join(["trách nhiệm"] * (HEADING // 2)) + "."
    record = make_record("d", [("1", K.ITEM, long), ("1/gach-1", K.BULLET, f"- {DUTY}.")])
    assert texts(record) == [long, f"- {DUTY}."]


@pytest.mark.parametrize("kind", sorted(FRAME_KINDS))
def test_the_frame_is_left_out(make_record: Make, kind: ClauseKind) -> None:
    record = make_record("d", [("dau-van-ban", kind, "ỦY BAN NHÂN DÂN TỈNH"), ("doan-1", K.PARAGRAPH, f"{DUTY}.")])
    assert texts(record) == [f"{DUTY}."]


def test_fragments_of_one_parent_are_joined(make_record: Make) -> None:
    cells = ["Sở Y tế", "Các sở, ngành", "2025", "Báo cáo"]
    record = make_record("d", [(f"doan-{i}", K.PARAGRAPH, cell) for i, cell in enumerate(cells, 1)])
    (passage,) = passages(record)
    assert passage.text == "\n".join(cells)
    assert passage.paths == ("doan-1", "doan-2", "doan-3", "doan-4")


def test_fragments_are_joined_up_to_a_size(make_record: Make) -> None:
    record = make_record("d", [(f"doan-{i}", K.PARAGRAPH, "Sở Y tế tỉnh") for i in range(1, 41)])
    sizes = [len(text.split()) for text in texts(record)]
    assert sum(sizes) == 160
    assert all(size <= JOINED for size in sizes)


def test_fragments_are_not_joined_across_a_page_number(make_record: Make) -> None:
    parts = [("doan-1", K.PARAGRAPH, "Sở Y tế"), ("ngoai-le", K.NOISE, "12"), ("doan-2", K.PARAGRAPH, "Báo cáo")]
    assert texts(make_record("d", parts)) == ["Sở Y tế", "Báo cáo"]


def test_fragments_of_two_parents_are_not_joined(make_record: Make) -> None:
    parts = [("1", K.ITEM, "1. Bộ Y tế"), ("1/gach-1", K.BULLET, "- Báo cáo."), ("2", K.ITEM, "2. Khen thưởng.")]
    assert texts(make_record("d", parts)) == ["- Báo cáo.", "2. Khen thưởng."]


def test_a_long_clause_is_cut_at_sentence_ends(make_record: Make) -> None:
    sentences = [f"Câu thứ {n} nói về {' '.join(['trẻ em'] * 15)}." for n in range(20)]
    record = make_record("d", [("doan-1", K.PARAGRAPH, " ".join(sentences))])
    found = passages(record)
    assert len(found) > 1
    assert {p.path for p in found} == {"doan-1"}
    for passage in found:
        assert passage.text.startswith("Câu thứ")
        assert passage.text.endswith(".")
        assert len(passage.text.split()) <= WINDOW
    for before, after in pairwise(found):
        assert after.start < before.end, "windows overlap, so that no sentence loses what stands before it"


def test_a_sentence_without_end_is_cut_between_words(make_record: Make) -> None:
    record = make_record("d", [("doan-1", K.PARAGRAPH, " ".join(["tiếng"] * 1000))])
    assert all(len(text.split()) <= WINDOW for text in texts(record))
    assert "".join(texts(record)).count("tiếng") == 1000


def test_a_document_without_clauses_is_cut_as_one_paragraph() -> None:
    record = Record(Document(id="d", source="d.txt", sha256=""), f"  {DUTY}.\n")
    (passage,) = passages(record)
    assert passage.text == f"{DUTY}."


def test_nothing_gives_nothing() -> None:
    assert passages(Record(Document(id="d", source="d.txt", sha256=""), " \n")) == []


def test_duties_in_a_passage_give_it_agencies_and_kinds(make_record: Make) -> None:
    bare = make_record("d", [("1", K.ITEM, f"1. {DUTY}."), ("2", K.ITEM, f"2. {DUTY} lần nữa.")])
    first = bare.clauses[0]
    duty = Obligation(
        id="1#1",
        path="1",
        start=first.start,
        end=first.end,
        quote=bare.text[first.start : first.end],
        action="khám",
        kind=ObligationKind.SERVICES,
        modality=Modality.MUST,
        explicit=True,
        assignees=(
            Assignee("Sở Y tế", Role.LEAD, "so-y-te@nghe-an"),
            Assignee("Sở Nội vụ", Role.SUPPORT, "so-noi-vu@nghe-an"),
            Assignee("ai đó", Role.SUPPORT),
        ),
    )
    one, two = passages(Record(bare.document, bare.text, bare.clauses, obligations=(duty,)))
    assert one.agencies == ("so-noi-vu@nghe-an", "so-y-te@nghe-an")
    assert one.kinds == ("services",)
    assert two.agencies == two.kinds == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"type": "kế hoạch", "number": "1/KH-UBND", "title": "về trẻ em"}, "Kế hoạch 1/KH-UBND: về trẻ em"),
        ({"type": "kế hoạch", "title": "KẾ HOẠCH về trẻ em"}, "Kế hoạch: về trẻ em"),
        ({"number": "28-CT/TW"}, "28-CT/TW"),
        ({"title": "Một tin"}, "Một tin"),
        ({"type": "tin tức", "about": ("1/QĐ-TTg", "2-CT/TW", "3-CT/TW")}, "Tin tức về 1/QĐ-TTg, 2-CT/TW"),
        ({}, ""),
        ({"title": " ".join(["tiếng"] * 50)}, " ".join(["tiếng"] * 20) + "…"),
    ],
    ids=["whole", "type in the title", "number alone", "title alone", "a report", "nothing", "long"],
)
def test_describe(fields: dict[str, str], said: str) -> None:
    assert describe(Document(id="d", source="d.txt", sha256="", **fields)) == said


def test_ids_follow_from_document_and_span() -> None:
    assert passage_id("d", 1, 2) == passage_id("d", 1, 2)
    assert len({passage_id("d", 1, 2), passage_id("e", 1, 2), passage_id("d", 1, 3), passage_id("d", 11, 2)}) == 4
    UUID(passage_id("d", 1, 2))


# --- properties ---------------------------------------------------------------

_words = st.lists(
    st.sampled_from(["Sở", "Y", "tế", "chủ", "trì;", "báo", "cáo.", "2025", "\n", "  ", "**", "—"]), max_size=400
).map(" ".join)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any tree of clauses over any text: own words in order, never overlapping, parents before children."""
    text, clauses, stack = "", [], []
    for n in range(draw(st.integers(0, 12))):
        while stack and draw(st.booleans()):
            stack.pop()
        path = "/".join([*stack, f"doan-{n + 1}"])
        text += draw(st.sampled_from(["", "\n", " x "]))
        start = len(text)
        text += draw(_words)
        kind = draw(st.sampled_from([K.PARAGRAPH, K.ITEM, K.BULLET, K.ROW, K.NOISE, K.RECIPIENTS]))
        clauses.append(Clause(path, "/".join(stack) or None, kind, "", start, len(text), len(text)))
        stack.append(f"doan-{n + 1}")
    return Record(Document(id="d", source="d.txt", sha256="", title=draw(_words)), text, tuple(clauses))


@given(records())
def test_every_passage_is_a_stretch_of_the_text(record: Record) -> None:
    found = passages(record)
    for passage in found:
        assert passage.text == record.text[passage.start : passage.end]
        assert passage.text == passage.text.strip()
        assert passage.text
    assert len({passage.id for passage in found}) == len(found)


@given(records())
def test_no_words_are_lost(record: Record) -> None:
    found = passages(record)
    covered = {at for passage in found for at in range(passage.start, passage.end)}
    for clause in record.clauses:
        own = [at for at in range(clause.start, clause.head_end) if record.text[at].isalnum()]
        if clause.kind not in FRAME_KINDS and not covered.issuperset(own):
            assert any(passage.path.startswith(clause.path + "/") for passage in found), "a heading of nothing"
