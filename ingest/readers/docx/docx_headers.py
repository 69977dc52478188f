"""The header of a Word file's first page, where it is the document's letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from corpus.vietnamese import fold
from ingest.readers.docx.package import DocxPackage, R, W, child, is_on, raw_text, value
from ingest.readers.frame_words import has_national_name

# "Số: 9503/KH-UBND", "Số 12 /QĐ-SYT": what only a letterhead holds
_NUMBER = re.compile(r"số\s*:?\s*[\d.…_]*\s*/\s*(?:20\d\d\s*/\s*)?[a-zđ]{1,6}\b")
# The letterhead stands in the first paragraphs and tables of the body.
_FIRST_BLOCKS = 8


def first_header(package: DocxPackage, body: Any) -> Any | None:
    """The header of the first page, if the letterhead stands in it and not in the body; else None.

    A header that is printed on every page says nothing of the document that its own text does not.
    """
    section = next(body.iter(W + "sectPr"), None)
    if section is None:
        return None
    wanted = "first" if is_on(child(section, "titlePg")) else "default"
    for reference in section.iter(W + "headerReference"):
        if (value(reference, "type") or "default") == wanted and (part := package.part(reference.get(R + "id") or "")):
            header = package.xml(part)
            opening = [paragraph for block in list(body)[:_FIRST_BLOCKS] for paragraph in block.iter(W + "p")]
            return header if _is_letterhead(header.iter(W + "p")) and not _is_letterhead(opening) else None
    return None


def _is_letterhead(paragraphs: Iterable[Any]) -> bool:
    texts = [raw_text(paragraph).strip() for paragraph in paragraphs]
    return any(has_national_name(text) or _NUMBER.match(fold(text)) for text in texts)
