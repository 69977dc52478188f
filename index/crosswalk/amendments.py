"""What an amending document changes in a parent: clauses given new words, things added, words replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import FRAME_KINDS, Clause, ClauseKind, Document, Record, Relation
from corpus.vietnamese import fold, syllables
from index.crosswalk.units import Unit

# "Sửa đổi, bổ sung điểm a mục 3 Phần III như sau:", "Bãi bỏ khoản 2 Điều 5"
_CHANGES = re.compile(
    r"""
    (?<!\w)(?:sửa\ đổi|bãi\ bỏ|thay\ thế)(?:,\ bổ\ sung)?\ (?:nội\ dung\ )?
    (?P<target>[^:“"”.]*?)(?=\s+như\ sau|[:;.“"”]|\ của\ |$)
    """,
    re.VERBOSE,
)
# "Bổ sung số thứ tự 16 vào nhóm IV Phụ lục như sau: “Bàn giao hồ sơ …”"
_ADDS = re.compile(
    r"(?<!\w)(?<!sửa\ đổi,\ )bổ\ sung\ (?=số\ thứ\ tự|điểm|khoản|điều|mục|gạch|nội\ dung|vào|thêm)", re.VERBOSE
)
# "Thay cụm từ “A” bằng cụm từ “B”", "thay các cụm từ “A”, “B” bằng cụm từ “C”"
_REPLACES = re.compile(
    r"""
    (?i:thay)(?:\ thế)?\ (?:các\ )?(?:cụm\ )?từ\ (?P<old>[“"][^”"]+[”"](?:,\ [“"][^”"]+[”"])*)\ bằng
    """,
    re.VERBOSE,
)
_QUOTED = re.compile(r'[“"]([^“”"]+)[”"]')
# One step of an address: "điểm a", "khoản 2", "mục 3", "Phần III", "số thứ tự 8", "Điều 5".
_STEP = re.compile(
    r"(?<!\w)(?P<kind>điểm|khoản|mục|phần|điều|chương|số\ thứ\ tự|phụ\ lục)(?:\ (?P<mark>[\da-zđ]{1,5}))?(?!\w)",
    re.VERBOSE,
)
# How much of an added text must be in a unit that follows it.
_FOLLOWED = 0.6
_SAID = 160


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch ``[start, end)`` of a document's clause."""

    doc: str
    path: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change: the parent's clauses it gives new words, what it adds, or the words it replaces.

    `said` tells it in short, `words` are all its words; `repeals` says that the clauses fall away.
    """

    document: Document
    place: Place
    said: str
    words: str
    paths: tuple[str, ...] = ()
    adds: bool = False
    repeals: bool = False
    replaced: tuple[str, ...] = ()

    def concerns(self, task: Unit) -> bool:
        """Whether it gives the clause of `task` new words."""
        return any(task.path == path or task.path.startswith(f"{path}/") for path in self.paths)

    def is_followed_by(self, words: str) -> bool:
        """Whether a unit of these folded `words` does what it adds."""
        wanted = frozenset(syllables(fold(self.words)))
        said = frozenset(syllables(words))
        return self.adds and len(wanted & said) >= _FOLLOWED * len(said)


def amendments(parent: Record, amending: Sequence[Record]) -> tuple[Amendment, ...]:
    """What each of `amending` changes in `parent`, in order of issue."""
    ordered = sorted(amending, key=lambda record: record.document.issued)
    return tuple(change for record in ordered for change in _changes(parent, record))


def is_amending(relation: Relation) -> bool:
    """Whether a document that cites another with `relation` changes it."""
    return relation in {Relation.AMENDS, Relation.REPLACES, Relation.REPEALS}


def _changes(parent: Record, amending: Record) -> Iterator[Amendment]:
    for clause in amending.clauses:
        if clause.kind in FRAME_KINDS or clause.kind in {ClauseKind.TITLE, ClauseKind.BASIS}:
            continue
        head = " ".join(amending.text[clause.start : clause.head_end].split())
        folded = fold(head)
        whole = " ".join(amending.text[clause.start : clause.end].split())
        here = Place(
            amending.document.id,
            clause.path,
            clause.start,
            clause.head_end,
            amending.text[clause.start : clause.head_end],
        )
        said = whole if len(whole) <= _SAID else f"{whole[:_SAID].rsplit(' ', 1)[0]}…"
        if replaced := tuple(old for m in _REPLACES.finditer(head) for old in _QUOTED.findall(m["old"])):
            yield Amendment(amending.document, here, said, whole, replaced=replaced)
        elif _ADDS.search(folded):
            yield Amendment(amending.document, here, said, whole, adds=True)
        elif (m := _CHANGES.search(folded)) and (paths := tuple(_addressed(parent, m["target"]))):
            yield Amendment(amending.document, here, said, whole, paths=paths, repeals=m[0].startswith("bãi bỏ"))


def _addressed(parent: Record, target: str) -> Iterator[str]:
    """The paths of the parent's clauses at an address such as "điểm a mục 3 phần iii"."""
    steps = [(m["kind"], m["mark"]) for m in _STEP.finditer(target)]
    marks = [mark for _, mark in steps if mark]
    if not marks:
        return
    for clause in parent.clauses:
        if clause.kind is ClauseKind.ROW:
            if steps[0][0] == "số thứ tự" and _first_cell(parent, clause) == marks[0]:
                yield clause.path
        elif steps[0][0] != "số thứ tự" and _ends_with(clause.path, marks):
            yield clause.path


def _first_cell(parent: Record, clause: Clause) -> str:
    return clause.cells[0].of(parent.text).strip().rstrip(".") if clause.cells else ""


def _ends_with(path: str, marks: Sequence[str]) -> bool:
    steps = [step.rpartition("-")[2] for step in path.split("/")]
    return steps[::-1][: len(marks)] == list(marks)
