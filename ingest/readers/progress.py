"""Signs of life from a reader at work: whoever waits for a long file hears of every page.

A reader calls `step` as it goes; nobody needs to listen. The process that reads files
(`ingest.workers.worker`) passes the steps on, so that a scan of a thousand pages is not taken
for a program that hangs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[int, int], None]

_listeners: list[Listener] = []


def step(at: int, of: int) -> None:
    """Say that part `at` (from 1) of `of` is about to be read."""
    for listener in _listeners:
        listener(at, of)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let `listener` hear every step taken inside the ``with`` statement."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
