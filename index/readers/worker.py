"""``python -m index.readers.worker SECONDS MEGABYTES``: what ``child`` starts and talks to.

A question is a line of JSON, ``[suffix, length]``, and as many bytes; the answer is one line of
JSON. Nobody else has a use for it.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import astuple
from typing import Any, BinaryIO

from index.errors import SourceError
from index.readers.formats import READERS

_MEGABYTE = 1_000_000


def main() -> None:
    """Answer until nobody asks any more."""
    seconds, megabytes = float(sys.argv[1]), int(sys.argv[2])
    _limit(resource.RLIMIT_AS, megabytes * _MEGABYTE)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the kernel ends us, whatever we are in
    while line := sys.stdin.buffer.readline():
        answer = _answer(line, sys.stdin.buffer, seconds)
        sys.stdout.buffer.write(json.dumps(answer).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


def _limit(what: int, most: int) -> None:
    with suppress(ValueError, OSError):  # a system that knows no such limit, or has a lower one
        resource.setrlimit(what, (most, most))


def _answer(line: bytes, source: BinaryIO, seconds: float) -> dict[str, Any]:
    suffix, length = json.loads(line)
    try:
        raw = source.read(length)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        content = READERS[suffix](raw)
        blocks = [astuple(block) for block in content.blocks]
        return {"text": content.text, "title": content.title, "blocks": blocks}
    except SourceError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "reading it needs too much memory", "spent": True}
    except Exception as error:
        return {"error": f"it is damaged, or no {suffix} file ({type(error).__name__})"}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
