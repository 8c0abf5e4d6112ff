"""An index as one file, to move it to another machine.

The file is a zip of one generation's files: JSON and plain arrays, the texts of the sources
within, so that answers need no folder of sources. It may come from anywhere: its names are
compared with the ones that a generation has and are never used as paths, sizes are bounded before
and while it is unpacked, and nothing serves before ``verify`` finds no damage in it.
"""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import IO

from index.errors import ArchiveError
from index.storage.checksums import sync, write_checksums
from index.storage.contents import Index
from index.storage.generation import ADDED_FILES, FILES
from index.storage.locks import build_lock
from index.storage.store import add_generation, load
from index.storage.verify import damages
from index.tables.dense import write_graph

_MOST_RATIO = 200
_COPIED = 1 << 20
_KEPT_FREE = 1 << 26


def export_index(folder: Path, file: Path) -> Index:
    """Write the index in *folder* into *file*, which is replaced only when all is written.

    Raises:
        ArchiveError: the file cannot be written.
        IsnadError: as ``load``.
    """
    index = load(folder, thorough=True)
    generation = folder / index.lease.name
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in (*FILES, *(ADDED_FILES if len(index.segments) > 1 else ())):
                archive.write(generation / name, name)
        os.replace(unfinished, file)
    except OSError as error:
        raise ArchiveError(f"{file} cannot be written ({error.strerror or error}).") from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return index


def import_index(file: Path, folder: Path) -> Index:
    """Make the index in *file* the current one of *folder*.

    Raises:
        ArchiveError: it is no exported index, or is damaged or hostile; nothing has changed.
        IsnadError: the folder cannot be written.
    """

    def write(unfinished: Path) -> None:
        _unpack(file, unfinished)
        found = damages(unfinished)
        if found:
            raise ArchiveError(f"{file} is damaged: {found[0]}")
        write_graph(unfinished)
        write_checksums(unfinished)

    if not file.is_file():
        raise ArchiveError(f"There is no file {file}.")
    with build_lock(folder):
        add_generation(folder, write)
        return load(folder)


def _unpack(file: Path, home: Path) -> None:
    try:
        with _opened(file) as archive:
            packed = file.stat().st_size
            for member in _members(archive, packed, shutil.disk_usage(home).free):
                target = home / member.filename
                target.parent.mkdir(exist_ok=True)
                with archive.open(member) as source, target.open("xb") as copy:
                    _copy(source, copy, member.file_size)
                sync(target)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise ArchiveError(f"{file} is not an exported index, or is damaged ({error}).") from error
    except RuntimeError as error:  # a password is asked for
        raise ArchiveError(f"{file} is not an exported index ({error}).") from error


def _opened(file: Path) -> zipfile.ZipFile:
    """The archive; an OSError, apart from the disk's own, comes of a table before its beginning."""
    try:
        return zipfile.ZipFile(file)
    except OSError as error:
        raise ValueError(error.strerror) from error


def _members(archive: zipfile.ZipFile, packed: int, room: int) -> list[zipfile.ZipInfo]:
    """The files of the archive if they are those of a generation; raises ValueError if not."""
    members = archive.infolist()
    names = [member.orig_filename for member in members]
    if sorted(names) not in (sorted(FILES), sorted((*FILES, *ADDED_FILES))):
        strange = sorted({*names} - {*FILES, *ADDED_FILES} or {*FILES} - {*names}) or names
        raise ValueError(f"its files are not those of an index: {strange[0][:80]!r}")
    for member in members:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise ValueError(f"{member.filename} is not a file")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(f"{member.filename} is packed in another way")
        if not 0 <= member.header_offset < packed:
            raise ValueError(f"{member.filename} does not begin inside it")
    size = sum(member.file_size for member in members)
    if size > _MOST_RATIO * packed:
        raise ValueError("its files are too large for what they are packed in")
    if size + _KEPT_FREE > room:
        raise ValueError("there is no room on the disk for what it holds")
    return members


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    """Copy *size* bytes and not one more, whatever the archive says of itself."""
    while size > 0 and (piece := source.read(min(size, _COPIED))):
        target.write(piece)
        size -= len(piece)
    if size or source.read(1):
        raise ValueError("a file is not as large as it says")
