"""Whether a document is in force on a day, and which clause of which document says so.

The words of law decide (Law 80/2015/QH13, articles 12 and 154; for what is issued from
1/4/2025 on the rules of Law 64/2025/QH15 in their place, which decide alike): a document that is
replaced or repealed as a whole by one in effect is over; one of which a part is
amended, replaced or repealed stays in force as amended. Only what the knowledge base
holds is known; what it cannot tell is unknown, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Document, DocumentKind, Relation, Status
from corpus.relations.relation_graph import DocumentGraph, Link

# Letters, reports and proposals say something once; nothing is in force by them.
_WITHOUT_FORCE = frozenset({
    "tờ trình", "báo cáo", "công văn", "văn bản", "giấy mời", "biên bản", "thông cáo", "phiếu chuyển",
    "giấy giới thiệu", "bản ghi nhớ", "tin tức",
})  # fmt: skip
# By these one document changes whether another is in force.
ACTS = frozenset({Relation.AMENDS, Relation.REPLACES, Relation.REPEALS})


@dataclass(frozen=True, slots=True)
class AmendingAct:
    """What another document does to one: the link that says so, and the day (ISO, partial) from which it holds."""

    link: Link
    since: str

    @property
    def is_whole(self) -> bool:
        """Whether it ends the document, not a part of it."""
        return self.link.relation is not Relation.AMENDS and not self.link.partial


@dataclass(frozen=True, slots=True)
class Validity:
    """A status on a day, since when, by which acts (the deciding one first), and the reason in Vietnamese."""

    status: Status
    since: str = ""
    acts: tuple[AmendingAct, ...] = ()
    reason: str = ""


def standing(kinship: DocumentGraph, doc: str, day: str) -> Validity:
    """The standing of the document `doc` on `day` (ISO)."""
    node = kinship.node(doc)
    document = kinship.documents[node]
    if document.kind is DocumentKind.SECONDARY:
        return Validity(Status.UNKNOWN, reason="Tin bài không phải là văn bản có hiệu lực thi hành.")
    acts = _acts(kinship, node)
    held = sorted((a for a in acts if a.since and is_effective_by(a.since, day)), key=lambda a: a.since)
    if ends := [a for a in held if a.is_whole]:
        replaced = next((a for a in ends if a.link.relation is Relation.REPLACES), None)
        end = replaced or ends[0]
        status = Status.REPLACED if replaced else Status.REPEALED
        return Validity(status, end.since, (end, *(a for a in held if a is not end)), _said(acts))
    begins = document.effective or document.issued
    if begins and not is_effective_by(begins, day):
        return Validity(Status.UNKNOWN, begins, reason=f"Chưa có hiệu lực: có hiệu lực từ {_vietnamese(begins)}.")
    if held:
        return Validity(Status.AMENDED, held[-1].since, tuple(reversed(held)), _said(acts))
    if document.type in _WITHOUT_FORCE:
        return Validity(Status.UNKNOWN, reason=f"Loại văn bản “{document.type}” không có thời gian hiệu lực.")
    if not begins:
        return Validity(Status.UNKNOWN, reason="Không rõ ngày ban hành và ngày có hiệu lực.")
    reason = _said(acts) or "Trong kho không có văn bản nào sửa đổi, thay thế hay bãi bỏ văn bản này."
    if not document.effective:
        reason += " Văn bản không ghi ngày có hiệu lực nên tính từ ngày ban hành."
    return Validity(Status.IN_FORCE, begins, reason=reason)


def validities_on(kinship: DocumentGraph, day: str) -> dict[str, Validity]:
    """Returns the standing of every document of a graph on `day` (ISO), by id."""
    return {doc: standing(kinship, doc, day) for doc in kinship.documents}


def is_effective_by(date: str, day: str) -> bool:
    """Whether `date` has come by `day`; a partial date is the earliest day it can be."""
    return date <= day[: len(date)]


def _acts(kinship: DocumentGraph, node: str) -> list[AmendingAct]:
    found = []
    for link in kinship.cited_by(node):
        source = kinship.documents[link.doc]
        if link.relation in ACTS and source.kind is DocumentKind.PRIMARY and not _is_older(source, node, kinship):
            found.append(AmendingAct(link, source.effective or source.issued))
    return found


def _is_older(source: Document, node: str, kinship: DocumentGraph) -> bool:
    """Whether `source` came before what it is read to change: then it was read wrongly, or a number is shared."""
    issued = kinship.documents[node].issued
    return bool(source.issued and issued) and source.issued < issued[: len(source.issued)]


def _said(acts: list[AmendingAct]) -> str:
    undated = sum(not a.since for a in acts)
    return f"{undated} văn bản tác động không rõ ngày nên chưa được tính." if undated else ""


def _vietnamese(date: str) -> str:
    return "/".join(reversed(date.split("-")))
