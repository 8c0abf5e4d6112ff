"""Whether the sources are still what the index was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.errors import SourceError
from index.folder import SourceState, find_sources, source_state
from index.readers.archive import file_of
from index.storage.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Freshness:
    """When an index was built, and the sources that differ from it now.

    Attributes:
        built: UTC, ISO 8601.
        added, changed, removed: names of sources.
        is_there: whether the folder of sources is; an index may be used without it.
    """

    built: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    is_there: bool = True

    @property
    def changed_sources(self) -> tuple[str, ...]:
        """All names that differ, in order."""
        return tuple(sorted({*self.added, *self.changed, *self.removed}))


def freshness(manifest: Manifest, sources: Path) -> Freshness:
    """Compare the folder of sources with what was indexed.

    A file with the size and time it had is taken to be the same; others are read and hashed. A
    folder that is gone counts as one without files.
    """
    try:
        paths = find_sources(sources)
    except SourceError:
        paths = {}
    built = datetime.fromisoformat(manifest.built).timestamp()
    known = {**manifest.files, **dict.fromkeys(manifest.unreadable)}
    return Freshness(
        built=manifest.built,
        added=tuple(source for source in paths if source not in known),
        changed=tuple(s for s in paths if s in known and _differs(paths[s], known[s], built)),
        removed=tuple(sorted(known.keys() - paths.keys())),
        is_there=sources.is_dir(),
    )


def _differs(path: Path, state: SourceState | None, built: float) -> bool:
    """Whether a file changed; of one that could not be read only the time can tell."""
    try:
        stat = file_of(path).stat()
        if state is None:
            return int(stat.st_mtime) > built  # which is in whole seconds
        if (stat.st_size, stat.st_mtime_ns) == (state.size, state.modified_ns):
            return False
        return source_state(path).content_hash != state.content_hash
    except (OSError, SourceError):
        return state is not None
