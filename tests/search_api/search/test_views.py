"""The keys of every row are the contract of the command line and the API: more may come, none may go."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from search_api.bootstrap import KnowledgeBase
from search_api.exports.writers import Format, write
from search_api.records.selection import RecordType, rows, select
from search_api.schemas.passages import SearchRow
from search_api.schemas.records import AssigneeRow, DeadlineRow, DocumentRow, SetAsideRow, plain
from search_api.search.filters import SearchRequest

CONTRACT = {
    RecordType.DOCUMENTS: "doc source sha256 kind type number issuer issuer_id issued title province signer recipients "
    "about status pages warnings",
    RecordType.CLAUSES: "doc source path parent kind label start end page text",
    RecordType.OBLIGATIONS: "id doc source path start end quote action kind modality explicit assignees deadline "
    "report_to product confidence reason",
    RecordType.REFERENCES: "doc source path start end quote number type issuer date relation target",
    RecordType.AGENCIES: "agency_id name province level is_class obligations lead support direct",
}


def exported(kb: KnowledgeBase, what: RecordType, **narrowed: str) -> list[dict[str, Any]]:
    return [plain(row) for row in rows(kb.resources, what, select(kb.resources, **narrowed))]


@pytest.mark.parametrize("what", CONTRACT)
def test_exported_rows_begin_with_the_keys_of_the_contract(held: KnowledgeBase, what: RecordType) -> None:
    found = exported(held, what)
    assert found
    keys = CONTRACT[what].split()
    assert all(list(row)[: len(keys)] == keys for row in found)


def test_what_is_doubtful_in_a_document_is_a_list_of_its_own(held: KnowledgeBase) -> None:
    listed = {row["number"]: row["doubts"] for row in exported(held, RecordType.DOCUMENTS)}
    [doubt] = listed.pop("777/KH-UBND")
    assert list(doubt) == ["field", "read", "reason", "candidates", "page"]
    assert (doubt["field"], doubt["read"], doubt["candidates"]) == ("number", "777/KH-UBND", ("771/KH-UBND",))
    assert set(listed.values()) == {()}


def test_a_doubt_is_a_sentence_in_a_flat_export(held: KnowledgeBase) -> None:
    text = StringIO()
    write(rows(held.resources, RecordType.DOCUMENTS, select(held.resources)), Format.CSV, BytesIO(), text)
    told = {row["number"]: row["doubts"] for row in csv.DictReader(StringIO(text.getvalue()))}
    assert told["777/KH-UBND"] == (
        "Số, ký hiệu: đọc được “777/KH-UBND”. Số viết tay trên bản quét. Có thể là: 771/KH-UBND."
    )
    assert told["999-CT/MM"] == ""


def test_a_search_row_begins_with_the_keys_of_the_contract(held: KnowledgeBase) -> None:
    keys = ["rank", "score", "doc", "source", "path", "start", "end", "text", "highlights", "number", "title", "why"]
    found = [plain(row) for row in held.search(SearchRequest("đuối nước")).rows]
    assert found
    assert all(list(row)[: len(keys)] == keys for row in found)


def test_a_crosswalk_row_begins_with_the_keys_of_the_contract(held: KnowledgeBase) -> None:
    keys = ["parent_doc", "parent_path", "parent_quote", "coverage", "score", "children", "note"]
    found = [plain(row) for row in held.crosswalk("999-CT/MM", "777/KH-UBND").rows]
    assert found
    assert all(list(row)[: len(keys)] == keys for row in found)
    children = [child for row in found for child in row["children"]]
    assert children
    assert all(list(child)[:4] == ["doc", "path", "quote", "score"] for child in children)


def test_nested_rows_have_the_keys_of_the_contract(held: KnowledgeBase) -> None:
    found = exported(held, RecordType.OBLIGATIONS)
    assignees = [a for row in found for a in row["assignees"]]
    assert {tuple(a) for a in assignees} == {("name", "agency_id", "scope", "role", "derived", "of_class")}
    deadlines = [row["deadline"] for row in found if row["deadline"]]
    assert {tuple(d) for d in deadlines} == {("text", "kind", "due", "recurrence", "trigger", "next_due")}
    assert None in [row["deadline"] for row in found]
    assert {tuple(a) for row in found for a in row["report_to"]} == {("name", "agency_id")}
    assert list(plain(SetAsideRow("a.pdf", "hỏng"))) == ["source", "reason"]


def test_every_span_is_its_words(held: KnowledgeBase) -> None:
    texts = {d.id: held.store.text(d.id) for d in held.store.documents()}
    for what, words in (
        (RecordType.CLAUSES, "text"),
        (RecordType.REFERENCES, "quote"),
        (RecordType.OBLIGATIONS, "quote"),
    ):
        for row in exported(held, what):
            assert texts[row["doc"]][row["start"] : row["end"]] == row[words]


@pytest.mark.parametrize("view", [DocumentRow, AssigneeRow, DeadlineRow, SearchRow], ids=lambda v: v.__name__)
def test_a_field_nobody_declared_is_an_error(view: type) -> None:
    with pytest.raises(ValidationError, match=r"extra|unexpected"):
        TypeAdapter(view).validate_python({"invented": 1})
