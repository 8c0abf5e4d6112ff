"""How likely an answer has to be: a flag, and an environment variable for it."""

from __future__ import annotations

import argparse
import os

from index.errors import IsnadError

VARIABLE = "ISNAD_THRESHOLD"


def add_threshold(parser: argparse.ArgumentParser) -> None:
    """Add ``--threshold``."""
    parser.add_argument(
        "--threshold",
        metavar="P",
        help=f"least probability of an answer, 0 to 1: more refuses more (${VARIABLE})",
    )


def threshold_setting(arguments: argparse.Namespace) -> float | None:
    """The threshold that the flag or the environment names; None is the one that is shipped.

    Raises:
        IsnadError: it is no number from 0 to 1.
    """
    text = arguments.threshold or os.environ.get(VARIABLE, "")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise IsnadError(f"Give --threshold (or {VARIABLE}) as a number from 0 to 1.")
    return value
