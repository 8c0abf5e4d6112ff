"""Sources to an index: only what changed is read, encoded and tokenised again."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from index.documents import Document, encoded_text
from index.encode import EncodeBatches, Progress, WithKept, encode_here, encode_missing
from index.encoders.encoder import Encoder
from index.encoders.load import BUNDLED, load_encoder
from index.errors import IndexDamagedError, IndexMissingError, SourceError
from index.folder import SourceState, find_sources, source_state
from index.milvus.address import MilvusAddress
from index.place import Place, place_of
from index.readers.read import read
from index.reporting.statements import statements
from index.searched import Searched
from index.split import split
from index.storage.contents import Contents, Entries, Entry, text_key
from index.storage.locks import PATIENCE, build_lock
from index.storage.manifest import Manifest
from index.storage.vector_cache import VectorCache, clear
from index.text.tokenize import tokenize

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: sources by name, those that could not be read with the reason.

    *encoded* counts the passages that had to be encoded now: not those whose text was encoded
    before, wherever it stood, nor a text twice.
    """

    added: list[str]
    changed: list[str]
    removed: list[str]
    unchanged: list[str]
    unreadable: dict[str, str]
    passages: int
    encoded: int

    def sentence(self) -> str:
        """What was done, for a person; a line more for each source that was not read."""
        lines = [
            f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed,"
            f" {len(self.unchanged)} unchanged: {self.passages} passages,"
            f" {self.encoded} of them encoded now."
        ]
        lines += [f"Not read: {source}: {reason}" for source, reason in self.unreadable.items()]
        return "\n".join(lines)


def build(
    sources: Path,
    folder: Path | MilvusAddress | Place,
    encoder: Encoder | None = None,
    encoder_name: str = BUNDLED,
    progress: Progress = lambda done, total: None,
    *,
    workers: int = 0,
    patience: float = PATIENCE,
) -> BuildReport:
    """Bring the index in *folder* up to date with *sources*.

    Whatever ends it, the old index stays in use, and what was encoded serves the next build.

    Args:
        sources: the folder of sources.
        folder: the folder of the index, which is made if it is not there, or another place.
        encoder: the encoder that *encoder_name* stands for, where it is loaded already.
        encoder_name: what ``load_encoder`` takes.
        progress: is told how far the encoding is.
        workers: how many processes encode; this one if 0.
        patience: how many seconds to wait for another build of the same index.

    Raises:
        SourceError: no source can be read. The old index, if there is one, stays in use.
        EncoderError: the encoder cannot be loaded.
        BuildRunningError: another build runs on and on.
        IsnadError: the index cannot be written; here, too, the old one stays.
    """
    find_sources(sources)  # before an encoder is loaded or a folder made for nothing
    encoder = encoder or load_encoder(encoder_name)
    encode = encode_here(encoder)
    if workers:
        from index.workers import encode_in_processes

        encode = encode_in_processes(encoder_name, workers)
    place = place_of(folder)
    run = partial(_build, sources, place, encoder, encoder_name, encode=encode, progress=progress)
    with build_lock(place.home, patience):
        used = place.used()
        try:
            return run(used=used)
        except IndexDamagedError as damage:
            if used is None:
                raise
            _log.warning("%s. All sources are read again.", damage)
            return run(used=None)


def _build(
    sources: Path,
    place: Place,
    encoder: Encoder,
    encoder_name: str,
    *,
    encode: EncodeBatches,
    progress: Progress,
    used: Searched | None,
) -> BuildReport:
    started = datetime.now(UTC)
    place.sweep(used)
    old = used if used and used.manifest.encoder_identity == encoder.identity else None
    known = old.manifest.files if old else {}
    documents, states, unreadable = _read_changed(find_sources(sources), known)
    gone = bool(unreadable) and not find_sources(sources)  # a drive went away in the middle
    if gone or (not documents and known.keys().isdisjoint(states)):
        raise SourceError(_nothing_to_index(sources, unreadable))
    fresh = {document.source: _make_entry(document) for document in documents}
    with VectorCache(place.home, encoder.identity, encoder.dimension) as cache:
        indexes = _others(place, used, encoder)
        encoded, count = encode_missing(_texts(fresh.values()), indexes, cache, encode, progress)
    moment = started.isoformat(timespec="seconds")
    manifest = Manifest(
        sources=str(sources.resolve()),
        encoder=encoder_name,
        encoder_identity=encoder.identity,
        dimension=encoder.dimension,
        built=moment,
        files={
            source: replace(
                states[source],
                indexed=moment if source in fresh else known[source].indexed,
            )
            for source in sorted(states)
        },
        unreadable=unreadable,
    )
    entries = Entries(list(manifest.files), fresh, old)
    encoded = WithKept(encoded, old) if old else encoded
    place.save(Contents(manifest, entries, encoded, old, fresh))
    clear(place.home)
    return _report(manifest, fresh, old, count)


