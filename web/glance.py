"""How an index compares with its sources, as of a moment ago."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from index.freshness import Freshness, freshness
from index.storage.manifest import Manifest
from web.guard.ration import Clock

SECONDS = 0.5


class Glance:
    """Looks at the sources at most every ``SECONDS``, and one look serves all who ask.

    Every answer tells the age of its index and every open page asks for it, and a look takes the
    state of every file.
    """

    def __init__(self, manifest: Manifest, sources: Path, clock: Clock = time.monotonic) -> None:
        """Compare *manifest* with the folder *sources*; *clock* tells seconds."""
        self._manifest = manifest
        self._sources = sources
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: tuple[float, Freshness] | None = None

    def __call__(self) -> Freshness:
        """How they compare."""
        with self._lock:
            if self._seen and self._clock() < self._seen[0] + SECONDS:
                return self._seen[1]
            fresh = freshness(self._manifest, self._sources)
            self._seen = (self._clock(), fresh)
            return fresh
