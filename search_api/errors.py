"""What can go wrong between records and people, and how each error is told to them.

SearchApiError
├── UnknownAgency        no agency answers to a name, or more than one
├── UnknownValue         a filter or option holds a value that is none of the possible ones
├── UnknownFile          no file set aside answers to a name
└── Unavailable          a part of the machine that a command needs is missing or in use

The messages are in Vietnamese, for the person who asked.
"""

from __future__ import annotations

from corpus.errors import CorpusError, said_by_system
from index.errors import IndexingError
from ingest.errors import IngestError


class SearchApiError(Exception):
    """The base of every error this package raises."""


class UnknownAgency(SearchApiError, LookupError):
    """No agency, or more than one, answers to the name that was given."""


class UnknownValue(SearchApiError, ValueError):
    """A filter or an option holds a value that is none of the possible ones."""


class UnknownFile(SearchApiError, LookupError):
    """No file that was set aside answers to the name that was given."""


class Unavailable(SearchApiError):
    """A part of the machine that a command needs is missing, or in use by another program."""


# Every error of ours: told in one line, never with a trace.
EXPECTED = (SearchApiError, CorpusError, IngestError, IndexingError)


def told(error: Exception) -> str | None:
    """One Vietnamese line for an error that was to be expected; None for one that was not."""
    if isinstance(error, EXPECTED):
        return str(error) or type(error).__name__
    if isinstance(error, OSError):
        what = said_by_system(error)
        return f"Không đọc hoặc ghi được {error.filename}: {what}." if error.filename else f"Lỗi hệ thống: {what}."
    return None
