"""What is counted under a choice is what that choice then finds: in duties and in passages, under any other filters."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from corpus.model import (
    Assignee,
    ClauseKind,
    Deadline,
    DeadlineKind,
    Modality,
    ObligationKind,
    Record,
    Role,
    Span,
)
from corpus.store import Store
from index.retrieval.index import Index
from search_api.bootstrap import KnowledgeBase
from search_api.search.facets import facets, windows
from search_api.search.filter_labels import window_label
from search_api.search.filters import SearchRequest
from search_api.search.obligations.search import search_obligations
from search_api.search.passages import search_passages
from tests.index.conftest import FakeEmbedder
from tests.search_api.conftest import new_settings
from tests.search_api.sample_knowledge_base import draft, original, with_duty

AGENCIES = (
    ("Sở Y tế", "so-y-te@nghe-an"),
    ("Sở Y tế", "so-y-te@ha-tinh"),
    ("Bộ Y tế", "bo-y-te"),
    ("Bộ Lao động - Thương binh và Xã hội", "bo-lao-dong-thuong-binh-va-xa-hoi"),
    ("Công an tỉnh", "cong-an-tinh@nghe-an"),
    ("các sở, ban, ngành", "so-ban-nganh@nghe-an"),
    ("các bộ", "bo"),
    ("một tổ chức không có tên", None),
)
WORK = ("dạy bơi cho học sinh", "phòng, chống đuối nước", "báo cáo kết quả", "bố trí kinh phí", "bảo vệ trẻ em")
DEADLINES = (
    None,
    Deadline("trước ngày 30/6/2025", DeadlineKind.FIXED, due="2025-06-30"),
    Deadline("trong năm 2026", DeadlineKind.FIXED, due="2026"),
    Deadline("hằng quý", DeadlineKind.RECURRING, recurrence="quarterly"),
    Deadline("sau khi có quyết định", DeadlineKind.RELATIVE, trigger="quyết định"),
)
DOCUMENTS = 16


def made(number: int, chance: random.Random) -> Record:
    """A document with some duties, each of chance."""
    lines = []
    for place in range(1, chance.randint(2, 5)):
        words = f"{place}. Việc thứ {place} của văn bản {number}: {chance.choice(WORK)}, {chance.choice(WORK)}"
        lines.append((str(place), ClauseKind.ITEM, f"{place}.", words))
    province = chance.choice(("", "Nghệ An", "Hà Tĩnh"))
    record = draft(
        f"van-ban-{number}.txt",
        lines,
        type=chance.choice(("chỉ thị", "kế hoạch", "")),
        number=f"{number}/KH-UBND",
        issued=chance.choice(("", "2024", "2025-03-01", "2026-01-15")),
        province=province,
        issuer_id=chance.choice((None, "bo-y-te", "uy-ban-nhan-dan-tinh@nghe-an")),
        title=chance.choice(("về trẻ em", "về đuối nước", "")),
    )
    for _, _, _, words in lines:
        for _ in range(chance.randint(0, 2)):
            held = [Assignee(name, chance.choice(list(Role)), i) for name, i in chance.sample(AGENCIES, 2)]
            more = {"kind": chance.choice(list(ObligationKind)[:3]), "modality": chance.choice(list(Modality))}
            record = with_duty(record, words, held, deadline=chance.choice(DEADLINES), **more)
    return record


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base of documents and duties made by chance, on the real engine."""
    chance = random.Random(7)
    settings = new_settings(tmp_path_factory.mktemp("counted"))
    index = Index.open(settings, embed=FakeEmbedder())
    with KnowledgeBase(settings, store=Store.open(settings), index=index) as made_kb:
        for number in range(DOCUMENTS):
            record = made(number, chance)
            source = record.document.source
            made_kb.store.put(record, source_path=f"/{source}", original=original(source), analyser=1)
        made_kb.sync()
        yield made_kb


