"""How fast PDFs are read, beside viparse and plain pdfplumber on the same pages in the same run.

``python -m evals.benchmarks.reading_speed`` (part of ``make bench``). The three read each file in turn, so
that a shared machine's noise falls on all alike; times are of processor time on one core, which
a busy machine does not stretch. OCR works in other processes and is timed by the clock too.
"""

from __future__ import annotations

import importlib
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle
from pathlib import Path

import pdfplumber
import pypdfium2

import corpus.documents
from ingest.readers.ocr.ocr_reader import scan
from ingest.readers.pdf.pdf_page import load_page, pictures_of
from ingest.readers.pdf.pdf_reader import read_pdf

PAGES = 200
REVISION = 8  # pages a second of text PDF, on one core
OCR_PAGES = 4

SAMPLES = Path(corpus.documents.__file__).parent / "files"
SCAN = SAMPLES / "9640-TB-VPCP.pdf"
# Real files beside the checkout, where they are there.
REAL = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "pdf"


def main() -> None:
    """Print pages a second of each reader, how many times as fast as the others ours is, and of OCR."""
    readers: dict[str, Callable[[Path], object]] = {"nhiemvu": lambda file: read_pdf(file.read_bytes())}
    if peer := _viparse():
        readers["viparse"] = peer
    readers["pdfplumber"] = _plain_text
    pages, seconds = _measure(readers)
    for name, spent in seconds.items():
        ratio = f"{spent / seconds['nhiemvu']:.2f}x our time"
        mark = f"mark {REVISION}" if name == "nhiemvu" else ratio
        sys.stdout.write(f"text PDF, {pages} pages, {name}\t{pages / spent:.1f} pages/s\t{mark}\n")
    for processes in (1, 2):
        clock, spent = _ocr(processes)
        sys.stdout.write(
            f"OCR, {OCR_PAGES} pages, processes: {processes}\t{OCR_PAGES / clock:.2f} pages/s by the clock"
            f"\t{OCR_PAGES / spent:.2f} pages per second of processor time\n"
        )


def _measure(readers: dict[str, Callable[[Path], object]]) -> tuple[int, dict[str, float]]:
    """The pages read by each reader, and the seconds of processor time that it took."""
    seconds = dict.fromkeys(readers, 0.0)
    pages = 0
    for file in cycle(_text_pdfs()):
        for name, read in readers.items():
            began = time.process_time()
            read(file)
            seconds[name] += time.process_time() - began
        pages += _page_count(file)
        if pages >= PAGES:
            break
    return pages, seconds


def _text_pdfs() -> list[Path]:
    """PDFs with a text layer: real ones where they are there, else the samples."""
    files = sorted(REAL.glob("*.pdf")) or sorted(SAMPLES.glob("*.pdf"))
    return [file for file in files if _has_text(file)]


def _has_text(file: Path) -> bool:
    with pdfplumber.open(file) as pdf:
        return all(len(page.chars) > 200 for page in pdf.pages[:2])


def _page_count(file: Path) -> int:
    document = pypdfium2.PdfDocument(file)
    try:
        return len(document)
    finally:
        document.close()


def _viparse() -> Callable[[Path], object] | None:
    try:
        load: Callable[[str], object] = importlib.import_module("viparse").load
    except ImportError:
        sys.stderr.write("viparse is not installed: it is left out of the comparison.\n")
        return None
    return lambda file: load(str(file))


def _plain_text(file: Path) -> object:
    with pdfplumber.open(file) as pdf:
        return [page.extract_text() for page in pdf.pages]


def _ocr(processes: int) -> tuple[float, float]:
    """Seconds by the clock and of processor time that OCR of `OCR_PAGES` pages takes."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    before, began = _spent(), time.perf_counter()
    with ProcessPoolExecutor(processes) as pool:
        words = list(pool.map(_scan_page, _scanned_pages()))
    assert all(words)
    return time.perf_counter() - began, _spent() - before


def _scanned_pages() -> Iterator[int]:
    pages = _page_count(SCAN)
    return (n % pages for n in range(OCR_PAGES))


def _scan_page(index: int) -> int:
    document = pypdfium2.PdfDocument(SCAN)
    try:
        page = load_page(document, index)
        return len(scan(page, max(picture.resolution for picture in pictures_of(page))).words)
    finally:
        document.close()


def _spent() -> float:
    """Seconds of processor time of this process and of those that it waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    main()
