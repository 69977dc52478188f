"""How fast a text becomes structure, metadata and references, and that twice the text takes twice the time.

``python -m evals.benchmarks.analysis_speed`` (part of ``make bench``). Times are of this process's own
work on one core, the best of several runs: a machine shared with others only ever adds to them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import corpus.documents
from ingest.metadata import describe
from ingest.readers import read
from ingest.readers.extracted_text import ExtractedText
from ingest.references import find_references
from ingest.structure import structure

PAGE = 2_500  # characters
REVISION = 50  # pages a second, on one core
MOST_FOR_TWICE = 2.2  # times as long for a text of 2 MB as for one of 1 MB
ROUNDS = 3
SMALL, LARGE = 1_000_000, 2_000_000
PARTS = ("structure", "metadata", "references")


def main() -> None:
    """Print the pages a second of each part and of all, and how much longer a text twice as long takes."""
    texts = sample_texts()
    pages = sum(map(len, texts)) / PAGE
    parts = best_times(texts, ROUNDS)
    for name, seconds in zip(PARTS, parts, strict=True):
        sys.stdout.write(f"{name}\t{pages / seconds:.0f} pages/s\n")
    sys.stdout.write(f"structure, metadata and references\t{pages / sum(parts):.0f} pages/s\tmark {REVISION}\n")
    once, twice = (sum(best_times([long_text(texts, size)], ROUNDS)) for size in (SMALL, LARGE))
    sys.stdout.write(f"2 MB / 1 MB\t{twice / once:.2f} times as long\tmark {MOST_FOR_TWICE}\n")


def sample_texts() -> list[str]:
    """The texts of the project's sample documents, those apart that are slow to read (PDF)."""
    folder = Path(corpus.documents.__file__).parent / "files"
    return [read(path).text for path in sorted(folder.iterdir()) if path.suffix in {".txt", ".html", ".docx"}]


def long_text(texts: Sequence[str], size: int) -> str:
    """`size` characters of `texts`, one after another and again from the first."""
    one = "\n\n".join(texts) + "\n\n"
    return (one * (size // len(one) + 1))[:size]


def best_times(texts: Sequence[str], rounds: int) -> tuple[float, ...]:
    """Seconds of processor time that each of `PARTS` takes for `texts`, the best of `rounds`."""
    taken = [[_times(ExtractedText(text=text, media_type="text/plain")) for text in texts] for _ in range(rounds)]
    totals = [[sum(part) for part in zip(*texts_times, strict=True)] for texts_times in taken]
    return tuple(min(part) for part in zip(*totals, strict=True))


def _times(reading: ExtractedText) -> tuple[float, float, float]:
    began = time.process_time()
    clauses = structure(reading)
    built = time.process_time()
    document = describe(reading, clauses, id="speed", source="speed.txt", sha256="0" * 64)
    told = time.process_time()
    find_references(reading.text, clauses, document)
    return built - began, told - built, time.process_time() - told


if __name__ == "__main__":
    main()
