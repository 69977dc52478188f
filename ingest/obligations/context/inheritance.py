"""What a duty or an intro line hands down to the clauses and sentences that stand under it."""

from __future__ import annotations

from ingest.obligations.context.clause_context import AgentSource, ClauseContext, Topic
from ingest.obligations.sentences.sentence_parser import ObligationMatch

# Constructions that name their doers.
BY_NAME = frozenset({"subject", "assigned"})


def working(topic: Topic) -> Topic:
    """Returns the topic of clauses under a body that is named: tasks, where its section is a frame or rules."""
    return Topic.TASKS if topic in {Topic.FRAME, Topic.RULES} else topic


def below(setting: ClauseContext, duty: ObligationMatch) -> ClauseContext:
    """What hangs under an intro line: its doers, or those its doer directs."""
    doers = duty.doers or setting.doers
    topic = working(setting.topic) if doers else setting.topic
    supports = (*(() if duty.doers else setting.supports), *duty.roles.supports)
    if duty.roles.directed and (duty.intro or not duty.roles.acts):
        return ClauseContext(topic, AgentSource.HEADING, duty.roles.directed, doers, supports)
    origin = AgentSource.CHARGED if duty.how == "assigned" else AgentSource.HEADING
    return ClauseContext(topic, origin if doers else setting.origin, doers, setting.directors, supports)


def carried(setting: ClauseContext, duty: ObligationMatch, below: ClauseContext) -> ClauseContext:
    """What the next sentence of the same clause stands under."""
    if duty.intro:
        return below
    is_told = duty.how == "subject" and not setting.counts_named  # what a body did, before the tasks begin
    if duty.doers and duty.how in BY_NAME and not is_told:
        return ClauseContext(setting.topic, AgentSource.SUBJECT, duty.doers, (), ())
    return setting
