"""Targets against gold rows: values with their units, their times, who follows them.

The rows (``evals/gold/targets``) were made by reading before the rules were written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from corpus.vietnamese import fold
from evals.quality.extraction import Row, rows_of, source_files
from evals.quality.precision_recall import Score
from ingest.readers import read
from ingest.structure import structure
from ingest.targets import Target, find_targets

_REPOSITORY = Path(__file__).resolve().parents[2]
GOLD = _REPOSITORY / "evals/gold/targets"
SOURCES = _REPOSITORY / "../shared/corpus/unread"


def evaluate(gold: Path = GOLD, sources: Path = SOURCES) -> dict[str, Any]:
    """Returns the score of targets (clause, value and unit), and of their times and holders where rows give them."""
    rows = rows_of(gold / "targets.jsonl")
    documents = yaml.safe_load((gold / "documents.yaml").read_text("utf-8"))
    hits = wrong = 0
    right, asked = {"due": 0, "holder": 0}, {"due": 0, "holder": 0}
    for doc, path in source_files(set(documents), [sources]).items():
        reading = read(path, path.read_bytes())
        left = [row for row in rows if row["doc"] == doc]
        for target in find_targets(reading.text, structure(reading)):
            row = next((row for row in left if _is_same(row, target)), None)
            if row is None:
                wrong += 1
                continue
            left.remove(row)
            hits += 1
            for field, got in (("due", target.due), ("holder", target.holder)):
                if field in row:
                    asked[field] += 1
                    right[field] += fold(row[field]) in fold(got)
    score = Score(hits, wrong, len(rows) - hits).row()
    return {"target": score} | {field: round(right[field] / asked[field], 4) for field in asked if asked[field]}


def _is_same(row: Row, target: Target) -> bool:
    want = (row["path"], float(row["value"]), row.get("to"), row["unit"])
    return want == (target.path, target.value, target.high, target.unit)
