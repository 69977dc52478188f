"""What a sentence is read in, and how a stretch of it was found to begin."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Document
from ingest.obligations.agency_phrases.mention import Mention
from ingest.obligations.context.clause_context import NAMING, AgentSource, ClauseContext, Topic

# Who speaks in documents of every kind: what they do is not assigned to them there.
SPEAKERS = frozenset(
    {
        "bộ chính trị",
        "ban bí thư",
        "ban chấp hành trung ương",
        "thủ tướng chính phủ",
        "thủ tướng",
        "chính phủ",
        "quốc hội",
        "ủy ban thường vụ quốc hội",
        "tổng bí thư",
        "chủ tịch nước",
    }
)


@dataclass(frozen=True, slots=True)
class SentenceContext:
    """What a sentence is read in: who speaks, and who is already addressed."""

    speakers: frozenset[str] = frozenset()
    opening: bool = False  # before the tasks begin: what the issuer does there is no duty
    has_doers: bool = False  # a heading, intro or address says who is to act
    doers_named: bool = False  # by a heading or intro line, not by the general address
    doers_are_classes: bool = False  # "8. Các sở, ban, ngành": bodies that charge no other by name
    lenient: bool = False  # whatever opens a sentence here is what is to be done
    reports: bool = False  # a news report about a document
    binds: bool = False  # a section of tasks or requirements: what must be is a duty though nobody is addressed


@dataclass(slots=True)
class Opening:
    """How a stretch begins: the construction, the word after the doers, the doers; `own` where it is a new duty."""

    how: str
    verb: int
    doers: tuple[Mention, ...] = ()
    own: bool = False


def sentence_context(
    setting: ClauseContext, root: ClauseContext, speakers: frozenset[str], *, opening: bool, is_report: bool
) -> SentenceContext:
    """Returns the context of a sentence of a clause under `setting`, in a document whose general address is `root`."""
    return SentenceContext(
        speakers=speakers,
        opening=opening or setting.topic in {Topic.BACKGROUND, Topic.REPORT},
        has_doers=bool(setting.doers),
        doers_named=bool(setting.doers) and setting.origin is AgentSource.HEADING and setting.doers != root.doers,
        doers_are_classes=all(mention.is_class for mention in setting.doers),
        lenient=bool(setting.doers) and setting.origin in NAMING and setting.topic is Topic.TASKS,
        reports=is_report,
        binds=setting.topic is Topic.TASKS and not is_report,
    )


def speakers(document: Document) -> frozenset[str]:
    """Returns who speaks in a document, in lower case: its issuer, with and without its province."""
    issuer = document.issuer.lower()
    names = {issuer}
    if document.province and issuer.endswith(document.province.lower()):
        names.add(issuer[: -len(document.province)].strip())
    return frozenset(name for name in names if name)
