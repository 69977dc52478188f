"""The second reader: a learned model that reads each sentence beside the rules and tells where it reads otherwise.

It changes no obligation. Where the two readers differ, the obligation's confidence is lower
and its reason names both readings, so that a person looks at it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.obligations.candidates import Candidate
from ingest.obligations.sentence_features import SentenceReading, found_tags, sentence_features, word_features

if TYPE_CHECKING:
    from ingest.obligations.sequence_model import SequenceModel

# Below this the second reader holds a sentence to be no duty.
LAYS_DUTY = 0.5

_SAYS_NONE = "Cách đọc thứ hai không coi câu này là nhiệm vụ."
_READS_MORE = "Cách đọc thứ hai còn thấy: {names}."
_READS_LESS = "Cách đọc thứ hai không thấy vai trò này: {names}."
_ROLES = {"lead": "thực hiện", "support": "phối hợp"}


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """The words of a body in a sentence (flow offsets) and its part: ``lead`` (or directs others), or ``support``."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far the two readings of an obligation agree.

    `probability` is the second reader's that its sentence lays a duty; `only_first` and
    `only_second` are the bodies in it that one of them alone gives this role; `same_bounds` is
    the share of the first reader's bodies of which the second has the very words.
    """

    probability: float
    only_first: tuple[RoleSpan, ...] = ()
    only_second: tuple[RoleSpan, ...] = ()
    same_bounds: float = 0.0

    @property
    def agrees(self) -> bool:
        """Both read a duty, and the same bodies in the same roles."""
        return self.probability >= LAYS_DUTY and not self.only_first and not self.only_second


class SecondReader:
    """Reads the sentences of one document that hold obligations of the rules."""

    def __init__(self, sentences: Iterable[SentenceReading], model: SequenceModel | None = None) -> None:
        # Loaded here: the program that hands files to its readers reads none itself, and needs no numpy.
        from ingest.obligations.sequence_model import shipped

        self._model = model or shipped()
        self._sentences: dict[str, list[SentenceReading]] = defaultdict(list)
        for sentence in sentences:
            self._sentences[sentence.clause.path].append(sentence)
        self._starts = {path: [s.piece.start for s in beside] for path, beside in self._sentences.items()}
        self._read: dict[tuple[str, int], tuple[float, tuple[RoleSpan, ...]]] = {}

    def compared(self, candidate: Candidate) -> Comparison | None:
        """Returns the comparison for an obligation of the running text; None where its words are no sentence.

        A heading that is a duty by the labels under it has not been read as a sentence.
        """
        path = candidate.clause.path
        at = bisect_right(self._starts.get(path, ()), candidate.found.start) - 1
        if at < 0 or not self._sentences[path][at].found:
            return None
        key = (path, at)
        if key not in self._read:
            self._read[key] = self._reading(self._sentences[path][at])
        probability, spans = self._read[key]
        found = candidate.found
        return compare(probability, first_spans(candidate), [s for s in spans if found.start <= s.start < found.end])

    def _reading(self, sentence: SentenceReading) -> tuple[float, tuple[RoleSpan, ...]]:
        found = found_tags(sentence)
        chance = self._model.probability(sentence_features(sentence, found))
        return chance, spans_of(sentence, self._model.tags(word_features(sentence, found)))


def first_spans(candidate: Candidate) -> list[RoleSpan]:
    """Returns the bodies that the rules read in an obligation's own words, each once."""
    found = candidate.found
    parts = (
        (found.doers, "lead"),
        ((*found.roles.directed, *found.roles.guided), "lead"),
        (found.roles.supports, "support"),
    )
    spans: dict[int, RoleSpan] = {}
    for mentions, role in parts:
        for m in mentions:
            if found.start <= m.start < found.end:
                spans.setdefault(m.start, RoleSpan(m.start, m.end, role))
    return list(spans.values())


def spans_of(sentence: SentenceReading, tags: Sequence[str]) -> tuple[RoleSpan, ...]:
    """Returns the bodies that the labels of a sentence's words tell of; who directs others is a doer too."""
    spans: list[RoleSpan] = []
    for word, tag in zip(sentence.words, tags, strict=True):
        mark, _, role = tag.partition("-")
        role = "lead" if role == "direct" else role
        if mark == "I" and spans:
            spans[-1] = RoleSpan(spans[-1].start, word.end, spans[-1].role)
        elif mark == "B":
            spans.append(RoleSpan(word.start, word.end, role))
    return tuple(span for span in spans if span.role in _ROLES)


def compare(probability: float, first: Sequence[RoleSpan], second: Sequence[RoleSpan]) -> Comparison:
    """Returns how far two readings agree; bodies are the same where their words overlap and their roles are one."""
    same = sum(any((a.start, a.end) == (b.start, b.end) for b in second) for a in first)
    return Comparison(
        probability,
        tuple(a for a in first if not any(_meet(a, b) for b in second)),
        tuple(b for b in second if not any(_meet(a, b) for a in first)),
        same / len(first) if first else 0.0,
    )


def _meet(one: RoleSpan, other: RoleSpan) -> bool:
    return one.role == other.role and one.start < other.end and other.start < one.end


def doubt(comparison: Comparison | None, text: str) -> str:
    """Returns in Vietnamese how the second reader reads otherwise; ``""`` where it does not. `text` is the flow's."""
    if comparison is None or comparison.agrees:
        return ""
    if comparison.probability < LAYS_DUTY:
        return _SAYS_NONE
    said = ((_READS_LESS, comparison.only_first), (_READS_MORE, comparison.only_second))
    return " ".join(words.format(names=_named(spans, text)) for words, spans in said if spans)


def _named(spans: Iterable[RoleSpan], text: str) -> str:
    return "; ".join(f"{text[s.start : s.end]} ({_ROLES[s.role]})" for s in spans)
