"""Damaged files by the thousand through the whole of taking in: nothing may crash, hang or get lost.

``python -m evals.robustness.fuzz --inputs 2000 --seed 1``. Each file must end as a document (or,
an archive, as documents) or set aside with a reason. Files over which a process died
or was too slow are kept in the folder that ``--keep`` names, to be looked at.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from corpus.settings import Settings
from corpus.store import Store
from evals.robustness.fuzz_files import damaged, whole_files
from ingest.batch import BatchReport, ingest
from ingest.workers.pool import CRASHED, TOO_SLOW
from ingest.workers.worker import OUT_OF_MEMORY

# How often each format's turn comes; a picture goes through OCR, and takes as long as twenty others.
_WEIGHTS = {"pdf": 5.0, "docx": 5.0, "html": 3.0, "rtf": 3.0, "odt": 3.0, "xlsx": 2.0, "zip": 1.0}
_WEIGHTS |= {"eml": 3.0, "csv": 2.0, "pptx": 3.0, "odp": 2.0, "png": 0.3, "tif": 0.3, "jpg": 0.3}
_AT_ONCE = 100


@dataclass(slots=True)
class Outcome:
    """What became of the files: counts, and those that are neither document nor set aside."""

    files: int = 0
    documents: int = 0
    unchanged: int = 0
    set_aside: int = 0
    crashed: int = 0
    too_slow: int = 0
    out_of_memory: int = 0
    unexpected: int = 0
    lost: list[str] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    parent_megabytes: int = 0


def main() -> None:
    """Run and print one JSON object; exit with 1 where a file was lost."""
    parser = argparse.ArgumentParser(prog="python -m evals.robustness.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    outcome = fuzz(asked.inputs, asked.seed, processes=asked.processes, keep=asked.keep, told=sys.stderr.write)
    sys.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False, indent=1) + "\n")
    sys.exit(1 if outcome.lost else 0)


def fuzz(
    inputs: int,
    seed: int,
    *,
    processes: int = 0,
    keep: Path | None = None,
    told: Callable[[str], object] | None = None,
) -> Outcome:
    """Take `inputs` damaged files in, the same for the same `seed`."""
    outcome = Outcome()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "kho"
        with Store.open(Settings(home, f"sqlite:///{home / 'store.sqlite'}")) as store:
            for files in _batches(Path(folder), inputs, Random(seed)):  # noqa: S311  (no secret)
                report = ingest(files, store, processes=processes)
                _count(outcome, files, report, store, keep)
                if told:
                    told(f"{outcome.files} tệp, {time.monotonic() - began:.0f} giây, {outcome.reasons}\n")
                shutil.rmtree(files[0].parent)
    outcome.seconds = round(time.monotonic() - began, 1)
    outcome.parent_megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return outcome


def _batches(folder: Path, inputs: int, random: Random) -> Iterator[list[Path]]:
    whole = whole_files()
    weights = [_WEIGHTS[Path(name).suffix[1:]] for name in whole]
    made = 0
    while made < inputs:
        batch = folder / f"{made:06}"
        batch.mkdir()
        files = []
        for _ in range(min(_AT_ONCE, inputs - made)):
            [name] = random.choices(list(whole), weights)
            file = batch / f"{made:06}-{name}"
            file.write_bytes(damaged(whole[name], random))
            files.append(file)
            made += 1
        yield files


def _count(outcome: Outcome, files: Sequence[Path], report: BatchReport, store: Store, keep: Path | None) -> None:
    sources = {path for doc in {*report.ingested, *report.unchanged} for path in store.sources(doc)}
    aside = dict(report.set_aside)
    outcome.files += len(files)
    outcome.documents += len(report.ingested)
    outcome.unchanged += len(report.unchanged)
    outcome.set_aside += len(aside)
    for reason in aside.values():
        outcome.crashed += reason == CRASHED
        outcome.too_slow += reason == TOO_SLOW
        outcome.out_of_memory += reason == OUT_OF_MEMORY
        outcome.unexpected += reason.startswith("Phần mềm gặp lỗi")
        problem = reason.partition(": hãy")[0]
        outcome.reasons[problem] = outcome.reasons.get(problem, 0) + 1
    for file in files:
        own = [path for path in (*sources, *aside) if path == str(file) or path.startswith(f"{file}/")]
        if not own:
            outcome.lost.append(file.name)
        notable = [aside[path] for path in own if aside.get(path) in {CRASHED, TOO_SLOW, OUT_OF_MEMORY}]
        if keep and (notable or any(aside.get(path, "").startswith("Phần mềm") for path in own)):
            keep.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, keep)


if __name__ == "__main__":
    main()
