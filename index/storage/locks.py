"""Who builds and who reads: locks of the operating system, which end with their process.

``flock`` belongs to an open file: when the process that holds it ends, however it ends, so does
the lock, and none is ever left behind by a kill or a power cut.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import BuildRunningError, IsnadError

PATIENCE = 600.0
"""Seconds that a build waits for another one of the same index."""

_LOCK = "build.lock"
_PAUSE = 0.1
_log = logging.getLogger(__name__)


class Lease:
    """A reader's hold on a generation, which is not cleaned away while it lasts.

    Cleaning would not harm a reader on Linux, where a mapped file outlives its name; on other
    systems, and for files that are opened later, it would. A lease ends with its last reference.
    """

    def __init__(self, generation: Path) -> None:
        """Hold *generation*; raises OSError where it is not there."""
        self.name = generation.name
        descriptor = os.open(generation / "checksums.json", os.O_RDONLY)
        weakref.finalize(self, os.close, descriptor)
        with suppress(OSError):  # a file system without locks: readers live without the hold
            fcntl.flock(descriptor, fcntl.LOCK_SH)


def is_leased(generation: Path) -> bool:
    """Whether somebody reads a generation now; one without its checksums nobody can."""
    try:
        descriptor = os.open(generation / "checksums.json", os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


@contextmanager
def build_lock(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Let one build at a time work on the index in *folder*, which is made if it is not there.

    Raises:
        BuildRunningError: another build went on for longer than *patience* seconds.
        IsnadError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        _wait(descriptor, folder, patience)
        with suppress(OSError):  # a full disk: the lock holds all the same
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def cannot_write(folder: Path, error: OSError) -> IsnadError:
    """The sentence for whatever keeps an index from being written."""
    return IsnadError(
        f"The index in {folder} cannot be written ({error.strerror or error});"
        " the old one, if there is one, stays in use."
    )


def _wait(descriptor: int, folder: Path, patience: float) -> None:
    end, told = time.monotonic() + patience, False
    while not _locked(descriptor, folder):
        who = os.pread(descriptor, 20, 0).decode("ascii", "replace")
        running = f"Another build of the index in {folder} is running (process {who})"
        if time.monotonic() > end:
            raise BuildRunningError(f"{running}; try again when it is done.")
        if not told:
            _log.warning("%s; this one waits for it.", running)
            told = True
        time.sleep(_PAUSE)


def _locked(descriptor: int, folder: Path) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise cannot_write(folder, error) from error
    return True
