"""The parts of a document that metadata is read from, gathered from its clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Clause, ClauseKind, Span
from corpus.normalized_text import NormalizedText, normalize_span
from ingest.structure.phrases import matches


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of the main document, not of its annexes: running text of each part, empty where there is none."""

    text: str
    letterhead: NormalizedText
    title: NormalizedText
    authority: NormalizedText
    recipients: tuple[Clause, ...]
    signature: tuple[Clause, ...]
    annexes: tuple[Clause, ...]
    body: tuple[Clause, ...]

    @property
    def is_issued(self) -> bool:
        """Whether anything shows that a body issued the text: a letterhead, a signature, recipients."""
        return bool(self.letterhead.text.strip() or self.signature or self.recipients)


# Parts of the frame, annexes and notes: what is left is the text itself.
_NOT_BODY = frozenset(
    {
        ClauseKind.LETTERHEAD,
        ClauseKind.TITLE,
        ClauseKind.RECIPIENTS,
        ClauseKind.SIGNATURE,
        ClauseKind.NOISE,
        ClauseKind.ANNEX,
        ClauseKind.FOOTNOTE,
    }
)


def frame_of(text: str, clauses: Sequence[Clause]) -> Frame:
    """The frame of the document that `clauses` make up."""
    roots = [clause for clause in clauses if clause.parent is None]
    first_annex = next((c.start for c in roots if c.kind is ClauseKind.ANNEX), len(text))
    main = [c for c in roots if c.start < first_annex]
    ended = next((c.start for c in main if c.kind in {ClauseKind.RECIPIENTS, ClauseKind.SIGNATURE}), len(text))
    letterheads = [c for c in main if c.kind is ClauseKind.LETTERHEAD and c.start < ended]
    heads = _letterheads(text, letterheads, main)
    noise = [Span(c.start, c.end) for c in clauses if c.kind is ClauseKind.NOISE]
    return Frame(
        text=text,
        letterhead=_running(text, heads, noise),
        title=_running(text, [c for c in main if c.kind is ClauseKind.TITLE][:1], noise),
        authority=_running(text, [c for c in letterheads if c not in heads], noise),
        recipients=tuple(c for c in main if c.kind is ClauseKind.RECIPIENTS),
        signature=tuple(c for c in main if c.kind is ClauseKind.SIGNATURE),
        annexes=tuple(c for c in roots if c.kind is ClauseKind.ANNEX),
        body=tuple(c for c in main if c.kind not in _NOT_BODY),
    )


def _letterheads(text: str, letterheads: Sequence[Clause], main: Sequence[Clause]) -> list[Clause]:
    """The clauses of the letterhead itself, without the authority and the enacting word below the title.

    Where a copy has lost the title, the letterhead ends with the last of its marks:
    the motto, the number, the date.
    """
    title = next((c.start for c in main if c.kind is ClauseKind.TITLE), None)
    marked = [n for n, clause in enumerate(letterheads) if _has_marks(text, clause)]
    if title is None:
        return list(letterheads[: marked[-1] + 1]) if marked else list(letterheads)
    return [clause for n, clause in enumerate(letterheads) if clause.start < title or n in marked]


def _has_marks(text: str, clause: Clause) -> bool:
    words = normalize_span(text, clause.start, clause.head_end).folded
    return any(matches(part, words) for part in ("motto", "date")) or bool(re.search(r"\bsố\s*:", words))


def _running(text: str, clauses: Sequence[Clause], noise: Sequence[Span]) -> NormalizedText:
    if not clauses:
        return normalize_span(text, 0, 0)
    between = [Span(a.head_end, b.start) for a, b in pairwise(clauses)]
    return normalize_span(text, clauses[0].start, clauses[-1].head_end, skip=[*between, *noise])
