"""What a clause stands in: the topic of its section, and who is addressed there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from corpus.vocabulary import load, pattern
from ingest.obligations.agency_phrases.grammar import Mention


class Topic(StrEnum):
    """What a section is about, as far as duties go (``corpus/reference/duty_topics.yaml``)."""

    GOALS = "goals"
    BACKGROUND = "background"
    MIXED = "mixed"
    FRAME = "frame"
    TASKS = "tasks"
    RULES = "rules"  # articles: verbs alone are the issuer's own acts
    REPORT = "report"  # a news report


class AgentSource(StrEnum):
    """Where the doers of a setting come from."""

    NONE = ""
    ADDRESS = "address"  # the document's general address
    HEADING = "heading"  # a heading or an intro line
    CHARGED = "charged"  # an intro line by which the issuer charges them: "yêu cầu các bộ:"
    SUBJECT = "subject"  # the subject of the sentence before


# Sources that say by name who acts in what stands below.
NAMING = frozenset({AgentSource.HEADING, AgentSource.CHARGED})


@dataclass(frozen=True, slots=True)
class ClauseContext:
    """The topic a clause is read under and the bodies it inherits, by role."""

    topic: Topic = Topic.BACKGROUND
    origin: AgentSource = AgentSource.NONE
    doers: tuple[Mention, ...] = ()
    directors: tuple[Mention, ...] = ()
    supports: tuple[Mention, ...] = ()

    def about(self, topic: Topic | None) -> ClauseContext:
        """The same bodies under another topic, where one is given."""
        return self if topic is None else replace(self, topic=topic)

    @property
    def counts_alone(self) -> bool:
        """A verb without a doer is a duty here."""
        return self.topic is Topic.TASKS or bool(self.doers and self.topic in {Topic.RULES, Topic.REPORT})

    @property
    def counts_named(self) -> bool:
        """A sentence that names its doer is a duty here."""
        return self.topic not in {Topic.GOALS, Topic.BACKGROUND}


def topic_of(folded: str) -> Topic | None:
    """The topic the beginning of a heading or paragraph announces; None where it announces none."""
    start = re.sub(r"^[\W\d_]+", "", folded)
    for key, found in _topics():
        if found.match(start):
            return key
    return None


@cache
def _topics() -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    return tuple((Topic(e["topic"]), pattern(e)) for e in load("duty_topics"))
