"""The folder of sources: which files in it are read, and what their bytes are."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from index.errors import SourceError
from index.readers.archive import file_of
from index.readers.read import is_source, read_bytes, sources_in

SOURCES = Path("seeds")
_INDEXES = Path(".isnad")


@dataclass(frozen=True, slots=True)
class SourceState:
    """A file as it was when it was indexed; size and time spare hashing what did not change.

    Attributes:
        content_hash: SHA-256 of its bytes, hexadecimal.
        size: bytes.
        modified_ns: when it was changed last, as the file system tells.
        indexed: when these bytes were read into an index, UTC, ISO 8601; empty before that.
    """

    content_hash: str
    size: int
    modified_ns: int
    indexed: str = field(default="", compare=False)

    @property
    def looks(self) -> tuple[int, int]:
        """What tells without reading whether it is the same: size and time."""
        return self.size, self.modified_ns

    @property
    def is_settled(self) -> bool:
        """Whether it was changed last before the second in which it was indexed."""
        if not self.indexed:
            return False
        return self.modified_ns < datetime.fromisoformat(self.indexed).timestamp() * 10**9


def source_state(path: Path, known: SourceState | None = None) -> SourceState:
    """The state of a file now.

    One with the size and time of the *known* state is not read, unless it was changed when these
    bytes were indexed: a clock ticks too slowly to tell what was written just then.

    Raises:
        SourceError: it cannot be opened.
    """
    try:
        # Before reading: what is written meanwhile then counts as a change.
        stat = file_of(path).stat()
    except OSError as error:
        raise SourceError(f"it cannot be opened ({error.strerror})") from error
    if known and known.is_settled and (stat.st_size, stat.st_mtime_ns) == known.looks:
        return known
    digest = hashlib.sha256(read_bytes(path)).hexdigest()
    return SourceState(digest, stat.st_size, stat.st_mtime_ns)


def index_folder(sources: Path) -> Path:
    """Where the index of a folder of sources lies unless the user says: one for each folder."""
    home = sources.resolve()
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:8]
    return _INDEXES / f"{home.name or 'root'}-{digest}"


def find_sources(folder: Path) -> dict[str, Path]:
    """The files under *folder* that have a reader, by their path with ``/`` between the parts.

    Hidden files and folders are passed over, and so is a link that leads out of the folder. The
    path of an archive's member leads through the archive; only our readers can follow it.

    Raises:
        SourceError: there is no such folder, or it cannot be listed.
    """
    if not folder.is_dir():
        raise SourceError(f"There is no folder of sources at {folder}.")
    home = folder.resolve()
    found: dict[str, Path] = {}
    for path, folders, names in os.walk(home, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(path, name)
            if not name.startswith(".") and is_source(file) and _stays_inside(file, home):
                found |= {_source_name(part, home): part for part in _parts(file)}
    return found


def _parts(file: Path) -> list[Path]:
    """The sources in a file: itself, or the members of an archive."""
    return [file / name if name else file for name in sources_in(file)]


def _source_name(file: Path, home: Path) -> str:
    """The path under the folder, in characters that can be printed and saved as UTF-8."""
    return os.fsencode(file.relative_to(home).as_posix()).decode("utf-8", "backslashreplace")


def _stays_inside(file: Path, home: Path) -> bool:
    """Whether a link leads to a place inside; one that leads round in a circle does."""
    return not file.is_symlink() or Path(os.path.realpath(file)).is_relative_to(home)


def _raise(error: OSError) -> None:
    raise SourceError(f"The folder {error.filename} cannot be listed ({error.strerror}).")
