"""A process that reads files as `ingest.workers.worker` does, and does what it must not where a file tells it to.

Run as a program in place of the real one (`ingest.workers.pool.PROGRAM`).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ingest.workers import worker
from ingest.workers.protocol import Answer, Read

DEEDS = {
    b"hang": lambda: time.sleep(600),
    b"hang with a program": lambda: subprocess.run(["sleep", "600"], check=False),
    b"crash": lambda: ctypes.string_at(0),
    b"exit": lambda: os._exit(3),
    b"swallow": lambda: bytearray(worker.MEMORY * 2),
    b"be killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    b"burn": lambda: os.kill(os.getpid(), signal.SIGXCPU),
    b"speak": lambda: os.write(int(os.environ["ANSWERS"]), bytes(range(256)) * 40),
    b"print": lambda: os.write(1, b"a line " * 1000),
    b"trip": lambda: 1 // 0,
}


def read(request: Read) -> Answer:
    deed = DEEDS.get(Path(request.path).read_bytes().strip())
    if deed:
        deed()
    return honest(request)


honest, worker._read = worker._read, read  # type: ignore[assignment]
own_output = worker._own_output


def remembered():  # type: ignore[no-untyped-def]
    answers = own_output()
    os.environ["ANSWERS"] = str(answers.fileno())
    return answers


worker._own_output = remembered

if __name__ == "__main__":
    sys.exit(worker.main())
