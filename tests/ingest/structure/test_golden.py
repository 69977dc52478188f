"""Whole trees of real documents, read against the documents by hand, compared with what is built now.

After a wanted change: ``pytest tests/ingest/structure/test_golden.py --regenerate-golden``,
then read the difference line by line before it is committed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.structure import structure
from tests.ingest.trees import assert_keeps_the_rules, outline, reading_at

GOLDEN = Path(__file__).parent / "golden"

# The seeds and the administrative texts whole: news, party documents, plans with flattened
# annexes, telegrams, conclusions joined on long lines, annexes of articles; and two web copies
# with bars and stars.
DOCUMENTS = [
    "seeds/000_9333dd813e6dbd1a.txt",
    "seeds/001_b962033af6459d1a.txt",
    "seeds/002_0da5e60f476abafa.txt",
    "seeds/003_6e31871b9fa629d7.txt",
    "seeds/004_06324679e74b4cc0.txt",
    "admin/2015-QD-UBND.txt",
    "admin/212-KL-TW.txt",
    "admin/224-CD-TTg.txt",
    "admin/227-CD-TTg.txt",
    "admin/228-CD-TTg.txt",
    "admin/230-CD-TTg.txt",
    "admin/2811-QD-UBND.txt",
    "admin/432-TB-VPTW.txt",
    "admin/6225-BVHTTDL-VP.txt",
    "admin/624-TB-VPCP.txt",
    "admin/631-TB-VPCP.txt",
    "admin/78-2025-NQ-HDND.txt",
    "admin/980-KH-UBND.txt",
    "admin/chithi-00205353.txt",
    "admin/chithi-00211828.txt",
    "admin/chithi-00212811.txt",
    "admin/congbot-252-2013-KH-BCDQG1237.txt",
    "admin/congbot-254-2023-QD-UBND-SonLa.txt",
    "admin/congbot-31-2012-CT-TTg.txt",
    "admin/congbot-773-2018-QD-TTg.txt",
    "web/17_qd-28-2021-ttg-covid.txt",
    "web/37_kl-221-2025-bct.txt",
]


def golden_of(document: str) -> Path:
    """The file that holds the tree of a document."""
    folder, name = document.split("/")
    return GOLDEN / folder / Path(name).with_suffix(".outline").name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_tree_is_as_it_was_read_by_hand(shared: Path, document: str, pytestconfig: pytest.Config) -> None:
    reading = reading_at(shared / "corpus" / document)
    clauses = structure(reading)
    assert_keeps_the_rules(reading.text, clauses)
    built = outline(reading.text, clauses)
    golden = golden_of(document)
    if pytestconfig.getoption("regenerate_golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(built, "utf-8")
    assert built == golden.read_text("utf-8")


def test_the_trees_are_compared_and_not_written_anew(pytestconfig: pytest.Config) -> None:
    assert not pytestconfig.getoption("regenerate_golden"), "run again without --regenerate-golden"


def test_every_tree_is_of_a_document_compared() -> None:
    assert set(GOLDEN.rglob("*.outline")) == {golden_of(document) for document in DOCUMENTS}
