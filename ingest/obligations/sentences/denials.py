"""What reads like a duty and is none: criteria, quotas, competence, rights, forms, figures, what something is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from corpus.model import Clause
from corpus.vietnamese import fold
from corpus.vocabulary import load, pattern
from ingest.obligations.agency_phrases.grammar import Grammar
from ingest.obligations.candidates import Candidate

# Duties that the issuer gives by name stand in sections of any kind.
_GIVEN = frozenset({"assigned", "encouraged", "forbidden"})
_MARKER = re.compile(r"^[\W\d_]*(?:[a-zđ]\)|[ivx]+\.|\d+(?:\.\d+)*\.?)?[\W_]*")


def without_denied(text: str, clauses: Sequence[Clause], stated: Sequence[Candidate]) -> list[Candidate]:
    """The duties without the sentences that state none (``corpus/reference/duty_denials.yaml``)."""
    by_path = {clause.path: clause for clause in clauses}
    sections: dict[str, bool] = {}
    return [
        duty
        for duty in stated
        if not (duty.found.how not in _GIVEN and _stands_in(text, duty.clause, by_path, sections))
        and denied_by(duty) is None
    ]


def denied_by(duty: Candidate) -> str | None:
    """The key of the entry that says that a sentence is no duty; None where it may be one."""
    found, running = duty.found, duty.normalized
    sentence, action = running.folded[found.start : found.end], running.folded[found.acts_at : found.end]
    for key, use, words in _denials():
        if use == "sentence" and words.search(sentence):
            return key
        if use == "action" and found.how not in _GIVEN and not found.roles.directed and words.search(action):
            return key
        if use == "alone" and not found.doers and words.search(sentence):
            return key
    if not found.doers and _names_bodies_only(duty):
        return "bodies only"
    return None


def _names_bodies_only(duty: Candidate) -> bool:
    """A line of a list that is a body and nothing else: "Sở Khoa học và Công nghệ."."""
    grammar = Grammar(duty.normalized, duty.found.start, duty.found.end)
    listed = grammar.agencies(0, semicolons=True)
    left = grammar.words[listed.end :] if listed else grammar.words
    return listed is not None and grammar.words[0].is_capital and all(word.is_mark for word in left)


def _stands_in(text: str, clause: Clause, by_path: Mapping[str, Clause], known: dict[str, bool]) -> bool:
    """The clause is in a section that holds no duties."""
    for path in _above(clause, by_path):
        if path not in known:
            above = by_path[path]
            heading = _MARKER.sub("", fold(text[above.start : above.head_end]), count=1)
            known[path] = any(use == "heading" and words.search(heading) for _, use, words in _denials())
        if known[path]:
            return True
    return False


def _above(clause: Clause, by_path: Mapping[str, Clause]) -> Iterator[str]:
    path = clause.parent
    while path is not None:
        yield path
        path = by_path[path].parent


@cache
def _denials() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((e["key"], e["use"], pattern(e)) for e in load("duty_denials"))
