"""The formula a document closes with, which ends what the headings before it have set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import FRAME_KINDS, Clause, ClauseKind

# "Trên đây là Kế hoạch …", "Trong quá trình thực hiện nếu có vướng mắc …", "Yêu cầu các sở …"
_CLOSES = re.compile(
    r"\W*(?:trên\ đây\ là|(?:trong\ )?quá\ trình\ (?:tổ\ chức\ |triển\ khai\ )*thực\ hiện[^.;]{0,60}\bnếu\b"
    r"|(?:yêu\ cầu|đề\ nghị)\ (?:các\ |thủ\ trưởng|chủ\ tịch))",
    re.VERBOSE,
)


def closes(folded: str) -> bool:
    """Returns whether a paragraph that begins so closes a document."""
    return _CLOSES.match(folded) is not None


def last_lines(clauses: Sequence[Clause]) -> frozenset[str]:
    """Returns the paths of the unlabelled paragraphs after the last labelled clause of the document or of an annex."""
    found: set[str] = set()
    open_ = True
    for clause in reversed(clauses):
        if clause.kind in FRAME_KINDS or clause.kind is ClauseKind.FOOTNOTE:
            continue
        if clause.kind is ClauseKind.ANNEX:
            open_ = True
        elif clause.kind is ClauseKind.PARAGRAPH and not clause.label:
            if open_:
                found.add(clause.path)
        else:
            open_ = False
    return frozenset(found)
