"""What a child process costs: its CPU time, its wall time and its memory.

The kernel starts the count of a child's peak memory at that of the process that made it. A
benchmark may have torch loaded by then, so ``measure`` has this file, run as a small program of its
own, start the child.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process used from its start to its end.

    Attributes:
        cpu: seconds of user and system time, of all its threads.
        wall: seconds that passed.
        memory: peak of the resident memory, in MB of a million bytes.
    """

    cpu: float
    wall: float
    memory: float

    @classmethod
    def median(cls, costs: Iterable[Cost]) -> Cost:
        """The median of each figure on its own.

        >>> Cost.median([Cost(1, 5, 30), Cost(2, 4, 10), Cost(3, 9, 20)])
        Cost(cpu=2, wall=5, memory=20)
        """
        return cls(*map(median, zip(*map(astuple, costs), strict=True)))


def measure(command: Sequence[str]) -> Cost:
    """Run *command* to its end; its output is thrown away.

    Raises:
        RuntimeError: it failed; the message is what it wrote on stderr.
    """
    helper = [sys.executable, __file__, *command]
    done = subprocess.run(helper, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Cost(**json.loads(done.stdout))


def wait(process: subprocess.Popen[str], started: float) -> Cost:
    """Wait for the end of *process*, which was started at ``time.perf_counter() == started``."""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB on Linux
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit / 1e6)


def _main() -> None:
    """Run the command on the command line and print its cost as JSON."""
    started = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, text=True)
    cost = wait(process, started)
    print(json.dumps(asdict(cost)))
    sys.exit(process.returncode)


if __name__ == "__main__":
    _main()
