from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from corpus.model import (
    Assignee,
    Deadline,
    DeadlineKind,
    Document,
    Modality,
    Obligation,
    ObligationKind,
    Record,
    Reference,
    Relation,
    Role,
)
from evals.quality import extraction
from evals.quality.extraction import score_documents, score_references
from evals.quality.obligation_metrics import score_obligations
from evals.quality.precision_recall import Score

TEXT = "Sở Y tế chủ trì việc này trước ngày 30/6/2025. Sở Nội vụ làm việc kia. Phần còn lại là bối cảnh chung."


def obligation(number: int, words: str, agency: str, role: Role = Role.LEAD, deadline: str = "") -> Obligation:
    start = TEXT.index(words)
    return Obligation(
        id=f"doan-1#{number}",
        path="doan-1",
        start=start,
        end=start + len(words),
        quote=words,
        action=words,
        kind=ObligationKind.SERVICES,
        modality=Modality.MUST,
        explicit=True,
        assignees=(Assignee(agency, role),),
        deadline=Deadline(deadline, DeadlineKind.FIXED) if deadline else None,
    )


def gold(anchor: str, agency: str, role: str = "lead", deadline: str = "") -> dict[str, Any]:
    fields = {"doc": "d", "anchor": anchor, "agency": agency, "scope": "", "role": role}
    return {**fields, "deadline": deadline, "report_to": []}


FIRST = "Sở Y tế chủ trì việc này trước ngày 30/6/2025."
SECOND = "Sở Nội vụ làm việc kia."
BACKGROUND = "Phần còn lại là bối cảnh chung."


def scores(*found: Obligation) -> dict[str, Any]:
    rows = [gold("Sở Y tế chủ trì", "Sở Y tế", deadline="trước ngày 30/6/2025"), gold("Sở Nội vụ làm", "Sở Nội vụ")]
    return score_obligations(rows, [], {"d": Record(Document("d", "d.txt", ""), TEXT, obligations=found)})


def test_all_right() -> None:
    found = scores(obligation(1, FIRST, "Sở Y tế", deadline="trước ngày 30/6/2025"), obligation(2, SECOND, "sở nội vụ"))
    assert {name: row["f1"] for name, row in found.items() if name != "report_to"} == {
        "duty": 1,
        "duty+agency": 1,
        "duty+agency+role": 1,
        "deadline": 1,
    }


def test_a_missed_duty_a_wrong_role_and_background_each_cost() -> None:
    found = scores(obligation(1, FIRST, "Sở Y tế", Role.SUPPORT), obligation(2, BACKGROUND, "Sở Tài chính"))
    assert (found["duty"]["tp"], found["duty"]["fp"], found["duty"]["fn"]) == (1, 1, 1)
    assert found["duty+agency"]["tp"] == 1
    assert found["duty+agency+role"]["tp"] == 0
    assert found["deadline"]["fn"] == 1


def test_nothing_found_is_nothing_right() -> None:
    assert scores()["duty"] == Score(0, 0, 2).row()


def test_references_and_documents_by_field() -> None:
    cited = Reference("p", 0, 1, "S", "1183/QĐ-TTg", "quyết định", "", "2024-01-01", Relation.IMPLEMENTS)
    document = Document("d", "d.txt", "", type="kế hoạch", number="9/KH-UBND", issuer="UBND tỉnh X")
    records = {"d": Record(document, TEXT, references=(cited,))}
    rows = [
        {"doc": "d", "number": "1183/QÐ-TTg", "relation": "implements", "date": "2024-01-02"},
        {"doc": "d", "number": "28-CT/TW", "relation": "mentions", "date": ""},
    ]
    found = score_references(rows, records)
    assert found["numbered"]["recall"] == 0.5
    assert (found["relation_accuracy"], found["date_accuracy"]) == (0.5, 0)
    row = {"doc": "d", "type": "Kế hoạch", "number": "9/KH-UBND", "issuer": "Ủy ban nhân dân tỉnh X", "signer": "A"}
    assert score_documents([row], records) == {"type": 1, "number": 1, "issuer": 1, "signer": 0, "mean": 0.75}


@pytest.mark.slow
def test_the_figures_are_those_of_the_shared_scorer(shared: Path, tmp_path: Path) -> None:
    """Two scorers written apart agree on real documents: neither counts something else than the guide says."""
    folders = [shared / "corpus" / part for part in ("seeds", "admin", "web")]
    rows = [json.loads(line) for line in (shared / "gold/obligations.jsonl").read_text("utf-8").splitlines()]
    records = extraction.read_records({row["doc"] for row in rows}, folders)
    ours = extraction.evaluate(shared / "gold", folders)

    predicted, docs = tmp_path / "obligations.jsonl", tmp_path / "docs"
    docs.mkdir()
    with predicted.open("w", encoding="utf-8") as lines:
        for record in records.values():
            for found in record.obligations:
                lines.write(json.dumps({**asdict(found), "source": record.document.source}, ensure_ascii=False) + "\n")
    for folder in folders:
        for path in folder.glob("*.txt"):
            (docs / path.name).symlink_to(path)
    command = [sys.executable, shared / "tools/score.py", "obligations", "--gold", shared / "gold/obligations.jsonl"]
    command += ["--ignore", shared / "gold/ignore.jsonl", "--pred", predicted, "--docs", docs]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    for name in ("duty", "duty+agency", "duty+agency+role", "deadline", "report_to"):
        assert ours["obligations"][name]["f1"] == pytest.approx(theirs[name]["f1"], abs=0.02), name
