"""Whether an index is whole, and every damage by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.documents import Document, encoded_text
from index.errors import IndexDamagedError, IsnadError
from index.reporting.statements import Statement
from index.storage.contents import Index, Segment, text_key
from index.storage.generation import ADDED_FILES, FILES, OPTIONAL, UNREADABLE, read_generation
from index.storage.joint import ADDED, JOINT, KINDS, joint_arrays
from index.storage.lookups import BySource
from index.storage.store import current_generation, generations
from index.storage.vector_cache import damaged_segments
from index.tables.arrays import read_arrays
from index.tables.name_table import gather_names, passage_words
from index.tables.speaker_table import SpeakerGatherer, voices
from index.tables.token_vectors import TokenVectors
from index.tables.word_table import count_words

Documents = Mapping[str, Document]

_BLOCK = 100_000
_NEAR = 1e-3
"""How far from 1 the length of a unit vector may be: float32, and int8 with a scale."""


def verify(folder: Path) -> list[str]:
    """A sentence for each damage of the index in *folder*, in any of its generations.

    Raises:
        IndexMissingError: there is no index.
    """
    found: list[str] = []
    try:
        current_generation(folder)
    except IndexDamagedError as error:
        found.append(str(error))
    for generation in generations(folder):
        of_generation = [f"Generation {generation.name}: {what}" for what in damages(generation)]
        found += of_generation if generation.is_dir() else []  # else a build cleaned it away
    return found + [f"{name} is cut off or damaged." for name in damaged_segments(folder)]


def damages(generation: Path) -> list[str]:
    """A sentence for each damage of one generation: its files, then what they say."""
    paths = [path for path in generation.rglob("*") if not path.is_dir()]
    names = {path.relative_to(generation).as_posix() for path in paths}
    added = ADDED_FILES if (generation / ADDED).exists() else ()
    found = [f"There is no file {name}." for name in sorted({*FILES, *added} - names)]
    strange = names - {*FILES, *added, *OPTIONAL}
    found += [f"The file {name} does not belong here." for name in sorted(strange)]
    try:
        found.extend(_of_index(read_generation(generation, thorough=True), generation))
    except IsnadError as error:
        found.append(str(error))
    except (*UNREADABLE, AttributeError) as error:
        found.append(f"It makes no sense: {error}.")
    return found


def _of_index(index: Index, generation: Path) -> Iterator[str]:
    yield from _sources(index)
    for place, segment in enumerate(index.segments):
        damage = _of_segment(segment, index.manifest.dimension)
        yield from (f"{ADDED}: {what}" for what in damage) if place else damage
    if index.dense.ntotal != len(index.passages):
        yield f"{index.dense.ntotal} vectors are searched, of {len(index.passages)} passages."
    if len(index.segments) == 2:
        yield from _joint(index.segments, index.places, generation / ADDED / JOINT)


def _of_segment(segment: Segment, dimension: int) -> Iterator[str]:
    numbers = {document.source: n for n, document in enumerate(segment.documents)}
    documents = BySource(numbers, segment.documents)
    yield from _types(segment)
    counts = list(_counts(segment, dimension))
    yield from counts
    if not counts:  # else rows of one do not belong to rows of another
        yield from _passages(segment, documents)
        yield from _tables(segment, documents)
        yield from _identical(segment)
        yield from _vectors(segment)
    yield from _statements(segment)


def _sources(index: Index) -> Iterator[str]:
    files = index.manifest.files
    if [document.source for document in index.documents.values()] != list(files):
        yield "Its documents are not the sources that its manifest lists."
    for document in index.documents.values():
        state = files.get(document.source)
        if state and state.content_hash != document.content_hash:
            yield f"{document.source}: it is not the source that the manifest lists."


def _joint(
    segments: tuple[Segment, Segment], places: NDArray[np.int64], path: Path
) -> Iterator[str]:
    """How two segments are read as one is what they make, made again."""
    first, second = (len(segment.documents) for segment in segments)
    own, added = places[places < first], places[places >= first]
    if (np.diff(own, prepend=-1) <= 0).any() or added.tolist() != [*range(first, first + second)]:
        yield f"The order of its documents, {ADDED}/{JOINT}, is none."
    elif not _same_arrays(joint_arrays(segments, places), read_arrays(path, KINDS)):
        yield f"What joins its two parts, {ADDED}/{JOINT}, is not what they make."


def _types(segment: Segment) -> Iterator[str]:
    """JSON has no types of ours: what is shown or counted is a text or a number."""
    for d in segment.documents:
        if not _are(str, d.source, d.title, d.language, d.text, d.content_hash):
            yield "A field of a document is no text."
    for p in segment.passages:
        if not (_are(str, p.source, p.heading, p.language) and _are(int, p.start, p.end)):
            yield "A field of a passage is neither text nor number."
    if not all(isinstance(tokens, list) and _are(str, *tokens) for tokens in segment.tokens):
        yield "A token is no text."


def _are(kind: type, *values: object) -> bool:
    return all(type(value) is kind for value in values)


def _counts(segment: Segment, dimension: int) -> Iterator[str]:
    count = len(segment.passages)
    of = {
        "lists of tokens": len(segment.tokens),
        "keys": len(segment.keys),
        "keys of texts": len(segment.text_keys),
        "vectors": len(segment.vectors),
        "places of token vectors": len(segment.token_vectors.places),
    }
    yield from (
        f"There are {n} {what} and {count} passages." for what, n in of.items() if n != count
    )
    sources = [document.source for document in segment.documents]
    runs = [(source, len(list(run))) for source, run in groupby(p.source for p in segment.passages)]
    if runs != list(zip(sources, np.diff(segment.firsts).tolist(), strict=True)):
        yield "Its passages are not in the order of its documents, or a document has none."
    yield from _token_counts(segment.token_vectors, dimension)


def _token_counts(vectors: TokenVectors, dimension: int) -> Iterator[str]:
    texts = len(vectors.starts) - 1
    if vectors.rows.shape[1] != dimension:
        yield f"Its token vectors are not {dimension} wide."
    if vectors.starts[0] != 0 or (np.diff(vectors.starts) < 0).any():
        yield "The starts of its token vectors go backwards."
    if not vectors.starts[-1] == len(vectors.rows) == len(vectors.scales):
        yield "Its token vectors, their scales and their starts are not of one number."
    if len(vectors.places) and not (0 <= vectors.places.min() <= vectors.places.max() < texts):
        yield "A passage has token vectors that are not there."


def _passages(segment: Segment, documents: Documents) -> Iterator[str]:
    """Every passage is a piece of its document, in order, and its keys those of its text."""
    last = ("", 0)
    keys = zip(segment.passages, segment.keys, segment.text_keys, strict=True)
    for passage, key, of_text in keys:
        document = documents[passage.source]
        where = f"{passage.source} {passage.start}-{passage.end}"
        after = last[1] if last[0] == passage.source else 0
        if not after <= passage.start < passage.end <= len(document.text):
            yield f"{where}: the passage is not a piece of its document."
        elif text_key(encoded_text(document, passage)) != key:
            yield f"{where}: the passage is not what was encoded."
        elif text_key(document.text[passage.start : passage.end]) != of_text:
            yield f"{where}: the key of the passage's text is another's."
        last = (passage.source, passage.end)


def _tables(segment: Segment, documents: Documents) -> Iterator[str]:
    """What the channels search is what the passages make, made again."""
    texts = (encoded_text(documents[p.source], p) for p in segment.passages)
    words, names = count_words(segment.tokens), gather_names(map(passage_words, texts))
    if not _same_arrays(words.arrays(), segment.word_table.arrays()):
        yield "What it counts of words, words.bin, is not what its passages have."
    if not _same_arrays(names.arrays(), segment.name_table.arrays()):
        yield "Its names, names.bin, are not what its passages have."
    pairs = zip(segment.documents, segment.statements, strict=True)
    by_document = [voices(document, own) for document, own in pairs]
    if list(chain.from_iterable(by_document)) != list(segment.voices):
        yield "Its speakers, speakers.jsonl, are not those of its statements."
    speakers = SpeakerGatherer()
    for own in by_document:
        speakers.add(own)
    theirs = segment.speaker_table.files()
    for name, arrays in speakers.table().files().items():
        if not _same_arrays(arrays, theirs[name]):
            yield f"The keys of its speakers, {name}.bin, are not those of its statements."


def _same_arrays(one: dict[str, NDArray[Any]], other: dict[str, NDArray[Any]]) -> bool:
    return all(np.array_equal(array, other[name]) for name, array in one.items())


def _identical(segment: Segment) -> Iterator[str]:
    count = len(segment.passages)
    for rows in segment.identical:
        whole = all(0 <= row < count for row in rows)
        if not whole or len({segment.text_keys[row] for row in rows}) != 1:
            yield f"The passages {rows} are listed as identical and are not."


def _vectors(segment: Segment) -> Iterator[str]:
    wrong = _not_unit(segment.vectors)
    if wrong:
        yield f"The vectors of {wrong} passages are not of unit length."
    vectors = segment.token_vectors
    wrong = 0
    for first in range(0, len(vectors.rows), _BLOCK):
        rows = vectors.rows[first : first + _BLOCK]
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float32))
        wrong += _not_unit((lengths * vectors.scales[first : first + _BLOCK])[:, None])
    if wrong:
        yield f"{wrong} token vectors are not of unit length."


def _not_unit(vectors: NDArray[np.float32]) -> int:
    """How many rows are of another length than 1; zeros are what an encoder gives for nothing."""
    norms = np.linalg.norm(vectors, axis=1)
    return int((~((np.abs(norms - 1) < _NEAR) | (norms == 0))).sum())


def _statements(segment: Segment) -> Iterator[str]:
    for document, statements in zip(segment.documents, segment.statements, strict=True):
        length = len(document.text)
        for statement in statements:
            if not all(0 <= a < b <= length for a, b in _spans(statement)):
                where = f"{document.source}: a statement at {statement.start}"
                yield f"{where} is not inside its document."


def _spans(statement: Statement) -> list[tuple[int, int]]:
    spans = [(statement.start, statement.end), statement.speaker]
    return [*spans, statement.quote] if statement.quote else spans
