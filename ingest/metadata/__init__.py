"""What a document says of itself: kind, number, issuer, date, title, signer, recipients."""

from __future__ import annotations

from corpus.model import Clause, Document, DocumentKind
from ingest.metadata.fields import Fields
from ingest.metadata.issued_document import read_issued
from ingest.metadata.news import kind_of, read_report
from ingest.metadata.sections import frame_of
from ingest.metadata.web_metadata import fill_from_site
from ingest.readers.extracted_text import ExtractedText


def describe(reading: ExtractedText, clauses: tuple[Clause, ...], *, id: str, source: str, sha256: str) -> Document:
    """The document that `clauses` of a reading make up, with a reason (in Vietnamese) for every field left empty."""
    frame = frame_of(reading.text, clauses)
    kind = kind_of(frame, clauses)
    fields: Fields = read_report(frame) if kind is DocumentKind.SECONDARY else read_issued(frame, clauses)
    note = fill_from_site(fields, reading.text, clauses) if kind is DocumentKind.PRIMARY else ""
    return Document(
        id=id,
        source=source,
        sha256=sha256,
        kind=kind,
        type=fields.type,
        number=fields.number,
        issuer=fields.issuer,
        issuer_id=fields.issuer_id,
        issued=fields.issued,
        title=fields.title,
        province=fields.province,
        signer=fields.signer,
        signing=fields.signing,
        effective=fields.effective,
        recipients=fields.recipients,
        about=fields.about,
        pages=len(reading.pages),
        warnings=(*reading.warnings, *(doubt.reason for doubt in fields.doubts), *([note] if note else [])),
        reasons=fields.reasons_left(),
        doubts=tuple(fields.doubts),
    )
