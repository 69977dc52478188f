"""The processes that files are read in: started when there is work, watched, replaced when one of them dies.

Word and PDF files come from anywhere, and the libraries that read them are written in
C. A file that makes one hang, crash or swallow the memory costs a process of its own
and nothing else: it comes back `Rejected`, with what the clerk can do about it.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self

from ingest.workers import protocol
from ingest.workers.protocol import Answer, Read, Ready, Rejected, Step
from ingest.workers.worker import OUT_OF_MEMORY

log = logging.getLogger(__name__)

# -P: nothing is imported from the folder the user happens to be in.
PROGRAM = (sys.executable, "-P", "-m", "ingest.workers.worker")

TOO_SLOW = (
    "Đọc tệp này quá lâu nên đã dừng lại: "
    "hãy mở tệp, lưu lại thành PDF hoặc DOCX mới, hoặc tách thành nhiều tệp nhỏ hơn rồi nạp lại."
)
CRASHED = (
    "Phần mềm đọc bị dừng đột ngột vì tệp này, có lẽ tệp bị hỏng: "
    "hãy mở thử, lưu lại thành PDF hoặc DOCX mới rồi nạp lại."
)

# A process costs 60 MB and two seconds to start; after so many files, memory that
# libraries did not give back is worth a fresh one.
_FILES_A_PROCESS = 200

# What a process needs at hand, in bytes: the text PDFs and samples take up to 190
# million, a scan with Tesseract beside it 300.
_MEMORY_A_PROCESS = 400_000_000
_MOST_PROCESSES = 8

# How often the clock is looked at, in seconds.
_WATCH_EVERY = 0.2

# Hears of the parts of a file as they are read: at, of.
Heard = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long things may take, in seconds.

    `start` for a process to be ready, which takes two on an idle machine. `step` from
    one page to the next, and for the analysis at the end: a page of a scan takes 5,
    the analysis of a million characters 60. `file` for the whole, and `page` more for
    each page it has.
    """

    start: float = 300
    step: float = 300
    file: float = 900
    page: float = 15


def default_processes() -> int:
    """As many processes as there are processors to run them and memory to hold them."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, _free_memory() // _MEMORY_A_PROCESS, _MOST_PROCESSES))


def _free_memory() -> int:
    """Bytes that could be had without swapping; plenty where the system does not say."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:  # noqa: PTH123  (no file of ours)
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return _MEMORY_A_PROCESS * _MOST_PROCESSES


class WorkerPool:
    """So many processes that read files; a context manager that ends them, at work or not.

    `read` is to be called from one thread. Nothing is started before there is a file
    to read, and no more processes than there are files.
    """

    def __init__(self, processes: int = 0, patience: Timeouts | None = None) -> None:
        self.processes = processes or default_processes()
        self._patience = patience or Timeouts()
        self._threads = ThreadPoolExecutor(self.processes, thread_name_prefix="reader")
        self._own = threading.local()
        self._all: set[_Reader] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._keep_watch, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        with self._lock:
            for reader in self._all:
                reader.kill()
        self._threads.shutdown(cancel_futures=True)
        self._watch.join()
        for reader in self._all:
            reader.close()

    def read(self, request: Read, on_progress: Heard | None = None) -> Future[Answer]:
        """What is to become of the file that `request` names; `on_progress` is called in another thread."""
        return self._threads.submit(self._read, request, on_progress)

    def _read(self, request: Read, on_progress: Heard | None) -> Answer:
        answer, was_fresh = self._ask(request, on_progress)
        if answer is None and not was_fresh:
            # It may have been what an earlier file left behind in the process.
            answer, _ = self._ask(request, on_progress)
        return answer or Rejected(CRASHED)

    def _ask(self, request: Read, on_progress: Heard | None) -> tuple[Answer | None, bool]:
        """The answer of this thread's process, None where it died; and whether it had read nothing before."""
        reader = self._reader()
        fresh = reader.files == 0
        answer = reader.ask(request, on_progress)
        if reader.spent:
            self._retire(reader)
        return answer, fresh

    def _reader(self) -> _Reader:
        reader: _Reader | None = getattr(self._own, "reader", None)
        if reader is None:
            with self._lock:
                if self._closed.is_set():
                    raise protocol.WorkerLost("no more files are read")
                reader = self._own.reader = _Reader(self._patience)
                self._all.add(reader)
        return reader

    def _retire(self, reader: _Reader) -> None:
        reader.kill()
        reader.close()
        self._own.reader = None
        with self._lock:
            self._all.discard(reader)

    def _keep_watch(self) -> None:
        while not self._closed.wait(_WATCH_EVERY):
            now = time.monotonic()
            with self._lock:
                late = [reader for reader in self._all if reader.deadline < now]
            for reader in late:
                reader.give_up()


