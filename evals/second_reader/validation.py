"""The worth of the second reader on documents left out: alone, beside the rules, and as a finder of doubts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from evals.quality.precision_recall import Score
from evals.second_reader.examples import Example, all_examples
from evals.second_reader.sequence_training import train
from ingest.obligations.second_reader import LAYS_DUTY, RoleSpan, compare, spans_of
from ingest.obligations.sequence_model import WEIGHTS, SequenceModel

FOLDS = 5
# The learning curve has a point for each so many gold rows.
STEP = 200
# So sure the second reader is where its own finds are counted with those of the rules.
SURE = 0.95


def train_extraction(
    output: Path | None = None, more: Sequence[tuple[Path, Path]] = (), *, shows_curve: bool = False
) -> dict[str, Any]:
    """Trains the second reader on all gold rows and writes it to `output`, else in place of the one shipped.

    Returns the numbers of sentences, documents and rows, and the figures of `cross_validate`;
    with `shows_curve` those of `learning_curve` too, by number of rows.
    """
    output = output or WEIGHTS
    examples = all_examples(more)
    train([e.tagged for e in examples]).save(output)
    figures: dict[str, Any] = {
        "documents": len({e.tagged.doc for e in examples}),
        "sentences": len(examples),
        "rows": sum(e.rows for e in examples),
        "bytes": output.stat().st_size,
        "left_out": cross_validate(examples),
    }
    return figures | ({"curve": learning_curve(examples)} if shows_curve else {})


def cross_validate(examples: Sequence[Example]) -> dict[str, Any]:
    """Returns the scores of both readers and of their combinations, each document read by a model made without it."""
    return figures_of([pair for fold in range(FOLDS) for pair in left_out(examples, fold)])


def learning_curve(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Returns the scores of the second reader on a fold left out, by the number of gold rows it was trained on."""
    inside = [e for e in examples if fold_of(examples)[e.tagged.doc]]
    points: dict[str, dict[str, float]] = {}
    rows, docs = 0, set[str]()
    for doc in dict.fromkeys(e.tagged.doc for e in sorted(inside, key=lambda e: (len(e.tagged.doc), e.tagged.doc))):
        docs.add(doc)
        rows += sum(e.rows for e in inside if e.tagged.doc == doc)
        if rows >= STEP * (len(points) + 1):
            figures = figures_of(left_out(examples, 0, docs.copy()))
            points[f"{rows} rows"] = {name: figures["second"][name]["f1"] for name in ("duty", "bodies")}
    return points


Read = tuple[Example, float, tuple[RoleSpan, ...]]


def fold_of(examples: Sequence[Example]) -> dict[str, int]:
    """Returns the fold of each document: the longest are dealt out first, so that folds are of one size."""
    sizes: dict[str, int] = {}
    for e in examples:
        sizes[e.tagged.doc] = sizes.get(e.tagged.doc, 0) + 1
    return {doc: i % FOLDS for i, doc in enumerate(sorted(sizes, key=lambda doc: (-sizes[doc], doc)))}


def left_out(examples: Sequence[Example], fold: int, known: Collection[str] | None = None) -> list[Read]:
    """Returns the documents of a fold, read by a model made of the others, or of those of them that are `known`."""
    folds = fold_of(examples)
    known = folds if known is None else known
    model = train([e.tagged for e in examples if folds[e.tagged.doc] != fold and e.tagged.doc in known])
    return [read_by(model, e) for e in examples if folds[e.tagged.doc] == fold]


def read_by(model: SequenceModel, example: Example) -> Read:
    """Returns an example as a model reads it: the probability that it lays a duty, and the bodies in it."""
    chance = model.probability(example.tagged.features)
    return example, chance, spans_of(example.sentence, model.tags(example.tagged.words))


def figures_of(read: Sequence[Read]) -> dict[str, Any]:
    """Returns the scores of the rules, of the second reader and of both, and how often the rules are right where."""
    first = [e.is_duty_to_rules for e, _, _ in read]
    second = [chance >= LAYS_DUTY for _, chance, _ in read]
    both = [a and b for a, b in zip(first, second, strict=True)]
    either = [a or chance >= SURE for a, (_, chance, _) in zip(first, read, strict=True)]
    duties = [e.tagged.is_duty for e, _, _ in read]
    return {
        "rules": {"duty": _score(first, duties), "bodies": _bodies(read, lambda e, _: e.first)},
        "second": {"duty": _score(second, duties), "bodies": _bodies(read, lambda _, spans: spans)},
        "both": {"duty": _score(both, duties)},
        "rules or sure second": {"duty": _score(either, duties)},
        "where they agree": _right(read, agree=True),
        "where they differ": _right(read, agree=False),
    }


def _score(said: Sequence[bool], duties: Sequence[bool]) -> dict[str, Any]:
    hits = sum(a and b for a, b in zip(said, duties, strict=True))
    return Score(hits, sum(said) - hits, sum(duties) - hits).row()


def _bodies(
    read: Sequence[Read], said: Callable[[Example, tuple[RoleSpan, ...]], Sequence[RoleSpan]]
) -> dict[str, Any]:
    """The score of bodies with their roles where words overlap, in sentences that are duties to the rules and rows."""
    hits = wrong = missed = 0
    for e, _, spans in read:
        if e.is_duty_to_rules and e.tagged.is_duty:
            gold, mine = _gold_spans(e), said(e, spans)
            comparison = compare(1.0, gold, mine)
            hits += len(gold) - len(comparison.only_first)
            missed, wrong = missed + len(comparison.only_first), wrong + len(comparison.only_second)
    return Score(hits, wrong, missed).row()


def _right(read: Sequence[Read], *, agree: bool) -> dict[str, Any]:
    """Of the sentences that are duties to the rules: how many they read right, with the bodies named in them."""
    found = []
    for e, chance, spans in read:
        if e.is_duty_to_rules and compare(chance, e.first, spans).agrees is agree:
            found.append(e.tagged.is_duty and compare(1.0, _gold_spans(e), e.first).agrees)
    return {"sentences": len(found), "right": round(sum(found) / len(found), 4) if found else None}


def _gold_spans(e: Example) -> tuple[RoleSpan, ...]:
    return spans_of(e.sentence, e.tagged.labels)
