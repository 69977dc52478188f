"""A document's citations of its own clauses lead to them."""

from __future__ import annotations

import pytest

from corpus.model import Document
from ingest.readers.extracted_text import ExtractedText
from ingest.references import find_references
from ingest.structure import structure

DECREE = Document(id="nd", source="nd.txt", sha256="", type="nghị định", number="26/2001/NĐ-CP")
HEAD = "Điều 1. Phạm vi\n1. Một.\n2. Hai:\na) Điểm a;\nb) Điểm b, {0}.\nĐiều 2. Đối tượng\n1. Ba.\n2. Bốn {0}.\n"

# name: (words, the paths they lead to, from điểm b khoản 2 Điều 1 and from khoản 2 Điều 2)
CITED = {
    "an article of this decree": ("theo Điều 2 Nghị định này", ["dieu-2", "dieu-2"]),
    "a clause of this decree": ("theo khoản 2 Điều 1 của Nghị định này", ["dieu-1/khoan-2", "dieu-1/khoan-2"]),
    "a clause of this article": ("theo khoản 1 Điều này", ["dieu-1/khoan-1", "dieu-2/khoan-1"]),
    "a point of this clause": ("theo điểm a khoản này", ["dieu-1/khoan-2/diem-a"]),
    "what is not there": ("theo Điều 9 Nghị định này", []),
    "this decree": ("theo Nghị định này", []),
    "another document": ("theo Điều 2 Nghị định số 5/2000/NĐ-CP", []),
}


@pytest.mark.parametrize(("words", "paths"), CITED.values(), ids=CITED)
def test_own_clauses(words: str, paths: list[str]) -> None:
    text = HEAD.format(words)
    clauses = structure(ExtractedText(text=text, media_type="text/plain"))
    found = [r for r in find_references(text, clauses, DECREE) if not r.number]
    assert [r.target_path for r in found] == paths
    for reference in found:
        assert (reference.target, text[reference.start : reference.end]) == ("nd", reference.quote)
        assert f"theo {reference.quote}" == words
