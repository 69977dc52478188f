"""How near each sentence of a child document is to each task of its parent.

Four signs count alike: the vectors of the two (each behind the heading it stands
under), the vector of the nearest part of the unit, the words they share, and the themes
they share. Each is a cosine, from 0 to 1. Two units that ask for different sorts of work
are less near, whatever they say of its object. Where both stand says something too: what a
section asks for is carried out in few sections below. At last each pair gives way to
stronger claims, of other tasks to the sentence and of another sentence to the task.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, groupby, pairwise

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from corpus.vietnamese import syllables
from index.crosswalk_acts import Acts
from index.crosswalk_names import Core, bodies, fields, is_named, programmes, same_field
from index.crosswalk_scope import affairs
from index.crosswalk_units import Unit
from index.crosswalk_words import Bag, Columns, Matrix, Weights, bag, themes
from index.embedding import Embedder, Vectors

# Syllables that a part of a unit has at least. Parts of 12 or more gave average precision
# .54 on the hand-made links of Chỉ thị 28-CT/TW, parts of 6 .53, the unit's vector alone .50.
PART = 12
# From so many units on, a document's own mean is taken off its vectors: its topic, which all
# its units share. Average precision of vectors alone: .39 as they come, .55 without the mean.
OWN_MEAN = 8
# What a shared theme must outweigh: two units with one theme in common and no other are not
# yet alike ("nhân rộng mô hình điểm trông giữ trẻ", "xây dựng mô hình Bến sông an toàn").
THEME_DOUBT = 1.0
# What the two sections add, and the tasks from which half of that is believed: sections 1 to 3 of
# Chỉ thị 28-CT/TW would have .3 or .4, sections 4 to 6 none. Average precision: .85 and .83 without,
# .88 and .82 with .25.
STRUCTURE = 0.25
FEW_TASKS = 2
# A sentence that other tasks claim more strongly loses this share of the difference, and one than
# which the task has a nearer one that share. Average precision in sections 1 to 3 and 4 to 6: .81 and
# .78 without either, .835 and .80 with both; the shares hardly matter (.3 to .7, .1 to .3).
RIVALRY = 0.5
PREFERENCE = 0.2
# The strongest claims to a sentence whose mean a claim is measured against: a sentence often carries two
# tasks and repeats the words of one. With 1, 2, 3: .877, .881, .881 in sections 1 to 3, .806, .811, .820 below.
RIVALS = 2
# A sentence that names none of the programmes a task names keeps this share of its similarity:
# "xây dựng Chiến lược quốc gia về phát triển trẻ em" is not carried by other strategies. F1 of
# the gaps in sections 1 to 3: .67 without, .86 with .85 and with .7.
UNNAMED = 0.7
# A sentence that asks for another sort of work than the task keeps this share of its similarity. Average
# precision with 1, .7, .5: .878, .881, .873 in sections 1 to 3, .789, .811, .817 in 4 to 6, .777, .806,
# .800 on a news report as the child. Of 104 links of two annotators 4 join different sorts.
OTHER_ACT = 0.6

# A sentence that names a programme of its own, which the task does not, and gives it to bodies of
# other fields keeps this share of its similarity: the veterans' model “Bến sông an toàn” does not
# carry out the model of the women's union (.35 on the samples, with nothing but "mô hình" in common).
OWN_INITIATIVE = 0.3
# What an organisation section says of a plan's own carrying out keeps this share of its similarity to
# tasks that are not about the parent's own: "kiểm tra việc thực hiện Kế hoạch này" does not carry out
# "thanh tra, kiểm tra về quyền trẻ em". Average precision in sections 1 to 3: .88 without, .91 with .8 to .4.
UPKEEP = 0.6
# Steps of a path that are inside a section.
_INNER = ("gach-", "doan-", "cong-", "hang-")
# Where a long sentence may be taken apart: "…, nhằm …", "…; …", "… gắn với …".
_JOINT = re.compile(r"[,;:](?=\s) | \s(?=(?:gắn\ với|nhằm|nhất\ là|đặc\ biệt\ là|đồng\ thời|trong\ đó)\s)", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Apart:
    """A document taken apart: its units with the words, themes, fields of bodies, programmes and parts of each.

    `acts` are the bits of the sorts of work that each unit leads with, and that it names; `affairs`
    say whether it is upkeep of its document, and whether it is nothing but work (see `Side`).
    """

    units: tuple[Unit, ...]
    words: tuple[Bag, ...]
    themes: tuple[Bag, ...]
    fields: tuple[tuple[Core, ...], ...]
    programmes: tuple[tuple[str, ...], ...]
    acts: tuple[tuple[int, int], ...]
    affairs: tuple[tuple[bool, bool], ...]
    parts: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Apart:
        """`units` and what is found in each."""
        acts = Acts.of(units)
        return cls(
            units=tuple(units),
            words=tuple(bag(unit.words) for unit in units),
            themes=tuple(themes(unit.words) for unit in units),
            fields=tuple(tuple(core for body in bodies(unit) for core in fields(body)) for unit in units),
            programmes=tuple(programmes(unit.words) for unit in units),
            acts=tuple(zip(acts.leading.tolist(), acts.named.tolist(), strict=True)),
            affairs=tuple(map(affairs, units)),
            parts=tuple(parts_of(unit.words) for unit in units),
        )


@dataclass(frozen=True)
class Side:
    """The units of one document, made ready to compare: words, themes, fields of bodies, programmes, acts, vectors.

    `upkeep` marks those of an organisation section that speak of the document's own carrying
    out, `work` those that neither stand in one nor speak of it.
    """

    units: tuple[Unit, ...]
    words: tuple[Bag, ...]
    themes: tuple[Bag, ...]
    fields: tuple[tuple[Core, ...], ...]
    programmes: tuple[tuple[str, ...], ...]
    acts: Acts
    upkeep: NDArray[np.bool_]
    work: NDArray[np.bool_]
    vectors: Vectors
    parts: tuple[tuple[str, ...], ...]
    part_vectors: Vectors

    @classmethod
    def of(cls, units: Sequence[Unit], embedder: Embedder) -> Side:
        """The side of `units`."""
        return cls.embedded(Apart.of(units), embedder)

    @classmethod
    def embedded(cls, apart: Apart, embedder: Embedder) -> Side:
        """The side of a document that is taken apart; all that must be embedded goes to `embedder` in one call."""
        texts = [*(unit.in_context for unit in apart.units), *chain.from_iterable(apart.parts)]
        vectors = embedder.embed_passages(texts) if texts else np.empty((0, embedder.dimension), np.float32)
        whole, of_parts = vectors[: len(apart.units)], vectors[len(apart.units) :]
        leading, named = np.array(apart.acts, np.int64).reshape(-1, 2).T
        upkeep, work = np.array(apart.affairs, np.bool_).reshape(-1, 2).T
        return cls(
            apart.units,
            apart.words,
            apart.themes,
            apart.fields,
            apart.programmes,
            Acts(leading, named),
            upkeep,
            work,
            whole,
            apart.parts,
            of_parts,
        )

    @cached_property
    def word_columns(self) -> Columns:
        """The words of all units against which another side's are counted."""
        return Columns(self.words)

    @cached_property
    def theme_columns(self) -> Columns:
        """The themes of all units against which another side's are counted."""
        return Columns(self.themes)

    @cached_property
    def sentences(self) -> tuple[tuple[int, ...], ...]:
        """The units of each sentence, by position; most sentences are one unit."""
        stated = [(unit.path, unit.stated) for unit in self.units]
        groups = groupby(range(len(stated)), key=stated.__getitem__)
        return tuple(tuple(positions) for _, positions in groups)

    @cached_property
    def sections(self) -> tuple[tuple[int, ...], ...]:
        """The units of each section, by position: those under one clause that is no bullet or paragraph."""
        members: dict[str, list[int]] = {}
        for position, unit in enumerate(self.units):
            members.setdefault(section(unit.path), []).append(position)
        return tuple(map(tuple, members.values()))


