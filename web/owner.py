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

from index.folder import find_sources
from index.readers.read import ENDINGS, MAX_BYTES, is_source
from web.words import ToldError

READABLE = ", ".join(sorted(ENDINGS))

_MOST_NAME_BYTES = 200
_MOST_SOURCES = 10_000
_BLOCK = 1024 * 1024
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class OwnerError(ToldError):
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
        raise OwnerError("name_hidden", name=shown)
    unseen = not name.isprintable() or any(_is_unseen(letter) for letter in name)
    if _FORBIDDEN.search(name) or unseen:
        raise OwnerError("name_marked", name=shown)
    if len(name.encode("utf-8", "replace")) > _MOST_NAME_BYTES:
        raise OwnerError("name_long", name=shown, most=_MOST_NAME_BYTES)
    if _DEVICES.fullmatch(name):
        raise OwnerError("name_device", name=shown)
    if not is_source(Path(name)):
        raise OwnerError("name_ending", name=shown, endings=READABLE)
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
        raise OwnerError("too_many_sources", most=_MOST_SOURCES)
    home = sources.resolve()
    if _is_taken(home, name):
        raise OwnerError("name_taken", name=_shown(name))
    part = home / f".{secrets.token_hex(8)}.part"
    try:
        _copy(upload, part, name)
        os.link(part, home / name)  # unlike a rename, it fails where the name is taken by now
    except FileExistsError as error:
        raise OwnerError("name_taken", name=_shown(name)) from error
    except OSError as error:
        raise OwnerError("not_saved", name=_shown(name), reason=error.strerror) from error
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
        raise OwnerError("no_source", name=_shown(source))
    try:
        path.unlink()
    except OSError as error:
        raise OwnerError("not_removed", name=_shown(source), reason=error.strerror) from error


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
            raise OwnerError("not_a_file", name=_shown(name))
        while block := source.read(_BLOCK):
            copied += len(block)
            if copied > MAX_BYTES:
                raise OwnerError("too_large", name=_shown(name), most=MAX_BYTES // 1_000_000)
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def _is_unseen(letter: str) -> bool:
    """Whether a letter is a control, a mark of direction, a surrogate or of no script yet."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _shown(name: str) -> str:
    """The last part of a name, short, with what cannot be seen or printed written out."""
    short = PurePosixPath(name).name[:80] or name[:80]
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_unseen(c) else c for c in short)
