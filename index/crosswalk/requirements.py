"""What a task demands by name, and what a unit below offers: programmes, times, reports, bodies, words.

Both are read once for each document, so that a parent can be held against many children.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.model import DeadlineKind
from corpus.vietnamese import fold, syllables
from index.crosswalk.entities import Core, bodies, fields, programmes
from index.crosswalk.features import parts_of
from index.crosswalk.lexical_similarity import Bag, word_bag
from index.crosswalk.units import Unit
from ingest.deadlines import find_deadlines

# Syllables of a part of a task that a note may quote as left out.
QUOTED_PART = 5

# "(sau đây gọi là Ủy ban nhân dân cấp tỉnh)", "(qua Ban Tuyên giáo Trung ương)"
_ASIDE = re.compile(r"\([^()]*\)")
# "báo cáo kết quả về Ban Bí thư"; not "báo cáo viên"
_REPORT = re.compile(r"(?<!\w)báo\ cáo(?!\ viên)(?!\w)", re.VERBOSE)
# "Rà soát, kiến nghị hoàn thiện chính sách": what the parent wants done is only proposed.
_PROPOSES = re.compile(r"\W*(?:[^,;.]{0,60},\s)?(?:kiến\ nghị|đề\ xuất)(?!\w)", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Demand:
    """What carrying out a task takes.

    `words` are those of the work itself, without who does it and when; `parts` are its
    phrases with their words; `deadline` and `report` are empty where there is none;
    `bodies` are the single bodies it names, each with its fields.
    """

    words: Bag
    parts: tuple[tuple[str, Bag], ...]
    programmes: tuple[str, ...]
    deadline: str
    report: str
    bodies: tuple[tuple[str, tuple[Core, ...]], ...]
    proposes: bool

    @classmethod
    def of(cls, task: Unit) -> Demand:
        """The demand of one task."""
        times = tuple(_times(task))
        contents = ((part.strip(" ,;:."), _content(task, part, times)) for part in parts_of(task.words, QUOTED_PART))
        return cls(
            words=word_bag(_content(task, task.words, times)),
            parts=tuple((part, word_bag(words)) for part, words in contents if len(syllables(words)) >= QUOTED_PART),
            programmes=programmes(task.words),
            deadline=times[0] if times else "",
            report=_report(task),
            bodies=tuple({body.name: fields(body) for body in bodies(task)}.items()),
            proposes=re.search(r"kiến nghị|đề xuất", fold(task.words)) is not None,
        )


@dataclass(frozen=True)
class Provision:
    """What a unit of the child gives to the tasks it carries; `spoken_words` are its syllables, `fields` of its bodies.

    Times and reports are looked for where a task asks for them.
    """

    unit: Unit
    words: Bag
    spoken_words: Core
    fields: tuple[Core, ...]
    proposes: bool

    @classmethod
    def of(cls, unit: Unit, words: Bag) -> Provision:
        """The offer of one unit, whose `words` are known."""
        return cls(
            unit=unit,
            words=words,
            spoken_words=frozenset(word for word in words if " " not in word),
            fields=tuple(core for body in bodies(unit) for core in fields(body)),
            proposes=_PROPOSES.match(fold(unit.words)) is not None,
        )

    @cached_property
    def has_time(self) -> bool:
        """Whether the unit fixes a time."""
        return any(True for _ in _times(self.unit))

    @cached_property
    def reports(self) -> bool:
        """Whether the unit has a duty to report."""
        return bool(_report(self.unit))


def _content(task: Unit, words: str, times: tuple[str, ...]) -> str:
    """`words` of a task without what is compared by itself: the bodies that are to do it, its times, asides."""
    names = [a.name for o in task.obligations for a in o.assignees if not a.derived]
    rest = _ASIDE.sub(" ", fold(words))
    for name in sorted({fold(name) for name in (*names, *times)}, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return rest


def _times(unit: Unit) -> Iterator[str]:
    """The words that fix a unit's time: of its duties (a table has them in a cell of their own), or its own."""
    said = [o.deadline for o in unit.obligations if o.deadline]
    for deadline in said or [found.deadline for found in find_deadlines(unit.words)]:
        if deadline.kind is not DeadlineKind.CONTINUOUS:
            yield deadline.text


def _report(unit: Unit) -> str:
    """The duty to report in a unit, with whom it reports to where its obligations say; empty where there is none."""
    if not _REPORT.search(fold(unit.words)):
        return ""
    to = ", ".join(dict.fromkeys(a.name for o in unit.obligations for a in o.report_to))
    return f"báo cáo {to}" if to else "chế độ báo cáo"
