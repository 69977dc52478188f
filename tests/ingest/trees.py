"""What tests of the clause tree share: texts as readings, trees as outlines, and the rules every tree keeps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.model import Clause
from corpus.vietnamese import clean
from ingest.readers.extracted_text import ExtractedText
from ingest.structure import structure


def reading_of(text: str) -> ExtractedText:
    """A plain text as it is read."""
    return ExtractedText(text=clean(text), media_type="text/plain")


def reading_at(path: Path) -> ExtractedText:
    """A text file as it is read."""
    return reading_of(path.read_text("utf-8"))


def paths_of(text: str) -> list[str]:
    """The paths of a text's clauses, in order."""
    return [clause.path for clause in structure(reading_of(text))]


def words_of(text: str, path: str) -> str:
    """The own words of one clause, single-spaced."""
    text = clean(text)
    clause = next(c for c in structure(reading_of(text)) if c.path == path)
    return " ".join(text[clause.start : clause.head_end].split())


def outline(text: str, clauses: Sequence[Clause]) -> str:
    """A tree as lines that can be read and compared: path, kind, label, how its own words or cells begin and end."""
    lines = []
    for clause in clauses:
        shown = _shortened(text[clause.start : clause.head_end], 5)
        if clause.cells:
            shown = " | ".join(_shortened(cell.of(text), 3) for cell in clause.cells)
        indent = "  " * clause.path.count("/")
        lines.append(f"{indent}{clause.path} <{clause.kind}> {clause.label!r} {shown}".rstrip())
    return "\n".join(lines) + "\n"


def _shortened(text: str, size: int) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= size + 3 else f"{' '.join(words[:size])} … {' '.join(words[-2:])}"


def assert_keeps_the_rules(text: str, clauses: Sequence[Clause]) -> None:
    """Hold a tree to what `corpus.model.Clause` promises."""
    by_path: dict[str, Clause] = {}
    covered = [0] * len(text)
    for clause in clauses:
        assert clause.path not in by_path, f"{clause.path} twice"
        by_path[clause.path] = clause
        assert 0 <= clause.start <= clause.head_end <= clause.end <= len(text), clause
        assert all(clause.start <= cell.start <= cell.end <= clause.end for cell in clause.cells), clause
        if clause.parent is not None:
            parent = by_path[clause.parent]  # parents stand before their children
            assert parent.start <= clause.start and clause.end <= parent.end, (parent, clause)
        for i in range(clause.start, clause.head_end):
            covered[i] += 1
    assert [c.start for c in clauses] == sorted(c.start for c in clauses)
    twice = [i for i, times in enumerate(covered) if times > 1]
    assert not twice, f"own words overlap at {text[twice[0] - 20 : twice[0] + 20]!r}"
    left = [i for i, times in enumerate(covered) if not times and not text[i].isspace()]
    assert not left, f"no clause holds {text[left[0] - 20 : left[0] + 20]!r}"
