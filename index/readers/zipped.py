"""Zip files that are opened inside another format, or as a folder of sources: what they may be."""

from __future__ import annotations

import stat
import zipfile
import zlib
from zipfile import ZipFile, ZipInfo

from index.errors import SourceError

MOST_MEMBERS = 10_000
MOST_BYTES = 50_000_000
"""Of one member, unpacked."""

MOST_BYTES_TOGETHER = 2_000_000_000
MOST_RATIO = 200
_RATIO_FROM = 1_000_000
_CHUNK = 1_000_000


def check_members(archive: ZipFile) -> None:
    """Raise SourceError where an archive has too many members, or would be too large unpacked."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise SourceError(f"it holds more than {MOST_MEMBERS:,} files")
    if sum(member.file_size for member in members) > MOST_BYTES_TOGETHER:
        raise SourceError(f"unpacked it is larger than {MOST_BYTES_TOGETHER // 1_000_000:,} MB")


def read_info(archive: ZipFile, member: ZipInfo, most: int = MOST_BYTES) -> bytes:
    """The bytes of a member; what it says of its own size is not believed.

    Raises:
        SourceError: it is encrypted, a link, damaged, or larger than it may be.
    """
    if member.flag_bits & 1:
        raise SourceError("it is encrypted; pack it again without a password")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise SourceError("it is a link, not a file")
    ratio = member.file_size / max(1, member.compress_size)
    if member.file_size > _RATIO_FROM and ratio > MOST_RATIO:
        raise SourceError(f"unpacked it is more than {MOST_RATIO} times as large as packed")
    if member.file_size > most:
        raise SourceError(f"it is larger than {most // 1_000_000} MB")
    try:
        return _unpack(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise SourceError(
            f"it is damaged, or packed in a way that is not read ({error})"
        ) from error
    except Exception as error:  # bz2, lzma and struct have errors of their own
        raise SourceError(f"it is damaged ({type(error).__name__})") from error


def _unpack(archive: ZipFile, member: ZipInfo) -> bytes:
    """Read at most as much as the member says it has; zipfile checks that it is right."""
    with archive.open(member) as file:
        chunks = iter(lambda: file.read(_CHUNK), b"")
        return b"".join(chunks)
