"""What a duty rests on or carries out: the documents its own words cite as that."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.model import Reference, Relation, Span

# What the relation of a citation says by itself.
_RESTS_ON = {Relation.IMPLEMENTS, Relation.BASED_ON, Relation.CONTINUES}

# "bố trí kinh phí theo quy định tại khoản 2 Điều 5 Nghị định số …": what is done is done as the cited
# document has it, though the document as a whole does not carry that one out.
_AS_CITED = re.compile(
    r"""
    \b (?: (?<!kèm\s) theo | căn \s cứ | trên \s cơ \s sở | phù \s hợp \s với | đúng | quy \s định \s (?:tại|của|trong)
        | (?:nêu|giao|phân \s công) \s (?:tại|trong) )
    (?: \s [^\s;.:]+ ){0,12} \s* $
    """,
    re.VERBOSE | re.IGNORECASE,
)
# So far before a citation its cue is looked for.
_REACH = 90


def basis_of(text: str, start: int, end: int, references: Iterable[Reference]) -> tuple[Span, ...]:
    """The citations in the duty ``text[start:end]`` by which it is to be done, in their order."""
    return tuple(
        Span(r.start, r.end)
        for r in references
        if start <= r.start and r.end <= end and (r.relation in _RESTS_ON or _done_as_cited(text, start, r))
    )


def _done_as_cited(text: str, start: int, reference: Reference) -> bool:
    before = text[max(start, reference.start - _REACH) : reference.start]
    return reference.relation is Relation.MENTIONS and _AS_CITED.search(before) is not None
