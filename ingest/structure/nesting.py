"""Which level each block of a body stands on.

A marker alone does not say: "i)" may be a letter or a roman number, "1." may open
a list under a letter or begin a section anew, "2025." may be the end of a broken
sentence. The readings are weighed over the whole sequence: a beam of partial
readings goes through the blocks, each step costs what it breaks (a gap, a list
that does not open with its first number, an order of styles turned round), and the
cheapest reading of the whole body wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.markers import BRACKETS, BULLETS, FORMAL, RANK, Marker, Style, follows, is_first
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


class Level(NamedTuple):
    """An open list: its style, the marker reached, and the block that holds it."""

    style: Style
    ordinal: tuple[int, ...]
    block: int


class Step(NamedTuple):
    """How one block was read: the marker taken (None for plain text) and the blocks above it."""

    marker: Marker | None
    above: tuple[int, ...]


class _Reading(NamedTuple):
    cost: float
    stack: tuple[Level, ...]
    keys: tuple[int, ...]  # which marker of which block each level is: two stacks are one where these are
    steps: tuple[object, ...]  # a linked list: (Step, rest)
    heading: bool = False
    last: tuple[int, ...] = (0,) * 4  # the last number of each style of `_NUMBERING_ON`, wherever it stood


class _Option(NamedTuple):
    """A reading that one more block would make: `marker` on the `depth`-th level, or plain text."""

    cost: float
    reading: _Reading
    depth: int
    marker: Marker | None


def fit_levels(blocks: Sequence[Block]) -> list[Step]:
    """The cheapest reading of the blocks: for each, the marker that holds and the numbers of the blocks above it.

    Blocks without markers are placed under the innermost open item that is no bullet.
    """
    beam = [_Reading(0.0, (), (), ())]
    for n, block in enumerate(blocks):
        beam = _cheapest(beam, block, n)
    return _unlinked(min(beam, key=lambda r: r.cost).steps)


def _cheapest(beam: list[_Reading], block: Block, n: int) -> list[_Reading]:
    """The readings of one more block that are worth keeping; of two that leave the same lists open, the cheaper."""
    best: dict[tuple[int, ...], _Option] = {}
    for reading in beam:
        for at, marker in enumerate(block.markers):
            key = n * _MOST_READINGS + at
            for option in _options(reading, marker, loose=block.loose):
                keys = (*reading.keys[: option.depth], key)
                kept = best.get(keys)
                if kept is None or option.cost < kept.cost:
                    best[keys] = option
        plain = _plain_option(reading, block)
        keys = reading.keys[: plain.depth]
        kept = best.get(keys)
        if kept is None or plain.cost < kept.cost:
            best[keys] = plain
    options = sorted(best.items(), key=lambda item: item[1].cost)[:_BEAM]
    return [_taken(option, keys, n, heading=block.heading) for keys, option in options]


# More readings than any marker has ("i)" has two, "C." two).
_MOST_READINGS = 8


# Articles number on through chapters, chapters through parts; sections and items may through what is above them.
_NUMBERING_ON = {Style.ARTICLE: 0, Style.CHAPTER: 1, Style.ROMAN: 2, Style.DECIMAL: 3}
_NUMBERED_ON = {Style.ARTICLE: 0.0, Style.CHAPTER: 0.0, Style.ROMAN: 1.0, Style.DECIMAL: 1.0}
# A copy may leave out some articles between two.
_MOST_MISSING = 3


def _options(reading: _Reading, marker: Marker, *, loose: bool) -> Iterator[_Option]:
    """The places of a marker: in an open list of its style, or in a new list on any level.

    A new list on a level closes what lay deeper.
    """
    weak = (_WEAK if loose else _WEAK / 3) if marker.weak else 0.0
    style, stack = marker.style, reading.stack
    for depth, level in enumerate(stack):
        if level.style is style:
            cost = _continuation_cost(reading, level, marker)
            if cost is not None:
                popped = _POPPED * sum(1 for lv in stack[depth + 1 :] if lv.style is style)
                yield _Option(reading.cost + (cost + weak + popped), reading, depth, marker)
    fresh = _fresh_cost(reading, marker) + weak
    turned = 0.0
    for depth in range(len(stack) + 1):
        if depth:
            turned += _turned_cost(stack[depth - 1], marker)
        closed = _POPPED * (len(stack) - depth)
        astray = _TURNED if style is Style.DOTTED and not _belongs_to_number(stack[:depth], marker) else 0.0
        yield _Option(reading.cost + fresh + turned + closed + astray, reading, depth, marker)


def _continuation_cost(reading: _Reading, level: Level, marker: Marker) -> float | None:
    missing = follows(level.ordinal, marker.ordinal, marker.style)
    if missing is not None:
        return 0.0 if missing == 0 else _MISSING + _MORE_MISSING * min(missing, 6)
    if is_first(marker.ordinal) and len(level.ordinal) == len(marker.ordinal):
        return _RESTART_AFTER_HEADING if reading.heading else _RESTART
    if level.ordinal == marker.ordinal:
        return 0.0 if marker.number[-1:].isalpha() and marker.style is Style.ARTICLE else _REPEATED
    return None


def _fresh_cost(reading: _Reading, marker: Marker) -> float:
    """The cost of a new list that opens with `marker`; the first of a document may begin anywhere."""
    if is_first(marker.ordinal):
        return _OPEN
    if marker.style in _NUMBERING_ON:
        last = reading.last[_NUMBERING_ON[marker.style]]
        if last and 0 < marker.ordinal[0] - last <= _MOST_MISSING:
            return _OPEN + _NUMBERED_ON[marker.style]
    # A copy may begin in the middle of a document: its first heading is what it is.
    return _OPEN + (_NOT_FIRST if reading.stack else _MISSING) + min(marker.ordinal[-1], 40) * 0.05


def _turned_cost(level: Level, marker: Marker) -> float:
    """The cost of a new list of the marker's style under an open one."""
    if level.style is marker.style:
        return 0.0 if _is_deeper_dotted(level, marker) else _NESTED_IN_ITSELF
    if RANK[level.style] > RANK[marker.style] and not _same_family(level.style, marker.style):
        return _TURNED * (2 if marker.style in FORMAL else 1)
    return 0.0


