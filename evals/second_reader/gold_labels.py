"""Turns gold rows into labels of words: where in a sentence the bodies stand that the rows name, and its time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from typing import Any

from corpus.vietnamese import fold
from evals.quality.matching import agency_keys

Row = dict[str, Any]

# "bộ", "gd&đt", "2025", ","
_WORD = re.compile(r"\d[\w/.,-]*\w|\d|[^\W\d_]+(?:&[^\W\d_]+)*|&|[^\w\s]")
# Words of a text that a canonical name leaves out.
_LEFT_OUT = frozenset({"các", "những", "tỉnh", ",", "-"})
# "các Bộ: Tài chính, Nội vụ": what may stand before the rest of a name whose head was said once.
_BEFORE_REST = frozenset({",", ":", ";", "và", "các", "bộ", "sở", "-", "hoặc"})
_LONGEST_HEAD = 4
# Levels that stand alone behind a head said once: "Ủy ban nhân dân các xã, phường".
_LEVELS = frozenset({"xã", "phường", "huyện", "tỉnh", "khu", "ngành", "sở", "ban"})


def labels_of(forms: Sequence[str], rows: Iterable[Row]) -> list[str]:
    """Returns the label of each word (folded forms) of a sentence by the gold rows of its duties.

    A body that directs others is labelled ``direct``, one that leads and supports ``lead``.
    Names that stand elsewhere (a heading, an address) label nothing.
    """
    rows = list(rows)
    labels = ["O"] * len(forms)
    taken: set[int] = set()

    def put(words: range, role: str) -> None:
        taken.update(words)
        for i in words:
            labels[i] = f"{'B' if i == words.start else 'I'}-{role}"

    for key, role in _bodies(rows):
        if words := place_of(key, forms, taken):
            put(words, role)
    for deadline in sorted({fold(row["deadline"]) for row in rows if row.get("deadline")}):
        if words := _place_of_words(_WORD.findall(deadline), forms, taken):
            put(words, "time")
    return labels


def _bodies(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The keys of all bodies with their labels, the longest first, those that are reported to last."""
    roles: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for key in agency_keys(row["agency"], row["scope"]) if row["agency"] else ():
            roles[key].add(row["role"])
    found = [(key, next(r for r in ("direct", "lead", "support") if r in given)) for key, given in roles.items()]
    found.sort(key=lambda body: (-len(body[0]), body[0]))
    told = sorted({key for row in rows for to in row.get("report_to") or () for key in agency_keys(to)})
    return found + [(key, "report") for key in told]


def place_of(key: str, forms: Sequence[str], taken: Set[int]) -> range | None:
    """Returns where a body's key stands among words not taken, in whole or without a head said once before it."""
    wanted = _WORD.findall(key)
    for i, form in enumerate(forms):
        if form == wanted[0] and i not in taken and (end := _match(forms, i, wanted)):
            return range(i, end)
    for cut in range(1, min(_LONGEST_HEAD, len(wanted) - 1) + 1):
        rest = wanted[cut:]
        if len(rest) == 1 and cut > 1 and rest[0] not in _LEVELS:
            continue
        for i in range(1, len(forms)):
            is_behind = forms[i] == rest[0] and forms[i - 1] in _BEFORE_REST and i not in taken
            if is_behind and (end := _match(forms, i, rest)):
                return range(i, end)
    return None


def _match(forms: Sequence[str], at: int, wanted: Sequence[str]) -> int | None:
    """The end of the words from `at` on that are the wanted ones, those left out that a name may lack."""
    k, i = 0, at
    while k < len(wanted):
        if i >= len(forms):
            return None
        if forms[i] == wanted[k]:
            k += 1
        elif forms[i] not in _LEFT_OUT or k == 0:
            return None
        i += 1
    return i


def _place_of_words(wanted: Sequence[str], forms: Sequence[str], taken: Set[int]) -> range | None:
    for i in range(len(forms) - len(wanted) + 1):
        words = range(i, i + len(wanted))
        if list(forms[i : words.stop]) == list(wanted) and taken.isdisjoint(words):
            return words
    return None
