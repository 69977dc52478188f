"""The body whose functions a document lays down, who acts under "Nhiệm vụ và quyền hạn" though nobody is named there.

Điều 1. Vị trí và chức năng
1. Sở Nội vụ là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, …     the body
Điều 2. Nhiệm vụ và quyền hạn
3. Tổ chức thực hiện các kế hoạch đã được phê duyệt.                 its obligation
"""

from __future__ import annotations

import re

from ingest.obligations.agency_phrases.grammar import Grammar, Mention

# "Vị trí và chức năng", "Vị trí, chức năng, nhiệm vụ", "Chức năng"
_PLACE = re.compile(
    r"\W*(?:vị\ trí|chức\ năng)(?:(?:,|,?\ và)?\ (?:vị\ trí|chức\ năng|nhiệm\ vụ|quyền\ hạn))*\W*", re.VERBOSE
)
# "Nhiệm vụ và quyền hạn", "Chức năng, nhiệm vụ", "Nhiệm vụ, quyền hạn cụ thể", "Nhiệm vụ, quyền hạn khác"
_TASKS = re.compile(
    r"\W*(?:(?:chức\ năng|nhiệm\ vụ|quyền\ hạn)(?:,|,?\ và)?\ )*(?:nhiệm\ vụ|quyền\ hạn|trách\ nhiệm)"
    r"(?:\ (?:cụ\ thể|khác|chung|chủ\ yếu))?\W*",
    re.VERBOSE,
)
# "… là cơ quan chuyên môn", "là tổ chức hành chính", "là đơn vị sự nghiệp"
_IS_A_BODY = re.compile(r"là\ (?:cơ\ quan|tổ\ chức|đơn\ vị|ban|trung\ tâm|phòng|chi\ cục)\b", re.VERBOSE)


class DefinedBody:
    """Keeps the body that a document lays down the functions of, while its clauses are gone through."""

    def __init__(self) -> None:
        self._under = ""  # the clause under which it is said what the body is
        self._body: tuple[Mention, ...] = ()

    def take_sentence(self, parent: str | None, grammar: Grammar) -> None:
        """Takes the body from the sentences under "Vị trí và chức năng"."""
        if self._under and (parent or "").startswith(self._under):
            self._body = self._body or body_defined(grammar)

    def under_heading(self, path: str, heading: str) -> tuple[Mention, ...]:
        """Returns who acts under a folded heading of a body's tasks; empty under any other."""
        if lays_down_place(heading):
            self._under, self._body = path, ()
        return self._body if self._body and lays_down_tasks(heading) else ()


def lays_down_place(heading: str) -> bool:
    """Returns whether a folded heading is that of a body's place and functions."""
    return _PLACE.fullmatch(heading) is not None


def lays_down_tasks(heading: str) -> bool:
    """Returns whether a folded heading is that of a body's tasks, and names no body itself."""
    return _TASKS.fullmatch(heading) is not None


def body_defined(grammar: Grammar) -> tuple[Mention, ...]:
    """Returns the body that a sentence says what it is: "Sở Nội vụ là cơ quan chuyên môn …"; empty where none."""
    listed = grammar.agencies(0) if grammar.words else None
    if listed is None or len(listed.mentions) != 1 or listed.mentions[0].is_class:
        return ()
    is_said = _IS_A_BODY.match(grammar.normalized.folded, grammar.offset(listed.end)) is not None
    return listed.mentions if is_said else ()
