"""Measures how far the confidence of obligations holds, and fits its weights.

``nhiemvu eval confidence``                    prints the reliability, documents left out one at a time
``python -m evals.quality.calibration --fit``  also writes ``corpus/reference/duty_confidence.yaml`` anew

The rules were made by reading the gold documents, so that on these they are right more often
than on others. Therefore the weights come from first readings: what the rules of two earlier
days found in documents before anyone had looked at them, each with whether it was right by rows
made later, and with the second reader's reading by a model made without that document.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from corpus.model import Record
from corpus.vocabulary import FOLDER
from evals.quality.extraction import GOLD_SETS, read_records, rows_of
from evals.quality.obligation_metrics import DocumentDuties, Row
from ingest.obligations import find_with_signals
from ingest.obligations.confidence import Signals, estimate, shipped_weights

_REPOSITORY = Path(__file__).resolve().parents[2]

# How strongly weights are drawn to nothing: as if each had been seen once more either way. Of 0.2, 1 and
# 5 this left the least squared error on documents left out.
PULL = 1.0
_NEWTON_STEPS = 20
# Keeps the equations solvable where two features always come together.
_STEADY = 1e-6
# Duties above this are to be right in at least as large a share.
SURE = 0.9
FIRST_READINGS = Path(__file__).resolve().parents[1] / "gold" / "first_readings.jsonl"
_SAID = {
    "first": "Read the first time, documents left out one at a time",
    "today": "On the gold rows, by the rules of today, which have read them",
}
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """A duty found in a gold document: what it was read by, and whether the gold rows say the same."""

    doc: str
    signals: Signals
    is_right: bool


def judged(record: Record, rows: list[Row], neutral: list[str], doc: str) -> list[Judged]:
    """The duties found in one document, those left out that count neither way."""
    duties = DocumentDuties(record, rows, neutral)
    out = []
    for obligation, signals in find_with_signals(record.text, record.clauses, record.document):
        is_right = duties.judge(obligation)
        if is_right is not None:
            out.append(Judged(doc, signals, is_right))
    return out


def all_judged() -> list[Judged]:
    """The duties found in the documents of every gold set that is there."""
    found: list[Judged] = []
    for gold, sources in GOLD_SETS.values():
        folders = [_REPOSITORY / source for source in sources]
        if not (_REPOSITORY / gold).is_dir() or not folders[0].is_dir():
            continue
        rows, ignored = (rows_of(_REPOSITORY / gold / f"{name}.jsonl") for name in ("obligations", "ignore"))
        for doc, record in read_records({row["doc"] for row in rows}, folders).items():
            mine = [row for row in rows if row["doc"] == doc]
            found += judged(record, mine, [row["anchor"] for row in ignored if row["doc"] == doc], doc)
    return found


def first_readings() -> list[Judged]:
    """Returns the obligations of `FIRST_READINGS`: as they were read before anyone knew the documents."""
    apart = {"doc", "reading", "right"}
    return [
        Judged(row["doc"], Signals(**{name: value for name, value in row.items() if name not in apart}), row["right"])
        for row in rows_of(FIRST_READINGS)
    ]


def fit(found: Sequence[Judged]) -> dict[str, tuple[float, int]]:
    """Returns the weight of each feature, with how many obligations have it: a logistic regression drawn to nothing."""
    columns = [j.signals.features() for j in found]
    names = sorted({name for column in columns for name in column})
    x = np.array([[column.get(name, 0.0) for name in names] for column in columns])
    y = np.array([j.is_right for j in found], dtype=float)
    drawn = np.array([0.0 if name == "always" else PULL for name in names])
    weights = np.zeros(len(names))
    for _ in range(_NEWTON_STEPS):
        chance = 1.0 / (1.0 + np.exp(-(x @ weights)))
        slope = x.T @ (chance - y) + drawn * weights
        bend = (x.T * (chance * (1.0 - chance))) @ x + np.diag(drawn + _STEADY)
        weights -= np.linalg.solve(bend, slope)
    seen = (x != 0).sum(axis=0)
    return {name: (round(float(w), 3), int(n)) for name, w, n in zip(names, weights, seen, strict=True)}


def _grouped(found: Iterable[Judged], key: Callable[[Judged], str]) -> list[list[Judged]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return [groups[name] for name in sorted(groups)]


def left_out(found: list[Judged]) -> list[tuple[float, bool]]:
    """Each duty's confidence by weights fitted without its document, and whether it was right."""
    out = []
    for mine in _grouped(found, lambda j: j.doc):
        weights = {key: weight for key, (weight, _) in fit([j for j in found if j.doc != mine[0].doc]).items()}
        out += [(estimate(j.signals, weights), j.is_right) for j in mine]
    return out


