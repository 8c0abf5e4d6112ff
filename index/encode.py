"""Texts to vectors, each text once: what an index or a killed build has is not encoded again."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property

from index.encoders.encoder import Encoder
from index.searched import Searched
from index.storage.contents import Encoded
from index.storage.vector_cache import VectorCache
from index.tables.token_vectors import TokenVectors

Progress = Callable[[int, int], None]
"""Called with the number of passages encoded so far and of all that have to be."""

EncodedBatches = Generator[tuple[int, list[Encoded]], None, None]
EncodeBatches = Callable[[Sequence[list[str]]], EncodedBatches]
"""Encodes batches; gives each batch's number with what became of it, in any order."""

_BATCH = 32
_SEED = 7


def encode_missing(
    texts: Mapping[bytes, str],
    indexes: Iterable[Searched],
    cache: VectorCache,
    encode_batches: EncodeBatches,
    progress: Progress,
) -> tuple[Mapping[bytes, Encoded], int]:
    """What is encoded of all *texts*, and how many of them had to be encoded now.

    Args:
        texts: by their ``text_key``.
        indexes: made with the same encoder; the next one is read only if texts are missing yet.
        cache: what killed builds have encoded; what is encoded now goes into it at once.
        encode_batches: encodes the rest.
        progress: is told how far that is.
    """
    found: dict[bytes, Mapping[bytes, Encoded]] = {
        key: cache.encoded for key in texts if key in cache.encoded
    }
    remaining = iter(indexes)
    while len(found) < len(texts) and (index := next(remaining, None)):
        own = index.known([key for key in texts if key not in found])
        found.update((key, own) for key in own)
    missing = {key: text for key, text in texts.items() if key not in found}
    _encode(missing, cache, encode_batches, progress)
    found.update((key, cache.encoded) for key in missing)
    return _Found(found), len(missing)


class WithKept(Mapping[bytes, Encoded]):
    """What was encoded of a whole index: what is *new*, and what an index has that goes on."""

    def __init__(self, new: Mapping[bytes, Encoded], kept: Searched) -> None:
        """Nothing is asked of *kept* yet."""
        self._new = new
        self._kept = kept

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[bytes]:
        return iter({**dict.fromkeys(self._new), **dict.fromkeys(self._rest)})

    def __getitem__(self, key: bytes) -> Encoded:
        return self._new[key] if key in self._new else self._rest[key]

    @cached_property
    def _rest(self) -> Mapping[bytes, Encoded]:
        return self._kept.known(list(self._kept.keys))


class _Found(Mapping[bytes, Encoded]):
    """What was found here and there, read when it is asked for: it may be larger than memory."""

    def __init__(self, places: Mapping[bytes, Mapping[bytes, Encoded]]) -> None:
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._places)

    def __getitem__(self, key: bytes) -> Encoded:
        return self._places[key][key]


def encode_here(encoder: Encoder) -> EncodeBatches:
    """Encode in this process, with *encoder*."""

    def encode_batches(batches: Sequence[list[str]]) -> EncodedBatches:
        for number, texts in enumerate(batches):
            yield number, encode_batch(encoder, texts)

    return encode_batches


def encode_batch(encoder: Encoder, texts: Sequence[str]) -> list[Encoded]:
    """Encode, and bring the token vectors into their small form."""
    return [
        Encoded(encoding.vector, TokenVectors.quantize([encoding.tokens], encoder.dimension))
        for encoding in encoder.encode_passages(texts)
    ]


def _encode(
    texts: dict[bytes, str],
    cache: VectorCache,
    encode_batches: EncodeBatches,
    progress: Progress,
) -> None:
    batches = _batches(texts)
    done = 0
    progress(done, len(texts))
    with closing(encode_batches([[texts[key] for key in keys] for keys in batches])) as results:
        for number, encoded in results:
            cache.add(batches[number], encoded)
            done += len(encoded)
            progress(done, len(texts))


def _batches(texts: Mapping[bytes, str]) -> list[list[bytes]]:
    """Texts of about one length together, which spares padding, and these batches shuffled.

    In order of length the rate would fall all the while and the time left would be guessed wrong.
    """
    keys = sorted(texts, key=lambda key: (len(texts[key]), key))
    batches = [keys[first : first + _BATCH] for first in range(0, len(keys), _BATCH)]
    random.Random(_SEED).shuffle(batches)  # noqa: S311 (an order, no secret)
    return batches
