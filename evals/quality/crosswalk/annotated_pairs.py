"""Pairs of real documents with the links that people made between them, as a crosswalk sees them.

A row of gold names a task and the clauses that carry it out by their first words. Here both are laid over the tasks
and units that the crosswalk compares: two stretches are the same where they overlap most.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus.model import Record
from corpus.vietnamese import fold
from index.crosswalk.alignment import Tasks
from index.crosswalk.features import EmbeddedDocument
from index.crosswalk.units import Unit, units
from index.embedding.embedder import Embedder
from ingest.pipeline import analyse, document_id
from ingest.readers import read

GOLD = Path(__file__).resolve().parents[2] / "gold" / "crosswalk"
SHARED = Path(__file__).resolve().parents[4] / "shared"

Mask = NDArray[np.bool_]
Link = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """A parent and a child, compared, with what people linked.

    `task_rows` and `unit_places` give for each task its row of gold and for each unit its place among the clauses
    that gold can name, -1 where none; `wanted` are the links of gold by row and place, `coverage` that of each row.
    """

    name: str
    parent: Record
    child: Record
    tasks: Tasks
    below: EmbeddedDocument
    task_rows: tuple[int, ...]
    unit_places: tuple[int, ...]
    wanted: frozenset[Link]
    coverage: tuple[str, ...]

    @property
    def labels(self) -> Mask:
        """Whether gold links each task and unit, ``[tasks, units]``."""
        return np.array([[(row, place) in self.wanted for place in self.unit_places] for row in self.task_rows])

    @property
    def judged(self) -> Mask:
        """Whether each task has a row of gold."""
        return np.array([row >= 0 for row in self.task_rows])

    def found(self, linked: Mask) -> set[Link]:
        """Returns the links of `linked`, ``[tasks, units]``, by row and place; those that gold cannot name are none."""
        chosen = ((self.task_rows[t], self.unit_places[u]) for t, u in zip(*np.nonzero(linked), strict=True))
        return {link for link in chosen if min(link) >= 0}


def pairs(embedder: Embedder, *, second: bool = False, aside: bool = False) -> Iterator[Pair]:
    """Gives the pairs whose documents are at hand; those `aside` are never learned from.

    With `second` those of a second annotator, by their rows.
    """
    for entry in yaml.safe_load((GOLD / "pairs.yaml").read_text("utf-8")):
        if bool(entry.get("kept_aside")) is not aside:
            continue
        rows = entry.get("second", ()) if second else entry["rows"]
        files = [SHARED / "corpus" / entry[side] for side in ("parent", "child")]
        if rows and all(path.exists() for path in files):
            parent, child = map(_record, files)
            yield pair_of(entry["name"], parent, child, _rows(rows), _rows(entry["units"]), embedder)


def pair_of(
    name: str,
    parent: Record,
    child: Record,
    gold: Sequence[dict[str, Any]],
    named_units: Sequence[dict[str, Any]],
    embedder: Embedder,
) -> Pair:
    """Returns a pair with its rows of gold; `named_units` name further clauses of the child by their first words."""
    tasks = Tasks.of(parent, embedder)
    below = EmbeddedDocument.of(units(child), embedder)
    rows = _Places(parent.text, [row["directive_anchor"] for row in gold])
    anchors = [anchor for row in gold for anchor in row["plan_anchors"]] + [unit["anchor"] for unit in named_units]
    places = _Places(child.text, anchors)
    of_anchor = {_plain(row["directive_anchor"]): number for number, row in enumerate(gold)}
    wanted = {
        (number, place)
        for number, row in enumerate(gold)
        for anchor in row["plan_anchors"]
        if (place := places.at_anchor(anchor)) >= 0
    }
    return Pair(
        name,
        parent,
        child,
        tasks,
        below,
        tuple(of_anchor.get(rows.words_of(unit), -1) for unit in tasks.side.units),
        tuple(places.number_of(unit) for unit in below.units),
        frozenset(wanted),
        tuple(row["coverage"] for row in gold),
    )


# Where a place ends at the latest: with the sentence that its anchor begins.
_STOP = re.compile(r"\.(?=\s|$)|\./\.")


class _Places:
    """A text cut at the places where some anchors begin; each ends with its sentence or where the next begins."""

    def __init__(self, text: str, anchors: Sequence[str]) -> None:
        found: dict[int, str] = {}
        for anchor in anchors:
            at = _find(text, anchor)
            if at >= 0:
                found.setdefault(at, _plain(anchor))
        self._starts = sorted(found)
        self._words = [found[start] for start in self._starts]
        self._text = text
        self._ends = []
        for start, following in zip(self._starts, [*self._starts[1:], len(text)], strict=True):
            stop = _STOP.search(text, start + len(found[start]))
            self._ends.append(min(stop.end() if stop else len(text), following))

    def at_anchor(self, anchor: str) -> int:
        """The number of the place where `anchor` begins, -1 where it stands nowhere."""
        at = _find(self._text, anchor)
        return self._starts.index(at) if at in self._starts else -1

    def number_of(self, unit: Unit) -> int:
        """The number of the place that most of `unit` is in; -1 where it stands in none."""
        begins = bisect_right(self._starts, unit.start) - 1
        best, most = -1, 0
        for number in range(max(begins, 0), len(self._starts)):
            start = self._starts[number]
            if start >= unit.end:
                break
            shared = min(unit.end, self._ends[number]) - max(unit.start, start)
            if shared > most:
                best, most = number, shared
        return best

    def words_of(self, unit: Unit) -> str:
        """The anchor of the place that most of `unit` is in; empty where there is none."""
        number = self.number_of(unit)
        return self._words[number] if number >= 0 else ""


def _find(text: str, anchor: str) -> int:
    words = anchor.split()
    found = re.search(r"\W*\s*".join(map(re.escape, words)), text, re.IGNORECASE) if words else None
    return found.start() if found else -1


def _plain(anchor: str) -> str:
    return " ".join(fold(anchor).split())


def _record(path: Path) -> Record:
    data = path.read_bytes()
    return analyse(read(path, data), id=document_id(data), source=path.name, sha256="")


def _rows(names: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for name in names:
        path = SHARED / "gold" / name.removeprefix("shared:") if name.startswith("shared:") else GOLD / name
        found += [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return found
