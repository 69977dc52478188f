"""Which rows an export holds, and the same rows as CSV and spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from search_api.bootstrap import KnowledgeBase
from search_api.errors import UnknownAgency
from search_api.exports.writers import Format, write
from search_api.records.selection import RecordType, rows, select
from search_api.schemas.records import SetAsideRow, plain


def sources(kb: KnowledgeBase, **narrowed: str) -> set[str]:
    return {d.source for d in select(kb.resources, **narrowed).documents}


PLAN, DIRECTIVE, DECISION, NEWS = "ke-hoach-777.pdf", "chi-thi-999.docx", "quyet-dinh-555.txt", "tin.html"

DAYS = {
    "before anything": ("2023-12-31", set()),
    "on the day of issue": ("2024-01-02", {DIRECTIVE, NEWS}),
    "before it was repealed": ("2025-01-31", {DIRECTIVE, PLAN, NEWS}),
    "after it was repealed": ("2025-02-01", {DIRECTIVE, DECISION, NEWS}),
}


@pytest.mark.parametrize(("day", "expected"), DAYS.values(), ids=DAYS)
def test_as_of_a_day(held: KnowledgeBase, day: str, expected: set[str]) -> None:
    assert sources(held, as_of=day) == expected


def test_documents_without_a_date_are_taken_in_and_told_of(held: KnowledgeBase) -> None:
    selection = select(held.resources, as_of="2025-06-01")
    assert [d.source for d in selection.undated] == [NEWS]
    assert [d.source for d in selection.ended] == [PLAN]


NAMES = {
    "name with its province": ("Sở Y tế tỉnh Nghệ An", {PLAN}),
    "without accents": ("so y te nghe an", {PLAN}),
    "id": ("so-y-te@ha-tinh", {DECISION}),
    "every province": ("Sở Y tế", {PLAN, DECISION}),
    "central": ("Bộ Y tế", {DIRECTIVE}),
}


@pytest.mark.parametrize(("name", "expected"), NAMES.values(), ids=NAMES)
def test_of_an_agency(held: KnowledgeBase, name: str, expected: set[str]) -> None:
    assert sources(held, agency=name) == expected


def test_obligations_of_an_agency_include_those_of_its_class(held: KnowledgeBase) -> None:
    found = [
        plain(r) for r in rows(held.resources, RecordType.OBLIGATIONS, select(held.resources, agency="so-y-te@nghe-an"))
    ]
    assert [row["path"] for row in found] == ["ii/1/diem-a", "ii/1/diem-b", "ii/2"]


def test_clauses_of_an_agency_are_those_with_its_duties(held: KnowledgeBase) -> None:
    found = rows(held.resources, RecordType.CLAUSES, select(held.resources, agency="Sở Tài chính Nghệ An"))
    assert [row.path for row in found] == ["ii/1/diem-a", "ii/2", "phu-luc-1/bang-1/hang-1"]


def test_an_unknown_agency_is_refused_with_the_nearest_names(held: KnowledgeBase) -> None:
    with pytest.raises(UnknownAgency, match=r"Không nhận ra cơ quan “Bộ Y t”.*Bộ Y tế"):
        select(held.resources, agency="Bộ Y t")


def test_agencies_count_by_role_and_keep_unknown_names(held: KnowledgeBase) -> None:
    found = {
        (row.agency_id or row.name): row for row in rows(held.resources, RecordType.AGENCIES, select(held.resources))
    }
    finance = found["so-tai-chinh@nghe-an"]
    assert (finance.name, finance.province) == ("Sở Tài chính", "Nghệ An")
    assert (finance.obligations, finance.lead, finance.support, finance.direct) == (2, 1, 1, 0)
    unknown = found["các tỉnh, thành phố"]
    assert unknown.agency_id is None
    assert unknown.lead == 1


# --- forms ---------------------------------------------------------------------


def written(kb: KnowledgeBase, what: RecordType, form: Format) -> tuple[bytes, str]:
    out, text = io.BytesIO(), io.StringIO()
    count = write(rows(kb.resources, what, select(kb.resources)), form, out, text)
    assert count == len(list(rows(kb.resources, what, select(kb.resources))))
    return out.getvalue(), text.getvalue()


def test_jsonl_is_one_object_a_line_in_vietnamese_letters(held: KnowledgeBase) -> None:
    _, text = written(held, RecordType.OBLIGATIONS, Format.JSONL)
    assert "Sở Y tế" in text
    assert [json.loads(line) for line in text.splitlines()]


def test_csv_has_one_column_for_each_role(held: KnowledgeBase) -> None:
    _, text = written(held, RecordType.OBLIGATIONS, Format.CSV)
    found = list(csv.DictReader(io.StringIO(text)))
    training = next(row for row in found if row["path"] == "ii/1/diem-a")
    assert training["lead"] == "Sở Y tế (Nghệ An)"
    assert training["support"] == "Sở Tài chính (Nghệ An)"
    assert training["direct"] == ""
    assert training["deadline.recurrence"] == "quarterly"
    assert training["report_to"] == "Ủy ban nhân dân tỉnh"


def test_csv_of_nothing_is_empty() -> None:
    text = io.StringIO()
    assert write([], Format.CSV, io.BytesIO(), text) == 0
    assert text.getvalue() == ""


def test_a_spreadsheet_has_vietnamese_headings_and_no_formulas(held: KnowledgeBase) -> None:
    from openpyxl import load_workbook

    out, _ = written(held, RecordType.OBLIGATIONS, Format.XLSX)
    lines = list(load_workbook(io.BytesIO(out)).active.iter_rows(values_only=True))
    assert {"Nguyên văn", "Chủ trì", "Phối hợp", "Hạn", "Báo cáo cho"} <= set(lines[0])
    assert len(lines) == 1 + len(list(rows(held.resources, RecordType.OBLIGATIONS, select(held.resources))))


def test_words_that_look_like_a_formula_stay_words_and_long_ones_say_they_are_cut() -> None:
    from openpyxl import load_workbook

    out = io.BytesIO()
    write([SetAsideRow("=1+1", "x" * 40_000)], Format.XLSX, out, io.StringIO())
    cells = next(load_workbook(io.BytesIO(out.getvalue())).active.iter_rows(min_row=2))
    assert (cells[0].value, cells[0].data_type) == ("=1+1", "s")
    assert len(cells[1].value) == 32_767
    assert cells[1].value.endswith("xem đủ bằng --format jsonl]")
