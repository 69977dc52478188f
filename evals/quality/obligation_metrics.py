"""Obligations against gold rows: duties, then with their agencies, then with their roles."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from corpus.model import Obligation, Record, Span
from corpus.vietnamese import fold
from evals.quality.matching import Units, agency_key, agency_keys, even, same_name
from evals.quality.precision_recall import Score

Row = dict[str, Any]

# A second sentence of the same duty by the same bodies, this close behind a gold
# unit, counts neither way: annotators keep such a pair as one row or as two.
NEAR = 400


def score_obligations(gold: list[Row], ignore: list[Row], records: dict[str, Record]) -> Row:
    """Duties, then duties with their agencies, then with their roles; deadlines and reporting besides."""
    totals: dict[str, list[Score]] = defaultdict(list)
    for doc in sorted({row["doc"] for row in gold}):
        rows = [row for row in gold if row["doc"] == doc]
        neutral = [row["anchor"] for row in ignore if row["doc"] == doc]
        for name, score in DocumentDuties(records[doc], rows, neutral).scores().items():
            totals[name].append(score)
    return {
        name: Score(sum(s.tp for s in scores), sum(s.fp for s in scores), sum(s.fn for s in scores)).row()
        for name, scores in totals.items()
    }


class DocumentDuties:
    """One document's gold duties beside its predicted ones, as sets of (unit, agency, role)."""

    def __init__(self, record: Record, rows: list[Row], neutral: list[str]) -> None:
        self._rows = rows
        self._units = Units(record.text, [row["anchor"] for row in rows] + neutral)
        self._neutral = set(map(even, neutral))
        self._scopes: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in rows:
            key = (even(row["anchor"]), agency_key(row["agency"], row["scope"]), row["role"])
            self._scopes[key].add(fold(row["scope"]))
        self.gold = {
            t for row in rows for t in self._triples(even(row["anchor"]), row["agency"], row["scope"], row["role"])
        }
        self.found: set[tuple[str, str, str]] = set()
        self._fields: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"deadline": set(), "report_to": set()})
        for obligation in record.obligations:
            self._add(obligation)

    def _triples(self, unit: str, name: str, scope: str, role: str) -> list[tuple[str, str, str]]:
        # A body over several provinces is one gold row each: only there the province counts.
        several = len(self._scopes.get((unit, agency_key(name, scope), role), ())) > 1
        return [(unit, key + (f" @{fold(scope)}" if several else ""), role) for key in agency_keys(name, scope)]

    def _add(self, obligation: Obligation) -> None:
        span = Span(obligation.start, obligation.end)
        unit = self._units.of(span)
        if unit in self._neutral:
            return
        triples = self._triples_of(obligation, unit)
        if unit is None:
            before = self._units.before(span, NEAR)
            if before and {t[1:] for t in triples} <= self._of_unit(before):
                return
        self.found |= triples
        if unit:
            self._fields[unit]["deadline"].add(fold(obligation.deadline.text) if obligation.deadline else "")
            self._fields[unit]["report_to"] |= {key for to in obligation.report_to for key in agency_keys(to.name)}

    def triples_of(self, obligation: Obligation) -> tuple[set[tuple[str, str, str]], str | None]:
        """What a found duty says, as the gold rows are compared, and the anchor of the unit it belongs to."""
        unit = self._units.of(Span(obligation.start, obligation.end))
        return self._triples_of(obligation, unit), unit

    def counts(self, obligation: Obligation) -> bool:
        """Whether a found duty counts at all: not where the gold set is neutral."""
        return self.judge(obligation) is not None

    def is_gold(self, triple: tuple[str, str, str]) -> bool:
        """Whether a gold row says the same, near-equal names allowed."""
        return triple in self.gold or any(_alike(triple, want) for want in self.gold if want[0] == triple[0])

    @staticmethod
    def is_like(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
        """Whether two rows are of one unit and role, with names that are near-equal."""
        return _alike(one, other)

    def judge(self, obligation: Obligation) -> bool | None:
        """Whether a found duty has the bodies and roles the gold rows give it; None where it counts neither way."""
        span = Span(obligation.start, obligation.end)
        unit = self._units.of(span)
        if unit in self._neutral:
            return None
        triples = self._triples_of(obligation, unit)
        if unit is None:
            before = self._units.before(span, NEAR)
            return None if before and {t[1:] for t in triples} <= self._of_unit(before) else False
        gold = {t for t in self.gold if t[0] == unit}
        return all(t in gold or any(_alike(t, want) for want in gold) for t in triples)

    def _triples_of(self, obligation: Obligation, unit: str | None) -> set[tuple[str, str, str]]:
        who = [(a.name, a.scope, a.role.value) for a in obligation.assignees] or [("", "", "lead")]
        return {t for name, scope, role in who for t in self._triples(unit or f"?{obligation.id}", name, scope, role)}

    def _of_unit(self, unit: str) -> set[tuple[str, ...]]:
        return {t[1:] for t in self.gold if t[0] == unit}

    def scores(self) -> dict[str, Score]:
        """The scores by name, from the duty alone to every field."""
        return {
            "duty": self._match(1),
            "duty+agency": self._match(2),
            "duty+agency+role": self._match(3),
            "deadline": self._field("deadline"),
            "report_to": self._field("report_to"),
        }

    def _match(self, keep: int) -> Score:
        gold, found = {t[:keep] for t in self.gold}, {t[:keep] for t in self.found}
        hits = gold & found
        missed, wrong = gold - hits, found - hits
        for want in sorted(missed) if keep > 1 else ():
            twin = next((t for t in sorted(wrong) if _alike(t, want)), None)
            if twin:
                missed, wrong, hits = missed - {want}, wrong - {twin}, hits | {want}
        return Score(len(hits), len(wrong), len(missed))

    def _field(self, name: str) -> Score:
        want: dict[str, set[str]] = defaultdict(set)
        for row in self._rows:
            given = row.get(name) or []
            keys = [fold(given)] if isinstance(given, str) else [k for to in given for k in agency_keys(to)]
            want[even(row["anchor"])] |= set(keys)
        tp = fp = fn = 0
        for unit in sorted(set(want) | set(self._fields)):
            wanted, got = want[unit] - {""}, self._fields[unit][name] - {""}
            hit = sum(any(_same_words(name, w, g) for g in got) for w in wanted)
            tp, fn = tp + hit, fn + len(wanted) - hit
            fp += sum(not any(_same_words(name, w, g) for w in wanted) for g in got)
        return Score(tp, fp, fn)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one[0] == other[0] and one[2:] == other[2:] and same_name(one[1], other[1])


def _same_words(field: str, want: str, got: str) -> bool:
    if field == "report_to":
        return same_name(want, got)
    return want in got or (got in want and len(got) >= 0.6 * len(want))
