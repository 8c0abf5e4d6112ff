"""What the command lines of all rooms share: their flags, and how they fail."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.encode import Progress
from index.errors import IsnadError
from index.folder import SOURCES, index_folder
from index.milvus.address import SCHEME, MilvusAddress, parse_address


def add_folders(parser: argparse.ArgumentParser) -> None:
    """Add ``--sources`` and ``--index``."""
    add_sources(parser)
    parser.add_argument(
        "--index",
        type=_place,
        metavar="DIR",
        help="folder of the index (under .isnad/), or milvus://host:port/collection",
    )


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Add ``--sources``."""
    parser.add_argument(
        "--sources", type=Path, default=SOURCES, metavar="DIR", help="folder of sources (seeds)"
    )


def _place(text: str) -> Path | MilvusAddress:
    """What ``--index`` names."""
    if not text.startswith(SCHEME):
        return Path(text)
    try:
        return parse_address(text)
    except IsnadError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def folders(arguments: argparse.Namespace) -> tuple[Path, Path | MilvusAddress]:
    """The folder of the sources and the place of the index, as the flags say."""
    return arguments.sources, arguments.index or index_folder(arguments.sources)


def run(main: Callable[[], None]) -> None:
    """Run a command; an error of ours is one sentence on stderr and exit status 1."""
    try:
        main()
    except IsnadError as error:
        sys.exit(f"isnad: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe went away: nothing to tell anyone
        sys.exit(1)


def show_progress() -> Progress:
    """Something that says on stderr how far the encoding is, how fast, and how long it takes.

    Only where a person is watching.
    """
    started = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal started
        if done == 0:
            started = time.monotonic()
        if total and sys.stderr.isatty():
            line = progress_line(done, total, time.monotonic() - started)
            end = "\n" if done == total else ""
            print(f"\r\033[K{line}", end=end, file=sys.stderr, flush=True)

    return show


def progress_line(done: int, total: int, seconds: float) -> str:
    """How far, how fast, and for how much longer.

    >>> progress_line(320, 1000, 16.0)
    'Encoding passages: 320/1000, 20 a second, 34 s left'
    >>> progress_line(40, 10_000, 80.0)
    'Encoding passages: 40/10000, 0.5 a second, 5 h 32 min left'
    """
    line = f"Encoding passages: {done}/{total}"
    if not done or seconds <= 0:
        return line
    rate = done / seconds
    left = f", {_duration(round((total - done) / rate))} left" if done < total else ""
    return f"{line}, {rate:.{0 if rate >= 10 else 1}f} a second{left}"


def _duration(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} s"
    minutes = seconds // 60
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