def similarity(tasks: Side, child: Side, weights: Weights | None = None) -> Matrix:
    """The similarity of each task to each sentence of the child, ``[tasks, sentences]``, from 0 to 1.

    `weights` are those of the words of both, where they are known.
    """
    if not tasks.units or not child.units:
        return np.zeros((len(tasks.units), len(child.sentences)))
    alike = _alike(tasks, child, weights or Weights(tasks.words, child.words))
    for number, names in enumerate(tasks.programmes):
        if names:
            alike[number] *= [1 if any(is_named(name, words) for name in names) else UNNAMED for words in child.words]
    alike[_own_initiatives(tasks, child)] *= OWN_INITIATIVE
    alike[tasks.acts.differ(child.acts)] *= OTHER_ACT
    alike[np.ix_(tasks.work, child.upkeep)] *= UPKEEP
    alike += STRUCTURE * _neighbourhood(alike, tasks, child)
    firsts = [sentence[0] for sentence in child.sentences]
    claims: Matrix = np.maximum.reduceat(alike, firsts, axis=1)
    rivals = np.maximum(_strongest(claims) - claims, 0)
    better = claims.max(axis=1, keepdims=True) - claims
    return np.asarray(np.clip(claims - RIVALRY * rivals - PREFERENCE * better, 0, 1))


