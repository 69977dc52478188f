"""What the confidence of a duty is worth: its table fitted on gold rows, and how reliable it is on other documents.

``python -m evals.quality.calibration``        prints the reliability, documents left out one at a time
``python -m evals.quality.calibration --fit``  also writes ``corpus/reference/duty_confidence.yaml`` anew
``… --more GOLD SOURCES``               counts the rows of one more gold folder over its folder of sources
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus.model import Record
from corpus.vocabulary import FOLDER
from evals.quality.extraction import GOLD_SETS, read_records, rows_of
from evals.quality.obligation_metrics import DocumentDuties, Row
from ingest.obligations import find_with_signals
from ingest.obligations.confidence import ALL, MALFORMED, MALFORMED_PRIOR, REPORT, UNKNOWN, Signals, estimate

_REPOSITORY = Path(__file__).resolve().parents[2]

# A share counted on few duties leans on that of its construction as if so many more had
# been seen there; of 2, 4, 8 and 16 this left the least error on documents left out.
PRIOR = 8
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


def all_judged(more: Iterable[tuple[Path, Path]] = ()) -> list[Judged]:
    """The duties found in the documents of every gold set that is there, and of `more` of them with their sources."""
    found: list[Judged] = []
    for gold, sources in (*GOLD_SETS.values(), *((gold, (source,)) for gold, source in more)):
        folders = [_REPOSITORY / source for source in sources]
        if not (_REPOSITORY / gold).is_dir() or not folders[0].is_dir():
            continue
        rows, ignored = (rows_of(_REPOSITORY / gold / f"{name}.jsonl") for name in ("obligations", "ignore"))
        for doc, record in read_records({row["doc"] for row in rows}, folders).items():
            mine = [row for row in rows if row["doc"] == doc]
            found += judged(record, mine, [row["anchor"] for row in ignored if row["doc"] == doc], doc)
    return found


def fit(found: Iterable[Judged]) -> dict[str, tuple[float, int]]:
    """The share of right duties by key, with how many it was counted on; a row leans on the one above it."""
    found = list(found)
    table = {ALL: (_share(found, 0.9), len(found))}
    for by_how in _grouped(found, lambda j: j.signals.how):
        key = by_how[0].signals.how
        table[key] = (_share(by_how, table[ALL][0]), len(by_how))
        for by_who in _grouped(by_how, lambda j: j.signals.key):
            table[by_who[0].signals.key] = (_share(by_who, table[key][0]), len(by_who))
    shares = {key: share for key, (share, _) in table.items()}
    factors = {
        UNKNOWN: (1.0, [j for j in found if j.signals.unknown]),
        REPORT: (1.0, [j for j in found if j.signals.report]),
        MALFORMED: (MALFORMED_PRIOR, [j for j in found if j.signals.malformed]),
    }
    for key, (prior, some) in factors.items():
        expected = sum(estimate(Signals(j.signals.how, j.signals.who), shares) for j in some)
        right = sum(j.is_right for j in some)
        # No doubt is counted away: a factor is at most what it leans on.
        table[key] = (min(prior, round((right + PRIOR * prior) / (expected + PRIOR), 3)), len(some))
    return table


def _share(some: Sequence[Judged], above: float) -> float:
    return round((sum(j.is_right for j in some) + PRIOR * above) / (len(some) + PRIOR), 3)


def _grouped(found: Iterable[Judged], key: Callable[[Judged], str]) -> list[list[Judged]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return [groups[name] for name in sorted(groups)]


def left_out(found: list[Judged]) -> list[tuple[float, bool]]:
    """Each duty's confidence by a table fitted without its document, and whether it was right."""
    out = []
    for mine in _grouped(found, lambda j: j.doc):
        table = {key: share for key, (share, _) in fit(j for j in found if j.doc != mine[0].doc).items()}
        out += [(estimate(j.signals, table), j.is_right) for j in mine]
    return out


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
    """Print the reliability by bins; write the table where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fit", action="store_true", help="write the table anew")
    options.add_argument("--more", nargs=2, type=Path, action="append", default=[], metavar=("GOLD", "SOURCES"))
    chosen = options.parse_args()
    found = all_judged((gold, sources) for gold, sources in chosen.more)
    pairs = left_out(found)
    say = sys.stdout.write
    say("| confidence | duties | mean confidence | right |\n|---|---|---|---|\n")
    for name, inside in _bins(pairs):
        mean, right = sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
        say(f"| {name} | {len(inside)} | {mean:.3f} | {right:.3f} |\n")
    say(f"\nexpected calibration error, documents left out one at a time: {calibration_error(pairs):.3f}\n")
    if chosen.fit:
        rows = "".join(f"- {{key: {key!r}, share: {share}, of: {n}}}\n" for key, (share, n) in fit(found).items())
        (FOLDER / "duty_confidence.yaml").write_text(_HEAD + rows, "utf-8")


_HEAD = """\
# How often duties that were read in a way are right, agencies and roles included, counted on
# the gold rows by `python -m evals.quality.calibration --fit`; `of` says on how many. A key is the
# construction and where the doers come from; a key without the latter stands for what is
# not listed. "unknown body", "report" and "malformed name" are factors.
"""


if __name__ == "__main__":
    main()
