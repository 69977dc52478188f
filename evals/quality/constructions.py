"""Obligations by the construction that states them, in Markdown: ``python -m evals.quality.constructions``.

A gold row belongs to the construction its unit is found by; where nothing was found
there, to that of its own first words. So precision is counted over what was found,
recall over what the gold rows hold.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from corpus.model import Record
from corpus.vietnamese import fold
from evals.quality.extraction import GOLD_SETS, read_records, rows_of
from evals.quality.matching import even
from evals.quality.obligation_metrics import DocumentDuties, Row, score_obligations
from evals.quality.precision_recall import Score
from ingest.obligations import find_with_signals

_REPOSITORY = Path(__file__).resolve().parents[2]
_MEASURES = ("duty", "duty+agency", "duty+agency+role", "deadline", "report_to")

# The documents of the shared gold that were set aside while the first rules were made.
SET_ASIDE = ("631-TB-VPCP", "chithi-00211828", "22_ct-ttg-sap-xep-thon-to-chuc-thuc-hien", "43_tb-653-2025-vpcp-dien")

_ASSIGNED = re.compile(r"(?:giao|yêu cầu|đề nghị|phân công|kêu gọi|ủy quyền)\b")
_FORBIDDEN = re.compile(r"(?:tuyệt đối )?(?:không|nghiêm cấm)\b")
_WORSE = 10


def main() -> None:
    """Print the scores by set, then by construction, then the documents that lose most rows."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    lost: Counter[str] = Counter()
    _write("| documents | " + " | ".join((*_MEASURES, "kind")) + " | rows |\n|" + "---|" * (len(_MEASURES) + 3) + "\n")
    for name, rows, ignored, records in _parts():
        scores = score_obligations(rows, ignored, records)
        figures = [*(scores[m]["f1"] for m in _MEASURES), _right_kinds(rows, records)]
        _write(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + f" | {len(rows)} |\n")
        for doc in sorted({row["doc"] for row in rows}):
            mine = [row for row in rows if row["doc"] == doc]
            duties = DocumentDuties(records[doc], mine, [row["anchor"] for row in ignored if row["doc"] == doc])
            _count(records[doc], duties, mine, counts)
            lost[doc] += len(duties.gold - duties.found) + len(duties.found - duties.gold)
    _write("\n| construction | precision | recall | F1 | rows |\n|---|---|---|---|---|\n")
    for how in sorted(counts, key=lambda how: -counts[how]["gold"]):
        score = Score(counts[how]["tp"], counts[how]["fp"], counts[how]["gold"] - counts[how]["tp"])
        _write(f"| {how} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {counts[how]['gold']} |\n")
    _write("\nDocuments by rows lost or too many: ")
    _write(", ".join(f"{doc} {n}" for doc, n in lost.most_common(_WORSE) if n) + "\n")


def _right_kinds(rows: list[Row], records: dict[str, Record]) -> float:
    """The share of the gold units found whose duty, the first found there, is of the kind they give."""
    right = found = 0
    for doc in sorted({row["doc"] for row in rows}):
        mine = [row for row in rows if row["doc"] == doc]
        duties = DocumentDuties(records[doc], mine, [])
        wanted = {even(row["anchor"]): row["kind"] for row in mine}
        for obligation in records[doc].obligations:
            unit = duties.triples_of(obligation)[1]
            if unit is not None and (kind := wanted.pop(unit, "")):
                found += 1
                right += obligation.kind.value == kind
    return right / found if found else 0.0


def _write(text: str) -> None:
    sys.stdout.write(text)


def _parts() -> list[tuple[str, list[Row], list[Row], dict[str, Record]]]:
    """The gold sets that are there, the shared one in the documents rules were made on and those set aside."""
    out = []
    for name, (gold, sources) in GOLD_SETS.items():
        folders = [_REPOSITORY / source for source in sources]
        if not (_REPOSITORY / gold).is_dir() or not folders[0].is_dir():
            continue
        rows, ignored = (rows_of(_REPOSITORY / gold / f"{kind}.jsonl") for kind in ("obligations", "ignore"))
        records = read_records({row["doc"] for row in rows}, folders)
        parts = {name: rows}
        if name == "real":
            parts = {
                "real, rules made on them": [row for row in rows if row["doc"] not in SET_ASIDE],
                "real, set aside at first": [row for row in rows if row["doc"] in SET_ASIDE],
            }
        out += [(part, mine, ignored, records) for part, mine in parts.items()]
    return out


def _count(record: Record, duties: DocumentDuties, rows: list[Row], counts: dict[str, Counter[str]]) -> None:
    """Adds one document's rows to `counts`: by construction the gold rows, those found, and those found too many."""
    found_by: dict[str, str] = {}
    for obligation, signals in find_with_signals(record.text, record.clauses, record.document):
        how = signals.how if signals.who == "named" else f"{signals.how}, doer carried down"
        triples, unit = duties.triples_of(obligation)
        if unit is not None:
            found_by.setdefault(unit, how)
        right = {t for t in triples if duties.is_gold(t)}
        counts[how]["fp"] += len(triples) - len(right) if duties.counts(obligation) else 0
    for triple in duties.gold:
        how = found_by.get(triple[0]) or _by_words(triple[0], rows)
        counts[how]["gold"] += 1
        counts[how]["tp"] += triple in duties.found or any(duties.is_like(triple, other) for other in duties.found)


def _by_words(unit: str, rows: list[Row]) -> str:
    """The construction of a unit nothing was found in, by its first words and its gold rows."""
    words = fold(unit)
    if _FORBIDDEN.match(words):
        return "forbidden"
    if _ASSIGNED.match(words):
        return "assigned"
    mine = [row for row in rows if fold(row["anchor"]) == words]
    return "subject" if any(row["explicit"] for row in mine) else "imperative, doer carried down"


if __name__ == "__main__":
    main()