FIELDS = {
    "type": "types",
    "province": "provinces",
    "year": "years",
    "issuer": "issuers",
    "status": "statuses",
    "agency": "agencies",
    "role": "roles",
    "kind": "kinds",
    "due": "dues",
}
QUERIES = ("nhiệm vụ", "dạy bơi cho học sinh", "nhiệm vụ báo cáo của Sở Y tế Nghệ An trong năm 2025")
OTHERS: dict[str, dict[str, str]] = {
    "nothing else": {},
    "an agency": {"agency": "so-y-te@nghe-an"},
    "an agency and a role": {"agency": "bo-y-te", "role": "lead"},
    "a time": {"due": "2025-01-01..2025-12-31"},
    "days of issue": {"issued": "2025-03-01..2025-08-31"},
    "a kind and a place": {"kind": "awareness", "province": "Nghệ An"},
    "what finds nothing": {"type": "chỉ thị", "year": "1999"},
}


@pytest.mark.parametrize(("query", "name"), list(product(QUERIES, OTHERS)))
def test_a_choice_finds_as_many_duties_as_were_counted(kb: KnowledgeBase, query: str, name: str) -> None:
    others = OTHERS[name]
    asked = SearchRequest(query, **others)
    found = search_obligations(kb.resources, asked, counted=True)
    assert found.facets is not None
    assert found.facets.total == found.total
    # What was given up in the words stays so, as on the page.
    asked = replace(asked, dismissed=tuple(r.field.value for r in found.dropped))
    for field, counted in FIELDS.items():
        counts = getattr(found.facets, counted)
        if chosen := others.get(field):
            assert chosen in counts  # also where it leaves nothing
        for value, count in counts.items():
            narrowed = search_obligations(kb.resources, replace(asked, **{field: value}))
            if count:
                assert (field, value, narrowed.total) == (field, value, count)


@pytest.mark.parametrize("others", OTHERS.values(), ids=OTHERS)
def test_a_choice_finds_passages_of_as_many_documents_as_were_counted(
    kb: KnowledgeBase, others: dict[str, str]
) -> None:
    def documents(asked: SearchRequest) -> int:
        rows = search_passages(kb.resources, replace(asked, limit=200)).rows
        return len({doc for row in rows for doc in (row.doc, *(same.doc for same in row.same))})

    asked = SearchRequest("việc của văn bản", as_typed=True, **others)
    found = facets(kb.resources, asked)
    assert documents(asked) == found.total
    for field, name in FIELDS.items():
        for value, count in getattr(found, name).items():
            assert (field, value, documents(replace(asked, **{field: value}))) == (field, value, count)


def test_the_total_is_what_all_pages_hold(kb: KnowledgeBase) -> None:
    asked = SearchRequest("nhiệm vụ", limit=7)
    total = search_obligations(kb.resources, asked).total
    seen = [
        row.rank
        for first in range(0, total, 7)
        for row in search_obligations(kb.resources, replace(asked, offset=first)).rows
    ]
    assert seen == list(range(1, total + 1))
    assert search_obligations(kb.resources, replace(asked, offset=total)).rows == ()


@pytest.mark.parametrize("query", [*QUERIES, "day boi", "so y te duoi nuoc", "drowning", "UBND", "BHYT"])
def test_what_is_marked_are_words_of_the_duty(kb: KnowledgeBase, query: str) -> None:
    for row in search_obligations(kb.resources, SearchRequest(query, limit=50)).rows:
        text = kb.store.text(row.doc)
        assert row.quote == text[row.start : row.end]
        ends = [0]
        for start, end in row.highlights:
            assert ends[-1] <= start < end <= len(row.quote)
            ends.append(end)
            marked = Span(start, end).of(row.quote)
            assert marked == marked.strip()
        assert row.why.endswith(".")


def test_windows_have_names() -> None:
    from datetime import date

    said = [window_label(window) for window in windows(date(2026, 11, 22))]
    assert said == ["đến 21/11/2026", "tháng 11/2026", "quý IV/2026", "quý I/2027"]
