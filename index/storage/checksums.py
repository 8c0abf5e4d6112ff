"""Checksums of the files in a folder: written last, checked before anything is read."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from index.errors import IndexDamagedError

_NAME = "checksums.json"
_SMALL = 1 << 22
"""Bytes of a file that is hashed whenever it is opened; of a larger one the size is compared then,
and its bytes when an index is verified, imported or built on."""


def write_checksums(folder: Path) -> None:
    """Flush every file of *folder* to the disk and note its size and SHA-256."""
    sums = {}
    for path in sorted(folder.iterdir()):
        if path.name != _NAME:
            sync(path)
            sums[path.name] = [path.stat().st_size, _sha256(path)]
    (folder / _NAME).write_text(json.dumps(sums, indent=2), "utf-8")
    sync(folder / _NAME)
    sync(folder)


def check_files(folder: Path, *, thorough: bool) -> None:
    """Raise IndexDamagedError, naming the file, unless all files are as they were written.

    Args:
        folder: the folder.
        thorough: hash large files too, which takes about a second a gigabyte.
    """
    try:
        sums = json.loads((folder / _NAME).read_text("utf-8"))
        damaged = [
            name
            for name, (size, digest) in sums.items()
            if _differs(folder / name, size, digest, thorough)
        ]
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise IndexDamagedError(
            f"The index in {folder.parent} is damaged ({error}); run: python -m index build"
        ) from error
    if damaged:
        raise IndexDamagedError(
            f"The index in {folder.parent} is damaged ({', '.join(damaged)});"
            " run: python -m index build"
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
