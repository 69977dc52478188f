"""Tells the day and the time in Vietnam, wherever the machine stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# Vietnam has kept one time without summer time since 1975; the zone needs no database of zones, which Windows lacks.
VIETNAM = timezone(timedelta(hours=7))


def now() -> datetime:
    """Returns the time in Vietnam."""
    return datetime.now(VIETNAM)


def today() -> date:
    """Returns the day in Vietnam."""
    return now().date()
