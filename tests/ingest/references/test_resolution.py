"""Which stored document a citation means, and when it is left open."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

import pytest

from corpus.identifiers import number_key
from corpus.model import Clause, ClauseKind, Document, Reference, Relation
from corpus.relations.cited_names import borne_names, cited_name
from corpus.relations.relation_graph import TARGET_GONE
from ingest.references.resolution import (
    MISMATCH,
    NO_CLAUSE,
    NO_NUMBER,
    NO_YEAR,
    NOT_STORED,
    OTHER_YEAR,
    SEVERAL,
    SEVERAL_NAMED,
    changed_by_removal,
    changed_targets,
    resolve,
)


def document(id: str, number: str, issuer: str = "", issued: str = "") -> Document:
    return Document(id=id, source=f"{id}.txt", sha256="", number=number, issuer=issuer, issued=issued)


def reference(number: str, issuer: str = "", date: str = "", **more: object) -> Reference:
    fields = {
        "path": "doan-1",
        "start": 0,
        "end": 9,
        "quote": number,
        "type": "quyết định",
        "relation": Relation.MENTIONS,
    }
    return replace(Reference(number=number, issuer=issuer, date=date, **fields), **more)  # type: ignore[arg-type]


TTG = "Thủ tướng Chính phủ"
NGHE_AN, HA_TINH = "Ủy ban nhân dân tỉnh Nghệ An", "Ủy ban nhân dân tỉnh Hà Tĩnh"

# name: (reference, candidates, the id that is meant)
FOUND = {
    "by number": (reference("27/QĐ-TTg"), [document("a", "27/QĐ-TTg"), document("b", "28/QĐ-TTg")], "a"),
    "in another spelling": (reference("57-NQ/TW"), [document("a", "57/NQ-TW")], "a"),
    "without diacritics": (reference("56/2017/NĐ-CP"), [document("a", "56/2017/ND-CP")], "a"),
    "padded": (reference("4/2020/TT-BTC"), [document("a", "04/2020/TT-BTC")], "a"),
    "told apart by date": (
        reference("02/CT-TTg", TTG, "2019-11-15"),
        [document("a", "02/CT-TTg", TTG, "2018-07-04"), document("b", "02/CT-TTg", TTG, "2019-11-15")],
        "b",
    ),
    "told apart by province": (
        reference("12/QĐ-UBND", NGHE_AN),
        [document("a", "12/QĐ-UBND", HA_TINH), document("b", "12/QĐ-UBND", NGHE_AN)],
        "b",
    ),
    "told apart by issuer": (
        reference("20-NQ/TW", "Ban Chấp hành Trung ương"),
        [document("a", "20-NQ/TW", "Bộ Chính trị"), document("b", "20-NQ/TW", "Ban Chấp hành Trung ương")],
        "b",
    ),
    "issued by the bureau of the body that is named": (
        reference("9-KH/TU", "Tỉnh ủy", "2025-03-20"),
        [document("a", "9-KH/TU", "Ban Thường vụ Tỉnh ủy Thái Nguyên", "2025-03-20")],
        "a",
    ),
    "issued by two bodies together": (
        reference("221-KL/TW", "Bộ Chính trị"),
        [document("a", "221-KL/TW", "Bộ Chính trị, Ban Bí thư")],
        "a",
    ),
    "a slip in the date of a number with its year": (
        reference("26/2001/NĐ-CP", "Chính phủ", "2001-06-14"),
        [document("a", "26/2001/NĐ-CP", "Chính phủ", "2001-06-04")],
        "a",
    ),
    "a province without its name, borne out by the date": (
        reference("12/QĐ-UBND", "Ủy ban nhân dân tỉnh", "2020-02-01"),
        [document("a", "12/QĐ-UBND", NGHE_AN, "2020-02-01")],
        "a",
    ),
}

LEFT_OPEN = {
    "not stored": (reference("27/QĐ-TTg"), [document("a", "28/QĐ-TTg")], NOT_STORED),
    "nothing stored": (reference("27/QĐ-TTg"), [], NOT_STORED),
    "cited by name": (reference(""), [document("a", "27/QĐ-TTg")], NO_NUMBER),
    "a document without a number": (reference("27/QĐ-TTg"), [document("a", "")], NOT_STORED),
    "another date": (
        reference("27/QĐ-TTg", TTG, "2025-01-03"),
        [document("a", "27/QĐ-TTg", TTG, "2020-01-06")],
        MISMATCH,
    ),
    "another province": (reference("12/QĐ-UBND", NGHE_AN), [document("a", "12/QĐ-UBND", HA_TINH)], MISMATCH),
    "no province given": (reference("12/QĐ-UBND"), [document("a", "12/QĐ-UBND", HA_TINH)], MISMATCH),
    "a long padding": (reference("130/KH-UBND", NGHE_AN), [document("a", "0130/KH-UBND", NGHE_AN)], NOT_STORED),
}


@pytest.mark.parametrize(("cited", "candidates", "target"), FOUND.values(), ids=FOUND)
def test_the_document_that_is_meant(cited: Reference, candidates: list[Document], target: str) -> None:
    resolved = resolve(cited, candidates)
    assert (resolved.target, resolved.reason) == (target, "")
    assert resolve(cited, candidates[::-1]).target == target


@pytest.mark.parametrize(("cited", "candidates", "reason"), LEFT_OPEN.values(), ids=LEFT_OPEN)
def test_what_is_left_open_says_why(cited: Reference, candidates: list[Document], reason: str) -> None:
    resolved = resolve(replace(cited, target="stale"), candidates)
    assert (resolved.target, resolved.reason) == (None, reason)


def test_two_documents_are_not_guessed_between() -> None:
    twins = [document("a", "27/QĐ-TTg", TTG), document("b", "27/QĐ-TTg", TTG)]
    resolved = resolve(reference("27/QĐ-TTg", TTG), twins)
    assert resolved.target is None
    assert "2 văn bản" in resolved.reason


def test_what_was_said_of_the_date_is_kept() -> None:
    note = "Ngày ban hành trong bản này không đọc được."
    cited = reference("27/QĐ-TTg", reason=note)
    assert resolve(cited, []).reason == f"{note} {NOT_STORED}"
    found = resolve(resolve(cited, []), [document("a", "27/QĐ-TTg")])
    assert (found.target, found.reason) == ("a", note)


@dataclass
class Shelf:
    """A store with only what resolution asks of it."""

    held: list[Document] = field(default_factory=list)
    cited: list[tuple[str, Reference]] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
    paths: tuple[str, ...] = ("dieu-2",)

    def documents(self, *, number: str = "") -> list[Document]:
        return [d for d in self.held if number_key(d.number) == number_key(number)]

    def named(self, name: str) -> list[Document]:
        return [d for d in self.held if name in borne_names(d)]

    def references(
        self, doc: str | None = None, *, number: str | None = None, name: str | None = None
    ) -> Iterator[tuple[str, Reference]]:
        for citing, r in self.cited:
            of_number = number is None or number_key(r.number) == number_key(number)
            if doc in {None, citing} and of_number and (name is None or cited_name(r) == name):
                yield citing, r

    def unsettled(self, reasons: Collection[str]) -> Iterator[tuple[str, Reference]]:
        for citing, r in self.cited:
            if r.target is None and any(reason in r.reason for reason in reasons):
                yield citing, r

    def copies(self) -> dict[str, str]:
        return self.same

    def clauses(self, doc: str | None = None) -> Iterator[tuple[str, Clause]]:
        for path in self.paths:
            yield doc or "", Clause(path, None, ClauseKind.ARTICLE, "", 0, 1, 1)


LAW = replace(document("law", "102/2016/QH13", "Quốc hội", "2016-04-05"), type="luật", title="TRẺ EM")
OLD_LAW = replace(document("old", "25/2004/QH11", "Quốc hội", "2004-06-15"), type="luật", title="Luật Trẻ em")
PROGRAMME = replace(
    document("programme", "23/QĐ-TTg", TTG, "2021-01-07"),
    type="quyết định",
    title="Phê duyệt Chương trình hành động quốc gia vì trẻ em giai đoạn 2021 - 2030",
)


def by_name(quote: str, type: str, date: str = "") -> Reference:
    return reference("", date=date, quote=quote, type=type)


# name: (reference, what is held, the id that is meant or the reason)
NAMED = {
    "a law by its year": (by_name("Luật Trẻ em năm 2016", "luật", "2016"), [LAW, OLD_LAW], "law"),
    "a law by its date": (by_name("Luật trẻ em ngày 15/6/2004", "luật", "2004-06-15"), [LAW, OLD_LAW], "old"),
    "a law over a broken line": (by_name("Luật Trẻ\nem năm 2016", "luật", "2016"), [LAW], "law"),
    "a law of another year": (by_name("Luật Trẻ em năm 1991", "luật", "1991"), [LAW, OLD_LAW], OTHER_YEAR),
    "a law without its year": (by_name("Luật Trẻ em", "luật"), [LAW], NO_YEAR),
    "a law that is not there": (by_name("Luật Đất đai năm 2013", "luật", "2013"), [LAW], NOT_STORED),
    "a programme by its years": (
        by_name("Chương trình hành động quốc gia vì trẻ em giai đoạn 2021-2030", "chương trình"),
        [LAW, PROGRAMME],
        "programme",
    ),
    "a programme of other years": (
        by_name("Chương trình hành động quốc gia vì trẻ em giai đoạn 2012 - 2020", "chương trình"),
        [PROGRAMME],
        NOT_STORED,
    ),
    "two laws of one year": (
        by_name("Luật Trẻ em năm 2016", "luật", "2016"),
        [LAW, replace(LAW, id="b", number="")],
        SEVERAL_NAMED.format(count=2),
    ),
}


@pytest.mark.parametrize(("cited", "held", "meant"), NAMED.values(), ids=NAMED)
def test_a_name_leads_to_the_one_document_that_bears_it(cited: Reference, held: list[Document], meant: str) -> None:
    shelf = Shelf([*held, document("plan", "980/KH-UBND")], [("plan", cited)])
    [(_, _, _, target, _, reason)] = changed_targets(shelf.held[-1], shelf)
    assert (target or reason) == meant
    assert changed_targets(LAW, shelf) == [] or LAW in held


def test_copies_are_one_candidate() -> None:
    held = [document("a", "27/QĐ-TTg", TTG), document("b", "27/QĐ-TTg", TTG)]
    shelf = Shelf(held, [("plan", reference("27/QĐ-TTg", TTG))], same={"a": "b"})
    assert [change[3] for change in changed_targets(held[0], shelf)] == ["b"]


def test_what_led_to_a_removed_document_finds_another_or_waits() -> None:
    left = document("b", "27/QĐ-TTg", TTG)
    undecided = SEVERAL.format(count=2)
    cited = [
        ("plan", reference("27/QĐ-TTg", TTG, reason=undecided)),
        ("plan", reference("28/QĐ-TTg", TTG, reason=TARGET_GONE)),
        ("plan", reference("29/QĐ-TTg", TTG, reason=NOT_STORED)),
    ]
    assert [(c[3], c[5]) for c in changed_by_removal(Shelf([left], cited))] == [("b", ""), (None, NOT_STORED)]


# name: (the path cited, the paths there are, the path meant or None)
CLAUSES = {
    "as cited": ("dieu-5/khoan-2", ("dieu-5", "dieu-5/khoan-2"), "dieu-5/khoan-2"),
    "in a chapter": ("dieu-5", ("chuong-ii/muc-1/dieu-5", "chuong-ii/muc-1/dieu-5/khoan-1"), "chuong-ii/muc-1/dieu-5"),
    "cited with its chapter": ("chuong-i/dieu-5", ("dieu-5",), "dieu-5"),
    "of an annexed regulation": ("dieu-5", ("kem-theo/dieu-5",), None),
    "numbered item": ("ii/2", ("ii", "ii/2"), "ii/2"),
    "not there": ("dieu-9", ("dieu-5",), None),
    "twice": ("dieu-5", ("phan-1/dieu-5", "phan-2/dieu-5"), None),
}


@pytest.mark.parametrize(("cited", "paths", "meant"), CLAUSES.values(), ids=CLAUSES)
def test_a_cited_clause_is_found_among_those_there_are(cited: str, paths: tuple[str, ...], meant: str | None) -> None:
    shelf = Shelf([document("d", "27/QĐ-TTg")], [("plan", reference("27/QĐ-TTg", target_path=cited))], paths=paths)
    [(_, _, _, target, path, reason)] = changed_targets(shelf.held[0], shelf)
    assert (target, path, reason) == ("d", meant or cited, "" if meant else NO_CLAUSE)


def test_earlier_citations_find_a_document_when_it_arrives() -> None:
    plan, decision = document("plan", "980/KH-UBND"), document("decision", "1899/QĐ-TTg", TTG)
    waiting = replace(reference("1899/QĐ-TTG", TTG), reason=NOT_STORED, target_path="dieu-2")
    shelf = Shelf([plan, decision], [("plan", waiting), ("plan", reference("27/QĐ-TTg"))])
    assert changed_targets(decision, shelf) == [("plan", "doan-1", 0, "decision", "dieu-2", "")]


def test_an_arriving_document_finds_what_was_there() -> None:
    decision, plan = document("decision", "1899/QĐ-TTg"), document("plan", "980/KH-UBND")
    shelf = Shelf([decision, plan], [("plan", reference("1899/QĐ-TTg"))])
    assert changed_targets(plan, shelf) == [("plan", "doan-1", 0, "decision", None, "")]


def test_a_second_document_of_the_number_takes_the_target_away() -> None:
    first, second = document("first", "27/QĐ-TTg"), document("second", "27/QĐ-TTg")
    shelf = Shelf([first, second], [("plan", replace(reference("27/QĐ-TTg"), target="first"))])
    [(doc, _, _, target, _, reason)] = changed_targets(second, shelf)
    assert (doc, target) == ("plan", None)
    assert "2 văn bản" in reason


def test_spellings_meet_on_the_shelf() -> None:
    arrived = document("nq", "57-NQ/TW")
    shelf = Shelf([arrived], [("plan", reference("57/NQ-TW"))])
    assert [change[3] for change in changed_targets(arrived, shelf)] == ["nq"]


def test_nothing_changes_where_all_is_known() -> None:
    decision = document("decision", "1899/QĐ-TTg")
    shelf = Shelf([decision], [("plan", replace(reference("1899/QĐ-TTg"), target="decision"))])
    assert changed_targets(decision, shelf) == []
