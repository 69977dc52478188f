"""What the units of a document stand under: the words that announce them, and whether these are about who does what."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.model import ClauseKind, Record
from corpus.vietnamese import fold

# Characters up to which the words of a clause announce what stands under it; longer ones are a text.
ANNOUNCES = 300
# "III. TỔ CHỨC THỰC HIỆN", "Phân công nhiệm vụ", "Điều 3. Trách nhiệm của các cơ quan"
_ORGANISES = re.compile(
    r"""
    ^\W*(?:[\w.]{1,6}[.):]\s+ | điều\ \d+\.?\s+)?
    (?:tổ\ chức\ thực\ hiện|phân\ công|trách\ nhiệm|điều\ khoản\ thi\ hành)(?!\w)
    """,
    re.VERBOSE,
)


class Heading(NamedTuple):
    """The nearest words above a unit that announce it; `organises`: it stands in an organisation section."""

    words: str = ""
    organises: bool = False


# What a unit under nothing stands under.
NOTHING = Heading()


def headings(record: Record, without: frozenset[ClauseKind]) -> dict[str | None, Heading]:
    """For each clause what stands under it stands under; clauses of the kinds `without` announce nothing."""
    found: dict[str | None, Heading] = {None: NOTHING}
    for clause in record.clauses:
        above = found.get(clause.parent, NOTHING)
        words = " ".join(record.text[clause.start : clause.head_end].split()).rstrip(" :;.")
        if clause.kind in without or not words or len(words) > ANNOUNCES:
            found[clause.path] = above
        else:
            found[clause.path] = Heading(words, above.organises or _ORGANISES.match(fold(words)) is not None)
    return found
