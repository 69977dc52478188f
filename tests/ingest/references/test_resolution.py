"""Which stored document a citation means, and when it is left open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from corpus.identifiers import number_key
from corpus.model import Document, Reference, Relation
from ingest.references.resolution import MISMATCH, NO_NUMBER, NOT_STORED, changed_targets, resolve


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

    def documents(self, *, number: str = "") -> list[Document]:
        return [d for d in self.held if number_key(d.number) == number_key(number)]

    def references(self, doc: str | None = None, *, number: str | None = None) -> Iterator[tuple[str, Reference]]:
        for citing, r in self.cited:
            if doc in {None, citing} and (number is None or number_key(r.number) == number_key(number)):
                yield citing, r


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
