"""Why a duty answers a search: which of its words, and which of its fields, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.model import Obligation, ObligationKind, Role, Span
from index.retrieval.highlighting import highlights, phrases
from search_api.agencies.assignments import AssignmentResolver
from search_api.agencies.lookup import AssignmentBasis
from search_api.labels import OBLIGATION_KINDS, ROLES, vietnamese_date

if TYPE_CHECKING:
    from search_api.resources import Resources
    from search_api.search.obligations.relevance import Relevance
    from search_api.search.obligations.selection import ObligationIndex
    from search_api.search.resolved_filters import Filters

_MAX_NAMED = 4

# (field, words)
Reason = tuple[str, str]


class Reasons:
    """Says why duties answer one search."""

    def __init__(self, resources: Resources, duties: ObligationIndex, spoken: Relevance, wanted: Filters) -> None:
        self._duties, self._spoken, self._wanted = duties, spoken, wanted
        self._holdings = AssignmentResolver(resources, headings=duties.headings)

    def of(self, at: int, marked: Iterable[tuple[int, int]]) -> tuple[str, tuple[str, ...]]:
        """A sentence for the duty at a place of the table, whose words are `marked`, and the fields that matched."""
        found = list(self._all(at, marked))
        if not found:
            return "Mọi nhiệm vụ trong kho, không kèm điều kiện.", ()
        words = "; ".join(words for _, words in found)
        return f"{words[:1].upper()}{words[1:]}.", tuple(dict.fromkeys(field for field, _ in found))

    def _all(self, at: int, marked: Iterable[tuple[int, int]]) -> Iterator[Reason]:
        duties, spoken, wanted = self._duties, self._spoken, self._wanted
        document, obligation = duties.table.document_of(at), duties.table.duties[at]
        own = _phrases(obligation.quote, marked)
        if own:
            yield "text", f"có {_quoted(own)}"
        if spoken.sought is not None:
            said = {phrase.lower() for phrase in own}
            for field, name, texts in (
                ("heading", "đề mục", duties.headings.of(document.id, obligation.path)),
                ("title", "tên văn bản", (document.title,)),
            ):
                found = [p for text in texts for p in _phrases(text, highlights(text, spoken.sought))]
                if new := [phrase for phrase in dict.fromkeys(found) if phrase.lower() not in said]:
                    said |= {phrase.lower() for phrase in new}
                    yield field, f"{name} có {_quoted(new[:_MAX_NAMED])}"
            if spoken.meant[at]:
                yield "meaning", "đoạn chứa nhiệm vụ gần nghĩa với câu hỏi"
        if wanted.agency:
            yield "agency", self._who(at)
        elif wanted.role:
            yield "role", f"có cơ quan {ROLES[Role(wanted.role)].lower()}"
        if wanted.kind:
            yield "kind", f"loại nhiệm vụ {_label(wanted.kind)}"
        if wanted.due:
            yield "due", _when(obligation, document.issued)
        if wanted.named:
            yield "number", f"văn bản {document.number}" if document.number else "tin về văn bản được nêu"

    def _who(self, at: int) -> str:
        """Through which name, and in which role, a duty reaches the agency asked for."""
        document, obligation = self._duties.table.document_of(at), self._duties.table.duties[at]
        by = self._duties.match_assignee(self._wanted.agency)
        via = self._holdings.resolve(by.agency, by.ids, document, obligation)
        if via is None:
            return "giao cho nhóm cơ quan có cơ quan này"
        roles = " và ".join(ROLES[Role(role)].lower() for role in via.roles)
        if via.how == AssignmentBasis.CLASS:
            return f"giao chung cho “{via.named_name}” ({roles})"
        if via.how == AssignmentBasis.PREDECESSOR:
            return f"giao cho {via.named_name} ({roles}), nay thuộc {via.holder_name}"
        return f"giao cho {via.named_name} ({roles})"


def _when(obligation: Obligation, issued: str) -> str:
    deadline = obligation.deadline
    if deadline is None or (not deadline.due and not deadline.recurrence):
        return f"không ghi ngày đến hạn, văn bản ban hành {vietnamese_date(issued)}"
    return f"thời hạn “{' '.join(deadline.text.split())}”"


def _phrases(text: str, marked: Iterable[tuple[int, int]]) -> list[str]:
    return phrases(text, tuple(Span(*span) for span in marked), _MAX_NAMED)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _label(kind: str) -> str:
    return f"“{OBLIGATION_KINDS[ObligationKind(kind)]}”"
