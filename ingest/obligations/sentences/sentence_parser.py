"""The duties one sentence states: its parts, their doers, who else takes part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.obligations.agency_phrases.grammar import Grammar, Mention
from ingest.obligations.context.sentence_context import Opening, SentenceContext
from ingest.obligations.sentences.openings import Openings
from ingest.obligations.sentences.roles import Roles, roles_in
from ingest.obligations.sentences.sentence_splitting import Piece

# A part that forbids is a duty of its own: "…; không để trẻ em làm công việc …".
_FORBIDS = re.compile(r"(?:tuyệt đối )?(?:không để|nghiêm cấm)\b")

# Openings that are duties whatever the sentence began with.
_GIVEN = frozenset({"assigned", "encouraged", "forbidden"})


@dataclass(slots=True)
class ObligationMatch:
    """A duty as its sentence states it; flow offsets. Without `doers` those already addressed are meant."""

    how: str
    start: int
    end: int
    acts_at: int = 0  # where what is to be done begins, after its doers
    doers: tuple[Mention, ...] = ()
    roles: Roles = field(default_factory=Roles)
    intro: bool = False


class Sentence:
    """One sentence, read for the duties in it."""

    def __init__(self, grammar: Grammar, piece: Piece, situation: SentenceContext) -> None:
        self.grammar = grammar
        self.piece = piece
        self.situation = situation
        self._text = grammar.normalized.folded
        self._first = grammar.word_at(piece.start)
        self._stop = grammar.word_at(piece.end)
        self._openings = Openings(grammar, piece, situation)

    def duties(self) -> list[ObligationMatch]:
        """The duties of the sentence in order; a later part with a doer of its own is a duty of its own."""
        opening = (
            self._openings.of_part(self._first, is_first=True)
            or self._openings.intro_after_title()
            or self._openings.behind()
            or self._openings.without_doer()
        )
        is_open = opening is not None
        if opening is None:
            # A later part may be given to somebody: "Kế hoạch nêu …; khuyến khích doanh nghiệp …".
            opening = Opening("statement", self._first)
        if opening.how in {"imperative", "modal"}:
            opening = self._openings.bracketed(opening)
        found: list[ObligationMatch] = []
        begin = self._first
        for segment_end in self._segments(opening.verb if opening.how != "statement" else self._first):
            if found:
                opening = self._next(begin, segment_end, found[-1])
            elif begin > self._first and opening.how == "statement":
                later = self._openings.of_part(begin, is_first=False, stop=segment_end)
                opening = later if later and (is_open or later.how in _GIVEN) else opening
            if opening.how == "statement":
                begin = segment_end + 1
                continue
            if not found or opening.own:
                found.append(
                    ObligationMatch(opening.how, self.grammar.offset(begin), 0, self._acts_at(opening), opening.doers)
                )
            current = found[-1]
            current.end = self._end_of(segment_end)
            current.roles.add(self._roles(opening, begin, segment_end, current))
            own = {m.name for m in current.doers}
            current.roles.directed = tuple(m for m in current.roles.directed if m.name not in own)
            current.roles.acts = current.roles.acts or not current.roles.directed
            begin = segment_end + 1
        for duty in found:
            duty.intro = duty is found[-1] and self.piece.opens
        return found

    def _segments(self, at: int) -> list[int]:
        """The ends of the parts from word `at` on: each ";" outside brackets and quotations, and the sentence's end."""
        ends, depth, quoted = [], 0, False
        for i in range(at, self._stop):
            form = self.grammar.form(i)
            depth += (form == "(") - (form == ")")
            if form in {'"', "“", "”"}:
                quoted = form == "“" or (form == '"' and not quoted)
            if form == ";" and depth <= 0 and not quoted:
                ends.append(i)
        return [*ends, self._stop]

    def _next(self, begin: int, end: int, before: ObligationMatch) -> Opening:
        """How a later part of a sentence begins: with a doer of its own, with what is forbidden, or going on."""
        opening = self._openings.of_part(begin, is_first=False, stop=end)
        if opening and opening.how == "statement":
            return Opening("goes on", begin)
        if opening and opening.own:
            opening.own = {m.name for m in opening.doers} != {m.name for m in before.doers}
            return opening
        if opening and opening.doers and before.how == "imperative" and before.doers:
            before.doers = (*before.doers, *opening.doers)
        start = self._openings.past_connectors(begin, end)
        if _FORBIDS.match(self._text, self.grammar.offset(start)):
            return Opening("forbidden", start, before.doers, own=True)
        return Opening("goes on", start)

    def _acts_at(self, opening: Opening) -> int:
        """Where the action begins: at the verb, past the comma or colon after the doers."""
        at = opening.verb
        while at < self._stop and self.grammar.form(at) in {",", ":"}:
            at += 1
        return self.grammar.offset(at)

    def _end_of(self, segment_end: int) -> int:
        last = segment_end - 1
        while last > self._first and self.grammar.form(last) in {";", ","}:
            last -= 1
        if segment_end >= self._stop:
            return self.piece.end
        return self.grammar.words[last].end

    def _roles(self, opening: Opening, begin: int, stop: int, current: ObligationMatch) -> Roles:
        return roles_in(
            self.grammar,
            begin if opening.how == "goes on" else opening.verb,
            stop,
            goes_on=opening.how == "goes on",
            has_directed=bool(current.roles.directed),
            reports=self.situation.reports,
        )
