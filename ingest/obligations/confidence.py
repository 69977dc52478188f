"""How likely a duty is right as it was read: counted on gold rows, looked up by how it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus.vocabulary import load

ALL = "all"
UNKNOWN = "unknown body"
REPORT = "report"

MALFORMED = "malformed name"

# A name that looks cut or overrun is wrong as a rule: on 257 documents without rows 89 of 6,727
# names looked so before the grammar knew these bounds, all of them wrong by eye. Gold rows hold seven
# of them, too few to count the doubt away: this half, which sends a duty to review behind every other
# doubt, is the most that the fitted factor can be.
MALFORMED_PRIOR = 0.5


@dataclass(frozen=True, slots=True)
class Signals:
    """What a duty was read by, as far as it tells how often such duties are right.

    `how` is the construction (``assigned``, ``subject``, ``imperative``, …, ``row`` of a
    table), `who` where its doers come from (``named``, ``heading``, ``charged``,
    ``subject``, ``address`` or ``nobody``); `unknown` says that a body in it is not in
    the authority list, `report` that a news report tells of it.
    `malformed` says that a name in it looks cut or overrun.
    """

    how: str
    who: str
    unknown: bool = False
    report: bool = False
    malformed: bool = False

    @property
    def key(self) -> str:
        """The row of the table it is looked up in."""
        return f"{self.how}, {self.who}"


def confidence_of(signals: Signals) -> float:
    """The share of duties so read that were right, bodies and roles included; two digits."""
    return estimate(signals, _table())


def estimate(signals: Signals, table: Mapping[str, float]) -> float:
    """`confidence_of` with a table of shares by key: the signals' own, else that of their construction, else of all."""
    share = next(table[key] for key in (signals.key, signals.how, ALL) if key in table)
    for is_so, key in ((signals.unknown, UNKNOWN), (signals.report, REPORT)):
        if is_so:
            share *= table.get(key, 1.0)
    return round(min(share, 0.99) * (table.get(MALFORMED, MALFORMED_PRIOR) if signals.malformed else 1.0), 2)


@cache
def _table() -> dict[str, float]:
    return {e["key"]: float(e["share"]) for e in load("duty_confidence")}
