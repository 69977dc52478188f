"""``python -m ingest.workers.worker``: the process in which files are read, under limits, one after another.

It takes `Read` messages from standard input and answers on what was standard output;
everything that libraries print goes to standard error. It ends when its input does,
and takes the programs it started with it.
"""

from __future__ import annotations

import faulthandler
import hashlib
import logging
import os
import queue
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import IO

from ingest.workers import protocol
from ingest.workers.protocol import Analysed, Answer, Read, Ready, Rejected, Step, Unpacked

# What a process may hold, in bytes. Measured on corpus/pdf, corpus/legacy and the
# samples: 60 to 190 million; a scan of A3 pages in colour 420.
MEMORY = 1 << 30
# Processor seconds between two steps: a page by OCR takes 5, analysing a million characters 60.
PROCESSOR_SECONDS = 300
# What it may write to one file on disk, in bytes.
_WRITTEN = 1 << 30

OUT_OF_MEMORY = (
    "Đọc tệp này cần quá nhiều bộ nhớ: hãy tách thành nhiều tệp nhỏ hơn, hoặc mở tệp và lưu lại thành PDF rồi nạp lại."
)
CHANGED = "Tệp thay đổi trong lúc được đọc: hãy đóng phần mềm đang sửa tệp rồi nạp lại."


def main() -> None:
    """Read files until there are no more."""
    answers = _own_output()
    logging.disable(logging.ERROR)  # what pdfminer and others think of each file
    faulthandler.enable()
    _limit("RLIMIT_DATA", MEMORY)
    _limit("RLIMIT_FSIZE", _WRITTEN)
    _limit("RLIMIT_CORE", 0)
    requests: queue.SimpleQueue[Read] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    import ingest.pipeline  # noqa: F401  (what every file needs)

    protocol.send(answers, Ready())
    while True:
        request = requests.get()
        _renew_processor_time()
        protocol.send(answers, _answer(request, answers))


def _own_output() -> IO[bytes]:
    """What was standard output; whatever anybody prints goes to standard error from now on."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _listen(stream: IO[bytes], requests: queue.SimpleQueue[Read]) -> None:
    try:
        while True:
            requests.put(protocol.receive(stream))
    except (EOFError, OSError, protocol.WorkerLost):
        _end()


def _end() -> None:
    """End at once, whatever is being read, with the programs that were started for it."""
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _answer(request: Read, answers: IO[bytes]) -> Answer:
    from ingest.errors import SetAside
    from ingest.readers.progress import listening

    def told(at: int, of: int) -> None:
        _renew_processor_time()
        protocol.send(answers, Step(at, of))

    try:
        with listening(told):
            return _read(request)
    except SetAside as reason:
        return Rejected(str(reason), trace=_cause(reason))
    except MemoryError:
        return Rejected(OUT_OF_MEMORY, spent=True)
    except Exception as error:
        kind = type(error).__name__
        return Rejected(
            f"Phần mềm gặp lỗi khi đọc tệp này ({kind}): hãy gửi tệp cho người quản trị.", trace=traceback.format_exc()
        )


def _read(request: Read) -> Answer:
    from ingest.archives import is_archive, unpack
    from ingest.attachments import unpack_attachments
    from ingest.errors import BrokenFile, EmptyFile
    from ingest.pipeline import analyse
    from ingest.readers import read
    from ingest.readers.limits import require_characters

    data = Path(request.path).read_bytes()
    if hashlib.sha256(data).hexdigest() != request.sha256:
        raise BrokenFile(CHANGED)
    if is_archive(data, request.name):
        return Unpacked(unpack(data, Path(request.folder), request.depth))
    members = unpack_attachments(data, request.name, Path(request.folder), request.depth) if request.folder else ()
    try:
        reading = read(Path(request.name), data)
    except EmptyFile:
        if members:  # a mail without a word, sent for what is attached to it
            return Unpacked(members)
        raise
    require_characters(len(reading.text))
    return Analysed(analyse(reading, id=request.id, source=request.source, sha256=request.sha256), members)


def _cause(reason: Exception) -> str:
    """The trace of what a reader tripped over, if it was more than a file it knows it cannot read."""
    return "".join(traceback.format_exception(reason.__cause__)) if reason.__cause__ else ""


def _limit(name: str, most: int) -> None:
    """Set a limit where the system has it; what is lower already stays."""
    try:
        import resource
    except ImportError:  # Windows: the program watches from outside
        return
    which = getattr(resource, name)
    _, hard = resource.getrlimit(which)
    resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _renew_processor_time() -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit("RLIMIT_CPU", int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS)


if __name__ == "__main__":
    main()