def reliability() -> dict[str, Any]:
    """Returns how far confidence holds: at first sight with documents left out, and on the gold rows of today.

    Each has ``error`` (expected calibration error), ``sure`` (duties above `SURE`, and the share of them
    that is right) and ``bins``: confidence, duties, mean, right.
    """
    today = [(estimate(j.signals, shipped_weights()), j.is_right) for j in all_judged()]
    return {
        name: _reliability(pairs) for name, pairs in (("first", left_out(first_readings())), ("today", today)) if pairs
    }


def _reliability(pairs: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    bins = [
        {
            "confidence": name,
            "duties": len(inside),
            "mean": round(sum(c for c, _ in inside) / len(inside), 3),
            "right": round(sum(right for _, right in inside) / len(inside), 3),
        }
        for name, inside in _bins(pairs)
    ]
    sure = [right for c, right in pairs if c > SURE]
    above = {"duties": len(sure), "right": round(sum(sure) / len(sure), 3) if sure else None}
    return {"error": round(calibration_error(pairs), 3), "sure": above, "bins": bins}


def table(figures: dict[str, Any]) -> list[str]:
    """Returns the lines of a reliability table in Markdown, for each of the two."""
    lines = []
    for name, of_name in figures.items():
        sure = of_name["sure"]
        lines += [f"{_SAID[name]}: expected calibration error {of_name['error']:.3f};"]
        lines += [f"of {sure['duties']} duties above {SURE:.2f}, {sure['right']} are right.", ""]
        lines += ["| confidence | duties | mean confidence | right |", "|---|---|---|---|"]
        lines += [
            f"| {b['confidence']} | {b['duties']} | {b['mean']:.3f} | {b['right']:.3f} |" for b in of_name["bins"]
        ]
        lines.append("")
    return lines


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: the mean distance of confidence from the share of right duties, bin by bin."""
    return sum(
        len(inside) * abs(sum(c for c, _ in inside) - sum(right for _, right in inside)) / len(inside)
        for _, inside in _bins(pairs)
    ) / len(pairs)


def _bins(pairs: Sequence[tuple[float, bool]]) -> list[tuple[str, list[tuple[float, bool]]]]:
    out = []
    for low, high in pairwise(BINS):
        inside = [(c, right) for c, right in pairs if low <= c < high or (high == 1.0 and c == 1.0)]
        if inside:
            out.append((f"{low:.2f}-{high:.2f}", inside))
    return out


def main() -> None:
    """Print the reliability by bins; write the weights where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fit", action="store_true", help="write the weights anew")
    if options.parse_args().fit:
        rows = "".join(
            f"- {{key: {key!r}, weight: {weight}, of: {n}}}\n" for key, (weight, n) in fit(first_readings()).items()
        )
        (FOLDER / "duty_confidence.yaml").write_text(_HEAD + rows, "utf-8")
    sys.stdout.write("\n".join(table(reliability())) + "\n")


_HEAD = """\
# What speaks for an obligation as it was read and what against it, agencies and roles included:
# the weights of a logistic regression, fitted on obligations as they were read the first time
# (evals/gold/first_readings.jsonl) by `python -m evals.quality.calibration --fit`; `of` says
# how many of them have the feature. "who nobody" is where the text names nobody;
# "second: …" is of the second reader.
"""


if __name__ == "__main__":
    main()
