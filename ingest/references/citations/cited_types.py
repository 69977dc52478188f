"""Where a text names a kind of document: "Quyết định", "các công văn", "QĐ số"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from corpus.vietnamese import bare
from corpus.vocabulary import load
from ingest.references.normalized_document import Running

# Kinds whose own title may stand between the kind and the number, at length.
LAWS = frozenset({"luật", "bộ luật", "pháp lệnh"})


class Kind(NamedTuple):
    """The name of a kind at ``[start, end)`` of the running text, and the kind."""

    start: int
    end: int
    type: str


def find_kinds(words: Running) -> list[Kind]:
    """Every place that names a kind of document, in order; Đ and tone marks may be missing."""
    named = (Kind(m.start(), m.end(), _names()[m[0]]) for m in _pattern().finditer(words.bare))
    short = (Kind(m.start(), m.end(), _letters()[m[0]]) for m in _letters_pattern().finditer(words.printed))
    return sorted((*named, *short))


def between(kinds: Sequence[Kind], start: int, end: int) -> list[Kind]:
    """Those of `kinds` (in order) that lie in ``[start, end)``, the last first."""
    first, last = bisect_left(kinds, (start,)), bisect_left(kinds, (end,))
    return [k for k in reversed(kinds[first:last]) if k.end <= end]


@cache
def _names() -> dict[str, str]:
    """What kinds are called, without diacritics, to the kind."""
    found: dict[str, str] = {}
    for entry in load("document_types"):
        for name in (entry["name"], *entry.get("aliases", ())):
            found.setdefault(bare(name), entry["name"])
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """Any kind's name, longest first; not in "pháp luật", "kỷ luật" or "văn bản quy phạm pháp luật"."""
    names = "|".join(sorted(_names(), key=len, reverse=True)).replace(" ", r"\s")
    return re.compile(
        rf"""(?<!\w) (?!(?<=phap\s)luat|(?<=ky\s)luat|(?<=quy\s)luat|(?<=du\s)luat)
        (?:{names}) (?!\w) (?!\squy\spham) (?<!van\sban(?=\sphap\sluat))""",
        re.VERBOSE,
    )


@cache
def _letters() -> dict[str, str]:
    """``QĐ`` to ``quyết định``, as in "theo QĐ số 22/2013/QĐ-TTg"."""
    return {letters: e["name"] for e in load("document_types") for letters in e["letters"]} | {"VB": "văn bản"}


@cache
def _letters_pattern() -> re.Pattern[str]:
    letters = "|".join(sorted(_letters(), key=len, reverse=True))
    return re.compile(rf"(?<![\w/-])(?:{letters})(?=\s+(?:số|SỐ)\b)")
