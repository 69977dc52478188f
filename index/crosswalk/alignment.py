"""Aligns the tasks of a parent document with the clauses of a child that carry them out.

Each task gets the clauses that carry it, how far they do, and what they leave out.
A parent's side is made once (`Tasks`) and held against any number of children; the
work for each child does not depend on the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from corpus.identifiers import number_key
from corpus.model import Record, Span
from corpus.vietnamese import syllables
from index.crosswalk.amendments import Amendment
from index.crosswalk.coverage import Coverage, judge
from index.crosswalk.features import EmbeddedDocument
from index.crosswalk.gaps import OWN_DUTY, Carried, Gap, gaps
from index.crosswalk.lexical_similarity import Weights
from index.crosswalk.linking.link_model import LinkModel, link_model
from index.crosswalk.requirements import Demand, Provision
from index.crosswalk.similarity import similarity
from index.crosswalk.task_selection import issues_plan
from index.crosswalk.units import Unit, tasks, units
from index.embedding.embedder import Embedder

# Syllables of a run of words that two units share and a link's reason quotes, and how many.
SHARED_RUN = 3
SHARED_RUNS = 2


@dataclass(frozen=True, slots=True)
class ChildLink:
    """A sentence of a child, or a part of one, that carries a task, with its probability and why, in Vietnamese.

    ``[start, end)`` is what it is cited by: the sentence's opening statement where it is the first part, else the
    part itself; ``[part_start, part_end)`` the whole part. `is_sure` where links as probable as this one were right
    in nine of ten cases on pairs of documents read by hand.
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
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """What became of one task; `parent_quote` is ``text[parent_start:parent_end]`` of the parent.

    `score` is the probability of the likeliest unit, also where it is too low to carry the
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
    parent: Tasks,
    child: Record,
    below: EmbeddedDocument,
    amended: Sequence[Amendment] = (),
    *,
    reasons: bool = True,
    model: LinkModel | None = None,
) -> Alignment:
    """The rows and gaps of a parent whose tasks are ready and a child whose units are.

    `amended` is what other documents changed in the parent. Links are given their
    `reasons` where somebody is to read them: they take a sixth of the time.
    """
    weights = Weights(parent.side.words, below.words)
    links = (model or link_model()).links(parent.side, below, weights)
    offers: dict[int, Provision] = {}
    rows, carried = [], []
    declared = _declaring(parent.record, child, below.units)
    for number, task in enumerate(parent.side.units):
        carrying = links.units_of(number) or (declared if issues_plan(task) else [])
        offers |= {i: Provision.of(below.units[i], below.words[i]) for i in carrying if i not in offers}
        verdict = judge(parent.demands[number], [offers[i] for i in carrying], weights)
        linked = tuple(below.units[i] for i in carrying)
        carried.append(Carried(task, parent.demands[number], linked, verdict.share))
        likely = links.probabilities[number]
        rows.append(
            CrosswalkRow(
                parent_path=task.path,
                parent_start=task.start,
                parent_end=task.end,
                parent_quote=task.quote(parent.record.text),
                coverage=verdict.coverage,
                score=float(likely.max(initial=0.0)),
                share=verdict.share,
                children=tuple(
                    _link(child, task, below.units[i], float(likely[i]), reasons, is_sure=bool(likely[i] >= links.sure))
                    for i in carrying
                ),
                note=verdict.note,
            )
        )
    claimed = similarity(parent.side, below, weights).max(axis=0, initial=0.0)
    own = [
        [below.units[unit] for unit in sentence]
        for sentence, claim in zip(below.sentences, claimed, strict=True)
        if claim < OWN_DUTY
    ]
    return Alignment(tuple(rows), gaps(parent.record, child, carried, own, amended))


def _declaring(parent: Record, child: Record, units: Sequence[Unit]) -> list[int]:
    """The first unit that cites the parent by its number, by which the child says whose plan it is; none where none."""
    number = number_key(parent.document.number)
    places = [r.start for r in child.references if number and number_key(r.number) == number]
    found = (i for i, unit in enumerate(units) if any(unit.start <= at < unit.end for at in places))
    return list(islice(found, 1))


def _link(child: Record, task: Unit, part: Unit, score: float, reasons: bool, *, is_sure: bool) -> ChildLink:
    # People cite a sentence by its opening statement, and what follows a semicolon by its own words.
    opens = part.opening is None or part.start <= part.opening.start
    stated = part.stated if opens else Span(part.start, part.end)
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
        is_sure=is_sure,
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
