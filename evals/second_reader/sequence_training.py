"""Trains the weights of the second reader: a linear-chain conditional random field and a logistic regression.

Both are fitted by AdaGrad with a decay towards nothing; the order of the sentences is drawn
from a fixed seed, so that the same rows always give the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.obligations.sequence_model import (
    LABELS,
    SENTENCE_BUCKETS,
    WORD_BUCKETS,
    Floats,
    SequenceModel,
    buckets,
    first_forbidden,
    forbidden,
)

Integers = NDArray[np.intp]

# Rounds over the sentences; twice as many only learnt the rows by heart.
_ROUNDS = 6
_RATE = 0.15
# How strongly weights are drawn towards nothing at each step they take part in.
_DECAY = 2e-3
# Of 0.002, 0.01, 0.03 and 0.1 the one with the least log loss on documents left out (0.287).
_SENTENCE_DECAY = 0.03
_BATCH = 16
_SEED = 7


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence to learn from: features of its own and of its words, the labels of these, whether it lays a duty."""

    doc: str
    features: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    is_duty: bool
    is_read: bool  # its words are learnt from: a duty, or one to the rules


def train(sentences: Sequence[TaggedSentence]) -> SequenceModel:
    """Returns a model fitted on the sentences."""
    word, step = fit_tagger([s for s in sentences if s.is_read])
    return SequenceModel(word, step, fit_sentences(sentences))


def fit_sentences(sentences: Sequence[TaggedSentence]) -> Floats:
    """Returns the weights of the logistic regression, the intercept last."""
    ids = [np.array([*buckets(s.features, SENTENCE_BUCKETS), SENTENCE_BUCKETS], dtype=np.intp) for s in sentences]
    weights = np.zeros(SENTENCE_BUCKETS + 1, dtype=np.float32)
    squares = np.full(SENTENCE_BUCKETS + 1, 1e-6, dtype=np.float32)
    order = np.random.default_rng(_SEED)
    for _ in range(_ROUNDS):
        for i in order.permutation(len(sentences)):
            mine = np.unique(ids[i])
            score = float(weights[mine].sum())
            error = 1.0 / (1.0 + float(np.exp(-np.clip(score, -30, 30)))) - sentences[i].is_duty
            slope = error + _SENTENCE_DECAY * weights[mine]
            squares[mine] += slope**2
            weights[mine] -= 0.1 * slope / np.sqrt(squares[mine])
    return weights


def fit_tagger(sentences: Sequence[TaggedSentence]) -> tuple[Floats, Floats]:
    """Returns the weights of features by label, and of the steps from label to label."""
    word = np.zeros((WORD_BUCKETS, len(LABELS)), dtype=np.float32)
    step = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    word_squares, step_squares = np.full_like(word, 1e-4), np.full_like(step, 1e-4)
    ids = [np.array([buckets(w, WORD_BUCKETS) for w in s.words], dtype=np.intp) for s in sentences]
    labels = [np.array([LABELS.index(label) for label in s.labels], dtype=np.intp) for s in sentences]
    by_length = sorted(range(len(sentences)), key=lambda i: len(labels[i]))
    batches = [by_length[at : at + _BATCH] for at in range(0, len(by_length), _BATCH)]
    order = np.random.default_rng(_SEED)
    for _ in range(_ROUNDS):
        for at in order.permutation(len(batches)):
            batch = batches[at]
            rows = np.concatenate([ids[i] for i in batch])
            errors, step_slope = _slopes(word, step, [ids[i] for i in batch], [labels[i] for i in batch])
            unique, where = np.unique(rows, return_inverse=True)
            slope = np.zeros((len(unique), len(LABELS)), dtype=np.float32)
            np.add.at(slope, where.ravel(), np.repeat(errors, rows.shape[1], axis=0))
            slope += _DECAY * word[unique]
            word_squares[unique] += slope**2
            word[unique] -= _RATE * slope / np.sqrt(word_squares[unique])
            step_slope += _DECAY * step
            step_squares += step_slope**2
            step -= _RATE * step_slope / np.sqrt(step_squares)
    return word, step


def _slopes(word: Floats, step: Floats, ids: list[Integers], labels: list[Integers]) -> tuple[Floats, Floats]:
    """The slopes of the loss: by word and label (sentences one behind the other), and by step; forward-backward."""
    lengths = [len(one) for one in labels]
    longest, n = max(lengths), len(LABELS)
    scores = np.zeros((len(ids), longest, n), dtype=np.float32)
    inside = np.zeros((len(ids), longest), dtype=bool)
    for k, of_sentence in enumerate(ids):
        scores[k, : lengths[k]] = word[of_sentence].sum(axis=1)
        inside[k, : lengths[k]] = True
    steps = step + forbidden()
    forward = np.zeros_like(scores)
    forward[:, 0] = scores[:, 0] + first_forbidden()
    for t in range(1, longest):
        on = _log_sum(forward[:, t - 1, :, None] + steps, 1) + scores[:, t]
        forward[:, t] = np.where(inside[:, t, None], on, forward[:, t - 1])
    total = _log_sum(forward[:, -1], 1)
    backward = np.zeros_like(scores)
    step_slope = np.zeros((n, n), dtype=np.float32)
    for t in range(longest - 2, -1, -1):
        ahead = scores[:, t + 1] + backward[:, t + 1]
        on = _log_sum(steps + ahead[:, None, :], 2)
        backward[:, t] = np.where(inside[:, t + 1, None], on, 0.0)
        pairs = np.exp(forward[:, t, :, None] + steps + ahead[:, None, :] - total[:, None, None])
        step_slope += pairs[inside[:, t + 1]].sum(axis=0)
    chances = np.exp(forward + backward - total[:, None, None])
    for k, right in enumerate(labels):
        chances[k, np.arange(lengths[k]), right] -= 1.0
        np.subtract.at(step_slope, (right[:-1], right[1:]), 1.0)
    errors: Floats = np.concatenate([chances[k, : lengths[k]] for k in range(len(ids))])
    return errors, step_slope


def _log_sum(values: Floats, axis: int) -> Floats:
    most = values.max(axis=axis, keepdims=True)
    out: Floats = (np.log(np.exp(values - most).sum(axis=axis, keepdims=True)) + most).squeeze(axis)
    return out
