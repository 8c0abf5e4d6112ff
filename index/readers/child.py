"""Reads risky formats in a process of its own: no file can take the program down with it.

The process has a limit on its memory and may write no file; the kernel ends it when one source
takes too long. It serves one source after another, and a new one takes its place when it dies.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from index.documents import Block, Content
from index.errors import SourceError

SECONDS = 120
"""How long a source may be read for."""

MEGABYTES = 2048
"""How much memory the process may have."""

_HOME = Path(__file__).parents[2]


def read_apart(suffix: str, raw: bytes) -> Content:
    """Read the bytes of a file whose name ends in *suffix*, in the process that all share.

    Raises:
        SourceError: they cannot be read, or not within the limits.
    """
    return _shared(os.getpid()).read(suffix, raw)


@cache
def _shared(_process: int) -> Child:
    """One for each process of ours: a fork must not talk to its parent's."""
    return Child()


class Child:
    """The process; it is started when it is first needed, and one thread at a time has it."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        """Limit every source to *seconds*, and the process to *megabytes* of memory."""
        self._limits = (str(seconds), str(megabytes))
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        atexit.register(self.close)

    def read(self, suffix: str, raw: bytes) -> Content:
        """As ``read_apart``."""
        with self._lock:
            answer = self._ask(suffix, raw)
        if "error" in answer:
            raise SourceError(answer["error"])
        blocks = tuple(Block(*block) for block in answer["blocks"])
        return Content(answer["text"], answer["title"], blocks)

    def close(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError):  # what was not sent cannot be any more
                process.communicate()

    def _ask(self, suffix: str, raw: bytes) -> dict[str, Any]:
        process = self._running()
        try:
            answer = _exchange(process, suffix, raw) or {"error": self._why(process.wait())}
        except BaseException:
            self.close()
            raise
        if answer.get("spent") or process.poll() is not None:
            self.close()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "index.readers.worker", *self._limits],
                cwd=_HOME,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt from the keyboard is ours to deal with
            )
        return self._process

    def _why(self, status: int) -> str:
        """What the end of the process says of the source that it was reading."""
        if status == -signal.SIGALRM:
            return f"reading it takes longer than {self._limits[0]} seconds"
        return "it is damaged in a way that breaks its reader, or needs too much memory"


def _exchange(process: subprocess.Popen[bytes], suffix: str, raw: bytes) -> dict[str, Any] | None:
    """Send a source and wait for what was read; None where the process died of it."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(json.dumps([suffix, len(raw)]).encode() + b"\n")
        process.stdin.write(raw)
        process.stdin.flush()
    except BrokenPipeError:
        return None
    line = process.stdout.readline()
    answer: dict[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
    return answer
