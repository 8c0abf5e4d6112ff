"""The index in memory and on disk.

An index folder holds immutable generations and a pointer, ``CURRENT``, that names the one in
use. A build writes a new generation beside the old one and swaps the pointer with one
``os.replace``: whoever reads has the old one or the new one, never a part of either.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any, cast

import faiss
import numpy as np
from numpy.typing import NDArray

from index.checksums import check_files, sync, write_checksums
from index.documents import Document, Passage
from index.errors import IndexDamagedError, IndexMissingError, IndexVersionError, IsnadError
from index.folder import SourceState
from index.token_vectors import TokenVectors

FORMAT = 1
_POINTER = "CURRENT"
_UNFINISHED = "unfinished-"
_ABANDONED_AFTER = 3600
_KEPT_GENERATIONS = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One document with everything that the index keeps of it.

    Attributes:
        document: the source as it was read.
        passages: its passages, in order.
        tokens: for each passage, the tokens that the words channel counts.
        vectors: (passages, d) float32, rows of unit length.
        token_vectors: the token vectors of the passages.
    """

    document: Document
    passages: list[Passage]
    tokens: list[list[str]]
    vectors: NDArray[np.float32]
    token_vectors: TokenVectors


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made of.

    Attributes:
        sources: the folder of sources, absolute.
        encoder: the name that the encoder was chosen by.
        encoder_identity: ``Encoder.identity``.
        dimension: width of the vectors.
        built: when, in UTC, as ISO 8601 to the second.
        files: the sources that are indexed.
        unreadable: the sources that are not, with the reason.
        format: version of the files and of the splitting that made them.
    """

    sources: str
    encoder: str
    encoder_identity: str
    dimension: int
    built: str
    files: dict[str, SourceState]
    unreadable: dict[str, str]
    format: int = field(default=FORMAT)


@dataclass(frozen=True, slots=True)
class Index:
    """A generation, loaded. Row i of everything below belongs to ``passages[i]``."""

    manifest: Manifest
    documents: dict[str, Document]
    passages: list[Passage]
    tokens: list[list[str]]
    dense: faiss.IndexFlatIP
    token_vectors: TokenVectors

    @classmethod
    def from_entries(cls, manifest: Manifest, entries: Sequence[Entry]) -> Index:
        """Put the documents' parts one after the other; at least one entry."""
        dense = faiss.IndexFlatIP(manifest.dimension)
        dense.add(np.concatenate([entry.vectors for entry in entries]))
        return cls(
            manifest=manifest,
            documents={entry.document.source: entry.document for entry in entries},
            passages=[passage for entry in entries for passage in entry.passages],
            tokens=[tokens for entry in entries for tokens in entry.tokens],
            dense=dense,
            token_vectors=TokenVectors.join([entry.token_vectors for entry in entries]),
        )

    def entries(self) -> Iterator[Entry]:
        """The documents' parts again, for the next build to reuse."""
        first = 0
        for source, document in self.documents.items():
            after = first
            while after < len(self.passages) and self.passages[after].source == source:
                after += 1
            yield Entry(
                document,
                self.passages[first:after],
                self.tokens[first:after],
                self.dense.reconstruct_n(first, after - first),
                self.token_vectors.slice(first, after),
            )
            first = after

    def text(self, passage: Passage) -> str:
        """The passage as it stands in its source."""
        return self.documents[passage.source].text[passage.start : passage.end]


def save(index: Index, folder: Path) -> Path:
    """Write *index* as a new generation of *folder* and make it the current one.

    Returns:
        The folder of the new generation. A failure at any point leaves the old one in use.

    Raises:
        IsnadError: the folder cannot be written, or the disk is full.
    """
    name = f"{time.time_ns():020d}"
    unfinished = folder / f"{_UNFINISHED}{name}"
    pointer = folder / f"{_UNFINISHED}{name}.pointer"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.mkdir()
        _write(index, unfinished)
        write_checksums(unfinished)
        pointer.write_text(name, "utf-8")
        sync(pointer)
        unfinished.rename(folder / name)
        sync(folder)
        os.replace(pointer, folder / _POINTER)
        sync(folder)
    except OSError as error:
        raise IsnadError(
            f"The index in {folder} cannot be written ({error.strerror or error});"
            " the old one, if there is one, stays in use."
        ) from error
    finally:
        _remove(unfinished)
        _remove(pointer)
    _clean(folder, name)
    return folder / name


