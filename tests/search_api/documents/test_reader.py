"""The reader changes nothing of the text: what its blocks show, put together, is the document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Assignee, ClauseKind, Record, Relation, Role
from search_api.documents.reader import RenderedClause, Segment, outline, render_clauses
from tests.search_api.sample_knowledge_base import all_records, directive, draft, plan, with_citation, with_duty


def shown(block: RenderedClause) -> Iterator[Segment]:
    yield from block.segments
    for heading in block.head:
        yield from heading
    for row in block.rows:
        for cell in row.cells:
            yield from cell.segments
        yield from row.between


@pytest.mark.parametrize("record", all_records(), ids=lambda r: r.document.source)
def test_the_blocks_put_together_are_the_text(record: Record) -> None:
    whole = "".join(s.text for block in render_clauses(record, {}) for s in shown(block))
    assert "".join(whole.split()) == "".join(record.text.split())


@pytest.mark.parametrize("record", all_records(), ids=lambda r: r.document.source)
def test_every_duty_is_noted_once_and_its_words_are_marked(record: Record) -> None:
    made = render_clauses(record, {})
    noted = [d for block in made for part in (block, *block.rows) for d in part.duties]
    assert [d.obligation for d in noted] == sorted(record.obligations, key=lambda o: o.start)
    assert [d.number for d in noted] == list(range(1, len(noted) + 1))
    for duty in noted:
        marked = "".join(s.text for block in made for s in shown(block) if duty in s.duties)
        assert "".join(marked.split()) == "".join(duty.obligation.quote.split())
        assert sum(duty in s.begins for block in made for s in shown(block)) == 1


def test_citations_lead_to_documents_held_and_say_where_they_are_not() -> None:
    above = directive()
    below = plan(above)
    found = [
        s.citation for b in render_clauses(below, {above.document.id: above.document}) for s in b.segments if s.citation
    ]
    assert [c.target.number for c in found if c.target] == ["999-CT/MM"]
    missing = [s.citation for b in render_clauses(above, {}) for s in b.segments if s.citation]
    assert [(c.target, c.reference.number) for c in missing] == [(None, "888-NQ/MM")]


LINES = {
    "a page ran out": ("Sở Y tế chủ trì, phối hợp với Sở Tài chính tổ chức\ntập huấn", 1),
    "a capital after a full line": ("Sở Y tế chủ trì, phối hợp với Sở Tài chính và các\nSở khác tập huấn", 1),
    "an intro and what it introduces": ("Các đơn vị thực hiện:\nbáo cáo", 2),
    "a dash": ("Các đơn vị, mỗi đơn vị trong phạm vi của mình phải\n- báo cáo", 2),
    "lines of a title": ("KẾ HOẠCH\nThực hiện Chỉ thị", 2),
    "the kind of document in capitals": ("KẾ HOẠCH\nthực hiện Chỉ thị", 2),
    "a blank line inside": ("dịch vụ y tế, giáo\n\ndục, vui chơi", 1),
}


@pytest.mark.parametrize(("words", "lines"), LINES.values(), ids=LINES)
def test_only_line_ends_that_mean_one_are_shown(words: str, lines: int) -> None:
    (block,) = render_clauses(draft("a.txt", [("doan-1", ClauseKind.PARAGRAPH, "", words)]), {})
    assert sum(s.ends_line for s in block.segments[:-1]) == lines - 1
    assert "".join(s.text for s in block.segments) == words


def test_every_line_of_a_letterhead_stands() -> None:
    words = "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN VÀ MỘT DÒNG RẤT DÀI\ncộng hòa xã hội chủ nghĩa"
    (block,) = render_clauses(draft("a.txt", [("dau-van-ban", ClauseKind.LETTERHEAD, "", words)]), {})
    assert [s.ends_line for s in block.segments] == [True, False]


def test_marks_may_overlap_and_nest() -> None:
    record = draft(
        "a.txt", [("doan-1", ClauseKind.PARAGRAPH, "", "Sở Y tế trình Quyết định số 1/QĐ-UBND rồi báo cáo.")]
    )
    lead = [Assignee("Sở Y tế", Role.LEAD)]
    record = with_duty(record, "Sở Y tế trình Quyết định số 1/QĐ-UBND", lead)
    record = with_duty(record, "trình Quyết định số 1/QĐ-UBND rồi báo cáo", lead)
    record = with_citation(record, "Quyết định số 1/QĐ-UBND", "1/QĐ-UBND", Relation.MENTIONS, None)
    (block,) = render_clauses(record, {})
    marks = [(s.text, [d.number for d in s.duties], bool(s.citation)) for s in block.segments]
    assert marks == [
        ("Sở Y tế ", [1], False),
        ("trình ", [1, 2], False),
        ("Quyết định số 1/QĐ-UBND", [1, 2], True),
        (" rồi báo cáo", [2], False),
        (".", [], False),
    ]


def table_of(*rows: str, head: str) -> RenderedClause:
    lines = [("bang-1", ClauseKind.TABLE, "", head)]
    lines += [(f"bang-1/hang-{n}", ClauseKind.ROW, "", row) for n, row in enumerate(rows, 1)]
    (block,) = render_clauses(draft("a.txt", lines), {})
    return block


HEADS = {
    "one heading for each column, by tabs": ("TT\tViệc\tHạn", ["TT", "Việc", "Hạn"]),
    "one heading for each column, by lines": ("TT\nViệc\nHạn", ["TT", "Việc", "Hạn"]),
    "a heading over two lines": ("TT\tViệc\nphải làm\tHạn", ["TT", "Việc\nphải làm", "Hạn"]),
    "a caption": ("DANH MỤC NHIỆM VỤ", []),
}


@pytest.mark.parametrize(("head", "headings"), HEADS.values(), ids=HEADS)
def test_a_tables_own_words_are_headings_or_a_caption(head: str, headings: list[str]) -> None:
    block = table_of("1\tDạy bơi\t2025", head=head)
    assert ["".join(s.text for s in cell) for cell in block.head] == headings
    assert "".join(s.text for s in block.segments) == ("" if headings else head)


def test_a_heading_inside_a_table_takes_the_empty_cells_after_it() -> None:
    block = table_of("I\tTRUYỀN THÔNG\t\t", "1\tDạy bơi\tSở Y tế\t2025", "2\tTập huấn\tSở Y tế\t", head="x")
    assert [[cell.columns for cell in row.cells] for row in block.rows] == [[1, 3], [1, 1, 1, 1], [1, 1, 1, 1]]


def test_the_outline_has_headings_with_their_duties() -> None:
    entries = [(e.path, e.title, e.depth, e.duties) for e in outline(plan(directive()))]
    assert entries[:2] == [("ii", "II. NHIỆM VỤ CỤ THỂ", 0, 3), ("ii/1", "1. Sở Y tế", 1, 2)]
    assert entries[-1] == ("phu-luc-1", "Phụ lục DANH MỤC NHIỆM VỤ", 0, 1)


WORDS = st.text(alphabet="aăâ bđ.;\n", min_size=1, max_size=30).filter(lambda t: t.strip() == t)


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_any_marks_at_all_leave_the_text_whole(paragraphs: list[str], data: st.DataObject) -> None:
    lines = [(f"doan-{n}", ClauseKind.PARAGRAPH, "", words) for n, words in enumerate(paragraphs, 1)]
    record = draft("a.txt", lines)
    for _ in range(data.draw(st.integers(0, 3))):
        words = data.draw(st.sampled_from(paragraphs))
        end = data.draw(st.integers(1, len(words)))
        record = with_duty(record, words[:end], [])
    whole = "".join(s.text for block in render_clauses(record, {}) for s in shown(block))
    assert whole == "".join(paragraphs)
