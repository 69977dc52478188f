"""Who a mention is: its full name in this document, its place, its id in the authority list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.agencies import authority_list
from corpus.model import Addressee, Agency, AgencyLevel, Assignee, Document, Role
from corpus.normalized_text import normalize_span
from ingest.obligations.agency_phrases import lexicon
from ingest.obligations.agency_phrases.grammar import Grammar, Mention
from ingest.obligations.agency_phrases.parents import belongs_to_issuer, is_unit, named_parents
from ingest.obligations.agency_phrases.tokens import words_of

# Bodies that are set up for one task and then called by their heads alone.
_SET_UP = re.compile(r"(?:tổ|tiểu ban|hội đồng|đoàn|nhóm) (?!chức|ngành|thể)|ban (?:chỉ|điều|quản|soạn|vận)")

# "tỉnh Nghệ An khẩn trương …": its People's Committee speaks for a province.
_PROVINCE = re.compile(r"(?i)(?:tỉnh|thành phố|địa phương) ")
_OF_A_PROVINCE = "uy-ban-nhan-dan-tinh"

# How far behind its beginning the longer name of a body is looked for.
_LONGEST_NAME = 120


class Naming:
    """Names the bodies of one document."""

    def __init__(self, text: str, document: Document) -> None:
        self._text = text
        self._running = normalize_span(text)
        self._document = document
        self._full: dict[str, str] = {}
        self._parents: dict[str, str] = {}  # of units that were linked to the body they are part of

    def assignees(self, people: Iterable[tuple[Mention, Role, bool]]) -> tuple[Assignee, ...]:
        """The assignees of a duty from mentions, roles and whether they were carried down; each once in a role."""
        found: dict[tuple[str, Role, str], Assignee] = {}
        for mention, role, derived in people:
            name = self.full_name(mention)
            agency_id, scope = self._linked(mention, name)
            found.setdefault((name, role, scope), Assignee(name, role, agency_id, scope, derived))
        return tuple(found.values())

    def addressees(self, mentions: Iterable[Mention]) -> tuple[Addressee, ...]:
        """Those who are reported to, each once."""
        found: dict[str, Addressee] = {}
        for mention in mentions:
            name = self.full_name(mention)
            found.setdefault(name, Addressee(name, self._linked(mention, name)[0]))
        return tuple(found.values())

    def parent_of(self, name: str) -> str:
        """The body an internal unit was linked to, by its own name; "" where the name has an entry of its own."""
        return self._parents.get(name, "")

    def _linked(self, mention: Mention, name: str) -> tuple[str | None, str]:
        """The id and the province of a body: its own entry, that of a province as such, its base or its parent."""
        if mention.scope and _PROVINCE.match(name):
            place = authority_list().get(_OF_A_PROVINCE)
            return authority_list().provincial(place, mention.scope), mention.scope
        agency = self._agency(name) or (self._agency(mention.base) if mention.base else None)
        if agency and agency.level is AgencyLevel.CENTRAL and mention.scope and name.endswith(f" {mention.scope}"):
            agency = None  # "FPT Nghệ An" is not the whole company
        if agency is None and not mention.is_class:
            agency = self._parent(name)
        scope = self._scope(mention, agency)
        return (authority_list().provincial(agency, scope) if agency else None), scope

    def _parent(self, name: str) -> Agency | None:
        """The body of which a unit is part: the one its name ends in, or the issuer."""
        if not is_unit(name):
            return None
        named = (self._agency(end) for end in named_parents(name))
        parent = next((agency for agency in named if agency and not agency.is_class), None)
        if parent is None and belongs_to_issuer(name, self._document.issuer):
            parent = self._agency(self._document.issuer)
        if parent:
            self._parents[name] = parent.name
        return parent

    def full_name(self, mention: Mention) -> str:
        """A mention's name, a short one completed by what this document calls the body elsewhere.

        "Bộ trưởng" in a ministry's own document is that ministry; "Văn phòng Ban Chỉ
        huy" and "Tổ công tác" are the one body whose longer name in the document begins so.
        """
        issuer = self._document.issuer
        if mention.is_post and mention.name == "bộ" and issuer.startswith("Bộ "):
            return issuer
        if mention.name == "văn phòng" and mention.is_class and not mention.opens and issuer.startswith("Bộ "):
            return f"Văn phòng {issuer}"  # "Chánh Văn phòng, Vụ trưởng Vụ Pháp chế"
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
