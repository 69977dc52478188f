"""What units ask to be done to their object, by their leading verbs: inspect it, pay for it, tell of it.

Two clauses about the same object are alike in words and in meaning, whatever is to be
done to it: "đánh giá tác động đến trẻ em trong quá trình xây dựng và thực hiện chính sách"
and "giám sát việc xây dựng và thực hiện chính sách liên quan đến trẻ em".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from corpus.vocabulary import load
from index.crosswalk.lexical_similarity import NO_LETTER_BEFORE, on_one_line
from index.crosswalk.units import Unit

# Words in which a unit's leading verbs stand: "Nghiên cứu, tích hợp, xây dựng Chiến lược quốc gia".
# With 6, 8, 10, 12 average precision over the views of Chỉ thị 28-CT/TW is .82, .82, .82 and .81.
LEADING = 8
# Words by which the beginning of a duty is known again.
BEGINNING = 4

# Words behind which a verb is the object of another: "giám sát … đối với việc xây dựng chính sách", "đánh
# giá tác động trong quá trình xây dựng chính sách"; not "chỉ đạo việc sửa đổi luật".
OBJECTS = ("đối với việc ", "quá trình ", "trong việc ")

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
        read = np.array([_read(unit) for unit in units], np.int64).reshape(-1, 2)
        return cls(read[:, 0], read[:, 1])

    def differ(self, others: Acts) -> NDArray[np.bool_]:
        """Where neither of two units names what the other leads with, ``[units, others]``.

        Units whose leading verbs go with any work ("tăng cường", "thực hiện") differ from none.
        """
        theirs = self.leading[:, None] & others.named[None, :]
        ours = self.named[:, None] & others.leading[None, :]
        return np.asarray((self.leading[:, None] != 0) & (theirs == 0) & (ours == 0))


def acts(words: str) -> int:
    """The sorts of work that `words` name, one bit for each key of ``corpus/reference/task_acts.yaml``."""
    return reduce(or_, (bit for _, bit in _found(on_one_line(words))), 0)


def _read(unit: Unit) -> tuple[int, int]:
    """The acts in a unit's openings, and all in its words.

    Its own first words open it, and those of each duty begun in it, behind who is to do it.
    """
    words = on_one_line(unit.words)
    openings = {_opening(words), *(on_one_line(_opening(duty.action)) for duty in unit.obligations)}
    # A duty may go on in the next part of its sentence, so it is known by its very first words.
    places = [(words.find(_opening(opening, BEGINNING)), len(opening)) for opening in openings]
    leading = named = 0
    for at, bit in _found(words):
        named |= bit
        if any(0 <= start <= at < start + size for start, size in places):
            leading |= bit
    return leading, named


def _found(words: str) -> Iterator[tuple[int, int]]:
    """Each act in folded `words`: where it begins, and its bit."""
    pattern, bits = _pattern()
    for match in pattern.finditer(words):
        if not words.endswith(OBJECTS, 0, match.start()):
            yield match.start(), bits[match.lastgroup or ""]


def _opening(words: str, count: int = LEADING) -> str:
    return " ".join(words.split(maxsplit=count)[:count])


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, int]]:
    """All keys in one pattern, and what must not stand before asked once: in a third of the time."""
    entries = load("task_acts")
    joined = "|".join(f"(?P<{entry['key']}>{entry['pattern'].removeprefix(NO_LETTER_BEFORE)})" for entry in entries)
    bits = {entry["key"]: 1 << place for place, entry in enumerate(entries)}
    return re.compile(f"{NO_LETTER_BEFORE}(?:{joined})", re.VERBOSE), bits
