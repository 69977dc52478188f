"""What the store costs as it grows: ``python -m evals.benchmarks.store_speed [DOCUMENTS]`` (800 without a number).

The sample documents are put again and again with other words and numbers, so that many share
text. Prints one JSON object, in processor milliseconds (median): a document put among the first
half and among the second, whose ratio must stay near 1; and the parts of the whole store that
pages ask for, for the first time, after a document was put, and again.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.model import Record
from corpus.settings import Settings
from corpus.store import Store
from evals.benchmarks.synthetic_corpus import clones, samples
from search_api.snapshot import SnapshotCache, StoreSnapshot

DOCUMENTS = 800
ROUNDS = 12
_DAY = "2025-06-30"


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    with tempfile.TemporaryDirectory(prefix="nhiemvu-store-") as folder:
        figures = measure(samples(Path(folder) / "samples"), count, Path(folder))
    sys.stdout.write(json.dumps(figures) + "\n")


def measure(base: Sequence[Record], count: int, folder: Path) -> dict[str, float]:
    """The figures of a store of `count` documents made of `base`, kept in `folder`."""
    with Store.open(Settings(folder, f"sqlite:///{folder / 'store.sqlite'}")) as store:
        made = clones(base, count + ROUNDS)
        taken = [_milliseconds(_put(store, *next(made))) for _ in range(count)]
        halves = [statistics.median(half) for half in (taken[: count // 2], taken[count // 2 :])]
        whole = SnapshotCache(store)
        first = _milliseconds(lambda: _everything(whole.now()))
        after, anew = [], []
        for record, original in made:
            _put(store, record, original)()
            after.append(_milliseconds(lambda: _everything(whole.now())))
            anew.append(_milliseconds(lambda: _everything(SnapshotCache(store).now())))
        again = _milliseconds(lambda: _everything(whole.now()))
    return {
        "documents": count,
        "put in the first half": round(halves[0], 1),
        "put in the second half": round(halves[1], 1),
        "ratio": round(halves[1] / halves[0], 2),
        "whole store, first": round(first, 1),
        "after a write": round(statistics.median(after), 1),
        "after a write, all read anew": round(statistics.median(anew), 1),
        "again": round(again, 2),
    }


def _put(store: Store, record: Record, original: bytes) -> Callable[[], object]:
    # What it cites need not be there.
    own = replace(record, references=tuple(replace(r, target=None) for r in record.references))
    return lambda: store.put(own, source_path=f"/{record.document.source}", original=original, analyser=1)


def _everything(whole: StoreSnapshot) -> None:
    """What the search page asks for."""
    _ = (whole.documents, whole.types, whole.provinces, whole.agency_counts, whole.copies, whole.validities(_DAY))


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun)


if __name__ == "__main__":
    main()