class _Reader:
    """One process that reads one file at a time."""

    def __init__(self, patience: Timeouts) -> None:
        self.deadline = float("inf")
        self.files = 0
        self.spent = False
        self._patience = patience
        self._killed = self._given_up = False
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed by kill)
        self._process = subprocess.Popen(  # noqa: S603  (a fixed program, no shell)
            PROGRAM,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
            # Away from the terminal: Ctrl-C is for the program to act on, and killing
            # the group takes Tesseract along.
            start_new_session=True,
        )

    def ask(self, request: Read, on_progress: Heard | None) -> Answer | None:
        """The answer to `request`; None where the process died over it for no reason that is known."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            if not self.files:
                self.deadline = time.monotonic() + self._patience.start
                self._require_ready(protocol.receive(stdout))
            self.files += 1
            began = time.monotonic()
            self.deadline = began + self._patience.step
            protocol.send(stdin, request)
            while isinstance(answer := protocol.receive(stdout), Step):
                whole = self._patience.file + self._patience.page * answer.of
                self.deadline = min(time.monotonic() + self._patience.step, began + whole)
                if on_progress:
                    on_progress(answer.at, answer.of)
        except (EOFError, OSError, ValueError, protocol.WorkerLost) as error:
            return self._lost(request, error)
        finally:
            self.deadline = float("inf")
        self.spent = self.files >= _FILES_A_PROCESS or (isinstance(answer, Rejected) and answer.spent)
        return answer if isinstance(answer, Answer) else self._lost(request, TypeError(type(answer).__name__))

    def _require_ready(self, message: object) -> None:
        if not isinstance(message, Ready):
            raise protocol.WorkerLost("a process that begins without saying so")

    def give_up(self) -> None:
        """End a process that has been too slow."""
        self._given_up = True
        self.kill()

    def kill(self) -> None:
        """End the process with all it has started, and wait until it is gone."""
        if self._process.poll() is None:
            self._killed = True
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except (AttributeError, ProcessLookupError, PermissionError):
                self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let go of the streams of a process that has ended; not while it is being asked."""
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with suppress(OSError):  # what was not sent can no longer be
                    stream.close()

    def _lost(self, request: Read, error: Exception) -> Answer | None:
        """What to say of a file over which the process fell silent; None where nobody knows why."""
        self.spent = True
        if isinstance(error, EOFError):
            self._process.wait()  # it ends by itself
        else:
            self.kill()
        code = self._process.returncode
        if self._killed and not self._given_up and isinstance(error, EOFError):
            return None  # the program ends
        log.error("reading %s: process ended with %s (%r)\n%s", request.source, code, error, self._last_words())
        if self._given_up or code == -_signal("SIGXCPU"):
            return Rejected(TOO_SLOW)
        if code == -_signal("SIGKILL") and not self._killed:  # so a system does that runs out of memory
            return Rejected(OUT_OF_MEMORY)
        return None

    def _last_words(self) -> str:
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 4000))
        return self._errors.read().decode("utf-8", "replace")


def _signal(name: str) -> int:
    """The number of a signal; of one that this system does not have, a number that none has."""
    return int(getattr(signal, name, 1 << 16))


def _environment() -> dict[str, str]:
    """The environment of a process: it imports what this program does, and numpy starts no threads in it."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONIOENCODING": "utf-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_THREAD_LIMIT": "1",
    }
