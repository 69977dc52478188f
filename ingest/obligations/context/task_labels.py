"""Labels under or behind a task: "Cơ quan chủ trì: Sở Tư pháp; thời gian hoàn thành: Quý I/2026"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.model import Deadline
from corpus.normalized_text import NormalizedText
from corpus.vocabulary import load
from ingest.deadlines import labelled_deadline
from ingest.obligations.agency_phrases.grammar import Grammar, Mention

# Headings of sections that hold duties of their own, though a label may begin so too.
_SECTION = re.compile(r"phân công|trách nhiệm|kết quả|phối hợp")


@dataclass(frozen=True, slots=True)
class Labels:
    """What labels say of the task they belong to; empty where they do not say it."""

    leads: tuple[Mention, ...] = ()
    supports: tuple[Mention, ...] = ()
    deadline: Deadline | None = None
    product: str = ""

    def and_then(self, more: Labels) -> Labels:
        """These, and what a later label adds."""
        return Labels(
            _each_once(self.leads, more.leads),
            _each_once(self.supports, more.supports),
            self.deadline or more.deadline,
            self.product or more.product,
        )


def _each_once(named: tuple[Mention, ...], more: tuple[Mention, ...]) -> tuple[Mention, ...]:
    told = {(m.name, m.scope) for m in named}
    return (*named, *(m for m in more if (m.name, m.scope) not in told))


def first_label(running: NormalizedText, start: int) -> int | None:
    """Where the first label with a colon stands from `start` on; None where none does."""
    marks = _marks(running, start)
    return marks[0].start() if marks else None


def read_labels(running: NormalizedText, start: int) -> Labels:
    """All labels with their values from `start` on."""
    marks = _marks(running, start)
    found = Labels()
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(running.text)
        found = found.and_then(labelled(running, mark.lastgroup or "", mark.end(), end))
    return found


def labelled(running: NormalizedText, kind: str, start: int, end: int) -> Labels:
    """The value of one label: bodies, a time, or a product."""
    words = running.text[start:end].strip(" ;,.()-–")
    if kind in {"lead", "support"}:
        bodies = bodies_in(Grammar(running, start, end))
        return Labels(leads=bodies) if kind == "lead" else Labels(supports=bodies)
    if not words:
        return Labels()
    return Labels(deadline=labelled_deadline(words)) if kind == "deadline" else Labels(product=words)


def label_heading(folded: str) -> tuple[str, ...]:
    """The kinds a heading names that is labels and nothing else: "Cơ quan chủ trì, phối hợp"; empty where it is not."""
    text = re.sub(r"^[\W\d_]+|[\W_]+$", "", folded)
    if _SECTION.match(text):
        return ()
    kinds, at = [], 0
    for kind, source in _sources():
        if m := re.compile(rf"(?:{source})(?:,\ |\ và\ |$)", re.VERBOSE).match(text, at):
            kinds.append(kind)
            at = m.end()
    return tuple(kinds) if at >= len(text) else ()


def bodies_in(grammar: Grammar) -> tuple[Mention, ...]:
    """All bodies some words name, whatever stands between them."""
    found: list[Mention] = []
    i = 0
    while i < len(grammar.words):
        listed = grammar.agencies(i, semicolons=True)
        if listed:
            found.extend(listed.mentions)
        i = max(i + 1, listed.end if listed else 0)
    return tuple(found)


def _marks(running: NormalizedText, start: int) -> list[re.Match[str]]:
    """The labels with a colon from `start` on, each at the beginning of a sentence, part or bracket."""
    found = []
    for m in _labels().finditer(running.folded, start):
        before = running.folded[start : m.start()].rstrip()
        if not before or before[-1] in ".;(-+•*":
            found.append(m)
    return found


@cache
def _labels() -> re.Pattern[str]:
    kinds = "|".join(rf"(?P<{kind}>{source})" for kind, source in _sources())
    return re.compile(rf"(?<!\w)(?:{kinds})\s*:", re.VERBOSE)


def _sources() -> tuple[tuple[str, str], ...]:
    return tuple((e["key"], e["pattern"]) for e in load("duty_labels"))
