"""Where an index is kept: a folder of this machine, or a Milvus server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from index.errors import IsnadError
from index.milvus.address import MilvusAddress
from index.searched import Searched
from index.storage.additions import APART, Apart
from index.storage.contents import Contents, Index
from index.storage.manifest import Manifest, read_manifest
from index.storage.store import current_generation, load, save, sweep, whole_generations


class Place(Protocol):
    """Keeps the generations of one index."""

    @property
    def home(self) -> Path:
        """A folder of this machine: for the lock of builds, and what was encoded and not kept."""

    def load(self, *, thorough: bool = False) -> Searched:
        """The index in use.

        Args:
            thorough: make sure that it is whole.

        Raises:
            IndexMissingError: there is none yet.
            IndexVersionError: it was written by another version of the program.
            IndexDamagedError: it is not whole.
            StoreError: the server that keeps it fails.
        """

    def manifest(self) -> Manifest:
        """What the index in use is made of; raises as ``load``, and takes no older one instead."""

    def current_name(self) -> str:
        """The name of the generation in use; raises as ``load``."""

    def used(self) -> Searched | None:
        """The index in use, unless it is missing, damaged or of another version."""

    def earlier(self, used: Searched | None) -> Iterator[Searched]:
        """The other generations that are whole, the newest first."""

    def sweep(self, used: Searched | None) -> None:
        """Delete what killed builds have left; whoever calls has the lock of builds."""

    def save(self, contents: Contents) -> None:
        """Write a new generation and make it the one in use; if that fails the old one stays.

        Raises:
            IndexDamagedError: what has to be copied of an older generation is damaged.
            IsnadError: it cannot be written.
        """


class Folder:
    """An index in a folder."""

    def __init__(self, home: Path, apart: Apart = APART) -> None:
        """Nothing is read yet; *home* need not be there, *apart* is as for ``store.save``."""
        self.home = home
        self._apart = apart

    def __str__(self) -> str:
        return str(self.home)

    def load(self, *, thorough: bool = False) -> Index:
        """As ``store.load``."""
        return load(self.home, thorough=thorough)

    def manifest(self) -> Manifest:
        """As ``manifest.read_manifest``."""
        return read_manifest(current_generation(self.home))

    def current_name(self) -> str:
        """As ``store.current_generation``."""
        return current_generation(self.home).name

    def used(self) -> Index | None:
        """The index in use; of large files the bytes are looked at when they are copied."""
        with suppress(IsnadError):
            return self.load()
        return None

    def earlier(self, used: Searched | None) -> Iterator[Index]:
        """As ``store.whole_generations``, without *used*: if there is none, every byte is read."""
        for index in whole_generations(self.home, thorough=used is None):
            if used is None or index.lease.name != used.lease.name:
                yield index

    def sweep(self, used: Searched | None) -> None:
        """As ``store.sweep``."""
        sweep(self.home, used)

    def save(self, contents: Contents) -> None:
        """As ``store.save``."""
        save(contents, self.home, self._apart)


def place_of(where: Path | MilvusAddress | Place) -> Place:
    """The place that a command line or a caller names."""
    if isinstance(where, MilvusAddress):
        from index.milvus.store import MilvusStore

        return MilvusStore(where)
    return Folder(where) if isinstance(where, Path) else where
