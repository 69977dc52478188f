"""Every vocabulary holds to its own examples: each pattern matches its `yes` and none of its `no`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from corpus import vocabulary
from corpus.errors import VocabularyError
from corpus.model import Relation
from corpus.vietnamese import fold
from corpus.vocabulary import FOLDER, Entry, load, pattern

NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def _patterns() -> Iterator[ParameterSet]:
    for name in NAMES:
        # A file that cannot be read fails its own test below, not the collection of all.
        with suppress(VocabularyError):
            for i, entry in enumerate(load(name)):
                if "pattern" in entry:
                    yield pytest.param(entry, id=f"{name}: {entry.get('key', i)}")


PATTERNS = list(_patterns())


def test_there_are_vocabularies_with_patterns() -> None:
    assert {"document_types", "issuer_letters", "relations"} <= set(NAMES)
    assert PATTERNS


@pytest.mark.parametrize("name", NAMES)
def test_a_vocabulary_can_be_read_and_repeats_no_key(name: str) -> None:
    keys = [entry["key"] for entry in load(name) if "key" in entry]
    assert load(name)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("entry", PATTERNS)
def test_a_pattern_matches_its_examples_and_no_other(entry: Entry) -> None:
    words = pattern(entry)
    assert entry["yes"], "no example that must match"
    assert entry["no"], "no example that must not match"
    assert [example for example in entry["yes"] if not words.search(fold(example))] == []
    assert [example for example in entry["no"] if words.search(fold(example))] == []


def test_letters_of_a_kind_stand_for_one_kind() -> None:
    letters = [letter for entry in load("document_types") for letter in entry["letters"]]
    assert len(letters) == len(set(letters))


def test_letters_used_twice_are_told_apart_by_years() -> None:
    used: dict[str, list[Entry]] = {}
    for entry in load("issuer_letters"):
        for letters in entry["letters"]:
            used.setdefault(letters, []).append(entry)
    for letters, entries in used.items():
        spans = sorted((e.get("since", 0), e.get("until", 9999)) for e in entries)
        assert all(one[1] < other[0] for one, other in pairwise(spans)), letters


def test_relations_are_those_of_the_model() -> None:
    for entry in load("relations"):
        assert Relation(entry["relation"])
        assert entry["place"] in {"before", "after"}
        assert entry["reach"] > 0


def test_a_repeated_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "twice.yaml").write_text("- {key: a}\n- {key: a}\n", "utf-8")
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    with pytest.raises(VocabularyError, match="repeated keys"):
        load("twice")


@pytest.mark.parametrize("text", ["key: a", "- just words", "- [unclosed"])
def test_what_is_no_list_of_entries_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    load.cache_clear()
    with pytest.raises(VocabularyError):
        load("broken")


def test_a_pattern_that_is_no_regular_expression_is_refused() -> None:
    with pytest.raises(VocabularyError, match="thực hiện"):
        pattern({"key": "thực hiện", "pattern": "(thực"})
