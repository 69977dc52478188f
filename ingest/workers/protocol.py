"""What the program and the processes that read its files say to one another.

A message is a pickle behind its length in eight bytes. Whoever takes over a reading
process through a hostile file must not take over the program with it: only the
classes of `corpus.model` and of this module are ever made from a message.
"""

from __future__ import annotations

import io
import pickle
import struct
from dataclasses import dataclass
from typing import IO, Any

from corpus.model import Record
from ingest.errors import IngestError

_LENGTH = struct.Struct(">Q")
# The record of the longest text that is analysed, and then some.
_LONGEST = 1 << 30
_CLASSES_OF = frozenset({"corpus.model", "ingest.workers.protocol"})


class WorkerLost(IngestError):
    """The process at the other end is gone, or speaks nonsense."""


@dataclass(frozen=True, slots=True)
class Read:
    """Read the file at `path`, which has this hash, as one called `name`; the document is to have `id` and `source`.

    What an archive holds is to be unpacked into `folder`; `depth` is the number of
    archives the file came out of.
    """

    path: str
    name: str
    id: str
    source: str
    sha256: str
    folder: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has started and waits for files."""


@dataclass(frozen=True, slots=True)
class Step:
    """Part `at` of `of` is about to be read."""

    at: int
    of: int


@dataclass(frozen=True, slots=True)
class Member:
    """A file that was unpacked: its name in the archive, where it lies now, or the reason why it was not unpacked."""

    name: str
    path: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Analysed:
    """The file is a document: its record, and the files that it carries."""

    record: Record
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The file is an archive of these."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """The file is set aside, with the reason in Vietnamese; `trace` is for the log.

    `spent` where the process is not to be used again.
    """

    reason: str
    trace: str = ""
    spent: bool = False


Answer = Analysed | Unpacked | Rejected


def send(stream: IO[bytes], message: object) -> None:
    """Write `message`; raises `OSError` where nobody reads."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message; raises `EOFError` at the end, `WorkerLost` where what comes is no message."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if length > _LONGEST:
        raise WorkerLost("a message of impossible length")
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception as error:
        raise WorkerLost("a message that is none") from error


class _Unpickler(pickle.Unpickler):
    """Makes nothing but messages and records."""

    def find_class(self, module: str, name: str) -> Any:
        if module not in _CLASSES_OF or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name} in a message")
        found = super().find_class(module, name)
        if not isinstance(found, type) or found.__module__ not in _CLASSES_OF:
            raise pickle.UnpicklingError(f"{module}.{name} in a message")
        return found
