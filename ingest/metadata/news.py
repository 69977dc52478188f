"""Whether a text is an issued document or a report about one, and what a report is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.errors import IdentifierError
from corpus.identifiers import parse_number, plain_letters
from corpus.model import Clause, ClauseKind, DocumentKind
from corpus.normalized_text import normalize_span
from corpus.vietnamese import fold
from corpus.vocabulary import load, pattern
from ingest.metadata.fields import Fields
from ingest.metadata.head.letterhead import NUMBER
from ingest.metadata.sections import Frame
from ingest.structure.phrases import type_at_start, type_names
from ingest.structure.typography import is_upper

_NUMBERED = frozenset(
    {ClauseKind.PART, ClauseKind.CHAPTER, ClauseKind.SECTION, ClauseKind.ARTICLE, ClauseKind.CLAUSE, ClauseKind.ITEM}
)
# A report names what it reports on at its beginning; what it cites further down are others.
_LEAD_CLAUSES = 4
_LEAD_LENGTH = 2500
_TYPES = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in type_names())
# "đã ký Quyết định số 1183/QĐ-TTg", "ban hành Kế hoạch số 377/KH-UBND", "có Công điện 227/CĐ-TTg"
_ISSUES = re.compile(
    rf"\b(?:ký|ban\shành|có|ra|phê\sduyệt|công\sbố|thông\squa|phát\shành)\s(?:{_TYPES})\s(?:số\s)?(?P<number>{NUMBER.pattern})",
    re.VERBOSE | re.IGNORECASE,
)


def kind_of(frame: Frame, clauses: Sequence[Clause]) -> DocumentKind:
    """SECONDARY where a text has what news has and nothing shows that a body issued it.

    A text with neither, such as a list of tasks, is no news: it is primary, of unknown type.
    """
    if _shows_issue(frame, clauses):
        return DocumentKind.PRIMARY
    return DocumentKind.SECONDARY if _is_news(frame) else DocumentKind.PRIMARY


def _shows_issue(frame: Frame, clauses: Sequence[Clause]) -> bool:
    """Whether the text shows that a body issued it, or is set out in numbered parts as only such texts are."""
    if frame.is_issued or any(c.kind in {ClauseKind.BASIS, ClauseKind.ANNEX} for c in clauses):
        return True
    if frame.title.text and _is_type_alone(frame.title.text, frame.title.folded):
        return True
    numbered = [c for c in clauses if c.parent is None and c.kind in _NUMBERED]
    if numbered or any(c.label.lower().startswith("kính gửi") for c in clauses):
        return True
    opening = normalize_span(frame.text, frame.body[0].start, frame.body[0].head_end).folded if frame.body else ""
    return opening.startswith("kính gửi")


def _is_news(frame: Frame) -> bool:
    """Whether a text has a dateline, a credit, or speaks of a document from outside (``news_marks.yaml``)."""
    words = fold(frame.text)
    return bool(reported_numbers(frame)) or any(mark.search(words) for mark in _marks())


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(entry) for entry in load("news_marks"))


def _is_type_alone(title: str, low: str) -> bool:
    found = type_at_start(title, low)
    return found is not None and is_upper(title[: found[1]])


def read_report(frame: Frame) -> Fields:
    """The fields of a news report: its headline and what it is about; it has no others."""
    fields = Fields(type="tin tức", title=frame.title.text.strip(" *#"), about=reported_numbers(frame))
    fields.reasons = dict.fromkeys(_ISSUED_ONLY, "Bản tin, không phải văn bản được ban hành.")
    fields.reasons["title"] = "Bản tin không có tiêu đề."
    fields.reasons["about"] = "Bản tin không nêu số, ký hiệu của văn bản được đưa tin."
    return fields


_ISSUED_ONLY = ("number", "issuer", "issuer_id", "issued", "province", "signer", "signing", "effective", "recipients")


def reported_numbers(frame: Frame) -> tuple[str, ...]:
    """The numbers of the documents that a report says were issued, from its headline and first paragraphs."""
    found: dict[str, None] = {}
    stretches = [(frame.title.text, frame.title.folded)] if frame.title.text else []
    for clause in frame.body[:_LEAD_CLAUSES]:
        part = normalize_span(frame.text, clause.start, min(clause.end, clause.start + _LEAD_LENGTH))
        stretches.append((part.text, part.folded))
    for words, low in stretches:
        plain = plain_letters(words)
        for m in _ISSUES.finditer(plain_letters(low)):
            try:
                found[str(parse_number(plain[m.start("number") : m.end("number")]))] = None
            except IdentifierError:
                continue
    return tuple(found)
