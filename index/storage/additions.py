"""What a build writes: all files, or beside those of a large index only what was added to it.

The files of the first segment are the same for all generations that go on from it: each has them
by hard links, or as copies where a file system has none, and is whole by itself. When much was
added or left out, all is written as one again; small indexes always are.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.storage.checksums import check_files, read_checksums, write_checksums
from index.storage.contents import Contents, Entries, Index
from index.storage.generation import OPTIONAL, SEGMENT_FILES, read_segment
from index.storage.joint import ADDED, JOINT, joint_arrays
from index.storage.lookups import Either
from index.storage.manifest import write_manifest
from index.storage.writer import write_generation, write_segment
from index.tables.arrays import write_arrays


@dataclass(frozen=True, slots=True)
class Apart:
    """When what is added to an index is kept apart.

    Attributes:
        least: passages of the index; to write fewer again takes seconds.
        share: of them, the most that may be added or left out; to write so many takes seconds too.
    """

    least: int = 20_000
    share: float = 0.05


APART = Apart()


@dataclass(frozen=True, slots=True)
class Addition:
    """How a new index comes of the first segment of an old one.

    Attributes:
        kept: the sources that stay in it, with their numbers there.
        added: the sources of the second segment: new ones, and those that it has.
        count: passages that are added or left out.
    """

    kept: dict[str, int]
    added: list[str]
    count: int


def write(contents: Contents, generation: Path, apart: Apart) -> None:
    """Write *contents* into an empty folder beside that of the index from which they come.

    Raises:
        OSError: they cannot be written.
        IndexDamagedError: what has to be copied of that index is not what was written.
    """
    old = contents.kept
    if not isinstance(old, Index):
        write_generation(contents, generation)
        return
    home = generation.with_name(old.lease.name)
    addition = _addition(contents, old)
    count = len(old.segments[0].passages)
    if count < apart.least or addition.count > apart.share * count:
        check_files(home, thorough=True)
        write_generation(contents, generation)
    else:
        check_files(home, thorough=True, only=f"{ADDED}/")
        _write_apart(contents, old, addition, generation)


def _addition(contents: Contents, old: Index) -> Addition:
    """What *contents* add to the first segment of *old*."""
    first, fresh = old.segments[0], contents.fresh
    places = dict(zip(old.numbers, old.places.tolist(), strict=True))
    staying = {s: place for s, place in places.items() if place < len(first.documents)}
    kept = {s: staying[s] for s in contents.manifest.files if s in staying and s not in fresh}
    added = [source for source in contents.manifest.files if source not in kept]
    spans = (range(*old.span(source)) for source in added if source not in fresh)
    new = sum(len(fresh[source].passages) for source in added if source in fresh)
    left = int(np.diff(first.firsts)[list(kept.values())].sum())
    return Addition(kept, added, sum(map(len, spans)) + new + len(first.passages) - left)


def _write_apart(contents: Contents, old: Index, addition: Addition, generation: Path) -> None:
    """Take the first segment's files over, and write what is added."""
    home = generation.with_name(old.lease.name)
    sums = read_checksums(home)
    taken = [name for name in (*SEGMENT_FILES, *OPTIONAL) if name in sums]
    for name in taken:
        _take_over(home / name, generation / name)
    if addition.count:
        (generation / ADDED).mkdir()
        _write_added(contents, old, addition, generation / ADDED)
    write_manifest(contents.manifest, generation)
    write_checksums(generation, {name: sums[name] for name in taken})


def _write_added(contents: Contents, old: Index, addition: Addition, folder: Path) -> None:
    """Write the second segment, and how it is read with the first."""
    first, dimension = old.segments[0], contents.manifest.dimension
    entries = Entries(addition.added, contents.fresh, old)
    again = [old.span(source) for source in addition.added if source not in contents.fresh]
    keys = [key for span in again for key in old.keys[slice(*span)]]
    write_segment(entries, Either(old.known(keys), contents.encoded), dimension, folder)
    numbers = {source: n for n, source in enumerate(addition.added, len(first.documents))}
    places = addition.kept | numbers
    documents = np.array([places[source] for source in contents.manifest.files], np.int64)
    write_arrays(folder / JOINT, joint_arrays((first, read_segment(folder, dimension)), documents))


def _take_over(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links, or too many of them
        shutil.copyfile(source, target)