def load(folder: Path) -> Index:
    """Read the current generation of *folder*.

    Raises:
        IndexMissingError: there is none yet.
        IndexVersionError: it was written by another version of the program.
        IndexDamagedError: a file is missing, cut off or changed.
    """
    generation = current_generation(folder)
    try:
        check_files(generation)
        return _read(generation)
    except IndexDamagedError:
        if current_generation(folder) == generation:
            raise
        return load(folder)  # builds have replaced and deleted it while it was read


def current_generation(folder: Path) -> Path:
    """The folder of the generation that the pointer names; raises as ``load``."""
    try:
        name = (folder / _POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        raise IndexMissingError(
            f"There is no index in {folder}; run: python -m index build"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"The index in {folder} cannot be opened: {error}") from error
    if not name.isdecimal() or not (folder / name).is_dir():
        raise IndexDamagedError(
            f"The index in {folder} is damaged (its pointer leads nowhere);"
            " run: python -m index build"
        )
    return folder / name


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the current generation; raises as ``load``."""
    return _read_manifest(current_generation(folder))


def _read_manifest(generation: Path) -> Manifest:
    folder, path = generation.parent, generation / "manifest.json"
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            raise IndexVersionError(
                f"The index in {folder} has format {data['format']}, and this version of Isnad"
                f" reads format {FORMAT}; run: python -m index build"
            )
        data["files"] = {name: SourceState(**state) for name, state in data["files"].items()}
        return Manifest(**data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(
            f"The manifest of the index in {folder} is damaged; run: python -m index build"
        ) from error


def _write(index: Index, generation: Path) -> None:
    rows = zip(index.passages, index.tokens, strict=True)
    _write_lines(generation / "documents.jsonl", map(_document_row, index.documents.values()))
    _write_lines(generation / "passages.jsonl", ([*astuple(p), tokens] for p, tokens in rows))
    (generation / "dense.faiss").write_bytes(faiss.serialize_index(index.dense).tobytes())
    np.save(generation / "token_rows.npy", index.token_vectors.rows)
    np.save(generation / "token_scales.npy", index.token_vectors.scales)
    np.save(generation / "token_starts.npy", index.token_vectors.starts)
    manifest = json.dumps(asdict(index.manifest), ensure_ascii=False, indent=2)
    (generation / "manifest.json").write_text(manifest, "utf-8")


def _read(generation: Path) -> Index:
    manifest = _read_manifest(generation)
    try:
        return _read_parts(generation, manifest)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise IndexDamagedError(
            f"The index in {generation.parent} cannot be read: {error}"
        ) from error


def _read_parts(generation: Path, manifest: Manifest) -> Index:
    documents = [Document(*[*row, ()]) for row in _read_lines(generation / "documents.jsonl")]
    rows = list(_read_lines(generation / "passages.jsonl"))
    names = ("token_rows", "token_scales", "token_starts")
    arrays = [np.load(generation / f"{name}.npy", "r", allow_pickle=False) for name in names]
    dense = np.fromfile(generation / "dense.faiss", np.uint8)
    return Index(
        manifest=manifest,
        documents={document.source: document for document in documents},
        passages=[Passage(*row[:-1]) for row in rows],
        tokens=[row[-1] for row in rows],
        dense=cast(faiss.IndexFlatIP, faiss.deserialize_index(dense)),
        token_vectors=TokenVectors(*arrays),
    )


def _document_row(document: Document) -> list[str]:
    return [
        document.source,
        document.title,
        document.language,
        document.text,
        document.content_hash,
    ]


def _write_lines(path: Path, rows: Iterator[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _read_lines(path: Path) -> Iterator[list[Any]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from map(json.loads, file)


def _clean(folder: Path, current: str) -> None:
    """Delete generations that are not read any more, and what killed builds left behind."""
    generations = sorted(path for path in folder.iterdir() if path.name.isdecimal())
    old = [path for path in generations if path.name < current][: 1 - _KEPT_GENERATIONS or None]
    left = [path for path in folder.glob(f"{_UNFINISHED}*") if _is_abandoned(path)]
    for path in [*old, *left]:
        _remove(path)


def _is_abandoned(path: Path) -> bool:
    """Whether no build can be writing it still; one that is gone was finished just now."""
    try:
        return time.time() - path.stat().st_mtime > _ABANDONED_AFTER
    except FileNotFoundError:
        return False


def _remove(path: Path) -> None:
    """Delete a file or folder, if it is there and may be deleted."""
    shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink()
