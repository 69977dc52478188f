"""How likely an obligation is right as it was read: weights of what speaks for and against it.

The weights were fitted on obligations as they were read the first time, in documents that
nobody had looked at when the rules were written; rows read since then would promise too much.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from corpus.vocabulary import load
from ingest.obligations.second_reader import LAYS_DUTY, Comparison

# A name that looks cut or overrun is wrong as a rule: on 257 documents without rows 89 of 6,727
# names looked so before the grammar knew these bounds, all of them wrong by eye. Gold rows hold
# too few of them to weigh the doubt: confidence is taken by this factor, behind every other doubt.
MALFORMED = 0.5

# The surest probabilities of the second reader say no more than these: it saw no others so sure that were wrong.
_SUREST = 4.0
# More bodies than these make no further difference; few sentences have so many.
_MOST_BODIES, _MOST_DIFFERENT = 5, 2


@dataclass(frozen=True, slots=True)
class Signals:
    """Tells how an obligation was read, as far as it tells how often such obligations are right.

    `how` is the construction (``assigned``, ``subject``, ``imperative``, …, ``row`` of a
    table), `who` where its doers come from (``named``, ``heading``, ``charged``,
    ``subject``, ``address`` or ``nobody``); `unknown` says that a body in it is not in
    the authority list, `malformed` that a name in it looks cut or overrun; `bodies` is their
    number and `own_bodies` that of those in its own words. `probability`, `only_first`,
    `only_second` and `same_bounds` are of the comparison with the second reader, None and 0 where
    it did not read; `document` is the share of its document's obligations on which both agree.
    """

    how: str
    who: str
    unknown: bool = False
    malformed: bool = False
    bodies: int = 0
    own_bodies: int = 0
    probability: float | None = None
    only_first: int = 0
    only_second: int = 0
    same_bounds: float = 0.0

    @property
    def agrees(self) -> bool:
        """Both readers read the same."""
        is_duty = self.probability is not None and self.probability >= LAYS_DUTY
        return is_duty and not self.only_first and not self.only_second

    def beside(self, comparison: Comparison | None) -> Signals:
        """Returns these signals with those of the comparison with the second reader, where there is one."""
        if comparison is None:
            return self
        return replace(
            self,
            probability=comparison.probability,
            only_first=len(comparison.only_first),
            only_second=len(comparison.only_second),
            same_bounds=comparison.same_bounds,
        )

    def features(self) -> dict[str, float]:
        """Returns the features that weights are given to, by name."""
        out = {
            "always": 1.0,
            f"how {self.how}": 1.0,
            f"who {self.who}": 1.0,
            "unknown body": float(self.unknown),
            "bodies": min(self.bodies, _MOST_BODIES) / _MOST_BODIES,
        }
        if self.probability is None:
            return out | {"no second reading": 1.0}
        odds = math.log((self.probability + 1e-6) / (1 - self.probability + 1e-6))
        return out | {
            "second: duty": max(-_SUREST, min(_SUREST, odds)) / _SUREST,
            "second: no duty": float(self.probability < LAYS_DUTY),
            "bodies of the first only": float(min(self.only_first, _MOST_DIFFERENT)),
            "bodies of the second only": float(min(self.only_second, _MOST_DIFFERENT)),
            "both agree": float(self.agrees),
            f"both agree, {self.who}": float(self.agrees),
            "same bounds": self.same_bounds,
            "names bodies": float(self.own_bodies > 0),
        }


def confidence_of(signals: Signals) -> float:
    """Returns the probability that an obligation so read is right, bodies and roles included; two digits."""
    return estimate(signals, shipped_weights())


def estimate(signals: Signals, weights: Mapping[str, float]) -> float:
    """Returns `confidence_of` by given weights; what has none weighs nothing."""
    score = sum(weights.get(name, 0.0) * value for name, value in signals.features().items())
    chance = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
    return round(chance * MALFORMED if signals.malformed else chance, 2)


@cache
def shipped_weights() -> dict[str, float]:
    """Returns the weights that the project ships (``corpus/reference/duty_confidence.yaml``)."""
    return {e["key"]: float(e["weight"]) for e in load("duty_confidence")}
