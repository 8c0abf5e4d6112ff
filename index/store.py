"""The folder of an index.

An index folder holds immutable generations and a pointer, ``CURRENT``, that names the one in
use. A build writes a new generation beside the old one and swaps the pointer with one
``os.replace``: whoever reads has the old one or the new one, never a part of either.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from index.checksums import sync
from index.contents import Index
from index.errors import IndexDamagedError, IndexMissingError, IsnadError
from index.generation import read_generation, write_generation

_POINTER = "CURRENT"
_UNFINISHED = "unfinished-"
_ABANDONED_AFTER = 3600
_KEPT_GENERATIONS = 2


def save(index: Index, folder: Path) -> Path:
    """Write *index* as a new generation of *folder* and make it the current one.

    Returns:
        The folder of the new generation. A failure at any point leaves the old one in use.

    Raises:
        IsnadError: the folder cannot be written, or the disk is full.
    """
    name = f"{time.time_ns():020d}"
    unfinished = folder / f"{_UNFINISHED}{name}"
    pointer = folder / f"{_UNFINISHED}{name}.pointer"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.mkdir()
        write_generation(index, unfinished)
        pointer.write_text(name, "utf-8")
        sync(pointer)
        unfinished.rename(folder / name)
        sync(folder)
        os.replace(pointer, folder / _POINTER)
        sync(folder)
    except OSError as error:
        raise IsnadError(
            f"The index in {folder} cannot be written ({error.strerror or error});"
            " the old one, if there is one, stays in use."
        ) from error
    finally:
        _remove(unfinished)
        _remove(pointer)
    _clean(folder, name)
    return folder / name


def load(folder: Path) -> Index:
    """Read the current generation of *folder*.

    Raises:
        IndexMissingError: there is none yet.
        IndexVersionError: it was written by another version of the program.
        IndexDamagedError: a file is missing, cut off or changed.
    """
    generation = current_generation(folder)
    try:
        return read_generation(generation)
    except IndexDamagedError:
        if current_generation(folder) == generation:
            raise
        return load(folder)  # builds have replaced and deleted it while it was read


def current_generation(folder: Path) -> Path:
    """The folder of the generation that the pointer names; raises as ``load``."""
    try:
        name = (folder / _POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        raise IndexMissingError(
            f"There is no index in {folder}; run: python -m index build"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"The index in {folder} cannot be opened: {error}") from error
    if not name.isdecimal() or not (folder / name).is_dir():
        raise IndexDamagedError(
            f"The index in {folder} is damaged (its pointer leads nowhere);"
            " run: python -m index build"
        )
    return folder / name


def _clean(folder: Path, current: str) -> None:
    """Delete generations that are not read any more, and what killed builds left behind."""
    generations = sorted(path for path in folder.iterdir() if path.name.isdecimal())
    old = [path for path in generations if path.name < current][: 1 - _KEPT_GENERATIONS or None]
    left = [path for path in folder.glob(f"{_UNFINISHED}*") if _is_abandoned(path)]
    for path in [*old, *left]:
        _remove(path)


def _is_abandoned(path: Path) -> bool:
    """Whether no build can be writing it still; one that is gone was finished just now."""
    try:
        return time.time() - path.stat().st_mtime > _ABANDONED_AFTER
    except FileNotFoundError:
        return False


def _remove(path: Path) -> None:
    """Delete a file or folder, if it is there and may be deleted."""
    shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink()
