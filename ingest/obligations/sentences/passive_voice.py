"""Sentences that name the doer behind what is to be done: passives, and doers in brackets at the end.

passive      Cơ sở dữ liệu phải được Sở Y tế rà soát
by           Danh sách trẻ em do Sở Y tế lập
brackets     Rà soát cơ sở dữ liệu (Sở Y tế chủ trì, Sở Nội vụ phối hợp)
"""

from __future__ import annotations

import re

from ingest.obligations.agency_phrases.grammar import AgencyList, Grammar

# Bodies of any kind: in rules they are whom a paper comes from, not who is given a task.
_ANYBODY = frozenset({"tổ chức", "cơ quan", "đơn vị", "doanh nghiệp", "nhà thầu", "cơ sở", "bên"})
_BINDS = frozenset({"phải", "cần"})
_BEFORE_IN_BRACKETS = re.compile(
    r"(?:giao|do|cơ quan chủ trì|đơn vị chủ trì|cơ quan thực hiện|đơn vị thực hiện)\b:?\s*"
)
# What may follow the doers in brackets besides the bracket's end.
_IN_BRACKETS = ("chủ trì", "thực hiện", "chịu trách nhiệm", "tham mưu", "phụ trách", "theo dõi", "phối hợp", "đầu mối")


def doer_behind(grammar: Grammar, start: int, stop: int) -> AgencyList | None:
    """The doers of a passive or of "do … lập"; None where the words `start` to `stop` are neither.

    The list ends where the verb begins that says what they do.
    """
    for i in range(start + 1, stop - 1):
        form = grammar.form(i)
        if form == "được" and grammar.form(i - 1) in _BINDS:
            return _acting(grammar, i + 1, stop)
        if form == "do":
            return _acting(grammar, i + 1, stop)
        if form in {":", ";"} or (grammar.strength(i) == "modal" and form not in _BINDS):
            return None
    return None


def _acting(grammar: Grammar, at: int, stop: int) -> AgencyList | None:
    listed = grammar.agencies(at)
    if listed is None or listed.end >= stop or grammar.strength(listed.end) not in {"hard", "soft"}:
        return None
    return None if all(m.name.lower() in _ANYBODY for m in listed.mentions) else listed


def doer_in_brackets(grammar: Grammar, start: int, stop: int) -> tuple[AgencyList, int] | None:
    """The doers in the brackets a sentence ends with, and the word after them; None where none stand there."""
    last = stop - 1
    while last > start and grammar.form(last) in {".", ";", ","}:
        last -= 1
    if grammar.form(last) != ")":
        return None
    opens = next((i for i in range(last - 1, start, -1) if grammar.form(i) in {"(", ")"}), None)
    if opens is None or grammar.form(opens) != "(" or grammar.words[opens - 1].is_capital:
        return None
    m = _BEFORE_IN_BRACKETS.match(grammar.normalized.folded, grammar.offset(opens + 1))
    at = grammar.word_at(m.end()) if m else opens + 1
    listed = grammar.agencies(at)
    if listed is None or listed.end > last:
        return None
    follows = grammar.normalized.folded[grammar.offset(listed.end) :]
    if listed.end == last or follows.startswith(_IN_BRACKETS):
        return listed, opens
    return None
