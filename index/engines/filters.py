"""Conditions on a point's payload, in the index's own words, and their translation into those of an engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Equals:
    """The field has this value, or a list that holds it. Booleans cannot be asked for: Edge takes them for numbers."""

    field: str
    value: str | int


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field has one of these values, or a list that holds one."""

    field: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The field is a number within these bounds or, where they are ISO times, a time."""

    field: str
    at_least: float | str | None = None
    above: float | str | None = None
    at_most: float | str | None = None
    below: float | str | None = None

    @property
    def is_time(self) -> bool:
        """Whether the bounds are times."""
        return any(isinstance(bound, str) for bound in (self.at_least, self.above, self.at_most, self.below))


@dataclass(frozen=True, slots=True)
class Absent:
    """The field is missing, null or an empty list."""

    field: str


@dataclass(frozen=True, slots=True)
class WithId:
    """The point is one of these."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every condition holds; with none, always."""

    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one condition holds; with none, never."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition


Condition = Equals | OneOf | Between | Absent | WithId | AllOf | AnyOf | Not


# --- from conditions to an engine's own filters -------------------------------


class FilterTranslator(Protocol):
    """How one Qdrant library spells conditions: both have the same ones under other names."""

    def equals(self, name: str, value: str | int) -> Any:
        """A field with a value."""
        ...

    def one_of(self, name: str, values: Sequence[str | int]) -> Any:
        """A field with one of some values."""
        ...

    def between(self, condition: Between) -> Any:
        """A field within bounds."""
        ...

    def absent(self, name: str) -> Any:
        """A field without a value."""
        ...

    def with_id(self, ids: Sequence[str]) -> Any:
        """Points by id."""
        ...

    def filter(
        self, must: list[Any] | None = None, should: list[Any] | None = None, must_not: list[Any] | None = None
    ) -> Any:
        """Conditions joined."""
        ...


# No point has this id: it stands for what can never hold.
_NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Translator:
    """Turns conditions into the filters of a dialect."""

    dialect: FilterTranslator

    def filter(self, where: Condition | None) -> Any:
        """The filter that stands for `where`; None for no condition."""
        if where is None:
            return None
        if isinstance(where, AllOf) and not where.conditions:
            return None
        return self.dialect.filter(must=[self._translated(where)])

    def _translated(self, where: Condition) -> Any:
        dialect = self.dialect
        match where:
            case Equals(name, value):
                return dialect.equals(name, value)
            case OneOf(name, values):
                return dialect.one_of(name, values) if values else self._never()
            case Between():
                return dialect.between(where)
            case Absent(name):
                return dialect.absent(name)
            case WithId(ids):
                return dialect.with_id(ids) if ids else self._never()
            case AllOf(conditions):
                return dialect.filter(must=[self._translated(c) for c in conditions])
            case AnyOf(conditions):
                return dialect.filter(should=[self._translated(c) for c in conditions]) if conditions else self._never()
            case Not(condition):
                return dialect.filter(must_not=[self._translated(condition)])

    def _never(self) -> Any:
        return self.dialect.with_id([_NOBODY])
