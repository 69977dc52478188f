"""One file's reading to one record: structure, metadata, references, obligations."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document, FieldDoubt, Record
from ingest.metadata import describe
from ingest.obligations import find_obligations
from ingest.readers.extracted_text import Doubt, ExtractedText
from ingest.readers.ocr.damaged_fields import told
from ingest.references import find_references
from ingest.structure import structure

# Raised whenever a change here or below makes the same bytes yield another record;
# `nhiemvu ingest` then analyses again what an older analyser has left in the store.
ANALYSER_VERSION = 7


def document_id(data: bytes) -> str:
    """The id of the document these bytes are: the first 12 hex digits of their SHA-256.

    Twelve digits keep the chance of two documents sharing an id under one in a
    thousand up to half a million documents, and still fit an address or a log line.
    """
    return id_of(hashlib.sha256(data).hexdigest())


def id_of(sha256: str) -> str:
    """The id of the document whose bytes have this hash."""
    return sha256[:12]


def analyse(reading: ExtractedText, *, id: str, source: str, sha256: str) -> Record:
    """The record of the document that `reading` holds; `source` is its file name."""
    clauses = structure(reading)
    document = _open_where_doubtful(describe(reading, clauses, id=id, source=source, sha256=sha256), reading.doubts)
    references = find_references(reading.text, clauses, document)
    return Record(
        document=document,
        text=reading.text,
        clauses=clauses,
        references=references,
        obligations=find_obligations(reading.text, clauses, document, references, reading.tables),
        pages=reading.pages,
        places=reading.places,
    )


def _open_where_doubtful(document: Document, doubts: Sequence[Doubt]) -> Document:
    """`document` with a number that the reader could not make out left open, and why for all that it could not."""
    reasons = {**document.reasons, **{doubt.field: told(doubt) for doubt in doubts}}
    damaged = any(doubt.field == "number" for doubt in doubts)
    number = "" if damaged else document.number
    listed = (*(_listed(doubt) for doubt in doubts), *document.doubts)
    return replace(document, number=number, reasons=reasons, doubts=listed)


def _listed(doubt: Doubt) -> FieldDoubt:
    """A doubt of the reader as the record keeps it; a scan's letterhead stands on its first page."""
    return FieldDoubt(doubt.field, f"{doubt.read}{doubt.symbol}", doubt.reason, doubt.candidates, page=1)
