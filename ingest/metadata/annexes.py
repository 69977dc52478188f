"""What the headings of a document's annexes say of it: "(Kèm theo Công văn số … ngày … của Bộ …)"."""

from __future__ import annotations

import re

from corpus.identifiers import number_identity, plain_letters
from corpus.normalized_text import normalize_span
from ingest.metadata.fields import Fields
from ingest.metadata.head.dates import printed_date
from ingest.metadata.head.issuing_body import named_body
from ingest.metadata.head.letterhead import NUMBER, parsed_number
from ingest.metadata.sections import Frame
from ingest.structure.phrases import type_at_start

# "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 3/4/2024 của Ủy ban nhân dân tỉnh Nghệ An)"
_ATTACHED = re.compile(
    rf"""kèm \s theo \s (?P<type> [^\W\d]+ (?:\s[^\W\d]+){{1,2}}? ) \s số \s? :? \s? (?P<number> {NUMBER.pattern} )
    (?: \s? ,? \s (?P<date> ngày \s .{{6,26}}? (?:19|20)\d\d ) )?
    (?: \s của \s (?P<issuer> [^()]{{3,90}}? ) (?= \s? \) ) )?""",
    re.VERBOSE | re.IGNORECASE,
)


def fill_from_annexes(fields: Fields, frame: Frame) -> None:
    """Fill what a copy without letterhead leaves empty from what its annex says it is attached to."""
    if not frame.body:
        return  # the annex by itself is not the document it was issued with
    for annex in frame.annexes:
        heading = normalize_span(frame.text, annex.start, annex.head_end)
        m = _ATTACHED.search(plain_letters(heading.text))
        number = parsed_number(m["number"]) if m else None
        if m is None or number is None:
            continue
        if fields.number and number_identity(fields.number) != number_identity(str(number)):
            continue
        kind = type_at_start(m["type"], heading.folded[m.start("type") : m.end("type")])
        body = named_body(m["issuer"]) if m["issuer"] else None
        for name, value in (
            ("number", str(number)),
            ("type", number.type or (kind[0] if kind else "")),
            ("issued", printed_date(m["date"]).iso if m["date"] else ""),
            ("issuer", body.name if body else ""),
            ("province", body.province if body else ""),
        ):
            if value and not getattr(fields, name):
                setattr(fields, name, value)
        return
