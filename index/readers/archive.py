"""Zip archives of sources: each member is a source, ``archive.zip/inner/name.html``.

Nothing is unpacked to the disk. A path that leads through an archive stands for the member; no
file of the system is ever opened by a member's name.
"""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from index.errors import SourceError
from index.readers.zipped import MOST_BYTES, check_members, read_info

SUFFIX = ".zip"
MOST_BYTES_PACKED = 500_000_000
_LONGEST_NAME = 400
_DEEPEST = 20
_LONGEST_READ = 16_000_000
_NAMED = 3
_DAMAGE = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, struct.error)
_BAD_CHARACTER = re.compile(r"[\x00-\x1f\x7f\\:]")


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive holds.

    Attributes:
        names: of the members that may be sources, in order.
        trouble: why others, or all, are not read; or the empty string.
    """

    names: tuple[str, ...]
    trouble: str


def list_archive(path: Path, suffixes: frozenset[str]) -> Listing:
    """The members of the archive at *path* whose ending is among *suffixes*."""
    try:
        return _list(path, suffixes, *_version(path))
    except SourceError as error:
        return Listing((), str(error))


def split_path(path: Path) -> tuple[Path, str] | None:
    """The archive that *path* leads through and the member's name, or None if it is a file's."""
    if f"{SUFFIX}/" not in path.as_posix().lower():
        return None  # asked for every source and every answer: most lie in no archive
    for parent in path.parents:
        if parent.suffix.lower() == SUFFIX and parent.is_file():
            return parent, path.relative_to(parent).as_posix()
    return None


def file_of(path: Path) -> Path:
    """The file on the disk that a source lies in: its archive, or itself."""
    inside = split_path(path)
    return inside[0] if inside else path


def read_member(archive: Path, name: str) -> bytes:
    """The bytes of a member; raises SourceError where it is not there or may not be read."""
    opened = _open(archive, *_version(archive))
    try:
        member = opened.getinfo(name)
    except KeyError:
        raise SourceError("it is not in the archive any more") from None
    return read_info(opened, member, MOST_BYTES)


@lru_cache(maxsize=32)
def _list(path: Path, suffixes: frozenset[str], size: int, modified: int) -> Listing:
    names: dict[str, None] = {}
    refused = []
    for name in _open(path, size, modified).namelist():
        suffix = PurePosixPath(name).suffix.lower()
        if _is_hidden(name) or suffix not in {*suffixes, SUFFIX}:
            continue
        if suffix == SUFFIX or name in names or not _is_safe(name):
            refused.append(name)
        else:
            names[name] = None
    return Listing(tuple(sorted(names)), _trouble(bool(names), refused))


def _is_hidden(name: str) -> bool:
    """Whether a member is a folder, or what is passed over in the folder of sources, too."""
    parts = PurePosixPath(name).parts
    return name.endswith("/") or any(
        part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts
    )


def _is_safe(name: str) -> bool:
    """Whether a member's name leads to one place, inside the archive."""
    parts = name.split("/")
    return (
        len(name) <= _LONGEST_NAME
        and len(parts) <= _DEEPEST
        and not {"", ".", ".."} & set(parts)
        and not _BAD_CHARACTER.search(name)
    )


def _trouble(any_names: bool, refused: list[str]) -> str:
    if refused:
        shown = ", ".join(ascii(name[:60]) for name in refused[:_NAMED])
        return (
            f"files in it are left out ({len(refused)}), which are archives themselves, lead out"
            f" of it or have unusable names: {shown}"
        )
    return "" if any_names else "it holds no file that can be read"


def _version(path: Path) -> tuple[int, int]:
    """Size and time of an archive, which tell whether it is still the one that was opened."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise SourceError(f"it cannot be opened ({error.strerror})") from error
    return status.st_size, status.st_mtime_ns


class _Wary(io.FileIO):
    """A file that gives little at once, so that no list of members can fill the memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LONGEST_READ:
            raise SourceError("its list of files is too long")
        return super().read(-1 if size is None else size)


@lru_cache(maxsize=8)
def _open(path: Path, size: int, modified: int) -> ZipFile:
    """The archive, kept open: its list of members is read once, not for each of them."""
    if size > MOST_BYTES_PACKED:
        raise SourceError(f"it is larger than {MOST_BYTES_PACKED // 1_000_000} MB")
    try:
        with _Wary(path) as file, ZipFile(file) as archive:
            check_members(archive)
        return ZipFile(path)
    except _DAMAGE as error:
        raise SourceError(f"it is damaged, or no zip archive ({error})") from error
