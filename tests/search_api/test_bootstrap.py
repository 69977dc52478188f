"""Store and index are kept together, and what is asked of them is checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from corpus.errors import UnknownDocument
from corpus.store import Store
from index.errors import IndexMismatch
from search_api.bootstrap import KnowledgeBase
from search_api.documents.headings import heading, headings_above
from search_api.errors import UnknownAgency, UnknownValue
from search_api.ingestion.consistency import check
from search_api.ingestion.index_sync import IndexDiff
from search_api.resources import one_snapshot
from search_api.search.filters import SearchRequest
from search_api.search.obligations.search import search_obligations
from tests.search_api.sample_knowledge_base import StandInIndex, all_records, directive, fill, original, plan


def test_an_index_that_is_behind_is_told_and_mended(empty: KnowledgeBase) -> None:
    fill(empty.store)
    ids = tuple(sorted(r.document.id for r in all_records()))
    assert empty.diff() == IndexDiff(missing=ids)
    assert [fault.fault for fault in check(empty.store, empty.index_sync)] == ["missing"] * 4

    assert empty.sync().missing == ids
    assert not empty.diff()
    assert check(empty.store, empty.index_sync) == []


def test_what_is_stale_or_orphaned_is_told_and_mended(empty: KnowledgeBase) -> None:
    fill(empty.store)
    empty.sync()
    first, second, *_ = all_records()
    empty.index.add(first, "an older revision")
    empty.store.remove(second.document.id)
    found = empty.diff()
    assert found == IndexDiff(stale=(first.document.id,), orphaned=(second.document.id,))
    empty.sync()
    assert not empty.diff()


def test_rebuild_leaves_index_and_store_agreed(empty: KnowledgeBase) -> None:
    fill(empty.store)
    assert empty.rebuild() == 4
    assert not empty.diff()


def test_an_index_that_cannot_be_used_is_told_of_and_made_anew(empty: KnowledgeBase) -> None:
    class Outdated(StandInIndex):
        usable = False

        def revisions(self) -> dict[str, str]:
            if not self.usable:
                raise IndexMismatch("Chỉ mục do mô hình khác lập.")
            return super().revisions()

        def rebuild(self, store: Store, *, progress: Any = None) -> int:
            self.usable = True
            return super().rebuild(store)

    fill(empty.store)
    kb = KnowledgeBase(empty.settings, store=empty.store, index=cast(Any, Outdated()))
    assert [(f.fault, f.message, f.mendable) for f in check(kb.store, kb.index_sync)] == [
        ("unusable", "Chỉ mục do mô hình khác lập.", True)
    ]
    assert kb.sync().unusable
    assert check(kb.store, kb.index_sync) == []


def test_progress_names_what_is_being_done(empty: KnowledgeBase) -> None:
    fill(empty.store)
    told: list[tuple[str, int, int, str]] = []
    empty.sync(progress=lambda *step: told.append(step))
    assert [at for _, at, _, _ in told] == [0, 1, 2, 3]
    assert {(what, of) for what, _, of, _ in told} == {("Lập chỉ mục tìm kiếm", 4)}


def test_a_damaged_original_is_told(empty: KnowledgeBase) -> None:
    fill(empty.store)
    empty.sync()
    record = directive()
    kept = empty.store.originals.path(record.document.sha256)
    kept.chmod(0o644)
    kept.write_bytes(original("something else"))
    assert [(fault.fault, fault.source, fault.mendable) for fault in check(empty.store, empty.index_sync)] == [
        ("damaged", "chi-thi-999.docx", False)
    ]


def test_search_rows_name_their_document_and_headings(held: KnowledgeBase) -> None:
    row = next(r for r in held.search(SearchRequest("tập huấn sơ cứu", type="kế hoạch")).rows)
    assert (row.number, row.type, row.issued) == ("777/KH-UBND", "kế hoạch", "2024-03-15")
    assert row.cited == "Điểm a mục 1 mục II"
    assert row.headings == ("II. NHIỆM VỤ CỤ THỂ", "1. Sở Y tế")


def test_what_was_taken_out_of_the_store_but_not_yet_of_the_index_is_left_out(empty: KnowledgeBase) -> None:
    fill(empty.store)
    empty.sync()
    asked = SearchRequest("tập huấn sơ cứu")
    (gone,) = {row.doc for row in empty.search(asked).rows if row.number == "777/KH-UBND"}
    empty.store.remove(gone)
    for order in ("", "date"):
        rows = empty.search(replace(asked, order=order)).rows
        assert gone not in {row.doc for row in rows}
    assert gone not in {row.doc for row in search_obligations(empty.resources, asked).rows}


FILTERS = {
    "type": (SearchRequest("đuối nước", type="Chỉ thị"), {"chi-thi-999.docx"}),
    "province": (SearchRequest("đuối nước", province="tỉnh Nghệ An"), {"ke-hoach-777.pdf"}),
    "year": (SearchRequest("tổng kết", year="2025"), {"quyet-dinh-555.txt"}),
    "document": (SearchRequest("trẻ em", doc="999-CT/MM"), {"chi-thi-999.docx"}),
    "agency": (SearchRequest("tổ chức", agency="Sở Y tế Hà Tĩnh"), {"quyet-dinh-555.txt"}),
}


@pytest.mark.parametrize(("request_", "sources"), FILTERS.values(), ids=FILTERS)
def test_filters_narrow(held: KnowledgeBase, request_: SearchRequest, sources: set[str]) -> None:
    assert {row.source for row in held.search(request_).rows} == sources


REFUSED = {
    "type": (SearchRequest("x", type="luật"), UnknownValue),
    "year": (SearchRequest("x", year="nay"), UnknownValue),
    "kind": (SearchRequest("x", kind="nay"), UnknownValue),
    "agency": (SearchRequest("x", agency="zzz"), UnknownAgency),
    "document": (SearchRequest("x", doc="zzz"), UnknownDocument),
}


@pytest.mark.parametrize(("request_", "error"), REFUSED.values(), ids=REFUSED)
def test_filters_that_name_nothing_are_refused(
    held: KnowledgeBase, request_: SearchRequest, error: type[Exception]
) -> None:
    with pytest.raises(error):
        held.search(request_)


def test_a_long_heading_is_cut_between_words() -> None:
    record = plan(directive())
    clauses = {c.path: c for c in record.clauses}
    assert heading(clauses["ii/2"], record.text, 20) == "2. Các sở, ban…"
    assert headings_above("ii", record.text, clauses) == ()


def test_a_request_reads_one_state_of_each_knowledge_base(held: KnowledgeBase, empty: KnowledgeBase) -> None:
    with one_snapshot():
        snapshot = held.snapshot
        assert not empty.snapshot.documents
        fill(empty.store)
        assert not empty.snapshot.documents, "the state of the first question"
        assert held.snapshot is snapshot
    assert empty.snapshot.documents
