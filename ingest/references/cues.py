"""The words that carry a relation, from ``corpus/reference/relations.yaml``, and the last of them in a stretch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.model import Relation
from corpus.vocabulary import load, pattern
from ingest.references.normalized_document import compile_bare

# "thực hiện kể từ ngày Nghị định số … có hiệu lực": a date, not the thing carried out
_SINCE = compile_bare(r"\b(?:kể\s+từ|từ\s+ngày|trước\s+ngày|sau\s+ngày)\b")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that carry a relation; see the head of ``relations.yaml`` for the fields."""

    key: str
    relation: Relation
    words: re.Pattern[str]
    reach: int
    own: bool
    fresh: bool
    nested: Relation


def last_cue(gap: str, ahead: str, earlier: Sequence[object]) -> tuple[Cue, int] | None:
    """The last cue in `gap` within its reach of the end, and where it starts; the longer of two that end together.

    `ahead` is what follows `gap`, which some cues look at. A ";" cuts the reach of all
    but those that hold for a whole sentence, and of those too where it has `earlier` citations.
    """
    segment = gap.rfind(";") + 1
    best: tuple[int, int, Cue] | None = None
    for cue in cues("before"):
        for m in cue.words.finditer(gap + ahead, 0 if cue.fresh and not earlier else segment):
            if m.end() > len(gap) or not _reaches(cue, gap[m.end() :]):
                continue
            if best is None or (m.end(), -m.start()) > (best[0], -best[1]):
                best = (m.end(), m.start(), cue)
    return (best[2], best[1]) if best else None


def _reaches(cue: Cue, between: str) -> bool:
    is_date = cue.relation is Relation.IMPLEMENTS and _SINCE.search(between)
    return syllables(between) <= cue.reach and not is_date


def syllables(text: str) -> int:
    """How many words of letters or digits `text` has: in Vietnamese, syllables."""
    return len(re.findall(r"\w+", text))


@cache
def cues(place: str) -> tuple[Cue, ...]:
    """The cues that stand ``before`` or ``after`` a citation, in file order."""
    return tuple(
        Cue(
            key=e["key"],
            relation=Relation(e["relation"]),
            words=compile_bare(pattern(e).pattern),
            reach=e["reach"],
            own=e.get("own", False),
            fresh=e.get("fresh", False),
            nested=Relation(e.get("nested", Relation.MENTIONS)),
        )
        for e in load("relations")
        if e["place"] == place
    )
