"""Whether the clauses beside a clause are headings that name bodies: what tells that it is one too."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import FRAME_KINDS, Clause, ClauseKind
from corpus.normalized_text import normalize_span
from ingest.obligations.agency_phrases.grammar import Grammar

_NUMBERED = {ClauseKind.SECTION, ClauseKind.ARTICLE, ClauseKind.ITEM, ClauseKind.POINT, ClauseKind.BULLET}
# At least so many of them, and at least so large a share, begin with a body that no verb precedes.
_FEWEST = 2
_SHARE = 0.5
# A heading's first words are enough to see whether it begins with a body.
_READ = 200


class Siblings:
    """The clauses of one kind under one parent, and whether they begin with bodies."""

    def __init__(self, text: str, clauses: Sequence[Clause]) -> None:
        self._text = text
        self._beside: dict[tuple[str | None, ClauseKind], list[Clause]] = {}
        self._share: dict[tuple[str | None, ClauseKind], tuple[int, int]] = {}
        for clause in clauses:
            if clause.kind in _NUMBERED and clause.kind not in FRAME_KINDS:
                self._beside.setdefault((clause.parent, clause.kind), []).append(clause)

    def name_bodies(self, clause: Clause) -> bool:
        """Most clauses beside this one begin with a body."""
        key = clause.parent, clause.kind
        if key not in self._beside:
            return False
        if key not in self._share:
            beside = self._beside[key]
            self._share[key] = sum(self._begins_with_body(c) for c in beside), len(beside)
        named, count = self._share[key]
        return named >= _FEWEST and named >= _SHARE * count

    def _begins_with_body(self, clause: Clause) -> bool:
        running = normalize_span(self._text, clause.start, min(clause.head_end, clause.start + _READ))
        start = len(" ".join(clause.label.split())) if clause.label else 0
        grammar = Grammar(running, start)
        first = next((i for i, word in enumerate(grammar.words) if not word.is_mark), None)
        return first is not None and grammar.agencies(first) is not None