def _belongs_to_number(above: tuple[Level, ...], marker: Marker) -> bool:
    """Whether "2.1." stands under "2."."""
    parents = [lv for lv in above if lv.style in {Style.DECIMAL, Style.DOTTED}]
    return bool(parents) and parents[-1].ordinal == marker.ordinal[:-1]


def _is_deeper_dotted(level: Level, marker: Marker) -> bool:
    return marker.style is Style.DOTTED and marker.ordinal[: len(level.ordinal)] == level.ordinal


def _same_family(a: Style, b: Style) -> bool:
    return any(a in family and b in family for family in _FAMILIES)


# Dash and plus, roman and capital, number and letter in brackets nest in either order.
_FAMILIES = (BULLETS, frozenset({Style.ROMAN, Style.CAPITAL}), BRACKETS)


def _taken(option: _Option, keys: tuple[int, ...], n: int, *, heading: bool) -> _Reading:
    cost, reading, depth, marker = option
    stack = reading.stack[:depth]
    step = Step(marker, tuple([level.block for level in stack]))
    if marker is None:
        return _Reading(cost, stack, keys, (step, reading.steps), heading, reading.last)
    last = reading.last
    if marker.style in _NUMBERING_ON:
        at = _NUMBERING_ON[marker.style]
        last = (*last[:at], marker.ordinal[0], *last[at + 1 :])
    return _Reading(cost, (*stack, Level(marker.style, marker.ordinal, n)), keys, (step, reading.steps), last=last)


def _plain_option(reading: _Reading, block: Block) -> _Option:
    depth = len(reading.stack)
    while depth and reading.stack[depth - 1].style in BULLETS:
        depth -= 1
    cost = _plain_cost(block) if block.markers else 0.0
    return _Option(reading.cost + cost, reading, depth, None)


def _plain_cost(block: Block) -> float:
    marker = block.markers[0]
    cost = _PLAIN_FORMAL if marker.style in FORMAL else _PLAIN_BULLET if marker.style in BULLETS else _PLAIN
    if marker.weak:
        cost = 0.8 if block.loose else cost - 1
    return cost


def _unlinked(steps: tuple[object, ...]) -> list[Step]:
    out: list[Step] = []
    while steps:
        step, steps = steps  # type: ignore[assignment]
        assert isinstance(step, Step)
        out.append(step)
    return out[::-1]
