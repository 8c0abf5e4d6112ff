"""What the owner may do to the folder of sources: put a file into it, and take one out.

Every name comes from outside. It is checked by itself and again by where it leads.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import unicodedata
from pathlib import Path, PurePosixPath

from index.errors import IsnadError
from index.folder import find_sources
from index.readers.read import ENDINGS, MAX_BYTES, is_source

_MOST_NAME_BYTES = 200
_MOST_SOURCES = 10_000
_BLOCK = 1024 * 1024
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class OwnerError(IsnadError):
    """A file cannot be added or removed."""


def checked_name(name: str) -> str:
    """*name*, if a file of sources may have it on any system.

    Raises:
        OwnerError: it is empty, hidden, too long, a path, one of Windows' devices, holds a mark
            that cannot be seen, or ends as no source does.

    >>> checked_name("report.md")
    'report.md'
    """
    name = unicodedata.normalize("NFC", name)
    shown = _shown(name)
    if not name or name.startswith(".") or name != name.strip() or name.endswith("."):
        raise OwnerError(f"{shown} is hidden, or has a space or dot at its end: give it a name.")
    unseen = not name.isprintable() or any(_is_unseen(letter) for letter in name)
    if _FORBIDDEN.search(name) or unseen:
        raise OwnerError(f"{shown} has a mark in it that a file's name may not have.")
    if len(name.encode("utf-8", "replace")) > _MOST_NAME_BYTES:
        raise OwnerError(f"{shown} is too long a name: {_MOST_NAME_BYTES} bytes is the most.")
    if _DEVICES.fullmatch(name):
        raise OwnerError(f"{shown} is the name of a device on Windows: give it another.")
    if not is_source(Path(name)):
        endings = ", ".join(sorted(ENDINGS))
        raise OwnerError(f"{shown} cannot be read: the files that can be end in {endings}.")
    return name


def add_source(sources: Path, upload: Path, name: str) -> str:
    """Copy the file *upload* into the folder *sources* as *name*; an old one is never replaced.

    It is copied under a hidden name first, so that no build ever sees half of it.

    Returns:
        The name it has there.

    Raises:
        OwnerError: the name or the file cannot be taken, or a source has the name already.
    """
    name = checked_name(name)
    if len(find_sources(sources)) >= _MOST_SOURCES:
        raise OwnerError(f"There are {_MOST_SOURCES} sources already; remove some first.")
    home = sources.resolve()
    if _is_taken(home, name):
        raise OwnerError(f"There is a source {_shown(name)} already: remove it first.")
    part = home / f".{secrets.token_hex(8)}.part"
    try:
        _copy(upload, part, name)
        os.link(part, home / name)  # unlike a rename, it fails where the name is taken by now
    except FileExistsError as error:
        raise OwnerError(f"There is a source {_shown(name)} already: remove it first.") from error
    except OSError as error:
        raise OwnerError(f"{_shown(name)} cannot be saved ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
    return name


def remove_source(sources: Path, source: str) -> None:
    """Remove the file that the index calls *source* from the folder *sources*.

    Of a link only the link goes, and nothing outside the folder does.

    Raises:
        OwnerError: no source of the folder has this name, or it cannot be removed.
    """
    path = find_sources(sources).get(source)
    if path is None or not path.parent.resolve().is_relative_to(sources.resolve()):
        raise OwnerError(f"There is no source {_shown(source)}.")
    try:
        path.unlink()
    except OSError as error:
        raise OwnerError(f"{_shown(source)} cannot be removed ({error.strerror}).") from error


def _is_taken(home: Path, name: str) -> bool:
    """Whether a file has the name, in any case: some file systems do not tell them apart."""
    folded = _folded(name)
    return any(_folded(other) == folded for other in os.listdir(home))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _copy(upload: Path, part: Path, name: str) -> None:
    """Copy a plain file, and no more of it than a source may have; no link is followed."""
    copied = 0
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(upload, flags), "rb") as source, part.open("xb") as target:
        if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
            raise OwnerError(f"{_shown(name)} is not a file.")
        while block := source.read(_BLOCK):
            copied += len(block)
            if copied > MAX_BYTES:
                raise OwnerError(f"{_shown(name)} is larger than {MAX_BYTES // 1_000_000} MB.")
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def _is_unseen(letter: str) -> bool:
    """Whether a letter is a control, a mark of direction, a surrogate or of no script yet."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _shown(name: str) -> str:
    """The last part of a name, short, with what cannot be seen or printed written out."""
    short = PurePosixPath(name).name[:80] or name[:80]
    seen = "".join("\N{REPLACEMENT CHARACTER}" if _is_unseen(c) else c for c in short)
    return f"“{seen}”"
