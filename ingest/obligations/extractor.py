"""Goes through a document's clauses in order, carrying down who is addressed, and reads each for duties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.model import FRAME_KINDS, Clause, ClauseKind, Document, DocumentKind, Span
from corpus.normalized_text import NormalizedText, normalize_span
from ingest.markers import CAPITALS
from ingest.obligations.agency_phrases.grammar import Grammar, Mention
from ingest.obligations.agency_phrases.lexicon import any_of
from ingest.obligations.candidates import Candidate, LabelsOf
from ingest.obligations.context.broken_lines import after_label, joined, leading_marks
from ingest.obligations.context.clause_context import NAMING, AgentSource, ClauseContext, Topic, topic_of
from ingest.obligations.context.closings import closes, last_lines
from ingest.obligations.context.functions import DefinedBody
from ingest.obligations.context.headings import bodies_named, list_ends
from ingest.obligations.context.inheritance import BY_NAME, below, carried, working
from ingest.obligations.context.inline_intros import is_substantial, read_pieces
from ingest.obligations.context.interrupted_lists import InterruptedLists
from ingest.obligations.context.quotations import Quotations, cites_law
from ingest.obligations.context.sentence_context import sentence_context, speakers
from ingest.obligations.context.siblings import Siblings
from ingest.obligations.context.task_labels import Labels, first_label, read_labels
from ingest.obligations.sentence_features import SentenceReading
from ingest.obligations.sentences.roles import roles_in
from ingest.obligations.sentences.sentence_parser import ObligationMatch, Sentence
from ingest.obligations.sentences.sentence_splitting import Piece

_SKIPPED = FRAME_KINDS | {ClauseKind.TITLE, ClauseKind.BASIS, ClauseKind.FOOTNOTE, ClauseKind.TABLE, ClauseKind.ROW}
_STRUCTURAL = {
    ClauseKind.PART,
    ClauseKind.CHAPTER,
    ClauseKind.SECTION,
    ClauseKind.ARTICLE,
    ClauseKind.ITEM,
    ClauseKind.POINT,
}
_LISTED = {ClauseKind.POINT, ClauseKind.BULLET}
_TITLED = _STRUCTURAL | _LISTED
_LISTS_TASKS = {ClauseKind.SECTION, ClauseKind.ITEM, ClauseKind.POINT, ClauseKind.BULLET}
_RULES = {ClauseKind.CHAPTER, ClauseKind.ARTICLE}

_INTRO = any_of("duty_cues", use="intro")
# An intro line over parts of its own object, which are no duties: "… với 5 chức năng chính:".
_PARTS = any_of("duty_cues", use="parts")
# Titles of annexes that are lists, forms or rates.
_LISTS = any_of("duty_cues", use="lists")

# A heading is short and does not end like a sentence; the longest in the corpus has 230 characters.
_LONGEST_HEADING = 260

_STOPS = (".", ";", ":", ",", "…")

# In reports a line of its own without a full stop is a title; the longest seen has 96 characters.
_LONGEST_TITLE = 130

# In reports: a list of the titles of tasks ("Kế hoạch đưa ra 4 nhiệm vụ, bao gồm:").
_TITLES = re.compile(r"(?:bao gồm|gồm(?: có)?|đưa ra|xác định|tập trung vào)[^.;]{0,80}:$")
# "Kính gửi: …", "THỦ TƯỚNG CHÍNH PHỦ điện: …"
_RECIPIENTS = re.compile(r"^\W*(?:kính gửi\b|[^:.]{0,60}\bđiện\s*:)")

# The first sentence of a letter on the line of its recipients: "… Bộ Y tế. Ngày 05 tháng 9, Văn phòng …".
_LETTER_BEGINS = re.compile(rf"\.\s+(?=[{CAPITALS}][^.]{{60}})")


class Extractor:
    """One pass over a document's clauses."""

    def __init__(self, text: str, clauses: Sequence[Clause], document: Document) -> None:
        self._text = text
        self._clauses = clauses
        self._is_report = document.kind is DocumentKind.SECONDARY
        self._speakers = speakers(document)
        # A text without letterhead or sections has no background to tell from tasks: a sentence with its doer counts.
        is_loose = not (document.number or document.issuer or any(c.kind in _STRUCTURAL for c in clauses))
        self._root = ClauseContext(Topic.REPORT if self._is_report else Topic.MIXED if is_loose else Topic.BACKGROUND)
        self._under: dict[str, ClauseContext] = {}
        self._parents = {c.parent for c in clauses if c.kind not in FRAME_KINDS}
        self._holes = [Span(c.start, c.end) for c in clauses if c.kind is ClauseKind.NOISE and c.head_end == c.start]
        self._recipients: tuple[Mention, ...] = ()
        # An intro line whose list is not under it in the tree, until that list begins; lists so found.
        self._pending: ClauseContext | None = None
        self._opening_of = ""  # the annex whose first words are being read, before its first heading
        self._joined_to = ""
        self._lists: dict[tuple[str | None, ClauseKind], ClauseContext] = {}
        self._labels = LabelsOf()
        self._ends = joined(text, clauses, _SKIPPED)
        self._siblings = Siblings(text, clauses)
        self._interrupted = InterruptedLists()
        self._closing: ClauseContext | None = None  # what the lines of the closing formula stand under
        self._last_lines = last_lines(clauses)
        self._quotations = Quotations(text)
        self._defined = DefinedBody()
        self._charged: tuple[Mention, ...] = ()  # those whom the duty read last charged by name
        self.sentences: list[SentenceReading] = []  # every sentence of the running text, duty or not

    def duties(self) -> list[Candidate]:
        """The duties of the running text, in order; tables are read apart."""
        return self._labels.given_to(list(self._stated()))

    def _stated(self) -> Iterator[Candidate]:
        for clause in self._clauses:
            if clause.kind in _SKIPPED:
                continue
            setting = self._setting(clause)
            if self._ends.get(clause.path) == 0:
                self._under[clause.path] = self._under.get(self._joined_to, setting)
                continue
            self._joined_to = clause.path
            running = normalize_span(
                self._text, clause.start, self._ends.get(clause.path, clause.head_end), skip=self._holes
            )
            start = after_label(running, clause.label)
            if not running.text[start:].strip():
                self._under[clause.path] = setting
                continue
            if _RECIPIENTS.match(running.folded[start:]) or self._in_recipients(clause):
                start = self._take_recipients(clause, running, start)
                if start < len(running.text):
                    yield from self._read(clause, self._root, running, start)
                continue
            if not self._labels.take(clause, running, start, self._interrupted.scope(clause)):
                yield from self._read(clause, setting, running, start)

    # -- what a clause stands under ----------------------------------------

    def _setting(self, clause: Clause) -> ClauseContext:
        if clause.kind is ClauseKind.ANNEX:
            self._root = ClauseContext(self._topic_of_annex(clause))
            self._opening_of = clause.path
            return self._root
        if clause.kind in _STRUCTURAL:
            self._opening_of = ""
        if self._pending and clause.kind in _LISTED:
            self._lists[clause.parent, clause.kind] = self._pending
            self._pending = None
        if clause.kind in _LISTED and (clause.parent, clause.kind) in self._lists:
            return self._lists[clause.parent, clause.kind]
        if self._closes(clause):
            return self._closing or self._root
        over = self._interrupted.over(clause)
        if over in self._under:
            return self._under[over]
        if clause.parent is None or clause.parent not in self._under:
            if clause.kind in _STRUCTURAL and self._root.topic is Topic.BACKGROUND:
                self._root = self._root.about(Topic.TASKS)
            setting = self._root
        else:
            setting = self._under[clause.parent]
        if clause.kind in _RULES and setting.topic is Topic.TASKS:
            setting = ClauseContext(Topic.RULES)
        return setting

    def _closes(self, clause: Clause) -> bool:
        """The clause is the formula a document closes with, or a line after it: headings reach no further."""
        if clause.label or clause.kind is not ClauseKind.PARAGRAPH or self._is_report:
            self._closing = None
            return False
        if self._closing is None and self._root.topic is Topic.TASKS and clause.path in self._last_lines:
            begins = normalize_span(
                self._text, clause.start, min(clause.head_end, clause.start + _LONGEST_HEADING)
            ).folded
            self._closing = self._root if closes(begins) else None
        return self._closing is not None

    def _topic_of_annex(self, clause: Clause) -> Topic:
        title = normalize_span(self._text, clause.start, clause.head_end).folded
        return Topic.BACKGROUND if _LISTS.search(title) else Topic.TASKS

    def _in_recipients(self, clause: Clause) -> bool:
        return clause.parent is not None and self._under.get(clause.parent) is _RECIPIENT_LIST

    def _take_recipients(self, clause: Clause, running: NormalizedText, start: int) -> int:
        """Keeps those a letter or dispatch is sent to: they are meant where nobody else is addressed.

        Returns where the letter itself begins, if it does so on their line; else the end.
        """
        self._under[clause.path] = _RECIPIENT_LIST
        colon = running.text.find(":", start)
        begin = colon + 1 if colon >= 0 and _RECIPIENTS.match(running.folded[start:]) else start
        stop = _LETTER_BEGINS.search(running.text, begin)
        end = stop.end() if stop else len(running.text)
        listed = Grammar(running, begin, stop.start() if stop else None).agencies(0, semicolons=True)
        if listed:
            self._recipients = (*self._recipients, *listed.mentions)
        return end

    # -- one clause ----------------------------------------------------------

    def _read(self, clause: Clause, setting: ClauseContext, running: NormalizedText, start: int) -> Iterator[Candidate]:
        folded, text, said = running.folded[start:].strip(), running.text[start:].strip(), False
        topic = topic_of(folded)
        has_children = clause.path in self._parents
        if self._is_heading(clause, running, start, has_children):
            self._under[clause.path] = self._under_heading(clause, setting.about(topic), running, start)
            self._labels.headings[clause.path] = Candidate(
                clause, running, ObligationMatch("imperative", start, len(running.text), start), setting
            )
            return
        if topic is Topic.GOALS or (topic in {Topic.BACKGROUND, Topic.FRAME} and not self._is_report):
            setting = setting.about(topic)
        named, after = self._head_before_colon(clause, running, start) if topic is None else ((), start)
        if named:
            setting = ClauseContext(working(setting.topic), AgentSource.HEADING, named)
            if after >= len(running.text):
                self._under[clause.path] = setting
                return
            start = after
        grammar = Grammar(running, start)
        self._defined.take_sentence(clause.parent, grammar)
        current, began = setting, Topic.BACKGROUND
        intros: dict[int, ClauseContext] = {}
        labels_at = first_label(running, start)
        labels = read_labels(running, labels_at) if labels_at is not None else Labels()
        for index, piece in enumerate(read_pieces(running, start, labels_at)):
            if piece.under is not None and piece.under in intros:
                current = self._begun(clause, intros[piece.under])
                began = current.topic if current is not intros[piece.under] else began
            found = self._sentence(grammar, piece, current, opening=clause.parent == self._opening_of)
            self.sentences.append(SentenceReading(clause, grammar, piece, current, tuple(found)))
            said = said or bool(found)
            for duty in found:
                under = below(current, duty)
                if duty.intro and self._over_parts(running, duty):
                    duty.intro, intros[index] = False, under.about(Topic.MIXED)
                elif duty.intro:
                    intros[index] = under
                if self._counts(duty, current, piece, running):
                    yield Candidate(clause, running, duty, self._closed(current, folded), labels)
                    self._charged = duty.doers if duty.how == "assigned" else ()
                current = carried(current, duty, under)
            if piece.opens and not found:
                intros[index] = current = self._opened(current, running, piece)
            before = self._root
            self._after_sentence(clause, running, piece, found, current)
            if self._is_report and self._root is not before and not found:
                current = self._root  # "… đề ra nhiệm vụ yêu cầu các sở …": the sentences after it are theirs
        if clause.label and not said:
            whole = ObligationMatch("imperative", start, len(running.text), start)
            self._labels.headings[clause.path] = Candidate(clause, running, whole, setting)
            if not has_children and not text.endswith(_STOPS):
                self._interrupted.opens(clause)
        under = intros[max(intros)] if intros and has_children else current
        if clause.parent is None and under.topic in {Topic.BACKGROUND, began}:
            under = under.about(self._root.topic)  # the document's own intro line has begun the tasks
        self._under[clause.path] = under
        if self._closing is not None and current.doers:
            self._closing = current
        ends_open = clause.parent is not None and clause.kind is ClauseKind.PARAGRAPH and folded.endswith(":")
        self._pending = current if ends_open and not has_children and current.origin in NAMING else None

    def _begun(self, clause: Clause, setting: ClauseContext) -> ClauseContext:
        """What stands behind an intro line on its own line: the document's intro line has begun the tasks."""
        if clause.parent is not None or setting.topic is not Topic.BACKGROUND:
            return setting
        if setting.doers:
            return setting.about(self._root.topic)
        # Where nobody is addressed, views may follow: only sentences that name their doers count.
        return self._root if self._root.doers else self._root.about(Topic.MIXED)

    def _sentence(
        self, grammar: Grammar, piece: Piece, setting: ClauseContext, *, opening: bool
    ) -> list[ObligationMatch]:
        situation = sentence_context(setting, self._root, self._speakers, opening=opening, is_report=self._is_report)
        return Sentence(grammar, piece, situation).duties()

    def _counts(self, duty: ObligationMatch, setting: ClauseContext, piece: Piece, running: NormalizedText) -> bool:
        """The duty is one in its setting, and more than an intro line."""
        if duty.intro and not is_substantial(running.folded[duty.start : duty.end]):
            return False
        if self._quotations.holds(running.span(duty.start, duty.end).start):
            return False
        if not duty.doers and cites_law(running.folded[duty.start : duty.end]):
            return False
        if duty.how == "assigned":
            return setting.topic is not Topic.GOALS and not _INTRO.search(running.folded[piece.start : piece.end])
        if duty.doers or duty.how == "forbidden":
            return setting.counts_named
        if duty.how == "modal":
            return setting.topic is Topic.TASKS or bool(setting.doers and setting.topic is Topic.REPORT)
        return setting.counts_alone

    def _closed(self, setting: ClauseContext, folded: str) -> ClauseContext:
        """Whom the closing formula means where nobody is addressed: those the letter is sent to, or charged last."""
        told = self._recipients or self._charged
        if setting.doers or not told or not closes(folded):
            return setting
        return replace(setting, origin=AgentSource.ADDRESS, doers=told)

    def _over_parts(self, running: NormalizedText, duty: ObligationMatch) -> bool:
        return not self._is_report and _PARTS.search(running.folded[duty.start : duty.end]) is not None

    def _after_sentence(
        self,
        clause: Clause,
        running: NormalizedText,
        piece: Piece,
        found: list[ObligationMatch],
        current: ClauseContext,
    ) -> None:
        """What a sentence of the document's own level changes for all that follows."""
        text = running.folded[piece.start : piece.end]
        is_intro = piece.opens or _INTRO.search(text) is not None
        if self._is_report:
            self._after_reported(running, piece, found, current)
        elif clause.kind is ClauseKind.PARAGRAPH and is_intro:
            if clause.parent is None:
                self._root = self._addressed(found, named=piece.opens and _INTRO.search(text) is None)
            elif found and found[-1].doers and clause.parent and clause.path not in self._parents:
                self._under[clause.parent] = current

    def _addressed(self, found: list[ObligationMatch], *, named: bool) -> ClauseContext:
        """What the document's own intro line sets for all that follows: those addressed, or those it was sent to."""
        if not found or not found[-1].doers:
            return ClauseContext(Topic.TASKS, AgentSource.ADDRESS, self._recipients)
        setting = below(ClauseContext(Topic.TASKS), found[-1])
        return setting if named else replace(setting, origin=AgentSource.ADDRESS)

    def _after_reported(
        self, running: NormalizedText, piece: Piece, found: list[ObligationMatch], current: ClauseContext
    ) -> None:
        """In a report the last body named goes on acting; whom the document directs is addressed."""
        if found and found[-1].doers:
            self._root = ClauseContext(Topic.REPORT, AgentSource.ADDRESS, found[-1].doers)
        elif not found:
            grammar = Grammar(running, piece.start, piece.end)
            roles = roles_in(grammar, 0, len(grammar.words))
            if roles.directed:
                self._root = ClauseContext(Topic.REPORT, AgentSource.ADDRESS, roles.directed)

    def _opened(self, setting: ClauseContext, running: NormalizedText, piece: Piece) -> ClauseContext:
        """What hangs under an intro line that names nobody."""
        words = running.folded[piece.start : piece.end]
        if self._is_report and _TITLES.search(words):
            return setting.about(Topic.GOALS)
        return setting.about(Topic.MIXED) if not self._is_report and _PARTS.search(words) else setting

    # -- headings --------------------------------------------------------------

    def _is_heading(self, clause: Clause, running: NormalizedText, start: int, has_children: bool) -> bool:
        text = running.text[start:].strip()
        if clause.kind in {ClauseKind.PART, ClauseKind.CHAPTER, ClauseKind.SECTION, ClauseKind.ANNEX}:
            return True
        if len(text) > _LONGEST_HEADING or text.rstrip("*_ ").endswith((".", ";", ":")):
            return False
        if text.isupper() or (self._is_report and len(text) < _LONGEST_TITLE):
            return True
        if clause.kind is ClauseKind.BULLET:
            # A bullet over bullets is a heading where it names bodies and nothing else: "- Cấp xã".
            is_over = has_children or self._interrupted.is_over(clause)
            return is_over and bool(bodies_named(Grammar(running, start), beside_bodies=False))
        return has_children

    def _under_heading(
        self, clause: Clause, setting: ClauseContext, running: NormalizedText, start: int
    ) -> ClauseContext:
        """What stands under a heading: the bodies it is about become the doers."""
        grammar = Grammar(running, start)
        listed = bodies_named(
            grammar, beside_bodies=self._siblings.name_bodies(clause), is_title=clause.kind in _TITLED
        )
        if listed:
            return ClauseContext(working(setting.topic), AgentSource.HEADING, listed)
        heading = running.folded[start:].strip()
        defined = self._defined.under_heading(clause.path, heading)
        if defined and not setting.doers:
            return ClauseContext(working(setting.topic), AgentSource.HEADING, defined)
        if clause.kind not in _LISTS_TASKS or self._is_report:
            return setting
        # A title that is an intro line all the same: "2. Sở Y tế chủ trì, phối hợp với Sở Nội vụ".
        said = self._sentence(grammar, Piece(start, len(running.text), opens=True), setting, opening=False)
        if said and said[-1].how in BY_NAME and grammar.form(0) != "cấp":
            return below(setting, said[-1])
        return setting

    def _head_before_colon(
        self, clause: Clause, running: NormalizedText, start: int
    ) -> tuple[tuple[Mention, ...], int]:
        """The bodies before a clause's first colon where no list of known bodies ends at it, and what follows it.

        "8. Ngân hàng Nhà nước chi nhánh Khu vực II: Chủ trì …", "4. Các cơ sở sản xuất giống:"
        """
        colon = running.text.find(":", start, start + _LONGEST_HEADING)
        if colon < 0 or not clause.label or self._is_report:
            return (), start
        if list_ends(Grammar(running, start)) >= colon:
            return (), start
        grammar = Grammar(running, start, colon)
        beside_bodies = clause.kind is not ClauseKind.BULLET and self._siblings.name_bodies(clause)
        named = bodies_named(grammar, beside_bodies=beside_bodies, is_title=False)
        return named, colon + 1 + leading_marks(running.text[colon + 1 :])


_RECIPIENT_LIST = ClauseContext(Topic.FRAME)
