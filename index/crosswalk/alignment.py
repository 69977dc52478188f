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
from index.crosswalk.amendments import Amendment
from index.crosswalk.coverage import Coverage, judge
from index.crosswalk.features import EmbeddedDocument
from index.crosswalk.gaps import OWN_DUTY, Carried, Gap, gaps
from index.crosswalk.lexical_similarity import Weights
from index.crosswalk.requirements import Demand, Provision
from index.crosswalk.similarity import similarity
from index.crosswalk.units import Unit, tasks, units
from index.embedding.embedder import Embedder

# A sentence carries a task from this similarity on. From .14 to .19, and with noise on the vectors as
# between two encoders of one model, F1 of the links is .81 to .84 in sections 1 to 3 of Chỉ thị
# 28-CT/TW, .75 to .80 and .74 to .78 in sections 4 to 6 by either annotation, .77 to .80 against a news report.
CARRIES = 0.165
# Syllables of a run of words that two units share and a link's reason quotes, and how many.
SHARED_RUN = 3
SHARED_RUNS = 2


@dataclass(frozen=True, slots=True)
class ChildLink:
    """A sentence of a child that carries a task, with its similarity and why, in Vietnamese.

    ``[start, end)`` is the sentence's opening statement, by which it is cited;
    ``[part_start, part_end)`` the part of the sentence that is nearest to the task.
    """

    doc: str
    path: str
    start: int
    end: int
    quote: str
    score: float
    reason: str
    part: str
    part_start: int
    part_end: int


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
    side: EmbeddedDocument
    demands: tuple[Demand, ...]

    @classmethod
    def of(cls, parent: Record, embedder: Embedder) -> Tasks:
        """The tasks of `parent`, embedded, with what each demands."""
        found = tasks(parent)
        return cls(parent, EmbeddedDocument.of(found, embedder), tuple(map(Demand.of, found)))


@dataclass(frozen=True, slots=True)
class Alignment:
    """A parent's tasks against one child: a row for each task, and the typed gaps between the two."""

    rows: tuple[CrosswalkRow, ...]
    gaps: tuple[Gap, ...]


def crosswalk(parent: Record, child: Record, embedder: Embedder) -> tuple[CrosswalkRow, ...]:
    """What became of each task of `parent` in `child`, in the parent's order."""
    return align(Tasks.of(parent, embedder), child, embedder)


def align(parent: Tasks, child: Record, embedder: Embedder) -> tuple[CrosswalkRow, ...]:
    """`crosswalk` for a parent whose tasks are ready."""
    return compare(parent, child, EmbeddedDocument.of(units(child), embedder)).rows


def compare(
    parent: Tasks, child: Record, below: EmbeddedDocument, amended: Sequence[Amendment] = (), *, reasons: bool = True
) -> Alignment:
    """The rows and gaps of a parent whose tasks are ready and a child whose units are.

    `amended` is what other documents changed in the parent. Links are given their
    `reasons` where somebody is to read them: they take a sixth of the time.
    """
    weights = Weights(parent.side.words, below.words)
    near = similarity(parent.side, below, weights)
    offers: dict[int, Provision] = {}
    rows, carried = [], []
    for number, task in enumerate(parent.side.units):
        chosen = _chosen(near[number])
        carrying = [unit for sentence in chosen for unit in below.sentences[sentence]]
        offers |= {i: Provision.of(below.units[i], below.words[i]) for i in carrying if i not in offers}
        verdict = judge(parent.demands[number], [offers[i] for i in carrying], weights)
        nearest = [_nearest_part(task, below, sentence) for sentence in chosen]
        carried.append(Carried(task, parent.demands[number], tuple(nearest), verdict.share))
        rows.append(
            CrosswalkRow(
                parent_path=task.path,
                parent_start=task.start,
                parent_end=task.end,
                parent_quote=task.quote(parent.record.text),
                coverage=verdict.coverage,
                score=float(near[number].max(initial=0.0)),
                share=verdict.share,
                children=tuple(
                    _link(child, task, part, float(near[number, i]), reasons)
                    for i, part in zip(chosen, nearest, strict=True)
                ),
                note=verdict.note,
            )
        )
    claimed = near.max(axis=0, initial=0.0)
    own = [
        [below.units[unit] for unit in sentence]
        for sentence, claim in zip(below.sentences, claimed, strict=True)
        if claim < OWN_DUTY
    ]
    return Alignment(tuple(rows), gaps(parent.record, child, carried, own, amended))


def _chosen(near: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[int]:
    """The sentences that carry a task, nearest first."""
    enough = np.flatnonzero(near >= CARRIES)
    return [int(i) for i in enough[np.argsort(-near[enough], kind="stable")]]


def _nearest_part(task: Unit, below: EmbeddedDocument, sentence: int) -> Unit:
    found = [below.units[unit] for unit in below.sentences[sentence]]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda unit: _in_common(task.words, unit.words))


def _link(child: Record, task: Unit, part: Unit, score: float, reasons: bool) -> ChildLink:
    stated = part.stated
    return ChildLink(
        doc=child.document.id,
        path=part.path,
        start=stated.start,
        end=stated.end,
        quote=stated.of(child.text),
        score=score,
        reason=_reason(task.words, part.words) if reasons else "",
        part=part.quote(child.text),
        part_start=part.start,
        part_end=part.end,
    )


def _in_common(task: str, unit: str) -> float:
    ours, theirs = frozenset(syllables(task)), frozenset(syllables(unit))
    return len(ours & theirs) / (len(ours) * len(theirs)) ** 0.5 if ours and theirs else 0.0


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
