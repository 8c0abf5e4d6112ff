from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IsnadError
from index.storage.contents import Encoded, text_key
from index.storage.vector_cache import VectorCache, _Segment, clear, damaged_segments
from index.tables.token_vectors import TokenVectors

_D = 8


def _encoded(tokens: int, seed: int) -> Encoded:
    random = np.random.default_rng(seed)
    rows = random.normal(size=(tokens + 1, _D)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Encoded(rows[0], TokenVectors.quantize([rows[1:]], _D))


def _fill(folder: Path, counts: list[int]) -> dict[bytes, Encoded]:
    encoded = {text_key(str(n)): _encoded(count, n) for n, count in enumerate(counts)}
    with VectorCache(folder, "one", _D) as cache:
        cache.add(list(encoded), list(encoded.values()))
    return encoded


def _assert_same(one: Encoded, other: Encoded) -> None:
    assert np.array_equal(one.vector, other.vector)
    assert np.array_equal(one.tokens.vectors(0), other.tokens.vectors(0))


def _segment(folder: Path) -> Path:
    (path,) = (folder / "vectors").iterdir()
    return path


@settings(max_examples=30)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=6), st.data())
def test_what_was_kept_comes_back_and_nothing_that_was_not(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    encoded = _fill(folder, counts)
    assert VectorCache(folder, "one", _D).encoded.keys() == encoded.keys()
    path = _segment(folder)
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    flip = data.draw(st.integers(0, 255))
    path.write_bytes(
        whole[:place] + (bytes([whole[place] ^ flip]) + whole[place + 1 :]) * (flip > 0)
    )
    again = VectorCache(folder, "one", _D).encoded
    assert list(again) == list(encoded)[: len(again)]  # up to the damage, and in order
    for key, found in again.items():
        _assert_same(found, encoded[key])


def test_every_build_adds_a_file_and_all_are_read(tmp_path: Path) -> None:
    first = _fill(tmp_path, [2, 3])
    with VectorCache(tmp_path, "one", _D) as cache:
        cache.add([text_key("more")], [_encoded(1, 9)])
        assert len(cache.encoded) == 3
    assert VectorCache(tmp_path, "one", _D).encoded.keys() == {*first, text_key("more")}
    assert damaged_segments(tmp_path) == []
    clear(tmp_path)
    assert VectorCache(tmp_path, "one", _D).encoded == {}


@pytest.mark.parametrize(("identity", "dimension"), [("other", _D), ("one", 2 * _D)])
def test_vectors_of_another_encoder_are_not_there(
    tmp_path: Path, identity: str, dimension: int
) -> None:
    _fill(tmp_path, [2])
    assert VectorCache(tmp_path, identity, dimension).encoded == {}


def test_damage_is_named(tmp_path: Path) -> None:
    _fill(tmp_path, [2, 2])
    path = _segment(tmp_path)
    whole = path.read_bytes()
    for spoilt in (whole[:-1], whole + b"?", b"", whole[:50] + b"?" + whole[51:], b"x" * 99):
        path.write_bytes(spoilt)
        assert damaged_segments(tmp_path) == [f"vectors/{path.name}"]


def test_a_full_disk_is_a_sentence_and_what_came_before_stays(tmp_path: Path) -> None:
    _fill(tmp_path, [2])
    cache = VectorCache(tmp_path, "one", _D)
    full = open("/dev/full", "wb")  # noqa: SIM115 (the cache closes it)
    cache._opened = full, _Segment(Path("/dev/full"))
    with cache, pytest.raises(IsnadError, match=r"cannot be written \(No space left on device\)"):
        cache.add([text_key("more")], [_encoded(1, 9)])
    assert VectorCache(tmp_path, "one", _D).encoded.keys() == {text_key("0")}
