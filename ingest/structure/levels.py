"""Which level each block of a body stands on.

A marker alone does not say: "i)" may be a letter or a roman number, "1." may open
a list under a letter or begin a section anew, "2025." may be the end of a broken
sentence. The readings are weighed over the whole sequence: a beam of partial
readings goes through the blocks, each step costs what it breaks (a gap, a list
that does not open with its first number, an order of styles turned round), and the
cheapest reading of the whole body wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.markers import BULLETS, FORMAL, RANK, Marker, Style, follows, is_first
from ingest.structure.block import Block

# Partial readings kept at each step; documents of 700 blocks read the same with 12 and with 48.
_BEAM = 24

# What a step costs. A plain continuation costs nothing; the rest keep these orders:
# a list opened in its place < one number missing < a list restarted < a marker
# taken for plain text < styles turned round < a number out of all order.
_OPEN = 0.5
_MISSING = 1.2
_MORE_MISSING = 0.4
_RESTART = 2.2
_RESTART_AFTER_HEADING = 0.8
_REPEATED = 3.0
_PLAIN = 3.0
_PLAIN_BULLET = 4.0
_PLAIN_FORMAL = 5.0
_WEAK = 2.5
_TURNED = 2.5
_NESTED_IN_ITSELF = 3.5
_NOT_FIRST = 4.0
_POPPED = 0.3


@dataclass(frozen=True, slots=True)
class Level:
    """An open list: its style, the marker reached, and the block that holds it."""

    style: Style
    ordinal: tuple[int, ...]
    block: int


@dataclass(frozen=True, slots=True)
class Step:
    """How one block was read: the marker taken (None for plain text) and the blocks above it."""

    marker: Marker | None
    above: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    cost: float
    stack: tuple[Level, ...]
    steps: tuple[object, ...]  # a linked list: (Step, rest)
    heading: bool = False


def fit_levels(blocks: Sequence[Block]) -> list[Step]:
    """The cheapest reading of the blocks: for each, the marker that holds and the numbers of the blocks above it.

    Blocks without markers are placed under the innermost open item that is no bullet.
    """
    beam = [_Reading(0.0, (), ())]
    for n, block in enumerate(blocks):
        if not block.markers:
            beam = _pruned([_plain(r, block, n, 0.0) for r in beam])
            continue
        nexts: list[_Reading] = []
        for reading in beam:
            for marker in block.markers:
                nexts.extend(_options(reading, marker, block, n))
            nexts.append(_plain(reading, block, n, _plain_cost(block)))
        beam = _pruned(nexts)
    return _unlinked(min(beam, key=lambda r: r.cost).steps)


def _options(reading: _Reading, marker: Marker, block: Block, n: int) -> list[_Reading]:
    options = []
    weak = (_WEAK if block.loose else _WEAK / 3) if marker.weak else 0.0
    for depth, level in enumerate(reading.stack):
        if level.style is not marker.style:
            continue
        cost = _continuation_cost(reading, level, marker)
        if cost is not None:
            popped = _POPPED * sum(1 for lv in reading.stack[depth + 1 :] if lv.style is marker.style)
            options.append(_taken(reading, depth, marker, n, cost + weak + popped))
    opened = range(len(reading.stack) + 1)
    return options + [_taken(reading, d, marker, n, _opening_cost(reading, d, marker) + weak) for d in opened]


def _continuation_cost(reading: _Reading, level: Level, marker: Marker) -> float | None:
    missing = follows(level.ordinal, marker.ordinal, marker.style)
    if missing is not None:
        return 0.0 if missing == 0 else _MISSING + _MORE_MISSING * min(missing, 6)
    if is_first(marker.ordinal) and len(level.ordinal) == len(marker.ordinal):
        return _RESTART_AFTER_HEADING if reading.heading else _RESTART
    if level.ordinal == marker.ordinal:
        return 0.0 if marker.number[-1:].isalpha() and marker.style is Style.ARTICLE else _REPEATED
    return None


def _opening_cost(reading: _Reading, depth: int, marker: Marker) -> float:
    """The cost of a new list as the `depth`-th open one; what lay deeper is closed."""
    above = reading.stack[:depth]
    cost = _OPEN + _POPPED * (len(reading.stack) - depth)
    if not is_first(marker.ordinal):
        # A copy may begin in the middle of a document: its first heading is what it is.
        cost += (_NOT_FIRST if reading.stack else _MISSING) + min(marker.ordinal[-1], 40) * 0.05
    for level in above:
        if level.style is marker.style:
            cost += _NESTED_IN_ITSELF if not _is_deeper_dotted(level, marker) else 0.0
        elif RANK[level.style] > RANK[marker.style] and not _same_family(level.style, marker.style):
            cost += _TURNED * (2 if marker.style in FORMAL else 1)
    if marker.style is Style.DOTTED and not _belongs_to_number(above, marker):
        cost += _TURNED
    return cost


def _belongs_to_number(above: tuple[Level, ...], marker: Marker) -> bool:
    """Whether "2.1." stands under "2."."""
    parents = [lv for lv in above if lv.style in {Style.DECIMAL, Style.DOTTED}]
    return bool(parents) and parents[-1].ordinal == marker.ordinal[:-1]


def _is_deeper_dotted(level: Level, marker: Marker) -> bool:
    return marker.style is Style.DOTTED and marker.ordinal[: len(level.ordinal)] == level.ordinal


def _same_family(a: Style, b: Style) -> bool:
    """Dash and plus, roman and capital, number and letter in brackets nest in either order."""
    pairs = (
        BULLETS,
        {Style.ROMAN, Style.CAPITAL},
        {Style.NUMBER_IN_BRACKETS, Style.ROMAN_IN_BRACKETS, Style.LETTER_IN_BRACKETS},
    )
    return any(a in pair and b in pair for pair in pairs)


def _taken(reading: _Reading, depth: int, marker: Marker, n: int, cost: float) -> _Reading:
    above = reading.stack[:depth]
    step = Step(marker, tuple(level.block for level in above))
    stack = (*above, Level(marker.style, marker.ordinal, n))
    return _Reading(reading.cost + cost, stack, (step, reading.steps))


def _plain(reading: _Reading, block: Block, n: int, cost: float) -> _Reading:
    stack = reading.stack
    while stack and stack[-1].style in BULLETS:
        stack = stack[:-1]
    step = Step(None, tuple(level.block for level in stack))
    return _Reading(reading.cost + cost, stack, (step, reading.steps), block.heading)


def _plain_cost(block: Block) -> float:
    marker = block.markers[0]
    cost = _PLAIN_FORMAL if marker.style in FORMAL else _PLAIN_BULLET if marker.style in BULLETS else _PLAIN
    if marker.weak:
        cost = 0.8 if block.loose else cost - 1
    return cost


def _pruned(readings: list[_Reading]) -> list[_Reading]:
    best: dict[tuple[Level, ...], _Reading] = {}
    for reading in readings:
        kept = best.get(reading.stack)
        if kept is None or reading.cost < kept.cost:
            best[reading.stack] = reading
    return sorted(best.values(), key=lambda r: r.cost)[:_BEAM]


def _unlinked(steps: tuple[object, ...]) -> list[Step]:
    out: list[Step] = []
    while steps:
        step, steps = steps  # type: ignore[assignment]
        assert isinstance(step, Step)
        out.append(step)
    return out[::-1]
