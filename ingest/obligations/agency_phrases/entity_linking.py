"""Who a mention is: its full name in this document, its place, its id in the authority list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.agencies import authority_list
from corpus.model import Addressee, Agency, AgencyLevel, Assignee, Document, Role
from corpus.normalized_text import normalize_span
from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.grammar import Grammar, Mention
from ingest.obligations.agency_phrases.tokens import words_of

# Bodies that are set up for one task and then called by their heads alone.
_SET_UP = re.compile(r"(?:tổ|tiểu ban|hội đồng|đoàn|nhóm) (?!chức|ngành|thể)|ban (?:chỉ|điều|quản|soạn|vận)")

# How far behind its beginning the longer name of a body is looked for.
_LONGEST_NAME = 120


class Naming:
    """Names the bodies of one document."""

    def __init__(self, text: str, document: Document) -> None:
        self._text = text
        self._running = normalize_span(text)
        self._document = document
        self._full: dict[str, str] = {}

    def assignees(self, people: Iterable[tuple[Mention, Role, bool]]) -> tuple[Assignee, ...]:
        """The assignees of a duty from mentions, roles and whether they were carried down; each once in a role."""
        found: dict[tuple[str, Role, str], Assignee] = {}
        for mention, role, derived in people:
            name = self.full_name(mention)
            agency = self._agency(name) or (self._agency(mention.base) if mention.base else None)
            scope = self._scope(mention, agency)
            agency_id = authority_list().provincial(agency, scope) if agency else None
            found.setdefault((name, role, scope), Assignee(name, role, agency_id, scope, derived))
        return tuple(found.values())

    def addressees(self, mentions: Iterable[Mention]) -> tuple[Addressee, ...]:
        """Those who are reported to, each once."""
        found: dict[str, Addressee] = {}
        for mention in mentions:
            name = self.full_name(mention)
            agency = self._agency(name) or (self._agency(mention.base) if mention.base else None)
            agency_id = authority_list().provincial(agency, self._scope(mention, agency)) if agency else None
            found.setdefault(name, Addressee(name, agency_id))
        return tuple(found.values())

    def full_name(self, mention: Mention) -> str:
        """A mention's name, a short one completed by what this document calls the body elsewhere.

        "Bộ trưởng" in a ministry's own document is that ministry; "Văn phòng Ban Chỉ
        huy" and "Tổ công tác" are the one body whose longer name in the document begins so.
        """
        issuer = self._document.issuer
        if mention.is_post and mention.name == "bộ" and issuer.startswith("Bộ "):
            return issuer
        short = _is_short(mention)
        if not short and (mention.is_class or " " not in mention.name or self._agency(mention.name)):
            return mention.name
        if mention.name not in self._full:
            self._full[mention.name] = self._completed(mention.name)
        return self._full[mention.name]

    def _completed(self, name: str) -> str:
        """The one longer name in the document that begins with `name`; `name` where there is none or more than one."""
        longer: set[str] = set()
        at = self._running.folded.find(name.lower())
        while at >= 0:
            end = at + len(name)
            if self._running.text[end : end + 2].strip()[:1].isalpha():
                listed = Grammar(self._running, at, self._line_end(at, end)).agencies(0)
                if listed and listed.mentions[0].name.lower().startswith(name.lower() + " "):
                    longer.add(listed.mentions[0].name)
            at = self._running.folded.find(name.lower(), end)
        known = {n for n in longer if self._agency(n)}
        chosen = known if len(known) == 1 else longer
        return chosen.pop() if len(chosen) == 1 else name

    def _line_end(self, at: int, end: int) -> int:
        """How far a name that begins at `at` may reach: a line that begins with a capital is another cell or line.

        A title in capitals throughout does not show where names end: nothing is added there.
        """
        running = self._running
        if running.text[at:end].isupper():
            return end
        stop = min(end + _LONGEST_NAME, len(running.text))
        for i in range(at, stop):
            if running.text[i] == " " and "\n" in self._text[running.offsets[i] : running.offsets[i + 1]]:
                following = running.text[i + 1 : i + 2]
                if i >= end and (following.isupper() or not following.isalnum()):
                    return i
        return stop

    def _agency(self, name: str) -> Agency | None:
        return authority_list().find(name, province=self._document.province, date=self._document.issued)

    def _scope(self, mention: Mention, agency: Agency | None) -> str:
        """The province a body belongs to: the one it is named with, else a local body's is the document's."""
        if mention.scope or agency is None or agency.level is AgencyLevel.CENTRAL:
            return mention.scope
        return self._document.province


def _is_short(mention: Mention) -> bool:
    """A body set up for one task by its head alone: "Tổ công tác", "Ban Chỉ đạo"."""
    if not mention.is_class or mention.opens or not _SET_UP.match(mention.name.lower()):
        return False
    words = words_of(normalize_span(mention.name))
    head = lexicon.heads().longest(words, 0)
    return head is not None and head[0] == len(words)
