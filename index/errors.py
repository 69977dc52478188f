"""What can go wrong in the index; ``str()`` of each is in Vietnamese, for the person at the screen.

IndexingError
├── ModelError           the embedding model is missing, damaged or not a model
├── IndexBusy            another process has the embedded index open
├── IndexMismatch        built with another model, analyser or schema: must be rebuilt
├── IndexDamaged         the index cannot be opened or read: must be rebuilt
└── EngineUnreachable    the Qdrant server does not answer
"""

from __future__ import annotations


class IndexingError(Exception):
    """The base of every error this package raises."""


class ModelError(IndexingError):
    """The embedding model is missing, damaged, or not a sentence-transformers model."""


class IndexBusy(IndexingError):
    """Another process has the embedded index open; it is opened by one at a time."""


class IndexMismatch(IndexingError):
    """The index was built with another model, analyser or schema than the program now uses."""


class IndexDamaged(IndexingError):
    """The index on disk cannot be opened or read; it can be rebuilt from the store."""


class EngineUnreachable(IndexingError):
    """The Qdrant server that the settings name does not answer."""
