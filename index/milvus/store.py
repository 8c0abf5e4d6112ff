"""The generations of an index in Milvus.

Each is five collections of its own, which never change once they are written. One more collection,
``NAME_current``, has a single entity: the generation in use. A build writes new collections,
compares their counts, and then replaces that entity; whoever reads has the old generation or the
new one. The one before is kept. Where the server has aliases, which Milvus Lite does not, the alias
``NAME`` leads to the passages in use, for other programs.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from index.errors import (
    IndexDamagedError,
    IndexMissingError,
    IndexVersionError,
    IsnadError,
    StoreError,
)
from index.milvus import schema
from index.milvus.address import MilvusAddress
from index.milvus.connection import BUILD_PATIENCE, Connection
from index.milvus.reader import MilvusIndex
from index.milvus.writer import write_generation
from index.searched import Searched
from index.storage.contents import Contents
from index.storage.manifest import Manifest

_POINTER = "_current"
_KEPT_BEFORE = 1
"""So many generations before the one in use are kept."""

_GRACE_NS = 24 * 3600 * 10**9
"""A generation that is written since less than a day ago may be another machine's, being built."""

_log = logging.getLogger(__name__)


class MilvusStore:
    """One index in Milvus, as ``index.place.Place`` has it."""

    def __init__(self, address: MilvusAddress) -> None:
        """Nothing is asked of the server yet."""
        self._address = address
        self.home = address.home
        self._reading: Connection | None = None

    def __str__(self) -> str:
        return str(self._address)

    def load(self, *, thorough: bool = False) -> MilvusIndex:
        """Open the generation in use, else IndexMissingError; counts are compared if *thorough*."""
        connection = self._connection()
        index = MilvusIndex(connection, self.current_name())
        if thorough:
            index.check()
        return index

    def manifest(self) -> Manifest:
        """What the index in use is made of; raises as ``load``."""
        return self.load().manifest

    def current_name(self) -> str:
        """The name of the generation in use."""
        found = _current(self._connection(), self._address.name)
        if found is None:
            raise IndexMissingError(f"There is no index at {self}; run: python -m index build")
        return found

    def used(self) -> MilvusIndex | None:
        """The index that serves now, unless it is missing, damaged or of another version."""
        with suppress(IndexMissingError, IndexDamagedError, IndexVersionError):
            return self.load(thorough=True)
        return None

    def earlier(self, used: Searched | None) -> Iterator[Searched]:
        """The generations beside the one used that are whole, the newest first."""
        for name in reversed(_generations(self._connection(), self._address.name)):
            if used is None or name != used.lease.name:
                with suppress(IsnadError):
                    index = MilvusIndex(self._connection(), name)
                    index.check()
                    yield index

    def sweep(self, used: Searched | None) -> None:
        """Drop what killed builds have left; whoever calls has the lock of builds."""
        connection = self._connection()
        for name in _generations(connection, self._address.name):
            own = name.endswith(_tag(self.home)) or _age_ns(name) > _GRACE_NS
            if own and (used is None or name > used.lease.name):
                _drop(connection, name)

    def save(self, contents: Contents) -> None:
        """Write *contents* as a new generation and make it the one in use.

        Raises:
            StoreError: the server fails; the old generation stays in use.
        """
        connection = Connection(self._address, BUILD_PATIENCE)
        name = f"{self._address.name}_g{time.time_ns():020d}_{_tag(self.home)}"
        try:
            write_generation(contents, connection, name)
        except BaseException:
            with suppress(IsnadError):
                _drop(connection, name)
            raise
        _switch(connection, self._address.name, name)
        for old in _generations(connection, self._address.name, before=name)[:-_KEPT_BEFORE]:
            _drop(connection, old)
        connection.close()

    def _connection(self) -> Connection:
        if self._reading is None:
            self._reading = Connection(self._address)
        return self._reading


def _switch(connection: Connection, index: str, generation: str) -> None:
    """Make *generation* the one in use."""
    pointer = f"{index}{_POINTER}"
    if pointer not in connection.collections():
        schema.create_pointer(connection, pointer)
    row = {"id": 0, "none": schema.NOTHING, "record0": schema.quoted(generation)}
    connection.call("upsert", pointer, data=[row])
    connection.call("flush", pointer)
    if _current(connection, index) != generation:
        raise StoreError(f"The server has not made {generation} the index in use; build once more.")
    _lead_alias(connection, index, f"{generation}_passages")


def _lead_alias(connection: Connection, alias: str, collection: str) -> None:
    """Let *alias* lead to *collection*, where the server has aliases."""
    options = {"collection_name": collection, "alias": alias}
    try:
        try:
            connection.call_if_there("alter_alias", **options)
        except StoreError:  # there is none yet
            connection.call_if_there("create_alias", **options)
    except StoreError as error:
        _log.warning("No alias %s was made: %s", alias, error)


def _current(connection: Connection, index: str) -> str | None:
    pointer = f"{index}{_POINTER}"
    if pointer not in connection.collections():
        return None
    rows = connection.get(pointer, [0], ["record0"])
    return str(rows[0]["record0"]) if rows else None


def _generations(connection: Connection, index: str, before: str = "~") -> list[str]:
    """The generations of an index of which any collection is there, the oldest first."""
    pattern = re.compile(rf"({re.escape(index)}_g\d{{20}}_[0-9a-f]{{8}})_[a-z]+")
    found = {match[1] for name in connection.collections() if (match := pattern.fullmatch(name))}
    return sorted(name for name in found if name < before)


def _drop(connection: Connection, generation: str) -> None:
    there = set(connection.collections())
    for part in schema.PARTS:
        if f"{generation}_{part}" in there:
            connection.call("drop_collection", f"{generation}_{part}")


def _tag(home: Path) -> str:
    """Tells the builds of this machine and folder from those of others."""
    return hashlib.sha256(f"{uuid.getnode()} {home.resolve()}".encode()).hexdigest()[:8]


def _age_ns(generation: str) -> int:
    """How long ago it was begun."""
    return time.time_ns() - int(generation.rsplit("_", 2)[1][1:])
