"""Whether a document is in force on a day, and who says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.model import Document, DocumentKind, Reference, Relation, Status
from corpus.relations.relation_graph import DocumentGraph
from corpus.relations.validity import standing

OLD = Document("old", "old.txt", "", type="quyết định", number="1/2010/QĐ-UBND", issued="2010-01-05")
NEW = Document(
    "new", "new.txt", "", type="quyết định", number="2/2020/QĐ-UBND", issued="2020-05-01", effective="2020-06-01"
)
LATER = replace(NEW, id="later", number="3/2022/QĐ-UBND", issued="2022-02-02", effective="2022-02-12")


def cites(target: Document | None, relation: Relation, number: str = "", **more: object) -> Reference:
    number = number or (target.number if target else "")
    made = Reference("dieu-2", 0, 9, number, number, "quyết định", "", "", relation, target.id if target else None)
    return replace(made, **more)  # type: ignore[arg-type]


REPLACES = ("new", cites(OLD, Relation.REPLACES))
REPEALS_PART = ("new", cites(OLD, Relation.REPEALS, partial=True, target_path="dieu-4"))
AMENDS_LATER = ("later", cites(OLD, Relation.AMENDS))
REPEALS_LATER = ("later", cites(OLD, Relation.REPEALS))

# name: (what cites it, the day, status, since, the documents that say so)
STANDINGS = {
    "nothing done to it": ([], "2025-01-01", Status.IN_FORCE, "2010-01-05", []),
    "before it was issued": ([], "2009-12-31", Status.UNKNOWN, "2010-01-05", []),
    "replaced": ([REPLACES], "2020-06-01", Status.REPLACED, "2020-06-01", ["new"]),
    "the day before it was replaced": ([REPLACES], "2020-05-31", Status.IN_FORCE, "2010-01-05", []),
    "a part repealed": ([REPEALS_PART], "2025-01-01", Status.AMENDED, "2020-06-01", ["new"]),
    "a part repealed, then amended": (
        [REPEALS_PART, AMENDS_LATER], "2025-01-01", Status.AMENDED, "2022-02-12", ["later", "new"],
    ),
    "amended, then repealed": (
        [REPEALS_LATER, REPEALS_PART], "2025-01-01", Status.REPEALED, "2022-02-12", ["later", "new"],
    ),
    "replaced and repealed": ([REPLACES, REPEALS_LATER], "2025-01-01", Status.REPLACED, "2020-06-01", ["new", "later"]),
    "only mentioned": ([("new", cites(OLD, Relation.MENTIONS))], "2025-01-01", Status.IN_FORCE, "2010-01-05", []),
}  # fmt: skip


@pytest.mark.parametrize(("references", "day", "status", "since", "by"), STANDINGS.values(), ids=STANDINGS)
def test_standing(references: list[tuple[str, Reference]], day: str, status: Status, since: str, by: list[str]) -> None:
    found = standing(DocumentGraph([OLD, NEW, LATER], references, {}), "old", day)
    assert (found.status, found.since, [act.link.doc for act in found.acts]) == (status, since, by)
    assert found.acts or found.reason.endswith(".")


# name: (the documents, what cites the first, the status on the first of 2025)
DOUBTFUL = {
    "an act without a date": ([OLD, replace(NEW, issued="", effective="")], [REPLACES], Status.IN_FORCE),
    "an act older than what it would end": ([replace(OLD, issued="2021-01-01"), NEW], [REPLACES], Status.IN_FORCE),
    "news of an act": ([OLD, replace(NEW, kind=DocumentKind.SECONDARY)], [REPLACES], Status.IN_FORCE),
    "a letter": ([replace(OLD, type="công văn")], [], Status.UNKNOWN),
    "news": ([replace(OLD, kind=DocumentKind.SECONDARY)], [], Status.UNKNOWN),
    "no date": ([replace(OLD, issued="")], [], Status.UNKNOWN),
}


@pytest.mark.parametrize(("documents", "references", "status"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_changes_nothing_and_is_said(
    documents: list[Document], references: list[tuple[str, Reference]], status: Status
) -> None:
    found = standing(DocumentGraph(documents, references, {}), "old", "2025-01-01")
    assert found.status is status
    assert found.acts == ()
    assert found.reason.endswith(".")


def test_what_is_done_to_a_copy_is_done_to_all() -> None:
    copy = replace(OLD, id="copy")
    kinship = DocumentGraph([OLD, copy, NEW], [("new", cites(copy, Relation.REPEALS))], {"copy": "old"})
    assert [standing(kinship, doc, "2025-01-01").status for doc in ("old", "copy")] == [Status.REPEALED] * 2


def test_kin_are_followed_up_and_down_but_not_sideways() -> None:
    law = replace(OLD, id="law")
    sibling, child = replace(OLD, id="sibling"), replace(OLD, id="child")
    references = [
        ("old", cites(law, Relation.BASED_ON)),
        ("sibling", cites(law, Relation.BASED_ON)),
        ("child", cites(OLD, Relation.IMPLEMENTS)),
        ("law", cites(None, Relation.BASED_ON, "9/1992/QH9")),
        ("child", cites(None, Relation.MENTIONS, "8/1992/QH9")),
    ]
    kinship = DocumentGraph([OLD, law, sibling, child], references, {})
    assert [(k.node, k.depth, k.inverse) for k in kinship.kin("old", 3)] == [
        ("law", 1, False), ("9/1992/qh9", 2, False), ("child", 1, True),
    ]  # fmt: skip
    assert [k.node for k in kinship.kin("old", 1)] == ["law", "child"]
    assert [k.depth for k in kinship.kin("child", 3)] == [1, 2, 3]


def test_missing_documents_are_ranked_by_who_cites_them() -> None:
    decree, law = "9/2019/NĐ-CP", "8/2020/NĐ-CP"
    references = [
        ("old", cites(None, Relation.BASED_ON, decree)),
        ("old", cites(None, Relation.MENTIONS, law)),
        ("old", cites(None, Relation.MENTIONS, law)),
        ("new", cites(None, Relation.MENTIONS, "09/2019/NĐ-CP", date="2019-01-02", issuer="")),
        ("new", cites(OLD, Relation.MENTIONS)),
        ("later", cites(None, Relation.MENTIONS, law)),
        ("later", cites(None, Relation.MENTIONS, "7/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh A")),
        ("new", cites(None, Relation.MENTIONS, "7/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh B")),
    ]
    stubs = DocumentGraph([OLD, NEW, LATER], references, {"later": "new"}).missing()
    assert [(s.number, len(s.cited_by), s.times) for s in stubs] == [
        (law, 2, 3), ("09/2019/NĐ-CP", 2, 2), ("7/QĐ-UBND", 1, 1), ("7/QĐ-UBND", 1, 1),
    ]  # fmt: skip
    assert stubs[1].date == "2019-01-02"
