"""Subjects with words in them that are no known phrase, up to the verb that shows where they end."""

from __future__ import annotations

from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.grammar import AgencyList, Grammar

# Words of a subject that are no known phrase: the list of those who carry out a decision
# may be long, a relative clause ("đã có trang thông tin điện tử") is short.
_LONGEST_GAP = 60
_LONGEST_RELATIVE = 14
_LONGEST_UNKNOWN = 40


def over_gap(grammar: Grammar, listed: AgencyList, stop: int) -> AgencyList | None:
    """A subject with words in it that are no known phrase, up to a verb that binds by itself.

    "những cơ quan đã có trang thông tin điện tử phải …", "Giám đốc Sở Y tế, <a body of
    unknown form> và các đơn vị liên quan chịu trách nhiệm thi hành".
    """
    mentions, i, aside = list(listed.mentions), listed.end, False
    while i < stop and i - listed.end <= _LONGEST_GAP:
        form = grammar.form(i)
        if form in {":", ".", ";", "("} and form != ";":
            return None
        if lexicon.spells(grammar.words, i, "chịu trách nhiệm") or lexicon.spells(grammar.words, i, "có trách nhiệm"):
            return AgencyList(tuple(mentions), i)
        aside = aside or any(lexicon.spells(grammar.words, i, p) for p in ("nhất là", "đặc biệt", "kể cả"))
        if (
            form == "phải"
            and len(mentions) == len(listed.mentions)
            and i - listed.end <= _LONGEST_RELATIVE + 12 * aside
        ):
            return AgencyList(tuple(mentions), i)
        joined = not aside and grammar.form(i - 1) in {",", ";", "và"}
        more = grammar.agencies(i, semicolons=True) if joined else None
        if more:
            mentions.extend(more.mentions)
            i = more.end
        else:
            i += 1
    return None


def past_unknown(grammar: Grammar, listed: AgencyList, stop: int) -> AgencyList:
    """Past members of a list that are no known phrase, to its verb: "các hội, cộng đồng trong và ngoài nước"."""
    mentions, i = list(listed.mentions), listed.end
    while i < stop and i - listed.end <= _LONGEST_UNKNOWN:
        if grammar.form(i) in {":", ";", ".", "("}:
            break
        starts = grammar.form(i - 1) in {",", "và"}
        more = grammar.agencies(i, semicolons=True) if starts else None
        if more:
            mentions.extend(more.mentions)
            i = more.end
        elif not starts and grammar.strength(i) in {"hard", "modal", "manner"}:
            return AgencyList(tuple(mentions), i)
        else:
            i += 1
    return listed
