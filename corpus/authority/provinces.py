"""Provinces and centrally run cities: the 34 of today and those that went before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.vietnamese import fold, slug
from corpus.vocabulary import load


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city; `successor` is the id of the one it was merged into from `until` on.

    `source` is the key of the document that merged it (``legal_bases.yaml``).
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    is_city: bool = False
    until: str = ""
    successor: str | None = None
    source: str = ""


@cache
def provinces() -> tuple[Province, ...]:
    """All provinces, those of today first."""
    return tuple(
        Province(
            id=e["key"],
            name=e["name"],
            aliases=tuple(e.get("aliases", ())),
            is_city=bool(e.get("city")),
            until=e.get("until", ""),
            successor=e.get("successor"),
            source=e.get("source", ""),
        )
        for e in load("provinces")
    )


# "tỉnh Nghệ An", "thành phố Huế", "TP. Đà Nẵng"
_UNIT_WORD = re.compile(r"^(?:tỉnh|thành\s+phố|thủ\s+đô|tp\.?)\s*")


def find_province(name: str) -> Province | None:
    """The province called `name`, with or without "tỉnh" or "thành phố" before it; accents may be missing."""
    known = _by_slug()
    return known.get(slug(name)) or known.get(slug(_UNIT_WORD.sub("", fold(name).strip())))


@cache
def _by_slug() -> dict[str, Province]:
    return {slug(name): p for p in provinces() for name in (p.name, *p.aliases)}


@cache
def province_pattern() -> str:
    """A regular expression (for folded text) that matches any province's name, longest first."""
    names = sorted({fold(n) for p in provinces() for n in (p.name, *p.aliases)}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in names) + r")(?!\w)"
