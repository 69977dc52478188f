"""Verdicts outlive the readings they were made on, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UnknownDocument
from corpus.model import Record
from corpus.relations.review_decisions import Anchor, Decision, Verdict, identity
from corpus.settings import Settings
from corpus.storage.backup import backup, restore
from corpus.store import Store
from tests.corpus.records import record_of

TASK = Anchor("3/gach-1", "Rào chắn hố sâu tại công trình")
CLAUSE = Anchor("ii/2", "Sở Xây dựng kiểm tra việc rào chắn hố sâu")
REJECTED = Verdict(TASK, CLAUSE, Decision.REJECT, note="Việc khác", author="Lan", at="2026-01-02T03:04:05+00:00")
NONE = Verdict(TASK, None, Decision.COVERAGE, "none", author="Lan", at="2026-01-02T03:05:00+00:00")


def put(store: Store, original: bytes, number: str) -> Record:
    kept = record_of(original, number=number, issuer="Ban Bí thư")
    store.put(kept, source_path=f"/vb/{number.replace('/', '-')}", original=original, analyser=1)
    return kept


def pair(store: Store) -> tuple[str, str]:
    return tuple(put(store, number.encode(), number).document.id for number in ("1-CT/TW", "2-KH/TU"))  # type: ignore[return-value]


def test_what_was_decided_comes_back(store: Store) -> None:
    parent, child = pair(store)
    store.decide(parent, child, REJECTED)
    store.decide(parent, child, NONE)
    assert store.verdicts(parent, child) == [REJECTED, NONE]
    assert store.verdicts(child, parent) == []


def test_a_second_thought_replaces_the_first_and_can_be_taken_back(store: Store) -> None:
    parent, child = pair(store)
    store.decide(parent, child, REJECTED)
    accepted = replace(REJECTED, decision=Decision.ACCEPT, note="")
    store.decide(parent, child, accepted)
    assert store.verdicts(parent, child) == [accepted]
    assert store.withdraw(parent, child, TASK, CLAUSE)
    assert not store.withdraw(parent, child, TASK, CLAUSE)
    assert store.verdicts(parent, child) == []


def test_verdicts_are_there_when_the_document_is_read_anew(store: Store) -> None:
    parent, child = pair(store)
    store.decide(parent, child, REJECTED)
    store.remove(child)
    with pytest.raises(UnknownDocument):
        store.verdicts(parent, child)
    again = put(store, b"the same plan in another file", "2-KH/TU").document.id
    assert again != child
    assert store.verdicts(parent, again) == [REJECTED]


@pytest.mark.parametrize(
    "words",
    [" Rào chắn  hố sâu\ntại công trình", "RÀO CHẮN HỐ SÂU TẠI CÔNG TRÌNH"],
    ids=["wrapped otherwise", "in capitals"],
)
def test_the_mark_of_words_minds_neither_wrapping_nor_case(words: str) -> None:
    assert Anchor("x", words).mark == TASK.mark
    assert CLAUSE.mark != TASK.mark


def test_a_document_is_known_by_number_and_issuer_else_by_its_file() -> None:
    numbered = record_of(b"a", number="28-CT/TW", issuer="Bộ Chính trị").document
    other = record_of(b"b", number="28 - CT/TW", issuer="Bộ Chính trị").document
    assert identity(numbered) == identity(other)
    assert identity(numbered) != identity(replace(numbered, issuer="Tỉnh ủy"))
    assert identity(replace(numbered, number="")) != identity(replace(other, number=""))


def test_verdicts_are_in_the_backup(store: Store, settings: Settings, tmp_path: Path) -> None:
    parent, child = pair(store)
    store.decide(parent, child, REJECTED)
    backup(settings, tmp_path / "kho.zip")
    folder = tmp_path / "other"
    other = Settings(data=folder, database_url=f"sqlite:///{folder / 'store.sqlite'}")
    restore(other, tmp_path / "kho.zip")
    with Store.open(other) as again:
        assert again.verdicts(parent, child) == [REJECTED]
