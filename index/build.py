"""Sources to an index: only what changed is read, encoded and tokenised again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.contents import Entry, Index
from index.documents import Document, Passage
from index.encoders.encoder import Encoder
from index.encoders.load import BUNDLED, load_encoder
from index.errors import IndexMissingError, IsnadError, SourceError
from index.folder import SourceState, find_sources, source_state
from index.manifest import Manifest
from index.readers.read import read
from index.split import split
from index.statements import statements
from index.store import load, save
from index.token_vectors import TokenVectors
from index.tokenize import tokenize

Progress = Callable[[int, int], None]
"""Called with the number of passages encoded so far and of all that have to be."""

_BATCH = 16


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: sources by name, those that could not be read with the reason."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    unchanged: list[str]
    unreadable: dict[str, str]
    passages: int
    encoded: int


def build(
    sources: Path,
    folder: Path,
    encoder: Encoder | None = None,
    encoder_name: str = BUNDLED,
    progress: Progress = lambda done, total: None,
) -> BuildReport:
    """Bring the index in *folder* up to date with *sources*.

    Args:
        sources: the folder of sources.
        folder: the folder of the index; it is made if it is not there.
        encoder: the encoder that *encoder_name* stands for, where it is loaded already.
        encoder_name: what ``load_encoder`` takes.
        progress: is told how far the encoding is.

    Raises:
        SourceError: no source can be read. The old index, if there is one, stays in use.
        EncoderError: the encoder cannot be loaded.
        IsnadError: the index cannot be written; here, too, the old one stays.
    """
    started = datetime.now(UTC)
    paths = find_sources(sources)
    encoder = encoder or load_encoder(encoder_name)
    old = _reusable(folder, encoder)
    kept = {entry.document.source: entry for entry in old.entries()} if old else {}
    documents, states, unreadable = _read_changed(paths, kept)
    if not documents and not any(source in states for source in kept):
        raise SourceError(_nothing_to_index(sources, unreadable))
    fresh = _make_entries(documents, encoder, progress)
    entries = [fresh.get(source) or kept[source] for source in sorted(states)]
    manifest = Manifest(
        sources=str(sources.resolve()),
        encoder=encoder_name,
        encoder_identity=encoder.identity,
        dimension=encoder.dimension,
        built=started.isoformat(timespec="seconds"),
        files=states,
        unreadable=unreadable,
    )
    save(Index.from_entries(manifest, entries), folder)
    return _report(kept, fresh, entries, unreadable)


def open_index(
    sources: Path,
    folder: Path,
    encoder_name: str | None = None,
    progress: Progress = lambda done, total: None,
) -> tuple[Index, Encoder]:
    """The index in *folder* and its encoder; an index that is stale is not rebuilt.

    Args:
        sources: the folder of sources.
        folder: the folder of the index, which is built if there is none.
        encoder_name: the encoder that the index must have, else it is rebuilt; None takes the
            index's own, or the bundled one for a new index.
        progress: as for ``build``.

    Raises:
        IsnadError: as ``load``, ``load_encoder`` and ``build``.
    """
    try:
        index = load(folder)
        if encoder_name in (None, index.manifest.encoder):
            return index, load_encoder(index.manifest.encoder)
    except IndexMissingError:
        pass
    name = encoder_name or BUNDLED
    encoder = load_encoder(name)
    build(sources, folder, encoder, name, progress)
    return load(folder), encoder


def encoded_text(document: Document, passage: Passage) -> str:
    """What is encoded of a passage: its heading, which says what it is about, and itself."""
    text = document.text[passage.start : passage.end]
    return f"{passage.heading}\n{text}" if passage.heading else text


def _reusable(folder: Path, encoder: Encoder) -> Index | None:
    """The current index, unless it is missing, damaged, or of another version or encoder."""
    try:
        index = load(folder)
    except IsnadError:
        return None
    return index if index.manifest.encoder_identity == encoder.identity else None


def _read_changed(
    paths: dict[str, Path], kept: dict[str, Entry]
) -> tuple[list[Document], dict[str, SourceState], dict[str, str]]:
    """Read every source whose bytes are new; note the state of all that can be read."""
    documents, states, unreadable = [], {}, {}
    for source, path in paths.items():
        try:
            state = source_state(path)
            old = kept.get(source)
            if old is None or old.document.content_hash != state.content_hash:
                documents.append(read(path, source))
            states[source] = state
        except SourceError as error:
            unreadable[source] = str(error)
    return documents, states, unreadable


def _make_entries(
    documents: Sequence[Document], encoder: Encoder, progress: Progress
) -> dict[str, Entry]:
    passages = [split(document) for document in documents]
    texts = [
        encoded_text(document, passage)
        for document, of_document in zip(documents, passages, strict=True)
        for passage in of_document
    ]
    encoded = _encode(texts, encoder, progress)
    return {
        document.source: _make_entry(document, of_document, encoded)
        for document, of_document in zip(documents, passages, strict=True)
    }


def _make_entry(
    document: Document,
    passages: list[Passage],
    encoded: Iterator[tuple[NDArray[np.float32], TokenVectors]],
) -> Entry:
    own = [next(encoded) for _ in passages]
    return Entry(
        document=document,
        statements=statements(document),
        passages=passages,
        tokens=[tokenize(encoded_text(document, p), p.language) for p in passages],
        vectors=np.stack([vector for vector, _ in own]),
        token_vectors=TokenVectors.join([vectors for _, vectors in own]),
    )


def _encode(
    texts: list[str], encoder: Encoder, progress: Progress
) -> Iterator[tuple[NDArray[np.float32], TokenVectors]]:
    """Encode in batches; a generator, so that only one batch's token vectors are floats."""
    progress(0, len(texts))
    for place in range(0, len(texts), _BATCH):
        encodings = encoder.encode_passages(texts[place : place + _BATCH])
        progress(place + len(encodings), len(texts))
        for encoding in encodings:
            yield encoding.vector, TokenVectors.quantize([encoding.tokens], encoder.dimension)


def _report(
    kept: dict[str, Entry],
    fresh: dict[str, Entry],
    entries: list[Entry],
    unreadable: dict[str, str],
) -> BuildReport:
    now = [entry.document.source for entry in entries]
    return BuildReport(
        added=[source for source in now if source not in kept],
        changed=[source for source in now if source in fresh and source in kept],
        removed=sorted(kept.keys() - set(now)),
        unchanged=[source for source in now if source not in fresh],
        unreadable=unreadable,
        passages=sum(len(entry.passages) for entry in entries),
        encoded=sum(len(entry.passages) for entry in fresh.values()),
    )


def _nothing_to_index(sources: Path, unreadable: dict[str, str]) -> str:
    if not unreadable:
        return f"The folder {sources} holds no file that can be read; put a source there."
    reasons = "; ".join(f"{source}: {reason}" for source, reason in unreadable.items())
    return f"No source in {sources} can be read: {reasons}."
