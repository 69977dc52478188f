"""A report that names no number is about the document of the kind, issuer and subject it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.model import Clause, ClauseKind, Document, DocumentKind, Relation
from ingest.references import find_references, resolve

REPORT = Document(id="r", source="r.txt", sha256="", kind=DocumentKind.SECONDARY, type="tin tức")
DIRECTIVE = Document(
    id="d",
    source="d.txt",
    sha256="",
    type="chỉ thị",
    number="98-CT/TW",
    issuer="Bộ Chính trị",
    issued="2023-12-25",
    title="về tăng cường công tác bảo tồn nghề trồng sen ở các tỉnh miền núi trong tình hình mới",
)
HEADLINE = "Chỉ thị của Bộ Chính trị về tăng cường công tác bảo tồn nghề trồng sen"
LEAD = "Theo đó, các cấp ủy tập trung lãnh đạo, chỉ đạo."


def reported(headline: str, lead: str = LEAD, document: Document = REPORT) -> list[tuple[str, str, Relation, str]]:
    text = f"{headline}\n{lead}"
    cut = len(headline)
    clauses = (
        Clause("ten", None, ClauseKind.TITLE, "", 0, cut, cut),
        Clause("doan-1", None, ClauseKind.PARAGRAPH, "", cut + 1, len(text), len(text)),
    )
    return [(r.type, r.issuer, r.relation, r.quote) for r in find_references(text, clauses, document)]


def test_a_headline_that_names_kind_issuer_and_subject_reports_on_that_document() -> None:
    assert reported(HEADLINE) == [("chỉ thị", "Bộ Chính trị", Relation.REPORTS_ON, HEADLINE)]


def test_a_lead_that_says_who_issued_it_does_too() -> None:
    lead = "Bộ Chính trị vừa ban hành Chỉ thị về tăng cường công tác bảo tồn nghề trồng sen."
    assert reported("Giữ nghề trồng sen", lead) == [("chỉ thị", "Bộ Chính trị", Relation.REPORTS_ON, lead[:-1])]


@pytest.mark.parametrize(
    ("headline", "document"),
    [
        pytest.param(HEADLINE, replace(REPORT, kind=DocumentKind.PRIMARY, type="kế hoạch"), id="no report"),
        pytest.param(HEADLINE, replace(REPORT, about=("97-CT/TW",)), id="a number says what it is about"),
        pytest.param("Chỉ thị về tăng cường công tác bảo tồn nghề trồng sen", REPORT, id="no issuer"),
        pytest.param("Chỉ thị của Bộ Chính trị về sen", REPORT, id="too short a subject"),
    ],
)
def test_nothing_is_said_where_it_is_not_certain(headline: str, document: Document) -> None:
    assert reported(headline, document=document) == []


@pytest.mark.parametrize(
    ("held", "target"),
    [
        pytest.param([DIRECTIVE], "d", id="held"),
        pytest.param([replace(DIRECTIVE, issuer="Ban Bí thư")], None, id="of another body"),
        pytest.param([replace(DIRECTIVE, title="về trồng sen")], None, id="of another subject"),
        pytest.param([DIRECTIVE, replace(DIRECTIVE, id="e", number="99-CT/TW")], None, id="one of two"),
    ],
)
def test_the_document_is_found_where_one_alone_is_meant(held: list[Document], target: str | None) -> None:
    text = f"{HEADLINE}\n{LEAD}"
    clauses = (Clause("ten", None, ClauseKind.TITLE, "", 0, len(HEADLINE), len(HEADLINE)),)
    (reference,) = find_references(text, clauses, REPORT)
    resolved = resolve(reference, held)
    assert resolved.target == target
    assert bool(resolved.reason) is (target is None)
