"""The worth of the second reader: documents left out, and figures that tell agreeing from differing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Document, Record
from evals.quality.extraction import GOLD_SETS
from evals.second_reader.examples import Example, all_examples, examples_of
from evals.second_reader.validation import FOLDS, figures_of, fold_of, left_out, train_extraction
from ingest.metadata import describe
from ingest.readers.extracted_text import ExtractedText
from ingest.structure import structure

TEXT = """II. NHIỆM VỤ
1. Sở Y tế rà soát các trạm y tế xã.
2. Sở Tài chính phối hợp với Sở Nội vụ bố trí kinh phí.
"""
ROWS = [
    {"doc": "a", "anchor": "Sở Y tế rà soát", "agency": "Sở Y tế", "role": "lead"},
    {"doc": "a", "anchor": "Sở Tài chính phối hợp", "agency": "Sở Tài chính", "role": "lead"},
    {"doc": "a", "anchor": "Sở Tài chính phối hợp", "agency": "Sở Nội vụ", "role": "support"},
]


def _examples() -> list[Example]:
    reading = ExtractedText(text=TEXT, media_type="text/plain")
    clauses = structure(reading)
    document: Document = describe(reading, clauses, id="a", source="a.txt", sha256="")
    rows = [row | {"scope": "", "deadline": "", "report_to": []} for row in ROWS]
    return list(examples_of("a", Record(document, reading.text, clauses), rows, []))


def test_examples_hold_what_rows_and_rules_say() -> None:
    first, second = _examples()
    assert (first.rows, second.rows) == (1, 2)
    assert first.is_duty_to_rules and first.tagged.is_duty and first.tagged.is_read
    assert second.tagged.labels[:3] == ("B-lead", "I-lead", "I-lead")
    assert [span.role for span in second.first] == ["lead", "support"]


def test_figures_tell_agreeing_from_differing() -> None:
    one, two = _examples()
    figures = figures_of([(one, 0.9, one.first), (two, 0.9, two.first[:1])])
    assert figures["where they agree"] == {"sentences": 1, "right": 1.0}
    assert figures["where they differ"] == {"sentences": 1, "right": 1.0}
    assert figures["rules"]["bodies"]["f1"] == 1.0
    assert figures["second"]["bodies"]["recall"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["second"]["duty"]["f1"] == 1.0


def test_a_document_is_in_one_fold_and_folds_are_of_one_size() -> None:
    one = _examples()[0]
    many = [replace(one, tagged=replace(one.tagged, doc=f"d{i}")) for i in range(4 * FOLDS)]
    folds = list(fold_of(many).values())
    assert sorted(folds) == sorted([*range(FOLDS)] * 4)


def test_the_recipe_writes_weights_and_tells_their_worth(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("evals.second_reader.examples.TRAINING_SETS", {"samples": GOLD_SETS["samples"]})
    figures = train_extraction(tmp_path / "weights.npz")
    assert figures["documents"] == 8
    assert 0 < figures["bytes"] < 1_000_000
    assert figures["left_out"]["second"]["duty"]["f1"] > 0.8


@pytest.mark.slow
@pytest.mark.shared
def test_where_the_readers_differ_rules_are_wrong_more_often(shared: Path) -> None:
    assert shared.is_dir()
    figures = figures_of(left_out(all_examples(), 0))
    assert figures["where they agree"]["right"] > figures["where they differ"]["right"] + 0.1
