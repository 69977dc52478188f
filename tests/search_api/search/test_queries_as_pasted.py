"""Queries as they are pasted: broken in lines, with invisible characters, as citations."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace

import pytest

from index.query.document_numbers import number_asked_for
from search_api.bootstrap import KnowledgeBase
from search_api.search.filters import SearchRequest
from search_api.search.passages import search_passages
from tests.search_api.sample_knowledge_base import directive, original, plan

CITED = "Kế hoạch số 777/KH-UBND ngày 15/3/2024 của Ủy ban nhân dân tỉnh Nghệ An"
PLAIN = "thủy lợi, tập huấn sơ cứu"


@pytest.mark.parametrize(
    "query",
    [CITED, CITED.replace("/KH-", "/KH-\n").replace("nhân dân", "nhân\r\ndân"), CITED.partition(" của")[0],
     unicodedata.normalize("NFD", CITED), CITED.replace("15/3/2024", "15 tháng 3 năm 2024"), CITED.split(" ", 3)[3]],
    ids=["whole", "broken in lines", "without its issuer", "decomposed", "its day in words", "number, day and issuer"],
)  # fmt: skip
def test_a_citation_leads_to_its_document(held: KnowledgeBase, query: str) -> None:
    found = search_passages(held.resources, SearchRequest(query))
    assert [document.number for document in found.named] == ["777/KH-UBND"]
    assert number_asked_for(SearchRequest(query).text) == "777/kh/ubnd"
    assert not [reading for reading in found.understood.parsed_filters if reading.field == "due"]


@pytest.mark.parametrize(("office", "issuer"), [("Nghệ An", True), ("Lâm Đồng", False)])
def test_of_documents_with_one_number_the_one_of_the_office_is_meant(
    empty: KnowledgeBase, office: str, issuer: bool
) -> None:
    own = replace(plan(directive()), references=())
    sha256 = hashlib.sha256(b"another").hexdigest()
    lam_dong = replace(
        own.document, id=sha256[:12], sha256=sha256, source="khac.pdf", issuer_id="uy-ban-nhan-dan-tinh@lam-dong"
    )
    other = replace(own, document=lam_dong, obligations=(), references=())
    for record, original_file in ((own, original(own.document.source)), (other, b"another")):
        empty.store.put(record, source_path=f"/vb/{record.document.source}", original=original_file, analyser=1)
    empty.sync()
    query = f"Kế hoạch số 777/KH-UBND ngày 15/3/2024 của Ủy ban nhân dân tỉnh {office}"
    found = search_passages(empty.resources, SearchRequest(query))
    assert {row.doc for row in found.rows} == {own.document.id if issuer else lam_dong.id}


@pytest.mark.parametrize(
    "typed",
    [
        unicodedata.normalize("NFD", PLAIN),
        PLAIN.replace("ủy", "uỷ"),
        "thủy\u200b lợi,\u00a0tập hu\u00adấn\nsơ cứu",
        f"  {PLAIN} ",
    ],
    ids=["decomposed", "another tone placement", "invisible characters", "blanks around"],
)
def test_what_looks_alike_finds_the_same(held: KnowledgeBase, typed: str) -> None:
    found, plain = (search_passages(held.resources, SearchRequest(text)).rows for text in (typed, PLAIN))
    assert [(row.doc, row.path) for row in found] == [(row.doc, row.path) for row in plain]
    assert plain