def _strongest(claims: Matrix) -> Matrix:
    """The mean of the strongest `RIVALS` claims to each sentence, ``[1, sentences]``."""
    count = min(RIVALS, len(claims))
    return np.asarray(np.partition(claims, len(claims) - count, axis=0)[-count:].mean(axis=0, keepdims=True))


def _alike(tasks: Side, child: Side, weights: Weights) -> Matrix:
    """The mean of the four signs, ``[tasks, units]``."""
    lexical = tasks.word_columns.shared(child.words, weights)
    thematic = tasks.theme_columns.shared(child.themes, Weights(tasks.themes, child.themes), doubt=THEME_DOUBT)
    # A task of no theme at all has only its words to go by.
    themeless = [not task for task in tasks.themes]
    thematic[themeless] = lexical[themeless]
    whole, part = _cosines(tasks, child)
    return (whole + part + lexical + thematic) / 4


def _own_initiatives(tasks: Side, child: Side) -> NDArray[np.bool_]:
    """Where a unit names a programme that the task does not, and gives it to bodies of other fields."""
    apart = np.zeros((len(tasks.units), len(child.units)), np.bool_)
    for sentence in child.sentences:
        theirs = [core for unit in sentence for core in child.fields[unit]]
        for unit in sentence if theirs else ():
            names = child.programmes[unit]
            for task, ours in enumerate(tasks.fields if names else ()):
                named = any(is_named(name, tasks.words[task]) for name in names)
                apart[task, unit] = bool(ours) and not named and not _of_one_field(ours, theirs)
    return apart


def _of_one_field(ours: Sequence[Core], theirs: Sequence[Core]) -> bool:
    return any(same_field(one, other) for one in ours for other in theirs)


def _neighbourhood(alike: Matrix, tasks: Side, child: Side) -> Matrix:
    """How near the other tasks of a task's section come to a unit's section, less the mean over sections' units."""
    near = np.zeros_like(alike)
    nearest = np.stack([alike[:, list(below)].max(axis=1) for below in child.sections], axis=1)
    place = np.empty(alike.shape[1], np.intp)
    for number, below in enumerate(child.sections):
        place[list(below)] = number
    for above in tasks.sections:
        others = len(above) - 1
        if others:
            rows = nearest[list(above)]
            belief = others / (others + FEW_TASKS)
            near[list(above)] = belief * ((rows.sum(axis=0) - rows) / others)[:, place]
    return np.asarray(near - near.mean(axis=1, keepdims=True))


def _cosines(tasks: Side, child: Side) -> tuple[Matrix, Matrix]:
    """The cosines of tasks with units, and with the nearest part of each unit."""
    both = np.vstack([tasks.vectors, child.vectors])
    own = _centred(tasks.vectors, both)
    # Products this small take longer to hand to a second thread than to do, and its waiting costs
    # a core: of 50 tasks with 100 units 6 ms of processor time with threads, 1 ms without.
    with _libraries().limit(limits=1, user_api="blas"):
        whole = own @ _centred(child.vectors, both).T
        parts = own @ _centred(child.part_vectors, both).T
    begins = np.cumsum([0, *(len(each) for each in child.parts[:-1])])
    return np.maximum(whole, 0), np.maximum(np.maximum.reduceat(parts, begins, axis=1), 0)


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


def _centred(vectors: Vectors, both: Vectors) -> Matrix:
    mean = (vectors if len(vectors) >= OWN_MEAN else both).mean(axis=0)
    centred: Matrix = vectors.astype(np.float64) - mean
    unit: Matrix = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    return unit


def section(path: str) -> str:
    """The nearest clause at or above `path` that is no bullet or paragraph: ``ii/3/gach-1`` is in ``ii/3``."""
    steps = path.split("/")
    while len(steps) > 1 and steps[-1].startswith(_INNER):
        steps.pop()
    return "/".join(steps)


def parts_of(words: str, least: int = PART) -> tuple[str, ...]:
    """`words` in parts of at least `least` syllables (the last of half as many), cut at commas and the like."""
    cuts = [0]
    for joint in _JOINT.finditer(words):
        before, after = words[cuts[-1] : joint.end()], words[joint.end() :]
        if len(syllables(before)) >= least and len(syllables(after)) >= least // 2:
            cuts.append(joint.end())
    return tuple(words[a:b].strip() for a, b in pairwise([*cuts, len(words)]))
