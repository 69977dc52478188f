"""Finds the document that a news report is about where it names no number: "Chỉ thị của Bộ Chính trị về …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.model import Document, DocumentKind
from ingest.references.citations.citations import Citation
from ingest.references.citations.cited_types import LAWS, find_kinds
from ingest.references.citations.issuers import Issuer, read_issuer
from ingest.references.normalized_document import Running, compile_bare

# "Chỉ thị | của Bộ Chính trị", "Kế hoạch | của UBND tỉnh Cà Mau"
_BY = compile_bare(r"\s+của\s+")
# "… về tăng cường công tác chăm sóc, giáo dục và bảo vệ trẻ em": up to the end of the sentence
_ABOUT = compile_bare(r"\s*,?\s+(?:về|v/v)\s+(?:việc\s+)?(?P<subject>[^.;:!?|()]{20,400}?)\s*(?=[.;:!?|()]|$)")
# "Bộ Chính trị vừa ban hành Chỉ thị về …"
_ISSUES = compile_bare(r"(?:\s+(?:vừa|đã|mới))?\s+(?:ban\s+hành|ký|có|ra)\s+$")
# A report names what it is about in its headline or first paragraphs.
_LEAD_LENGTH = 1500
_LONGEST_ISSUER = 90


def find_headline(words: Running, document: Document, numbered: Sequence[Citation]) -> Citation | None:
    """The document that a report names by kind, issuer and subject; None where a number says what it is about."""
    if document.kind is not DocumentKind.SECONDARY or document.about:
        return None
    if any(c.number and c.start < _LEAD_LENGTH for c in numbered):
        return None
    return next(_named(words, document), None)


def _named(words: Running, document: Document) -> Iterator[Citation]:
    for kind in find_kinds(words):
        if kind.start > _LEAD_LENGTH:
            return
        if kind.type in LAWS or kind.type in {"văn bản", "công văn"}:
            continue
        if by := _BY.match(words.bare, kind.end):
            issuer = read_issuer(words, by.end(), document)
            start, at = kind.start, issuer.end if issuer else 0
        else:
            issuer, start = _issuing(words, kind.start, document)
            at = kind.end
        about = _ABOUT.match(words.bare, at, words.sentence_end(at)) if issuer else None
        if issuer and about:
            yield Citation(start=start, end=about.end("subject"), type=kind.type, issuer=issuer.name)


def _issuing(words: Running, at: int, document: Document) -> tuple[Issuer | None, int]:
    """The body that the words before offset `at` say issues what follows, and where its name begins."""
    floor = max(words.sentence(at), at - _LONGEST_ISSUER)
    acts = _ISSUES.search(words.bare, floor, at)
    if acts is None:
        return None, at
    for start in range(floor, acts.start()):
        if start and words.bare[start - 1].isalnum():
            continue
        issuer = read_issuer(words, start, document)
        if issuer and issuer.end == acts.start():
            return issuer, start
    return None, at
