"""What rivals a link: other units for the task, other tasks for the unit, and what stands around the two.

A clause that fits one task far better gives way elsewhere; a task of which every clause says a little has none that
carries it. These signs are read off the first probabilities of all pairs of a task and a unit.
"""

from __future__ import annotations

import numpy as np

from index.crosswalk.features import EmbeddedDocument
from index.crosswalk.lexical_similarity import Matrix
from index.crosswalk.similarity import RIVALS, neighbourhood

# In the order of the weights in ``weights.json``.
RIVALRY_SIGNS = (
    "unit_rivals",  # how much stronger other tasks claim the unit
    "task_rivals",  # how much stronger another unit is for the task
    "log_odds",  # of the first probability
    "task_best",
    "unit_best",
    "neighbourhood",  # how near other tasks of the section come to the unit's section
    "task_sum",  # the links that the task has by first probabilities
    "unit_sum",
    "task_rank",
    "unit_rank",
    "task_topic",  # how near the task is to the child as a whole, among its parent's tasks
    "unit_topic",
)
_LEAST = 1e-6
# Links that are added to a sum before its logarithm.
_NO_LINK = 0.05


def rivalry_signs(first: Matrix, tasks: EmbeddedDocument, child: EmbeddedDocument) -> Matrix:
    """Returns the signs of each task and unit, ``[signs, tasks, units]``, from first probabilities between 0 and 1."""
    ones = np.ones_like(first)
    strongest = np.sort(first, axis=0)[-RIVALS:].mean(axis=0)
    return np.stack(
        [
            np.maximum(strongest[None, :] - first, 0),
            first.max(axis=1, keepdims=True) - first,
            np.log(first / (1 - first)),
            ones * first.max(axis=1)[:, None],
            ones * first.max(axis=0)[None, :],
            neighbourhood(first, tasks, child),
            ones * np.log(first.sum(axis=1) + _NO_LINK)[:, None],
            ones * np.log(first.sum(axis=0) + _NO_LINK)[None, :],
            np.log1p(_ranks(first, axis=1)),
            np.log1p(_ranks(first, axis=0)),
            ones * _standard(tasks.vectors @ child.vectors.mean(axis=0))[:, None],
            ones * _standard(child.vectors @ tasks.vectors.mean(axis=0))[None, :],
        ]
    )


def _ranks(first: Matrix, axis: int) -> Matrix:
    """The rank of each pair along `axis`, 0 for the most probable."""
    order = np.argsort(-first, axis=axis, kind="stable")
    return np.argsort(order, axis=axis, kind="stable").astype(np.float64)


def _standard(values: Matrix) -> Matrix:
    return np.asarray((values - values.mean()) / (values.std() + _LEAST))
