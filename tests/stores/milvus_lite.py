"""A real Milvus Lite server, as a process of its own that listens on the loopback interface.

Its package is not imported: it wants a module that newer setuptools do not have. What it would do
is start the program that lies in it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

_PATIENCE = 30.0


def program() -> Path | None:
    """The server's program, if ``milvus-lite`` is installed."""
    found = find_spec("milvus_lite")
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0], "lib", "milvus") if places else None


class MilvusLite:
    """A server that may be killed, stopped and started again over the same data."""

    def __init__(self, milvus: Path, home: Path) -> None:
        """Start the program *milvus* over the file that it keeps in *home*."""
        self._program = milvus
        self._home = home
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port: int = taken.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        self._process = subprocess.Popen(
            [self._program, self._home / "milvus.db", f"127.0.0.1:{self.port}", "ERROR"],
            cwd=self._home,
            env={**os.environ, "LD_LIBRARY_PATH": str(self._program.parent)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + _PATIENCE
        while not self._listens():
            assert self._process.poll() is None, "Milvus Lite has ended"
            assert time.monotonic() < end, "Milvus Lite does not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """As a power cut would."""
        self._process.kill()
        self._process.wait()

    def pause(self) -> None:
        """From now on it answers nothing, as if the network were gone."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """The opposite of ``pause``."""
        self._process.send_signal(signal.SIGCONT)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
