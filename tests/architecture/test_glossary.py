"""The glossary's terms are those of the code: each identifier exists, each fixed value has the label that is shown."""

from __future__ import annotations

import re

import pytest

from search_api import labels
from tests.architecture.identifiers import classes, defined, exists
from tests.architecture.test_architecture import REPOSITORY

PAGE = (REPOSITORY / "docs/glossary.md").read_text("utf-8")
TERMS, FIXED = PAGE.split("\n## Fixed values\n")

# | nhiệm vụ | obligation | `Obligation`, `find_obligations` | … |
_TERM = re.compile(r"^\| (?:[^|]+ \| )?(?P<english>[^|`]+) \| (?P<names>`[^|]+`) \|", re.MULTILINE)
# | `lead` | Chủ trì |
_VALUE = re.compile(r"^\| `(?P<value>\w+)` \| (?P<label>[^|]+) \|$", re.MULTILINE)
_TABLE = re.compile(r"^### (?P<name>[A-Z_]+)\n(?P<rows>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)

# The labels of the glossary, by the name of their table.
TABLES = {m["name"]: {row["value"]: row["label"] for row in _VALUE.finditer(m["rows"])} for m in _TABLE.finditer(FIXED)}


def terms() -> dict[str, list[str]]:
    return {m["english"].strip(): re.findall(r"`([^`]+)`", m["names"]) for m in _TERM.finditer(TERMS)}


def is_identifier(name: str) -> bool:
    owner, _, member = name.rpartition(".")
    if owner:
        return member in classes().get(owner, set()) or exists(name)
    return name in defined()


def test_every_term_of_the_glossary_is_an_identifier() -> None:
    found = terms()
    assert len(found) > 60
    assert not {term: name for term, names in found.items() for name in names if not is_identifier(name)}


def test_a_made_up_name_is_no_identifier() -> None:
    assert not is_identifier("ObligationOfNobody")
    assert not is_identifier("Obligation.nobody")


@pytest.mark.parametrize("name", TABLES)
def test_fixed_values_bear_the_labels_that_are_shown(name: str) -> None:
    shown = {str(value): label for value, label in getattr(labels, name).items()}
    assert TABLES[name] == shown


def test_the_fixed_values_of_the_model_are_all_there() -> None:
    assert {"ROLES", "MODALITIES", "OBLIGATION_KINDS", "DEADLINE_KINDS", "RELATIONS", "STATUSES"} <= TABLES.keys()
