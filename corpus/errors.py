"""What can go wrong in the corpus.

CorpusError
├── IdentifierError      text that is not a document number or a clause path
├── VocabularyError      a YAML vocabulary that cannot be read or is wrong
├── StoreError           the system of record cannot be opened or written
│   └── StoreVersionError    it was written by a newer version of the program
└── UnknownDocument      no document, or more than one, answers to a name
"""

from __future__ import annotations


class CorpusError(Exception):
    """The base of every error this package raises."""


class IdentifierError(CorpusError, ValueError):
    """Text that is not a document number or a clause path."""


class VocabularyError(CorpusError):
    """A YAML vocabulary that cannot be read, or whose entry lacks a field."""


class StoreError(CorpusError):
    """The system of record cannot be opened or written."""


class StoreVersionError(StoreError):
    """The store was written by a newer version of the program."""


class UnknownDocument(CorpusError, LookupError):
    """No document, or more than one, answers to the name that was given."""
