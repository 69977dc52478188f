"""The gold rows of the sample documents fit the documents and the model."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.documents.generator.source import samples
from corpus.documents.generator.source import text as source_text
from corpus.documents.generator.writing import FILES
from corpus.model import Modality, ObligationKind, Relation, Role
from corpus.normalized_text import normalize_span
from evals.quality.matching import Units, even
from ingest.readers import read

GOLD = Path(__file__).resolve().parents[3] / "evals" / "gold"
SOURCES = {Path(sample.file).stem: sample for sample in samples()}
SCOPES = {"", "Mộc Giang", "Bạch Lam"}
SCAN = "9640-TB-VPCP"  # recognising its letters takes fifteen seconds, so its words come from its source


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]


DOCUMENTS, REFERENCES = rows("documents"), rows("references")
OBLIGATIONS, IGNORED = rows("obligations"), rows("ignore")


@cache
def words(doc: str) -> str:
    """A sample's text as the reader gives it."""
    sample = SOURCES[doc]
    return source_text(sample) if doc == SCAN else read(FILES / sample.file).text


@cache
def even_words(doc: str) -> str:
    return even(normalize_span(words(doc)).text)


ANCHORS: dict[str, set[str]] = defaultdict(set)
for _row in OBLIGATIONS + IGNORED:
    ANCHORS[_row["doc"]].add(_row["anchor"])


@pytest.mark.parametrize("doc", ANCHORS)
def test_every_anchor_is_found_once_in_its_document(doc: str) -> None:
    units = Units(words(doc), ANCHORS[doc]).units  # raises on an anchor that is not there
    assert len(units) == len(ANCHORS[doc])
    assert [anchor for anchor in ANCHORS[doc] if even_words(doc).count(even(anchor)) != 1] == []


@pytest.mark.parametrize("doc", sorted({row["doc"] for row in REFERENCES}))
def test_every_quote_stands_in_its_document_and_holds_its_number(doc: str) -> None:
    for row in REFERENCES:
        if row["doc"] == doc:
            assert even(row["quote"]) in even_words(doc), row["quote"]
            assert row["number"] in row["quote"]


@pytest.mark.parametrize("row", DOCUMENTS, ids=[row["doc"] for row in DOCUMENTS])
def test_number_title_and_signer_stand_in_the_document(row: dict[str, Any]) -> None:
    for field in ("number", "title", "signer"):
        assert even(row.get(field, "")) in even_words(row["doc"]), field


def test_every_sample_has_its_document_row_once() -> None:
    assert sorted(row["doc"] for row in DOCUMENTS) == sorted(SOURCES)


def test_roles_kinds_modalities_and_relations_are_of_the_model() -> None:
    assert {row["role"] for row in OBLIGATIONS} <= set(Role)
    assert {row["kind"] for row in OBLIGATIONS} <= set(ObligationKind)
    assert {row["modality"] for row in OBLIGATIONS} <= set(Modality)
    assert {row["relation"] for row in REFERENCES} <= set(Relation)


def test_scopes_are_the_provinces_of_the_samples() -> None:
    assert {row["scope"] for row in OBLIGATIONS} <= SCOPES
    assert {row["province"] for row in DOCUMENTS} <= SCOPES


def test_dates_are_days() -> None:
    for row in REFERENCES:
        assert row["date"] == "" or date.fromisoformat(row["date"])


def test_no_row_is_there_twice() -> None:
    duties = Counter((r["doc"], even(r["anchor"]), r["agency"], r["scope"], r["role"]) for r in OBLIGATIONS)
    citations = Counter((r["doc"], r["quote"], r["relation"]) for r in REFERENCES)
    assert [key for key, n in (duties + citations).items() if n > 1] == []


def test_a_row_without_a_doer_is_not_explicit() -> None:
    assert [row["anchor"] for row in OBLIGATIONS if not row["agency"] and row["explicit"]] == []


def test_no_ignored_place_is_a_duty_too() -> None:
    duties = {(row["doc"], even(row["anchor"])) for row in OBLIGATIONS}
    assert [row["anchor"] for row in IGNORED if (row["doc"], even(row["anchor"])) in duties] == []
