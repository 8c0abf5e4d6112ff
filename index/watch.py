"""The index kept up to date while its sources change."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import watchfiles

from index.build import BuildReport
from index.errors import IndexMissingError, IsnadError, SourceError
from index.folder import find_sources
from index.freshness import freshness
from index.milvus.address import MilvusAddress
from index.place import Place, place_of
from index.readers.archive import file_of
from index.storage.manifest import Manifest

_QUIET_MS = 400
"""So long nothing may happen before a build starts: files are often written in several goes."""

_MOST_MS = 3000
"""So long a build is put off while changes go on."""

_LOOK_MS = 5000
"""So often the folder is looked at without an event: a network drive tells of none."""

_PAUSE = 1.0


def watch(
    sources: Path,
    folder: Path | MilvusAddress | Place,
    rebuild: Callable[[], BuildReport],
    tell: Callable[[str], None],
    stop: threading.Event,
) -> None:
    """Rebuild the index in *folder* whenever *sources* change, until *stop* is set.

    A folder of sources that vanishes, or holds no source any more, is taken for a drive that is
    gone for a while: that is said, the index stays as it is, and the folder is waited for.

    Args:
        sources: the folder of sources; it need not be there yet.
        folder: the folder of the index, or another place.
        rebuild: brings the index up to date. Where it raises, that is said and tried again.
        tell: is given a sentence for whatever happens; the same one is not repeated.
        stop: ends the watching, though not a build that runs.
    """
    watcher = _Watcher(sources, place_of(folder), rebuild, tell)
    while not stop.is_set():
        watcher.update()
        for _ in _changes(sources, stop):
            watcher.update()
        stop.wait(_PAUSE)


class _Watcher:
    """Decides after each event whether to build, and says what is new."""

    def __init__(
        self,
        sources: Path,
        place: Place,
        rebuild: Callable[[], BuildReport],
        tell: Callable[[str], None],
    ) -> None:
        self._sources = sources
        self._place = place
        self._rebuild = rebuild
        self._tell = tell
        self._said = ""
        self._seen: dict[Path, int] = {}

    def update(self) -> None:
        """Build if the sources differ from the index."""
        try:
            paths = find_sources(self._sources)
            if not paths:
                raise SourceError(f"The folder {self._sources} holds no source now.")
        except SourceError as error:
            self._say(f"{error} The index stays as it is; the folder is waited for.")
            return
        try:
            self._build_if_stale(paths)
        except (IsnadError, OSError) as error:
            self._say(f"The index could not be brought up to date: {error}")

    def _build_if_stale(self, paths: dict[str, Path]) -> None:
        manifest, seen = self._manifest(), {path: _touched(path) for path in paths.values()}
        if manifest:
            unread = [paths[source] for source in manifest.unreadable if source in paths]
            mended = any(self._seen.get(path, seen[path]) != seen[path] for path in unread)
            if not mended and not freshness(manifest, self._sources).changed_sources:
                self._seen = seen
                return
        report = self._rebuild()
        self._seen = seen
        self._said = ""
        self._say(report.sentence())

    def _manifest(self) -> Manifest | None:
        """What the index is made of, without loading it; None where a build has to mend it."""
        try:
            return self._place.manifest()
        except IndexMissingError:
            return None
        except IsnadError as error:
            self._say(str(error))
            return None

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._tell(sentence)
        self._said = sentence


def _touched(path: Path) -> int:
    """When anything about a file last changed, its rights too: what makes it readable again."""
    try:
        return file_of(path).stat().st_ctime_ns
    except OSError:
        return 0


def _changes(sources: Path, stop: threading.Event) -> Iterator[None]:
    """Comes round after changes, and after a while; ends when the folder is not there any more.

    A folder that was replaced by one of the same name, as when a drive is mounted, ends it too.
    """
    identity = _identity(sources)
    if identity is None:
        return
    try:
        for _ in watchfiles.watch(
            sources.resolve(),
            watch_filter=None,
            debounce=_MOST_MS,
            step=_QUIET_MS,
            stop_event=stop,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            if _identity(sources) != identity:
                return
            yield
    except (OSError, RuntimeError):  # it vanished, or the system watches no more folders
        stop.wait(_LOOK_MS / 1000)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino
