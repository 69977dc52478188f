"""Chooses how a sample is written: by its file's suffix, and whether it is a scan."""

from __future__ import annotations

from pathlib import Path

from corpus.documents.generator.source import Sample, samples

FILES = Path(__file__).parents[1] / "files"


def document(sample: Sample) -> bytes:
    """The bytes of a sample's file; `ValueError` where its suffix is none that samples are written in."""
    # Each format brings its own library along; a text file needs none of them.
    if sample.scanned:
        from corpus.documents.generator import scan

        return scan.document(sample)
    if sample.format == "pdf":
        from corpus.documents.generator import pages

        return pages.document(sample)
    if sample.format == "docx":
        from corpus.documents.generator import word

        return word.document(sample)
    if sample.format == "html":
        from corpus.documents.generator import web

        return web.document(sample)
    if sample.format == "txt":
        from corpus.documents.generator import plain

        return plain.document(sample)
    raise ValueError(f"samples are not written as .{sample.format}: {sample.file}")


def write_all(folder: Path = FILES) -> list[str]:
    """Writes every sample that is not there byte for byte; the names of those written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sample in samples():
        data, path = document(sample), folder / sample.file
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
            written.append(sample.file)
    return written
