"""The signs that a unit of a child carries out a task of its parent, each a matrix ``[tasks, units]``.

What a sign is worth depends on the pair of documents: in one that repeats its parent word for word half the words are
few, in one that says everything anew a fifth are many. So each is given as it is, and by how far it stands above the
mean of its pair of documents.
"""

from __future__ import annotations

import numpy as np

from index.crosswalk.features import EmbeddedDocument
from index.crosswalk.lexical_similarity import Matrix, Weights
from index.crosswalk.similarity import cosines, similarity

# In the order of the weights in ``weights.json``.
SIGNS = (
    "words",  # the words that both share, by how much each says
    "task_words",  # the share of the task's words that stand in the unit
    "unit_words",  # the share of the unit's words that stand in the task
    "meaning",  # the cosine of their vectors, less the mean of the document
    "part_meaning",  # the cosine of the task and the nearest part of the unit
    "other_act",  # neither names what the other leads with
    "same_act",  # both lead with the same sort of work
    "words_and_meaning",
    "words_above",  # how many deviations above the mean of the pair of documents
    "meaning_above",
    "part_meaning_above",
    "unit_size",
    "task_size",
    "nearness",  # `similarity.similarity` of the task and the unit's sentence
    "nearness_log",
)
_LEAST = 1e-6
# Added to a nearness, which may be 0, before its logarithm.
_NEAR = 0.02


def pair_signs(tasks: EmbeddedDocument, child: EmbeddedDocument, weights: Weights) -> Matrix:
    """Returns the signs of each task and unit, ``[signs, tasks, units]``, in the order of `SIGNS`."""
    words, task_words, unit_words = _shared_words(tasks, child, weights)
    meaning, part_meaning = cosines(tasks, child)
    near = _of_units(similarity(tasks, child, weights), child)
    same_act = (tasks.acts.leading[:, None] & child.acts.leading[None, :]) != 0
    ones = np.ones_like(words)
    return np.stack(
        [
            words,
            task_words,
            unit_words,
            meaning,
            part_meaning,
            tasks.acts.differ(child.acts).astype(np.float64),
            same_act.astype(np.float64),
            words * meaning,
            _above(words),
            _above(meaning),
            _above(part_meaning),
            ones * _sizes(child)[None, :],
            ones * _sizes(tasks)[:, None],
            near,
            np.log(near + _NEAR),
        ]
    )


def _shared_words(tasks: EmbeddedDocument, child: EmbeddedDocument, weights: Weights) -> tuple[Matrix, Matrix, Matrix]:
    """The weight of shared words over the geometric mean of both, over the task's, and over the unit's own."""
    together = tasks.word_columns.shared(child.words, weights)
    ours = np.array([weights.sum(bag) for bag in tasks.words])
    theirs = np.array([weights.sum(bag) for bag in child.words])
    weight = together * np.sqrt(np.outer(ours, theirs))
    return together, weight / np.maximum(ours[:, None], _LEAST), weight / np.maximum(theirs[None, :], _LEAST)


def _of_units(near: Matrix, child: EmbeddedDocument) -> Matrix:
    """The nearness of sentences as that of their units, ``[tasks, units]``."""
    of = np.empty(len(child.units), np.intp)
    for number, sentence in enumerate(child.sentences):
        of[list(sentence)] = number
    return near[:, of]


def _above(sign: Matrix) -> Matrix:
    return np.asarray((sign - sign.mean()) / (sign.std() + _LEAST))


def _sizes(side: EmbeddedDocument) -> Matrix:
    return np.log([max(len(words), 1) for words in side.words])
