"""The folder of an index.

An index folder holds immutable generations and a pointer, ``CURRENT``, that names the one in
use. A build writes a new generation beside the old one and swaps the pointer with one
``os.replace``: whoever reads has the old one or the new one, never a part of either. The
generation before the current one is kept, and serves where the current one is damaged.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from index.errors import IndexDamagedError, IndexMissingError, IndexVersionError
from index.searched import Searched
from index.storage.additions import APART, Apart, write
from index.storage.checksums import sync
from index.storage.contents import Contents, Index
from index.storage.generation import read_generation
from index.storage.locks import cannot_write, is_leased

_POINTER = "CURRENT"
_UNFINISHED = "unfinished-"
_KEPT_GENERATIONS = 2
_log = logging.getLogger(__name__)


def save(contents: Contents, folder: Path, apart: Apart = APART) -> Path:
    """Write *contents* as a new generation of *folder* and make it the current one.

    Args:
        contents: what is written; what they have kept of an index is one of *folder*.
        folder: the folder of the index.
        apart: when only what was added is written.

    Returns:
        The folder of the new generation. A failure at any point leaves the old one in use.

    Raises:
        IndexDamagedError: what has to be copied of that index is not what was written.
        IsnadError: the folder cannot be written, or the disk is full.
    """
    return add_generation(folder, lambda unfinished: write(contents, unfinished, apart))


def add_generation(folder: Path, write: Callable[[Path], None]) -> Path:
    """Make what *write* puts into an empty folder the current generation; as ``save``."""
    name = _next_name(folder)
    unfinished = folder / f"{_UNFINISHED}{name}"
    pointer = folder / f"{_UNFINISHED}{name}.pointer"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.mkdir()
        write(unfinished)
        pointer.write_text(name, "utf-8")
        sync(pointer)
        unfinished.rename(folder / name)
        sync(folder)
        os.replace(pointer, folder / _POINTER)
        sync(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        _remove(unfinished)
        _remove(pointer)
    _clean(folder, name)
    return folder / name


def load(folder: Path, *, thorough: bool = False) -> Index:
    """Read the current generation of *folder*; where it is damaged, the last that is whole.

    The damage is logged, with what serves in its place.

    Args:
        folder: the folder of the index.
        thorough: compare every byte of large files too, as for ``read_generation``.

    Raises:
        IndexMissingError: there is none yet.
        IndexVersionError: it was written by another version of the program.
        IndexDamagedError: a file is missing, cut off or changed, and no generation is whole.
    """
    try:
        return _load_current(folder, thorough)
    except IndexDamagedError as damage:
        index = next(whole_generations(folder, thorough=thorough), None)
        if index is None:
            raise
        _log.warning("%s. Until then the index built %s serves.", damage, index.manifest.built)
        return index


def whole_generations(folder: Path, *, thorough: bool) -> Iterator[Index]:
    """The generations of *folder* that are whole and of this version, the newest first."""
    for generation in reversed(generations(folder)):
        with suppress(IndexDamagedError, IndexVersionError):
            yield read_generation(generation, thorough=thorough)


def generations(folder: Path) -> list[Path]:
    """The folders of all generations, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name.isdecimal() and path.is_dir())


def current_generation(folder: Path) -> Path:
    """The folder of the generation that the pointer names; raises as ``load``."""
    try:
        name = (folder / _POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        if generations(folder):
            raise IndexDamagedError(_damaged(folder, f"its file {_POINTER} is gone")) from None
        raise IndexMissingError(
            f"There is no index in {folder}; run: python -m index build"
        ) from None
    except (OSError, ValueError) as error:
        raise IndexDamagedError(_damaged(folder, f"its file {_POINTER}: {error}")) from error
    if not name.isdecimal() or not (folder / name).is_dir():
        raise IndexDamagedError(_damaged(folder, f"its file {_POINTER} leads nowhere"))
    return folder / name


def sweep(folder: Path, used: Searched | None) -> None:
    """Delete what killed builds left, and generations after the one in use: they are damaged.

    Whoever calls has the lock of builds.
    """
    left = list(folder.glob(f"{_UNFINISHED}*"))
    if used:
        left += [path for path in generations(folder) if path.name > used.lease.name]
    for path in left:
        _remove(path)


def _load_current(folder: Path, thorough: bool) -> Index:
    generation = current_generation(folder)
    try:
        return read_generation(generation, thorough=thorough)
    except IndexDamagedError:
        if current_generation(folder) == generation:
            raise
        return _load_current(
            folder, thorough
        )  # builds have replaced and deleted it while it was read


def _next_name(folder: Path) -> str:
    """The time, or more where the clock was put back: a later generation has a higher name."""
    last = max((int(path.name) for path in generations(folder)), default=0)
    return f"{max(time.time_ns(), last + 1):020d}"


def _damaged(folder: Path, what: str) -> str:
    return f"The index in {folder} is damaged ({what}); run: python -m index build"


def _clean(folder: Path, current: str) -> None:
    """Delete all old generations but the last, unless somebody reads them still."""
    old = [path for path in generations(folder) if path.name < current]
    for path in old[: 1 - _KEPT_GENERATIONS or None]:
        if not is_leased(path):
            with suppress(OSError):  # a kill in the middle shall not leave half a generation
                _remove(path.rename(folder / f"{_UNFINISHED}{path.name}"))


def _remove(path: Path) -> None:
    """Delete a file or folder, if it is there and may be deleted."""
    shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink()
