"""What can go wrong while a file is read.

IngestError
└── SetAside             one file cannot be taken in; the rest of the batch goes on
    ├── EmptyFile            no bytes, or no text in them
    ├── UnknownFormat        a kind of file that is not read
    ├── BrokenFile           damaged, or not what its name says
    ├── EncryptedFile        needs a password
    ├── TooLarge             more pages, text or data than is read
    └── MissingFile          no such file or folder, or it may not be opened
"""

from __future__ import annotations


class IngestError(Exception):
    """The base of every error this package raises."""


class SetAside(IngestError):
    """One file cannot be taken in; ``str()`` is the reason in Vietnamese, for the person who sent it."""


class EmptyFile(SetAside):
    """No bytes, or no text in them."""


class UnknownFormat(SetAside):
    """A kind of file that is not read."""


class BrokenFile(SetAside):
    """Damaged, or not what its name says."""


class EncryptedFile(SetAside):
    """Needs a password to be opened."""


class TooLarge(SetAside):
    """More pages, text or data than is read."""


class MissingFile(SetAside):
    """No such file or folder, or it may not be opened."""
