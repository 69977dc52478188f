"""A duty as it was found: its sentence, what it stands under, the labels that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus.model import Clause
from corpus.normalized_text import NormalizedText
from ingest.deadlines import find_deadlines
from ingest.obligations.agency_phrases.grammar import Grammar
from ingest.obligations.context.clause_context import ClauseContext
from ingest.obligations.context.task_labels import Labels, first_label, label_heading, labelled, read_labels
from ingest.obligations.sentences.sentence_parser import ObligationMatch

_ONLY_A_TIME = re.compile(r"(?:Phấn đấu )?(?:[Hh]oàn thành|Xong)(?: xong| việc này)?,? ([^.;]+?)[.;]?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A duty found in a clause, with the flow it was read in and what it stands under."""

    clause: Clause
    normalized: NormalizedText
    found: ObligationMatch
    setting: ClauseContext
    labels: Labels = field(default_factory=Labels)


class LabelsOf:
    """Labels that stand in clauses of their own, and the tasks they belong to."""

    def __init__(self) -> None:
        self.headings: dict[str, Candidate] = {}  # headings that may be tasks themselves
        self._found: dict[str, Labels] = {}  # by the path of the clause whose tasks they label
        self._open: dict[str, tuple[str, tuple[str, ...]]] = {}  # label headings: scope, kinds
        self._tasks: set[str] = set()  # lines under label headings that are tasks of their own

    def take(self, clause: Clause, running: NormalizedText, start: int, scope: str = "") -> bool:
        """Takes a clause that is a label or stands under one; says whether it was.

        `scope` is the path of the clause it stands under where that is not its parent.
        """
        parent = clause.parent or ""
        if parent in self._open and _says_who_does_it(running, start):
            self._tasks.add(clause.path)
            return False
        if parent in self._open:
            scope, kinds = self._open[parent]
            if below := label_heading(running.folded[start:]):
                self._open[clause.path] = scope, below
            elif first_label(running, start) == start:
                self._add(scope, read_labels(running, start))
            else:
                self._add(scope, labelled(running, kinds[0], start, len(running.text)))
            return True
        kinds = label_heading(running.folded[start:]) if parent else ()
        if kinds:
            self._open[clause.path] = scope or parent, kinds
            return True
        if parent and first_label(running, start) == start:
            self._add(scope or parent, read_labels(running, start))
            return True
        return False

    def _add(self, scope: str, labels: Labels) -> None:
        self._found[scope] = self._found.get(scope, Labels()).and_then(labels)

    def given_to(self, stated: list[Candidate]) -> list[Candidate]:
        """The duties with the labels of their section; a heading with labels and no duty under it is the duty."""
        out = _with_times(stated)
        within = self._within(out)
        for scope, labels in self._found.items():
            inside = within.get(scope, [])
            for i in inside:
                out[i] = replace(out[i], labels=out[i].labels.and_then(labels))
            if not inside and labels.leads and scope in self.headings:
                out.append(replace(self.headings[scope], labels=labels))
        return sorted(out, key=lambda s: (s.clause.start, s.found.start))

    def _within(self, stated: list[Candidate]) -> dict[str, list[int]]:
        """The places in `stated` of the duties of each clause that labels belong to, itself or below it."""
        found: dict[str, list[int]] = {}
        for i, duty in enumerate(stated):
            path = duty.clause.path
            while path and duty.clause.path not in self._tasks:
                if path in self._found:
                    found.setdefault(path, []).append(i)
                path = path.rpartition("/")[0]
        return found


def _says_who_does_it(running: NormalizedText, start: int) -> bool:
    """A line under a label is a task of its own: "Bộ Công an tổng hợp kết quả, báo cáo Thủ tướng Chính phủ …"."""
    if first_label(running, start) == start or label_heading(running.folded[start:]):
        return False
    grammar = Grammar(running, start)
    listed = grammar.agencies(0, semicolons=True)
    return listed is not None and grammar.strength(listed.end) in {"hard", "modal", "manner"}


def _with_times(stated: list[Candidate]) -> list[Candidate]:
    """The duties without those that only say by when the one before is done: "Hoàn thành trong quý II năm 2010."."""
    out: list[Candidate] = []
    for duty in stated:
        m = _ONLY_A_TIME.match(duty.normalized.text[duty.found.start : duty.found.end])
        times = find_deadlines(m[1]) if m else ()
        if m and out and len(times) == 1 and times[0].deadline.text == m[1]:
            before = out[-1]
            out[-1] = replace(before, labels=before.labels.and_then(Labels(deadline=times[0].deadline)))
        else:
            out.append(duty)
    return out
