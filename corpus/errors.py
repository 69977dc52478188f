"""What can go wrong in the corpus.

CorpusError
├── IdentifierError      text that is not a document number or a clause path
├── SettingError         an environment variable that says what it cannot mean
├── VocabularyError      a YAML vocabulary that cannot be read or is wrong
├── StoreError           the system of record cannot be opened or written
│   └── StoreVersionError    it was written by a newer version of the program
└── UnknownDocument      no document, or more than one, answers to a name
"""

from __future__ import annotations

import errno


class CorpusError(Exception):
    """The base of every error this package raises."""


class IdentifierError(CorpusError, ValueError):
    """Text that is not a document number or a clause path."""


class SettingError(CorpusError, ValueError):
    """An environment variable that says what it cannot mean."""


class VocabularyError(CorpusError):
    """A YAML vocabulary that cannot be read, or whose entry lacks a field."""


class StoreError(CorpusError):
    """The system of record cannot be opened or written."""


class StoreVersionError(StoreError):
    """The store was written by a newer version of the program."""


class UnknownDocument(CorpusError, LookupError):
    """No document, or more than one, answers to the name that was given."""


# What the system says most often, in Vietnamese; the rest in its own words.
_SYSTEM = {
    errno.ENOENT: "không có tệp hay thư mục này",
    errno.EACCES: "không được phép",
    errno.EPERM: "không được phép",
    errno.EISDIR: "đây là một thư mục",
    errno.ENOTDIR: "đây không phải thư mục",
    errno.EEXIST: "đã có tệp hay thư mục này",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EADDRINUSE: "đang có chương trình dùng",
}


def said_by_system(error: OSError) -> str:
    """What the system says of a file, in Vietnamese where it is one of the usual things."""
    return _SYSTEM.get(error.errno or 0) or error.strerror or str(error)
