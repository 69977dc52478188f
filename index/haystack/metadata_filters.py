"""Haystack's filters as conditions of an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from haystack.errors import FilterError

from index.engines.filters import Absent, AllOf, AnyOf, Between, Condition, Equals, Not, OneOf

# Where the truth values of a document's fields are kept to be asked for: Edge takes a
# boolean it is asked for to be a number, and finds nothing.
FLAGS = "flags"


def condition(filters: Mapping[str, Any] | None) -> Condition | None:
    """The condition that Haystack filters stand for, None for no filter; raises `FilterError` where they are malformed.

    As in Haystack, what a field lacks is None, and None is neither more nor less than anything.
    """
    return _condition(filters) if filters else None


def flag(field: str, value: bool) -> str:
    """How a field's truth value is kept."""
    return f"{field}={str(value).lower()}"


def _condition(filters: Mapping[str, Any]) -> Condition:
    if "field" in filters:
        return _comparison(_key(filters, "field"), _key(filters, "operator"), _key(filters, "value"))
    operator, parts = _key(filters, "operator"), tuple(_condition(part) for part in _key(filters, "conditions"))
    match operator:
        case "AND":
            return AllOf(parts)
        case "OR":
            return AnyOf(parts)
        case "NOT":
            return Not(AllOf(parts))
        case _:
            raise FilterError(f"unknown logical operator {operator!r}")


def _key(filters: Mapping[str, Any], name: str) -> Any:
    if name not in filters:
        raise FilterError(f"{name!r} key missing in {filters}")
    return filters[name]


def _comparison(field: str, operator: str, value: Any) -> Condition:
    if operator not in _COMPARISONS:
        raise FilterError(f"unknown comparison operator {operator!r}")
    return _COMPARISONS[operator](_payload_field(field), value)


def _payload_field(field: str) -> str:
    """Where a field of a document lies in the payload; a bare name is one of its meta data, as in older filters."""
    return field if field in {"id", "content"} or field.startswith("meta.") else f"meta.{field}"


def _equal(field: str, value: Any) -> Condition:
    if value is None:
        return Absent(field)
    if isinstance(value, bool):
        return Equals(FLAGS, flag(field, value))
    if isinstance(value, int | float):
        return Between(field, at_least=value, at_most=value)
    if isinstance(value, list):
        return OneOf(field, tuple(value))
    return Equals(field, str(value))


def _in(field: str, values: Any) -> Condition:
    if not isinstance(values, list):
        raise FilterError(f"filter value must be a list for 'in' and 'not in', not {type(values).__name__}")
    return AnyOf(tuple(_equal(field, value) for value in values))


def _bound(name: str) -> Callable[[str, Any], Condition]:
    def bounded(field: str, value: Any) -> Condition:
        if value is None:
            return AnyOf(())
        return Between(field, **{name: _ordered(value)})

    return bounded


def _ordered(value: Any) -> float | str:
    """A value that can be more or less than another: a number, or a time as ISO text."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).isoformat()
        except ValueError as error:
            raise FilterError(f"{value!r} cannot be compared: it is neither a number nor an ISO date") from error
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FilterError(f"{value!r} cannot be compared: it is neither a number nor an ISO date")
    return value


_COMPARISONS: dict[str, Callable[[str, Any], Condition]] = {
    "==": _equal,
    "!=": lambda field, value: Not(_equal(field, value)),
    ">": _bound("above"),
    ">=": _bound("at_least"),
    "<": _bound("below"),
    "<=": _bound("at_most"),
    "in": _in,
    "not in": lambda field, values: Not(_in(field, values)),
}
