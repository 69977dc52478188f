"""The reader changes nothing of the text: what its blocks show, put together, is the document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Assignee, ClauseKind, Record, Relation, Role
from search_api.reading import Block, Segment, blocks, outline
from tests.search_api.holdings import all_records, directive, draft, plan, with_citation, with_duty


def shown(block: Block) -> Iterator[Segment]:
    yield from block.segments
    for row in block.rows:
        for cell in row.cells:
            yield from cell


@pytest.mark.parametrize("record", all_records(), ids=lambda r: r.document.source)
def test_the_blocks_put_together_are_the_text(record: Record) -> None:
    whole = "".join(s.text for block in blocks(record, {}) for s in shown(block))
    assert "".join(whole.split()) == "".join(record.text.split())


@pytest.mark.parametrize("record", all_records(), ids=lambda r: r.document.source)
def test_every_duty_is_noted_once_and_its_words_are_marked(record: Record) -> None:
    made = blocks(record, {})
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
    found = [s.citation for b in blocks(below, {above.document.id: above.document}) for s in b.segments if s.citation]
    assert [c.target.number for c in found if c.target] == ["999-CT/MM"]
    missing = [s.citation for b in blocks(above, {}) for s in b.segments if s.citation]
    assert [(c.target, c.reference.number) for c in missing] == [(None, "888-NQ/MM")]


def test_marks_may_overlap_and_nest() -> None:
    record = draft(
        "a.txt", [("doan-1", ClauseKind.PARAGRAPH, "", "Sở Y tế trình Quyết định số 1/QĐ-UBND rồi báo cáo.")]
    )
    lead = [Assignee("Sở Y tế", Role.LEAD)]
    record = with_duty(record, "Sở Y tế trình Quyết định số 1/QĐ-UBND", lead)
    record = with_duty(record, "trình Quyết định số 1/QĐ-UBND rồi báo cáo", lead)
    record = with_citation(record, "Quyết định số 1/QĐ-UBND", "1/QĐ-UBND", Relation.MENTIONS, None)
    (block,) = blocks(record, {})
    marks = [(s.text, [d.number for d in s.duties], bool(s.citation)) for s in block.segments]
    assert marks == [
        ("Sở Y tế ", [1], False),
        ("trình ", [1, 2], False),
        ("Quyết định số 1/QĐ-UBND", [1, 2], True),
        (" rồi báo cáo", [2], False),
        (".", [], False),
    ]


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
    whole = "".join(s.text for block in blocks(record, {}) for s in shown(block))
    assert whole == "".join(paragraphs)
