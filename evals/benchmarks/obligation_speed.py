"""Speed of finding obligations alone, in pages a second on one core: ``python -m evals.benchmarks.obligation_speed``.

Reading, structure and metadata are done before the clock starts; the documents are the
samples and, where they are there, the shared real ones. Once with the second reader and once
without; ``--profile`` also prints where the time goes.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from pathlib import Path
from unittest.mock import patch

from corpus.model import Record
from ingest.obligations import find_obligations
from ingest.obligations.second_reader import SecondReader
from ingest.pipeline import analyse, document_id
from ingest.readers import READABLE_SUFFIXES, read

_REPOSITORY = Path(__file__).resolve().parents[2]
_FOLDERS = ("corpus/documents/files", "../shared/corpus/seeds", "../shared/corpus/admin", "../shared/corpus/web")
_TEXTS = frozenset({".txt", ".html", ".docx"}) & frozenset(READABLE_SUFFIXES)

PAGE = 2_500  # characters
ROUNDS = 5  # the best counts: what slows a round down comes from outside


def main() -> None:
    """Print pages a second, and the profile where asked."""
    records = [_record(path) for folder in _FOLDERS for path in sorted((_REPOSITORY / folder).glob("*"))
               if path.suffix.lower() in _TEXTS]  # fmt: skip
    pages = sum(len(r.text) for r in records) / PAGE
    seconds = min(_seconds(records) for _ in range(ROUNDS))
    with patch.object(SecondReader, "compared", lambda *_: None):
        alone = min(_seconds(records) for _ in range(ROUNDS))
    speeds = f"{pages / seconds:.0f} pages/s, {pages / alone:.0f} without the second reader"
    sys.stdout.write(f"{len(records)} documents, {pages:.0f} pages, {speeds}\n")
    if "--profile" in sys.argv[1:]:
        profile = cProfile.Profile()
        profile.runcall(_find, records)
        pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(20)


def _record(path: Path) -> Record:
    data = path.read_bytes()
    return analyse(read(path, data), id=document_id(data), source=path.name, sha256="")


def _seconds(records: list[Record]) -> float:
    began = time.process_time()
    _find(records)
    return time.process_time() - began


def _find(records: list[Record]) -> None:
    for record in records:
        find_obligations(record.text, record.clauses, record.document)


if __name__ == "__main__":
    main()
