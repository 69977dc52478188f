"""How near each sentence of a child document is to each task of its parent.

Four signs count alike: the vectors of the two (each behind the heading it stands
under), the vector of the nearest part of the unit, the words they share, and the themes
they share. Each is a cosine, from 0 to 1. Two units that ask for different sorts of work
are less near, whatever they say of its object. Where both stand says something too: what a
section asks for is carried out in few sections below. At last each pair gives way to
stronger claims, of other tasks to the sentence and of another sentence to the task.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from index.crosswalk.entities import Core, is_named, same_field
from index.crosswalk.features import EmbeddedDocument
from index.crosswalk.lexical_similarity import Matrix, Weights
from index.embedding.embedder import Vectors

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
# precision with 1, .7, .5: .92, .92, .91 in sections 1 to 3, .82, .85, .85 in 4 to 6; of 29 tasks that nothing
# carries 25 have no sentence above .18 with .7, 27 with .5. Of 104 links of two annotators 4 join different sorts.
OTHER_ACT = 0.5

# A sentence that names a programme of its own, which the task does not, and gives it to bodies of
# other fields keeps this share of its similarity: the veterans' model “Bến sông an toàn” does not
# carry out the model of the women's union (.35 on the samples, with nothing but "mô hình" in common).
OWN_INITIATIVE = 0.3
# What an organisation section says of a plan's own carrying out keeps this share of its similarity to
# tasks that are not about the parent's own: "kiểm tra việc thực hiện Kế hoạch này" does not carry out
# "thanh tra, kiểm tra về quyền trẻ em". Average precision in sections 1 to 3: .88 without, .91 with .8 to .4.
UPKEEP = 0.6


def similarity(tasks: EmbeddedDocument, child: EmbeddedDocument, weights: Weights | None = None) -> Matrix:
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
    alike += STRUCTURE * neighbourhood(alike, tasks, child)
    firsts = [sentence[0] for sentence in child.sentences]
    claims: Matrix = np.maximum.reduceat(alike, firsts, axis=1)
    rivals = np.maximum(_strongest(claims) - claims, 0)
    better = claims.max(axis=1, keepdims=True) - claims
    return np.asarray(np.clip(claims - RIVALRY * rivals - PREFERENCE * better, 0, 1))


def _strongest(claims: Matrix) -> Matrix:
    """The mean of the strongest `RIVALS` claims to each sentence, ``[1, sentences]``."""
    count = min(RIVALS, len(claims))
    return np.asarray(np.partition(claims, len(claims) - count, axis=0)[-count:].mean(axis=0, keepdims=True))


def _alike(tasks: EmbeddedDocument, child: EmbeddedDocument, weights: Weights) -> Matrix:
    """The mean of the four signs, ``[tasks, units]``."""
    lexical = tasks.word_columns.shared(child.words, weights)
    thematic = tasks.theme_columns.shared(child.themes, Weights(tasks.themes, child.themes), doubt=THEME_DOUBT)
    # A task of no theme at all has only its words to go by.
    themeless = [not task for task in tasks.themes]
    thematic[themeless] = lexical[themeless]
    whole, part = cosines(tasks, child)
    return (whole + part + lexical + thematic) / 4


def _own_initiatives(tasks: EmbeddedDocument, child: EmbeddedDocument) -> NDArray[np.bool_]:
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


def neighbourhood(alike: Matrix, tasks: EmbeddedDocument, child: EmbeddedDocument) -> Matrix:
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


def cosines(tasks: EmbeddedDocument, child: EmbeddedDocument) -> tuple[Matrix, Matrix]:
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
