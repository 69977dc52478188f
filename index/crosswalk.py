"""Aligns the tasks of a parent document with the clauses of a child that carry them out.

Each task gets the clauses that carry it, how far they do, and what they leave out.
A parent's side is made once (`Tasks`) and held against any number of children; the
work for each child does not depend on the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from corpus.model import Record
from corpus.vietnamese import syllables
from index.crosswalk_coverage import Coverage, judge
from index.crosswalk_demands import Demand, Offer
from index.crosswalk_names import is_named
from index.crosswalk_similarity import Matrix, Side, Weights, similarity
from index.crosswalk_units import tasks, units
from index.embedding import Embedder

# The nearest unit carries a task from this similarity on. Tasks without any: .07 to .15 on
# Chỉ thị 28-CT/TW sections 1 to 3, .13 to .14 on the samples (one .35, a project of a like
# kind); tasks that are carried: from .16 (then .23) and from .20.
NEAREST = 0.19
# Further units carry it from this similarity on: the F1 of the links of the same sections is
# .66 at .24, .71 at .28, .64 at .32.
FURTHER = 0.28
# A unit that names none of the programmes a task names keeps this share of its similarity:
# "xây dựng Chiến lược quốc gia về phát triển trẻ em" is not carried by other strategies. F1 of
# the gaps in the same sections: .67 without, .86 with .85 and with .7.
UNNAMED = 0.7
# Syllables of a run of words that two units share and a link's reason quotes, and how many.
SHARED_RUN = 3
SHARED_RUNS = 2


@dataclass(frozen=True, slots=True)
class ChildLink:
    """A stretch ``[start, end)`` of a child that carries a task, with its similarity and why, in Vietnamese."""

    doc: str
    path: str
    start: int
    end: int
    quote: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """What became of one task; `parent_quote` is ``text[parent_start:parent_end]`` of the parent.

    `score` is the similarity of the nearest unit, also where it is too low to carry the
    task; `share` is how much of the task's words are carried.
    """

    parent_path: str
    parent_start: int
    parent_end: int
    parent_quote: str
    coverage: Coverage
    score: float
    share: float
    children: tuple[ChildLink, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks of one parent document, ready to be held against its children."""

    record: Record
    side: Side
    demands: tuple[Demand, ...]

    @classmethod
    def of(cls, parent: Record, embedder: Embedder) -> Tasks:
        """The tasks of `parent`, embedded, with what each demands."""
        found = tasks(parent)
        return cls(parent, Side.of(found, embedder), tuple(map(Demand.of, found)))


def crosswalk(parent: Record, child: Record, embedder: Embedder) -> tuple[CrosswalkRow, ...]:
    """What became of each task of `parent` in `child`, in the parent's order."""
    return align(Tasks.of(parent, embedder), child, embedder)


def align(parent: Tasks, child: Record, embedder: Embedder) -> tuple[CrosswalkRow, ...]:
    """`crosswalk` for a parent whose tasks are ready."""
    below = Side.of(units(child), embedder)
    near = _near(parent, below)
    weights = Weights(parent.side.words, below.words)
    offers: dict[int, Offer] = {}
    rows = []
    for number, task in enumerate(parent.side.units):
        chosen = _chosen(near[number])
        offers |= {i: Offer.of(below.units[i], below.words[i]) for i in chosen if i not in offers}
        verdict = judge(parent.demands[number], [offers[i] for i in chosen], weights)
        rows.append(
            CrosswalkRow(
                parent_path=task.path,
                parent_start=task.start,
                parent_end=task.end,
                parent_quote=task.quote(parent.record.text),
                coverage=verdict.coverage,
                score=float(near[number].max(initial=0.0)),
                share=verdict.share,
                children=tuple(_link(child, parent.side, number, below, i, float(near[number, i])) for i in chosen),
                note=verdict.note,
            )
        )
    return tuple(rows)


def _near(parent: Tasks, below: Side) -> Matrix:
    """The similarities, less where a task names a programme that a unit does not."""
    near = similarity(parent.side, below)
    for number, demand in enumerate(parent.demands):
        if demand.programmes:
            near[number] *= [
                1 if any(is_named(n, words) for n in demand.programmes) else UNNAMED for words in below.words
            ]
    return near


def _chosen(near: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[int]:
    """The units that carry a task, nearest first."""
    order = [int(i) for i in np.argsort(-near, kind="stable")]
    return [i for place, i in enumerate(order) if near[i] >= (FURTHER if place else NEAREST)]


def _link(child: Record, parent: Side, task: int, below: Side, unit: int, score: float) -> ChildLink:
    found = below.units[unit]
    return ChildLink(
        doc=child.document.id,
        path=found.path,
        start=found.start,
        end=found.end,
        quote=found.quote(child.text),
        score=score,
        reason=_reason(parent.units[task].words, found.words),
    )


def _reason(task: str, unit: str) -> str:
    """The longest runs of words that the two share; where there are none, that they are near in meaning."""
    ours, theirs = syllables(task), syllables(unit)
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    runs = sorted((b for b in blocks if b.size >= SHARED_RUN), key=lambda b: (-b.size, b.a))[:SHARED_RUNS]
    if not runs:
        return "Gần nghĩa, không trùng lời."
    return f"Cùng nói: {'; '.join(_quoted(ours[b.a : b.a + b.size]) for b in runs)}."


def _quoted(words: Sequence[str]) -> str:
    return f"“{' '.join(words[:12])}{'…' if len(words) > 12 else ''}”"
