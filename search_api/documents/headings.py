"""The headings a clause stands under, as short lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from corpus.model import Clause, ClauseKind

if TYPE_CHECKING:
    from corpus.store import Store

# Two lines on a phone; the reader shows a heading whole.
_LENGTH = 90


class Headings:
    """The headings of the documents in a store; each document is read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[str, dict[str, Clause]]] = {}

    def of(self, doc: str, path: str) -> tuple[str, ...]:
        """The headings above the clause `path` of the document with id `doc`, outermost first."""
        if doc not in self._known:
            self._known[doc] = (self._store.text(doc), {c.path: c for _, c in self._store.clauses(doc)})
        text, clauses = self._known[doc]
        return headings_above(path, text, clauses)


def headings_of(store: Store, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The headings above each of `places` (document id, path), without reading what else their documents hold."""
    above = store.above(places)
    texts = store.texts({doc for doc, _ in places})
    return {(doc, path): _lines(clauses, texts[doc]) if doc in texts else () for (doc, path), clauses in above.items()}


def headings_above(path: str, text: str, clauses: Mapping[str, Clause]) -> tuple[str, ...]:
    """The headings above `path`, outermost first; `clauses` are the document's by path."""
    above: list[Clause] = []
    clause = clauses.get(path)
    while clause is not None and clause.parent is not None:
        clause = clauses.get(clause.parent)
        if clause is not None:
            above.append(clause)
    return _lines(reversed(above), text)


def _lines(clauses: Iterable[Clause], text: str) -> tuple[str, ...]:
    # A table's own words are the headings of its columns.
    found = (heading(clause, text) for clause in clauses if clause.kind is not ClauseKind.TABLE)
    return tuple(line for line in found if line)


def heading(clause: Clause, text: str, length: int = _LENGTH) -> str:
    """A clause's own words on one line, cut between words to `length` characters."""
    line = " ".join(text[clause.start : clause.head_end].replace("**", "").split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(" ,;:.-") + "…"
