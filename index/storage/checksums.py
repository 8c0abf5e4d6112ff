"""Checksums of the files in a folder: written last, checked before anything is read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from index.errors import IndexDamagedError

_NAME = "checksums.json"
_SMALL = 1 << 22
"""Bytes of a file that is hashed whenever it is opened; of a larger one the size is compared then,
and its bytes when an index is verified, imported or built on."""


Sum = tuple[int, str]
"""The size of a file in bytes, and its SHA-256."""


def write_checksums(folder: Path, known: Mapping[str, Sum] = {}) -> None:
    """Flush every file of *folder* to the disk and note its size and SHA-256.

    Args:
        folder: the folder.
        known: the sums of files that were taken over as they are, by their names.
    """
    sums = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name != _NAME:
            sync(path)
            sums[name] = known.get(name) or (path.stat().st_size, _sha256(path))
    (folder / _NAME).write_text(json.dumps(sums, indent=2), "utf-8")
    sync(folder / _NAME)
    for inner in (path for path in folder.iterdir() if path.is_dir()):
        sync(inner)
    sync(folder)


def read_checksums(folder: Path) -> dict[str, Sum]:
    """The sums that ``write_checksums`` noted; raises IndexDamagedError."""
    try:
        sums = json.loads((folder / _NAME).read_text("utf-8"))
        return {name: (size, digest) for name, (size, digest) in sums.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _damaged(folder, str(error)) from error


def check_files(folder: Path, *, thorough: bool, only: str = "") -> None:
    """Raise IndexDamagedError, naming the file, unless all files are as they were written.

    Args:
        folder: the folder.
        thorough: hash large files too, which takes about a second a gigabyte.
        only: look at no files but those whose names begin so.
    """
    try:
        damaged = [
            name
            for name, (size, digest) in read_checksums(folder).items()
            if name.startswith(only) and _differs(folder / name, size, digest, thorough)
        ]
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(folder, str(error)) from error
    if damaged:
        raise _damaged(folder, ", ".join(damaged))


def _damaged(folder: Path, what: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"The index in {folder.parent} is damaged ({what}); run: python -m index build"
    )


def sync(path: Path) -> None:
    """Make the operating system write the file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _differs(path: Path, size: int, digest: str, thorough: bool) -> bool:
    if path.stat().st_size != size:
        return True
    return (thorough or size <= _SMALL) and _sha256(path) != digest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
