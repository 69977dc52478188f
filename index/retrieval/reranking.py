"""Weighs the first passages again by what only their text tells: of two that answer alike, the shorter goes first.

The words' weight and the meaning of a long passage are made up of many of its sentences,
those of a short one of what was asked. Fitted on half of the questions of alqac or of
nguoicocong alone (``python -m evals.quality.reranking``), a unit of the logarithm of the length
came to .012 and .015; on the questions held out recall@10 rose from .961 to .972 and from
.925 to .938. No other sign that was tried gains on both: see ``evals/README.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from math import log

from index.retrieval.chunking import Passage
from index.retrieval.hybrid_ranking import RankedPassage

# How many of the first passages are weighed again: 30 give what 60 do.
RERANK_DEPTH = 30
# What a score loses for each unit of the natural logarithm of the passage's characters.
BREVITY = 0.012
# Characters. What is shorter than a line is seldom an answer by itself and gains no more;
# none is much longer than a window of 200 syllables.
_LINE, _WINDOW = 80, 1_000


def shorter_first(
    found: Sequence[tuple[Passage, RankedPassage]], ceiling: float = 1.0
) -> list[tuple[Passage, RankedPassage]]:
    """The passages by their score and brevity, best first; no score is above `ceiling`."""
    weighed = [(p, replace(r, score=min(ceiling, r.score + BREVITY * brevity(p)))) for p, r in found]
    return sorted(weighed, key=lambda one: (-one[1].score, one[1].id))


def rerank(
    found: Iterable[tuple[Passage, RankedPassage]], first: int = RERANK_DEPTH
) -> Iterator[tuple[Passage, RankedPassage]]:
    """`found`, best first, with the `first` ones weighed again, then as many of the rest at a time as are asked for.

    Scores go on falling: what comes later has at most the score of what came before.
    """
    rest, ceiling = iter(found), 1.0
    while some := shorter_first(list(islice(rest, first)), ceiling):
        yield from some
        ceiling = some[-1][1].score


def brevity(passage: Passage) -> float:
    """0 for a passage of a whole window, 2.5 for a line."""
    return log(_WINDOW / min(_WINDOW, max(_LINE, len(passage.text))))
