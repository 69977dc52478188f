"""What units ask to be done to their object, by their leading verbs: inspect it, pay for it, tell of it.

Two clauses about the same object are alike in words and in meaning, whatever is to be
done to it: "đánh giá tác động đến trẻ em trong quá trình xây dựng và thực hiện chính sách"
and "giám sát việc xây dựng và thực hiện chính sách liên quan đến trẻ em".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold
from corpus.vocabulary import load
from index.crosswalk_units import Unit

# Words in which a unit's leading verbs stand: "Nghiên cứu, tích hợp, xây dựng Chiến lược quốc gia".
# With 6, 8, 10, 12 average precision over the views of Chỉ thị 28-CT/TW is .82, .82, .82 and .81.
LEADING = 8

# Sorts of work as bits of one number, a number for each unit.
Bits = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Acts:
    """For each of some units the sorts of work that its leading verbs name, and all that its words do."""

    leading: Bits
    named: Bits

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Acts:
        """The acts of `units`."""
        return cls(
            np.fromiter(map(_leading, units), np.int64, len(units)),
            np.fromiter((acts(unit.words) for unit in units), np.int64, len(units)),
        )

    def differ(self, others: Acts) -> NDArray[np.bool_]:
        """Where neither of two units names what the other leads with, ``[units, others]``.

        Units whose leading verbs go with any work ("tăng cường", "thực hiện") differ from none.
        """
        theirs = self.leading[:, None] & others.named[None, :]
        ours = self.named[:, None] & others.leading[None, :]
        return np.asarray((self.leading[:, None] != 0) & (theirs == 0) & (ours == 0))


def acts(words: str) -> int:
    """The sorts of work that `words` name, one bit for each key of ``corpus/reference/task_acts.yaml``."""
    pattern, bits = _pattern()
    found = {match.lastgroup or "" for match in pattern.finditer(" ".join(fold(words).split()))}
    return _together(bits[key] for key in found)


def _leading(unit: Unit) -> int:
    """The acts that open a unit, and that open the work of each duty begun in it, behind who is to do it."""
    openings = [_opening(duty.action) for duty in unit.obligations]
    return _together(map(acts, [_opening(unit.words), *(words for words in openings if words in unit.words)]))


def _opening(words: str) -> str:
    return " ".join(words.split(maxsplit=LEADING)[:LEADING])


def _together(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, int]]:
    """All keys in one pattern, so that a text is gone through once; the words are folded already."""
    entries = load("task_acts")
    joined = "|".join(f"(?P<{entry['key']}>{entry['pattern']})" for entry in entries)
    return re.compile(joined, re.VERBOSE), {entry["key"]: 1 << place for place, entry in enumerate(entries)}
