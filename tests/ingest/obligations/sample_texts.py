"""Duties of a text, written down shortly enough to compare in a case table."""

from __future__ import annotations

from corpus.model import Document, DocumentKind, Obligation, Role
from corpus.vietnamese import clean
from ingest.obligations import find_obligations
from ingest.readers.extracted_text import ExtractedText
from ingest.structure import structure

_LETTER = {Role.LEAD: "L", Role.SUPPORT: "S", Role.DIRECT: "D"}


def duties(text: str, **about: str) -> tuple[Obligation, ...]:
    """The obligations of a text read as a document of its own; `about` sets fields of the document."""
    reading = ExtractedText(text=clean(text), media_type="text/plain")
    kind = DocumentKind(about.pop("kind", "primary"))
    document = Document(id="x", source="x.txt", sha256="", kind=kind, **about)  # type: ignore[arg-type]
    return find_obligations(reading.text, structure(reading), document)


def shortly(obligation: Obligation) -> str:
    """ "L Bộ Y tế; S Bộ Nội vụ": roles and names of the assignees, the province behind "@"."""
    return "; ".join(f"{_LETTER[a.role]} {a.name}{'@' + a.scope if a.scope else ''}" for a in obligation.assignees)


def roles(text: str, **about: str) -> list[str]:
    """The assignees of each duty of a text, as `shortly` writes them."""
    return [shortly(o) for o in duties(text, **about)]
