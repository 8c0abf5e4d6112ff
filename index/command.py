"""What the command lines of all rooms share: their flags, and how they fail."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from index.errors import IsnadError
from index.folder import SOURCES, index_folder


def add_folders(parser: argparse.ArgumentParser) -> None:
    """Add ``--sources`` and ``--index``."""
    add_sources(parser)
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="folder of the index (under .isnad/)"
    )


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Add ``--sources``."""
    parser.add_argument(
        "--sources", type=Path, default=SOURCES, metavar="DIR", help="folder of sources (seeds)"
    )


def folders(arguments: argparse.Namespace) -> tuple[Path, Path]:
    """The folders of the sources and of the index, as the flags say."""
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


def show_progress(done: int, total: int) -> None:
    """Say on stderr how many passages are encoded, where a person is watching."""
    if total and sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\rEncoding passages: {done}/{total}", end=end, file=sys.stderr, flush=True)
