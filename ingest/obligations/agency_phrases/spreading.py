"""Bodies spread over a list of places: a mention for each province or commune that is named behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.obligations.agency_phrases import levels
from ingest.obligations.agency_phrases.listed_places import places_from
from ingest.obligations.agency_phrases.mention import Mention
from ingest.obligations.agency_phrases.tokens import Word

# Provincial bodies that a list of provinces belongs to: "Bí thư tỉnh ủy và Chủ tịch UBND các tỉnh: …".
_PROVINCIAL = re.compile(r"tỉnh ủy|thành ủy|(?:ủy ban|hội đồng) nhân dân|^(?:sở|công an|chi cục) |^tỉnh\b|^thành phố\b")
# "Sở Y tế các tỉnh": the provinces follow, so that "các tỉnh" says no more.
_OF_PROVINCES = re.compile(r" các tỉnh(?:, thành phố)?$")
# "Ủy ban nhân dân xã", "… xã, phường": a level, or several.
_COMMUNES = re.compile(r"(, )?(?:xã|phường|thị trấn|đặc khu)$")
# "Ủy ban nhân dân 04 xã"
_COUNTED = re.compile(r" \d{1,3} ")


def over_places(words: Sequence[Word], found: list[Mention], end: int) -> int:
    """Gives each provincial body at the end of `found` every province named at word `end`; returns the word after."""
    at = end + 1 if _is_colon(words, end) else end
    listed = places_from(words, at)
    if not listed or (at == end and len(listed) == 1):
        return end
    first = len(found)
    while first > 0 and _PROVINCIAL.search(found[first - 1].name.lower()) and not found[first - 1].scope:
        first -= 1
    if first == len(found):
        return end
    found[first:] = [
        replace(m, name=_OF_PROVINCES.sub("", m.name), scope=place.name) for m in found[first:] for place in listed
    ]
    return listed[-1].end


def over_communes(words: Sequence[Word], found: list[Mention], end: int) -> int:
    """Spreads a body of one level over its communes: "Ủy ban nhân dân các xã: An Phú, Tân Lập"; the word after.

    Of several levels ("các xã, phường: …") it is not said which place is which: the body stays one.
    """
    level = _COMMUNES.search(found[-1].name) if found and _is_colon(words, end) else None
    if level is None:
        return end
    names, after = levels.named_places(words, end + 1)
    if len(names) < 2:
        return end
    if not level[1]:
        body = _COUNTED.sub(" ", found[-1].name)
        found[-1:] = [replace(found[-1], name=f"{body} {name}") for name in names]
    return after


def _is_colon(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].form == ":"