def open_index(
    sources: Path,
    folder: Path | MilvusAddress | Place,
    encoder_name: str | None = None,
    progress: Progress = lambda done, total: None,
) -> tuple[Searched, Encoder]:
    """The index in *folder* and its encoder; an index that is stale is not rebuilt.

    Args:
        sources: the folder of sources.
        folder: the folder of the index, or another place; it is built if there is none.
        encoder_name: the encoder that the index must have, else it is rebuilt; None takes the
            index's own, or the bundled one for a new index.
        progress: as for ``build``.

    Raises:
        IsnadError: as ``load``, ``load_encoder`` and ``build``.
    """
    place = place_of(folder)
    try:
        index = place.load()
        if encoder_name in (None, index.manifest.encoder):
            return index, load_encoder(index.manifest.encoder)
    except IndexMissingError:
        pass
    name = encoder_name or BUNDLED
    encoder = load_encoder(name)
    build(sources, place, encoder, name, progress)
    return place.load(), encoder


def _others(place: Place, used: Searched | None, encoder: Encoder) -> Iterator[Searched]:
    """The indexes that may have vectors: the one used, then the others; read when asked."""
    for index in chain([used] if used else [], place.earlier(used)):
        if index.manifest.encoder_identity == encoder.identity:
            yield index


def _read_changed(
    paths: dict[str, Path], known: dict[str, SourceState]
) -> tuple[list[Document], dict[str, SourceState], dict[str, str]]:
    """Read every source whose bytes are new; note the state of all that can be read."""
    documents, states, unreadable = [], {}, {}
    for source, path in paths.items():
        try:
            before = known.get(source)
            state = source_state(path, before)
            if before is None or state.content_hash != before.content_hash:
                documents.append(read(path, source))
                # Of a file that has changed since it was hashed these are the bytes that count.
                state = replace(state, content_hash=documents[-1].content_hash)
            states[source] = state
        except SourceError as error:
            unreadable[source] = str(error)
    return documents, states, unreadable


def _make_entry(document: Document) -> Entry:
    passages = split(document)
    texts = [encoded_text(document, passage) for passage in passages]
    languages = [passage.language for passage in passages]
    return Entry(
        document=document,
        statements=statements(document),
        passages=passages,
        tokens=[tokenize(*pair) for pair in zip(texts, languages, strict=True)],
        keys=[text_key(text) for text in texts],
    )


def _texts(entries: Iterable[Entry]) -> dict[bytes, str]:
    """What has to be encoded, each text once."""
    return {
        key: encoded_text(entry.document, passage)
        for entry in entries
        for passage, key in zip(entry.passages, entry.keys, strict=True)
    }


def _report(
    manifest: Manifest, fresh: dict[str, Entry], old: Searched | None, encoded: int
) -> BuildReport:
    now, known = manifest.files, old.manifest.files if old else {}
    unchanged = [source for source in now if source not in fresh]
    spans = (range(*old.span(source)) for source in unchanged) if old else ()
    return BuildReport(
        added=[source for source in now if source not in known],
        changed=[source for source in now if source in fresh and source in known],
        removed=sorted(known.keys() - now.keys()),
        unchanged=unchanged,
        unreadable=manifest.unreadable,
        passages=sum(len(one.passages) for one in fresh.values()) + sum(map(len, spans)),
        encoded=encoded,
    )


def _nothing_to_index(sources: Path, unreadable: dict[str, str]) -> str:
    if not unreadable:
        return f"The folder {sources} holds no file that can be read; put a source there."
    reasons = "; ".join(f"{source}: {reason}" for source, reason in unreadable.items())
    return f"No source in {sources} can be read: {reasons}."
